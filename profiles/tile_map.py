"""A map of the states as tiles of one size, so that small states can be seen and pressed like large ones."""

from collections.abc import Iterable
from dataclasses import dataclass

from profiles.places import State

SIDE = 40  # units of one tile
GAP = 4
#: Row by row from the north; two spaces hold a place without a state.
_ROWS = (
    "AK                            ME",
    "                           VT NH",
    "WA ID MT ND MN WI MI    NY MA RI",
    "OR NV WY SD IA IL IN OH PA NJ CT",
    "CA UT CO NE MO KY WV VA MD DE   ",
    "   AZ NM KS AR TN NC SC DC      ",
    "         OK LA MS AL GA         ",
    "HI       TX             FL    PR",
)
WIDTH = 11 * (SIDE + GAP) - GAP
HEIGHT = len(_ROWS) * (SIDE + GAP) - GAP
#: From how many places on a tile is darker.
_STEPS = (1, 3, 6)


@dataclass(frozen=True)
class Tile:
    """One state: its corner and its middle in units of the map, and how dark it is, from 0 to 3."""

    code: str
    name: str
    count: int
    x: int
    y: int

    @property
    def middle(self) -> int:
        return self.x + SIDE // 2

    @property
    def code_line(self) -> int:
        return self.y + 17

    @property
    def count_line(self) -> int:
        return self.y + 33

    @property
    def shade(self) -> int:
        return sum(self.count >= step for step in _STEPS)


def tiles(counts: Iterable[tuple[str, str, int]]) -> list[Tile]:
    """Every state that has a place on the map, west to east and north to south; `counts` are code, name and number."""
    known = {code: count for code, _name, count in counts}
    return [
        Tile(code, State(code).label, known.get(code, 0), column * (SIDE + GAP), row * (SIDE + GAP))
        for row, line in enumerate(_ROWS)
        for column in range(11)
        if (code := line[3 * column : 3 * column + 2].strip())
    ]
