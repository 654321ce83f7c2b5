"""Inside a worker process: many letters or many envelopes in few files, so that they share fonts.

One that cannot be set is left out and told; the others are set all the same.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from letters.printing import compiling

LETTERS, ENVELOPES = "letters.typ", "envelopes.typ"

Facts = dict[str, Any]


def letters(request: dict[str, Any]) -> tuple[Facts, list[bytes]]:
    """Facts: `made`, for each letter the file it is in, its first page there and how many; or error and detail.

    The sizes are tried in the order and with the outcome of `fitting.fit`: the first that leaves no closing alone on a
    page, or the first of all. Only letters that need it are set again.
    """
    sizes = request["sizes"]
    made: list[Facts] = [{}] * len(request["pieces"])
    todo = list(range(len(made)))
    files: list[bytes] = []
    for size, keep in [*((size, False) for size in sizes), (sizes[0], True)]:
        pdf, todo = _set(LETTERS, request, todo, {"size": size, "keep": keep}, made)
        if pdf is None:
            break
        lonely = _lonely()
        for number, (place, found) in enumerate(zip(todo, _places(len(files)), strict=True)):
            if not files or number not in lonely:
                made[place] = found
        files.append(pdf)
        todo = [place for number, place in enumerate(todo) if number in lonely]
    return {"made": made}, files


def envelopes(request: dict[str, Any]) -> tuple[Facts, list[bytes]]:
    """Facts as those of `letters`."""
    made: list[Facts] = [{}] * len(request["pieces"])
    pdf, todo = _set(ENVELOPES, request, list(range(len(made))), {}, made)
    for number, place in enumerate(todo):
        made[place] = {"file": 0, "first": number, "pages": 1}
    return {"made": made}, [] if pdf is None else [pdf]


def _set(
    template: str, request: Facts, places: list[int], more: Facts, made: list[Facts]
) -> tuple[bytes | None, list[int]]:
    """One file of the pieces at these places, and the places of those in it; None where there are none.

    Writes an error into `made` for each that cannot be set. Halves what fails until the bad ones are alone, which takes
    few tries where they are few.
    """
    if not places:
        return None, []
    pieces = [request["pieces"][place] | more for place in places]
    try:
        pdf = compiling.pdf(template, request["root"] | {"pieces": pieces}, request.get("timestamp", 0))
    except compiling.LayoutError as error:
        if len(places) == 1:
            made[places[0]] = {"error": error.reason, "detail": error.detail}
            return None, []
        half = len(places) // 2
        good = [
            place
            for some in (places[:half], places[half:])
            for place in _set(template, request, some, more, made)[1]
        ]
        return _set(template, request, good, more, made)
    return pdf, places


def _places(file: int) -> list[Facts]:
    """Where each letter stands in the file just set."""
    counts = [mark["page"] for mark in compiling.marks(LETTERS, "pages")]
    firsts = accumulate(counts, initial=0)
    return [
        {"file": file, "first": first, "pages": count} for first, count in zip(firsts, counts, strict=False)
    ]


def _lonely() -> set[int]:
    """Numbers of the letters in the file just set whose closing stands alone on its page."""
    ends = {mark["key"]: mark["page"] for mark in compiling.marks(LETTERS, "body-end")}
    closings = compiling.marks(LETTERS, "closing")
    return {int(mark["key"]) for mark in closings if ends.get(mark["key"], mark["page"]) != mark["page"]}
