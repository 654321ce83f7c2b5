"""How many listings of a set each option fits: exact, whatever the size of the set."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pyroaring import BitMap

from profiles.search.index.columns import SINGLE, Columns
from profiles.search.index.orders import numbers_in

#: One in so many of all listings: in larger sets, sets are intersected; in smaller ones, options are read one by one.
_DENSE = 12


@dataclass(frozen=True)
class Counts:
    """`singles` by the code of an option of a group of SINGLE, `bits` by the bit's number; without zeros."""

    singles: dict[int, int]
    bits: dict[int, int]


@dataclass(frozen=True)
class Counter:
    """Counts sets. `singles` and `bits` hold everybody by option, `size` says how many listings there are."""

    columns: Columns
    singles: Mapping[int, BitMap]
    bits: Sequence[BitMap]
    size: int

    def count(self, members: BitMap) -> Counts:
        """Counts of all groups that do not depend on the day."""
        return Counts(self._singles(members), _within(members, enumerate(self.bits)))

    def group(self, members: BitMap, group: str) -> dict[int, int]:
        """Counts by code of one group of SINGLE."""
        return _by_code(self.columns[group][numbers_in(members)])

    def _singles(self, members: BitMap) -> dict[int, int]:
        if len(members) * _DENSE > self.size:
            return _within(members, self.singles.items())
        numbers = numbers_in(members)
        return {
            code: number for name in SINGLE for code, number in _by_code(self.columns[name][numbers]).items()
        }


def _within(members: BitMap, options: Iterable[tuple[int, BitMap]]) -> dict[int, int]:
    common = members.intersection_cardinality
    return {key: number for key, option in options if (number := common(option))}


def _by_code(codes: np.ndarray) -> dict[int, int]:
    """How often each code stands there; 0 stands for none."""
    counts = np.bincount(codes)
    return {code: int(counts[code]) for code in np.flatnonzero(counts).tolist() if code}
