"""Inside a worker process: choosing the type size of a letter.

A closing must not stand alone on the last page, and a page limit is kept when that takes no type under 10.5 points.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from letters.printing import compiling

TEMPLATE = "letter.typ"
# The share of its pages that a letter keeps at the very least when it goes from 11.5 to 10.5 points. The last page may
# hold a single line, so it does not count.
LEAST_SHARE = 0.75


class Fit(NamedTuple):
    """One try.

    size: of the type, in points. keep: the last paragraph was kept on the page of the closing. lonely: the closing
    stands alone on its page all the same.
    """

    pdf: bytes
    pages: int
    size: float
    keep: bool
    lonely: bool


def fit(data: dict[str, Any], sizes: list[float], max_pages: int | None, timestamp: int) -> Fit:
    """The first try with nothing wrong; else the first within the limit; else the first without a lonely closing.

    The last try keeps the last paragraph on the page of the closing, which leaves a gap and needs a short paragraph.
    """
    tries: list[Fit] = []
    for size, keep in [*((size, False) for size in sizes), (sizes[0], True)]:
        tried = attempt(data | {"size": size, "keep": keep}, timestamp)
        tries.append(tried)
        if max_pages is not None and (tries[0].pages - 1) * LEAST_SHARE >= max_pages:
            max_pages = None
        if not tried.lonely and _within(tried, max_pages):
            return tried
    within = [tried for tried in tries if _within(tried, max_pages)]
    together = [tried for tried in tries if not tried.lonely]
    return (within or together or tries)[0]


def attempt(data: dict[str, Any], timestamp: int) -> Fit:
    """Set the letter once, as `data["size"]` (points) and `data["keep"]` say."""
    pdf = compiling.pdf(TEMPLATE, data, timestamp)
    (pages,) = compiling.marks(TEMPLATE, "pages")
    body_end, closing = compiling.marks(TEMPLATE, "body-end"), compiling.marks(TEMPLATE, "closing")
    lonely = bool(body_end and closing and body_end != closing)
    return Fit(pdf, pages["page"], data["size"], data["keep"], lonely)


def _within(tried: Fit, max_pages: int | None) -> bool:
    return max_pages is None or tried.pages <= max_pages
