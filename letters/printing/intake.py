"""The paper form with which a woman asks to be listed. Plain words, one tick box or line for each field of a listing.

It is posted into prisons, so it names no site and no web address.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from letters.printing import fields, fonts
from letters.printing.codes import qr_svg
from letters.printing.errors import engine_failed
from letters.printing.intake_words import FORMS
from letters.printing.papers import LARGE
from letters.printing.paragraphs import break_runs
from letters.printing.sheets import Rendered
from letters.printing.workers import pool

#: Languages in which the form is printed; the first is the default.
LANGUAGES = tuple(FORMS)


def render_intake(
    language: str,
    send_to: Sequence[str],
    *,
    large: bool = False,
    code: str = "",
    whose: tuple[str, str] | None = None,
) -> Rendered:
    """The form in one of LANGUAGES, US Letter, in 10.5 or 16 points. Raises PrintError.

    send_to: lines of the address it goes back to. code: seven letters and digits by which it is found again.
    whose: committed name and ID number for the head of each page, where we send it; else lines are left to write them.
    """
    name, number = whose or ("", "")
    data = {
        "language": language,
        "send-to": list(send_to),
        "scale": LARGE if large else 1.0,
        "own-name": break_runs(fields.identity(name, "committed_name")) if whose else "",
        "own-number": fields.identity(number, "id_number", most=40) if whose else "",
        "own-code": fields.short_code(code),
        "qr": qr_svg(code) if code else "",
        "fonts": {"sans": fonts.stacks(fonts.SANS), "serif": fonts.stacks(fonts.SERIF)},
        **FORMS[language],
    }
    reply = pool().run("intake", {"data": data})
    if reply.facts.get("error"):
        raise engine_failed()
    return Rendered.of(reply.files[0], reply.facts["pages"], 0, [])


def consent_block(language: str, item: str) -> dict[str, Any]:
    """The form's block for one item she can agree to."""
    return next(
        block for block in FORMS[language]["blocks"] if block["kind"] == "consent" and block["field"] == item
    )


def signing(language: str) -> tuple[str, str, str, str]:
    """The sentence above the form's signature, and the labels of signature, name in print and date."""
    block = next(block for block in FORMS[language]["blocks"] if block["kind"] == "sign")
    return block["statement"], block["signature"], block["name"], block["date"]
