"""Places with mail rules of their own, and women there, for the tests of what is printed."""

from typing import Any

import pypdfium2

from letters.mailpieces import Draft
from letters.models import MailingRule, Route
from profiles.models import Facility, Listing
from tests.factories import make_facility, make_listing, make_system

LINES = ("{name} #{id}", "{facility}", "{street}", "{city}, {state} {zip}")

#: What a desk sends when nothing but the letter was typed.
TYPED = {
    "greeting": "Dear Maria,",
    "body": "From my kitchen window I see a lake.\n\nPawn to e4.",
    "closing": "With good wishes,",
    "signature": "Ellen",
    "dated": "2026-11-22",
    "return_address": "Ellen Marsh\n48 Sample Street\nDuluth, MN 00000",
    "paper": "letter",
    "envelope": "10",
    "face": "serif",
    "language": "en",
    "sender": "person",
    "plain": "on",
}


def make_place(
    rules: dict[str, Any] | None = None,
    *,
    lines: tuple[str, ...] = LINES,
    complete: bool = True,
    **facility: Any,
) -> Facility:
    """An open facility in a system with an address and these rules (type to value), all sourced and sure."""
    system = make_system(id_label="DIN")
    Route.objects.create(
        system=system,
        lines=list(lines),
        is_complete=complete,
        source_url="https://example.org/mail",
        confidence="high",
    )
    for kind, value in {"mail_route": "facility", **(rules or {})}.items():
        MailingRule.objects.create(
            system=system,
            type=kind,
            value=value,
            source_url=f"https://www.example.org/{kind}",
            seen="2026-05",
            confidence="high",
        )
    return make_facility(system=system, **facility)


def make_reachable(rules: dict[str, Any] | None = None, **fields: Any) -> Listing:
    """A public listing at such a place."""
    place = fields.pop("place", None) or make_place(rules)
    named = {"committed_name": "Maria Elena Delgado", "display_name": "Maria", "id_number": "00000417"}
    return make_listing(facility=place, **{**named, **fields})


def make_draft(**fields: Any) -> Draft:
    values = {
        "greeting": "Dear Maria,",
        "body": "From my kitchen window I see a lake.",
        "closing": "With good wishes,",
        "signature": "Ellen",
        "return_lines": ("Ellen Marsh", "48 Sample Street", "Duluth, MN 00000"),
        "sender": "person",
        "plain": True,
    }
    return Draft(**{**values, **fields})


def text_of(pdf: bytes) -> list[str]:
    """The text of each page, as an independent reader finds it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
