"""Many letters, or the envelopes of many, in one PDF each: the pile of a letter night.

The pages are those that `render` makes of each alone. One that cannot be printed is told and stops nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from letters.printing import envelopes, fonts, letter_data, sheets
from letters.printing.errors import PrintError
from letters.printing.render import checked_facts, seconds
from letters.printing.sheets import FACES, Envelope, LetterSheet
from letters.printing.workers import JOB_SECONDS, pool

#: Seconds that each further piece may take.
PIECE_SECONDS = 0.5


@dataclass(frozen=True)
class Part:
    """Some pages of a PDF: `count` of them, beginning with number `first` (from 0). Many parts share one PDF."""

    pdf: bytes
    first: int
    count: int


def render_letters(pile: Sequence[LetterSheet], *, ruled_pages: int | None = None) -> list[Part | PrintError]:
    """Typed letters, or so many ruled pages for each, all with the date of the first. Page limits are not kept here.

    Raises PrintError where nothing at all can be printed: "busy", "timeout" or "worker_lost".
    """
    request = {
        "root": {"title": _title(pile), "fonts": {face: fonts.stacks(face) for face in FACES}},
        "sizes": sheets.SIZES if ruled_pages is None else sheets.SIZES[:1],
        "timestamp": seconds(pile[0].revised_at) if pile else 0,
    }

    def data_of(sheet: LetterSheet) -> dict[str, Any]:
        if ruled_pages is None:
            return letter_data.typed_data(sheet)
        return letter_data.ruled_data(sheet, ruled_pages)

    return _run("letters", request, [(sheet, data_of) for sheet in pile])


def render_envelopes(pile: Sequence[Envelope]) -> list[Part | PrintError]:
    """Raises PrintError as `render_letters` does."""
    request = {"root": {"title": _title(pile), "fonts": {"sans": fonts.stacks(fonts.SANS)}}}
    return _run("envelopes", request, [(envelope, envelopes.envelope_data) for envelope in pile])


def _title(pile: Sequence[object]) -> str:
    return f"{len(pile)} letters"


def _run(job: str, request: dict[str, Any], pile: Sequence[tuple[Any, Any]]) -> list[Part | PrintError]:
    checked = [_data(data_of, piece) for piece, data_of in pile]
    pieces = [one for one in checked if not isinstance(one, PrintError)]
    if not pieces:
        return [one for one in checked if isinstance(one, PrintError)]
    seconds = JOB_SECONDS + PIECE_SECONDS * len(pieces)
    reply = pool().run(job, {**request, "pieces": pieces}, seconds=seconds)
    facts = iter(reply.facts["made"])
    return [
        one if isinstance(one, PrintError) else _part(next(facts), reply.files, vars(piece))
        for one, (piece, _data_of) in zip(checked, pile, strict=True)
    ]


def _data(data_of: Callable[[Any], dict[str, Any]], piece: Any) -> dict[str, Any] | PrintError:
    try:
        data = data_of(piece)
    except PrintError as error:
        return error
    del data["fonts"]  # the file has them once
    return data


def _part(facts: dict[str, Any], files: list[bytes], parts: dict[str, Any]) -> Part | PrintError:
    try:
        checked_facts(facts, parts)
    except PrintError as error:
        return error
    return Part(files[facts["file"]], facts["first"], facts["pages"])
