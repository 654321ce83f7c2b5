"""Letters, ruled sheets and envelopes as PDF files. Dataclasses in, bytes out; what goes wrong is a PrintError.

A letter of one page takes about 20 ms of a worker process, one of five pages about 80 ms.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from letters.printing import envelopes, letter_data, sheets
from letters.printing.errors import PrintError, UnprintableText, engine_failed
from letters.printing.sheets import Envelope, LetterSheet, Note, Rendered
from letters.printing.text import unprintable
from letters.printing.workers import Reply, pool

logger = logging.getLogger(__name__)


def render_letter(sheet: LetterSheet) -> Rendered:
    """The letter as a tagged PDF, in the type size that suits it.

    A closing never stands alone on the last page if one of the sizes can help it, and `max_pages` is kept where 10.5
    points are enough for that; where they are not, the letter comes with the note "over_max_pages".
    Raises UnprintableText, TooLong or PrintError.
    """
    reply = _set("letter", sheet, letter_data.typed_data(sheet), _sizes(sheet.max_pages), sheet.max_pages)
    pages, size = reply.facts["pages"], reply.facts["size"]
    return Rendered.of(reply.files[0], pages, size, _notes(pages, size, sheet.max_pages))


def render_ruled(sheet: LetterSheet, pages: int) -> Rendered:
    """Ruled paper for a letter by hand, 1 to 10 pages, addressed and with name and number on each.

    Where there are no sender lines, or no date, lines are left to write them. Raises PrintError as render_letter does.
    """
    if not 1 <= pages <= sheets.MOST_RULED_PAGES:
        message = _("Ruled paper comes in 1 to %(most)s pages.") % {"most": sheets.MOST_RULED_PAGES}
        raise PrintError("unknown_option", message, field="pages")
    reply = _set("letter", sheet, letter_data.ruled_data(sheet, pages), sheets.SIZES[:1], None)
    return Rendered.of(reply.files[0], reply.facts["pages"], reply.facts["size"], [])


def render_envelope(envelope: Envelope) -> Rendered:
    """The front of an envelope, on a page of the envelope's own size. A C5 comes with the note "flat".

    Raises PrintError "address_does_not_fit" or "return_does_not_fit" rather than print an envelope that cannot be read.
    """
    data = envelopes.envelope_data(envelope)
    reply = checked_reply(pool().run("envelope", {"data": data}), vars(envelope))
    notes = envelopes.envelope_notes(envelopes.ENVELOPE_SIZES[envelope.size])
    return Rendered.of(reply.files[0], reply.facts["pages"], reply.facts["size"], notes)


def preview_pages(sheet: LetterSheet) -> list[bytes]:
    """The pages render_letter prints, as PNG images of 90 pixels to the inch. About 50 ms a page."""
    data = letter_data.typed_data(sheet)
    return _set("preview", sheet, data, _sizes(sheet.max_pages), sheet.max_pages).files


def count_pages(sheet: LetterSheet) -> int:
    """Pages of the PDF that render_letter makes."""
    return render_letter(sheet).pages


def _set(
    job: str, sheet: LetterSheet, data: dict[str, Any], sizes: tuple[float, ...], most: int | None
) -> Reply:
    request = {"data": data, "sizes": sizes, "max_pages": most, "timestamp": seconds(sheet.revised_at)}
    return checked_reply(pool().run(job, request), vars(sheet))


def seconds(moment: datetime) -> int:
    """An aware time as Unix seconds."""
    if moment.tzinfo is None:
        raise ValueError("revised_at must be an aware time, so that a reprint elsewhere has the same bytes")
    return int(moment.timestamp())


def _sizes(max_pages: int | None) -> tuple[float, ...]:
    if max_pages is None:
        return sheets.SIZES
    return (*sheets.SIZES[:-1], *sheets.SMALLER_SIZES, sheets.SIZES[-1])


def _notes(pages: int, size: float, max_pages: int | None) -> list[Note]:
    if max_pages is None:
        return []
    facts = {"pages": pages, "most": max_pages, "size": size}
    if pages > max_pages:
        words = ngettext(
            "The letter has %(pages)s pages; one page is allowed.",
            "The letter has %(pages)s pages; at most %(most)s are allowed.",
            max_pages,
        )
        return [Note("over_max_pages", words % facts)]
    if size < sheets.SIZES[0]:
        words = ngettext(
            "The type is a little smaller than usual (%(size)s points), so that the letter fits on one page.",
            "The type is a little smaller than usual (%(size)s points), so that the letter fits on %(most)s pages.",
            max_pages,
        )
        return [Note("smaller_type", words % facts)]
    return []


def checked_reply(reply: Reply, parts: dict[str, Any]) -> Reply:
    """The reply, unless it tells of an error."""
    checked_facts(reply.facts, parts)
    return reply


def checked_facts(facts: dict[str, Any], parts: dict[str, Any]) -> dict[str, Any]:
    """What a worker said of a piece, unless that is an error. The engine's own words go to the log only."""
    error = facts.get("error")
    if error is None:
        return facts
    if error == "unprintable":
        raise _unprintable(facts["detail"], parts)
    if error in ("address-does-not-fit", "return-does-not-fit"):
        raise _does_not_fit(error)
    logger.error("A page could not be set: %s", facts["detail"])
    raise engine_failed()


def _unprintable(characters: str, parts: dict[str, Any]) -> UnprintableText:
    """For what the engine could not print although a font lists it: the same error as for what the check finds."""
    texts = {
        name: "\n".join(part) if isinstance(part, list) else part
        for name, part in parts.items()
        if isinstance(part, (str, list))
    }
    field = next((name for name, text in texts.items() if characters[0] in text), "body")
    return UnprintableText(
        [unprintable(character, texts.get(field, "")) for character in characters], field=field
    )


def _does_not_fit(error: str) -> PrintError:
    if error == "return-does-not-fit":
        message = _("The return address is too long for this envelope. Shorten it or take a larger envelope.")
        return PrintError("return_does_not_fit", message, field="return_lines")
    message = _("The address does not fit this envelope in a size that can be read. Take a larger envelope.")
    return PrintError("address_does_not_fit", message, field="address_lines")
