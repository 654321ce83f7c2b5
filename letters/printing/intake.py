"""The paper form with which a woman asks to be listed. Plain words, one tick box or line for each field of a listing.

It is posted into prisons, so it names no site and no web address.
"""

from __future__ import annotations

from collections.abc import Sequence

from letters.printing import fonts
from letters.printing.errors import engine_failed
from letters.printing.intake_words import FORMS
from letters.printing.sheets import Rendered
from letters.printing.workers import pool

#: Languages in which the form is printed; the first is the default.
LANGUAGES = tuple(FORMS)


def render_intake(language: str, send_to: Sequence[str]) -> Rendered:
    """The form in one of LANGUAGES, US Letter. send_to: lines of the address it goes back to. Raises PrintError."""
    data = {
        "language": language,
        "send-to": list(send_to),
        "fonts": {"sans": fonts.stacks(fonts.SANS), "serif": fonts.stacks(fonts.SERIF)},
        **FORMS[language],
    }
    reply = pool().run("intake", {"data": data})
    if reply.facts.get("error"):
        raise engine_failed()
    return Rendered.of(reply.files[0], reply.facts["pages"], 0, [])
