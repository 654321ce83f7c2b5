"""From a LetterSheet to what the letter template needs. Every part is checked on the way; `fields` lists the errors."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from letters.printing import fields, fonts, photos
from letters.printing.paragraphs import (
    COLUMN_RUN,
    RIGHT_TO_LEFT,
    break_runs,
    direction_of,
    paragraph,
    paragraphs,
)
from letters.printing.sheets import FACES, PAPERS, LetterSheet

_LANGUAGE_LENGTHS = (2, 3)


def typed_data(sheet: LetterSheet) -> dict[str, Any]:
    """A letter with its words."""
    language = _language(sheet.language)
    body = fields.checked(sheet.body, "body")
    return _common(sheet, "typed") | {
        "body": [part._asdict() for part in paragraphs(body, language)],
        "closing": _optional(fields.few_lines(sheet.closing, "closing"), language),
        "signature": _optional(fields.few_lines(sheet.signature, "signature"), language),
        "photos": photos.in_letter(sheet.photos, sheet.photo_layout, language),
    }


def ruled_data(sheet: LetterSheet, pages: int) -> dict[str, Any]:
    """Ruled pages to write on by hand; body, closing and signature are left to the pen."""
    return _common(sheet, "ruled") | {"body": [], "closing": [], "signature": [], "pages": pages}


def _common(sheet: LetterSheet, kind: str) -> dict[str, Any]:
    language = _language(sheet.language)
    name = fields.identity(sheet.committed_name, "committed_name")
    number = fields.identity(sheet.id_number, "id_number", most=40)
    salutation = fields.one_line(sheet.salutation, "salutation")
    code = fields.short_code(sheet.code)
    sender = fields.address_lines(sheet.sender_lines, "sender_lines")
    return {
        "kind": kind,
        "face": fields.chosen(sheet.face, FACES, "face"),
        "paper": PAPERS[fields.chosen(sheet.paper, list(PAPERS), "paper")],
        # A PDF in a language from right to left has its pages, and their text, read from the right; the mail room's are
        # not. The paragraphs keep their own language.
        "language": "en" if language in RIGHT_TO_LEFT else language,
        "fonts": {face: fonts.stacks(face) for face in FACES},
        "name": break_runs(name),
        "id": number,
        "code": code,
        "address": _still(fields.address(sheet.address_lines)),
        "sender": _still([*sender, code] if sender and code else sender),
        "date": _still([fields.one_line(sheet.date_text, "date_text")])[0],
        "salutation": paragraph(salutation, language)._asdict(),
        **_words(sheet, name, number, language),
    }


def _still(lines: list[str]) -> list[dict[str, str]]:
    return [{"text": break_runs(line, COLUMN_RUN), "direction": direction_of(line)} for line in lines]


def _optional(text: str, language: str) -> list[dict[str, Any]]:
    return [paragraph(text, language, COLUMN_RUN)._asdict()] if text else []


def _words(sheet: LetterSheet, name: str, number: str, language: str) -> dict[str, Any]:
    """Our own few words, in the letter's language and not the reader's: a reprint has the same bytes."""
    number_label = fields.one_line(sheet.id_label, "id_label")
    with translation.override(language):
        title = _("Letter to %(name)s") % {"name": name}
        labels = {"from": _("From"), "date": _("Date")}
    return {"title": f"{title}, {number_label} {number}".replace("  ", " "), "labels": labels}


def _language(code: str) -> str:
    """The first part of a language code ("es" of "es-mx"), or English where that is no code at all."""
    short = code.lower().replace("_", "-").split("-")[0]
    return short if short.isascii() and short.isalpha() and len(short) in _LANGUAGE_LENGTHS else "en"
