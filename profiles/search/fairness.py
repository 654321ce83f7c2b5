"""The fair order: who comes first, and how the first page changes hands. Why it is so: docs/decisions/fair-order.md.

A listing's *standing* puts women who take no new writers after all others, and each time women with fewer letters
first, in tiers. Within one standing everybody keeps her place on a fixed wheel; the wheel is read from a starting
point that jumps every few minutes, so that each is at the top for about the same share of the time.
"""

from bisect import bisect_right
from datetime import datetime

BUCKET_SECONDS = 600  # how long one starting point holds
STANDINGS = 16  # eight tiers of letters, twice
_FIRST_OF_TIER = (0, 1, 2, 3, 6, 11, 21, 51)  # fewest letters of each tier
TAKES_NOBODY = 8  # added to the tier of a woman who takes no new writers

WHEEL = 134_217_689  # places on the wheel: the largest prime below 2**27, so that listings never share one
SPACING = 55_594_787  # (sqrt 2 - 1) of the wheel: neighbours in number stand far apart on it
JUMP = 82_951_093  # (sqrt 5 - 1) / 2 of the wheel: successive starting points are spread as evenly as points can be


def tier_of(letters: int) -> int:
    """0 without any letter, up to 7 for more than fifty."""
    return bisect_right(_FIRST_OF_TIER, letters) - 1


def standing_of(letters: int, *, takes_new_writers: bool) -> int:
    """0 to 15; lower comes first."""
    return tier_of(letters) + (0 if takes_new_writers else TAKES_NOBODY)


def bucket_of(now: datetime) -> int:
    """The number of the span of time in which a starting point holds."""
    return int(now.timestamp()) // BUCKET_SECONDS


def start_of(bucket: int) -> int:
    """Where on the wheel reading begins in a span of time."""
    return bucket * JUMP % WHEEL
