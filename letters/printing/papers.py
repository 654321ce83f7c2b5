"""What we write to the women: letters, her page as it is shown, things to tick and sign, a part to tear off.

Blocks in, a PDF out; no database and no request. Each page bears name and number for the mail room, and the short code
by which the paper is found again when it comes back. Nothing on it names a site or a web address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from letters.printing import fields, fonts
from letters.printing.codes import qr_svg
from letters.printing.paragraphs import COLUMN_RUN, break_runs, direction_of, paragraph, paragraphs
from letters.printing.photos import Photo, for_template
from letters.printing.render import checked_reply
from letters.printing.sheets import Rendered
from letters.printing.workers import pool

#: How much larger the type of large print is: 18 points for 11.5.
LARGE = 1.56

Block = dict[str, Any]


@dataclass(frozen=True)
class Paper:
    """One letter of ours. `labels`: our words for "cut" and "send-to", in the letter's language.

    blocks: what `words`, `her_page` and the others below make, in their order. code: seven letters and digits.
    """

    committed_name: str
    id_number: str
    address_lines: list[str]
    sender_lines: list[str]
    date_text: str
    salutation: str
    title: str
    language: str
    code: str
    labels: dict[str, str]
    blocks: list[Block] = field(default_factory=list)
    large: bool = False


@dataclass(frozen=True)
class HerPage:
    """Everything that her page shows. `facts` are pairs of a label and what stands beside it.

    language: of her words. lede: age and place. notes: small lines below it. offense: label and words, or empty.
    """

    display_name: str
    lede: str
    headline: str
    words: str
    language: str
    notes: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()
    offense: tuple[str, str] = ("", "")
    photos: Sequence[Photo] = ()


def render_paper(paper: Paper) -> Rendered:
    """The letter as a tagged PDF, US Letter, in 11.5 or 18 points. Raises PrintError."""
    reply = checked_reply(pool().run("paper", {"data": _data(paper)}), {"body": "", **vars(paper)})
    return Rendered.of(reply.files[0], reply.facts["pages"], 11.5 * _scale(paper), [])


# --- Blocks ---


def words(text: str, language: str, kind: str = "words") -> Block:
    """Paragraphs. kind: "words", "quoted" (somebody's own) or "warning"."""
    return {"kind": kind, "parts": _parts(text, language)}


def heading(text: str, *, new_page: bool = False) -> Block:
    return {"kind": "heading", "text": text, "new-page": new_page}


def ticks(*options: str) -> Block:
    return {"kind": "ticks", "options": list(options)}


def lines(count: int) -> Block:
    """Lines to write on."""
    return {"kind": "lines", "count": count}


def sign(statement: str, *labels: str) -> Block:
    return {"kind": "sign", "statement": statement, "labels": list(labels)}


def parting(closing: str, signature: str) -> Block:
    return {
        "kind": "parting",
        "closing": fields.one_line(closing, "closing"),
        "signature": fields.one_line(signature, "signature"),
    }


def back_to_us() -> Block:
    """At the foot of the page: where the sheets go back to, and the code as a picture."""
    return {"kind": "code"}


def slip(title: str, options: Sequence[str], labels: Sequence[str], hint: str = "") -> Block:
    """The part to tear off, at the foot of a page: boxes to tick, a line to sign, code and address. The last block."""
    return {"kind": "slip", "title": title, "options": list(options), "sign": list(labels), "hint": hint}


def her_page(page: HerPage) -> Block:
    """Her page in a frame, every word and photo that it shows. Raises PrintError for what cannot be printed."""
    label, offense = page.offense
    return {
        "kind": "page",
        "display-name": fields.one_line(page.display_name, "committed_name"),
        "lede": page.lede,
        "notes": list(page.notes),
        "headline": _parts(f"“{page.headline}”", page.language) if page.headline else [],
        "words": _parts(page.words, page.language),
        "facts": [(name, _line(said)) for name, said in page.facts],
        "offense-label": label,
        "offense": _parts(offense, page.language),
        "photos": [for_template(photo) for photo in page.photos],
    }


def _parts(text: str, language: str) -> list[dict[str, Any]]:
    return [part._asdict() for part in paragraphs(fields.checked(text, "body"), language)] if text else []


def _line(text: str) -> dict[str, str]:
    return {"text": break_runs(text, COLUMN_RUN), "direction": direction_of(text)}


def _scale(paper: Paper) -> float:
    return LARGE if paper.large else 1.0


def _data(paper: Paper) -> dict[str, Any]:
    code = fields.short_code(paper.code)
    sender = fields.address_lines(paper.sender_lines, "sender_lines")
    return {
        "language": paper.language,
        "scale": _scale(paper),
        "title": paper.title,
        "name": break_runs(fields.identity(paper.committed_name, "committed_name")),
        "id": fields.identity(paper.id_number, "id_number", most=40),
        "address": [_line(line) for line in fields.address(paper.address_lines)],
        "sender": [_line(line) for line in sender],
        "send-to": sender,
        "date": _line(fields.one_line(paper.date_text, "date_text")),
        "salutation": paragraph(fields.one_line(paper.salutation, "salutation"), paper.language)._asdict(),
        "code": code,
        "qr": qr_svg(code) if code else "",
        "labels": paper.labels,
        "blocks": paper.blocks,
        "fonts": {face: fonts.stacks(face) for face in (fonts.SANS, fonts.SERIF)},
    }
