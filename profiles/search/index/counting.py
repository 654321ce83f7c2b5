"""How many listings of a set each option fits: exact, whatever the size of the set."""

from dataclasses import dataclass

import numpy as np
from pyroaring import BitMap

from profiles.search.index.columns import BYTES, MANY, SINGLE, Columns
from profiles.search.index.orders import numbers_in

_BITS_IN_BYTE = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little").astype(
    np.int64
)


@dataclass(frozen=True)
class Counts:
    """`singles` by group: counts by code. `bits`: counts by the bit's number."""

    singles: dict[str, np.ndarray]
    bits: np.ndarray

    def __sub__(self, other: "Counts") -> "Counts":
        singles = {name: minus(count, other.singles[name]) for name, count in self.singles.items()}
        return Counts(singles, self.bits - other.bits)


def minus(whole: np.ndarray, part: np.ndarray) -> np.ndarray:
    """Difference of two counts, the second of which may be shorter."""
    left = whole.copy()
    left[: len(part)] -= part
    return left


def count(columns: Columns, members: BitMap) -> Counts:
    """Counts of all groups that do not depend on the day."""
    numbers = numbers_in(members)
    return Counts(
        {name: np.bincount(columns[name][numbers]) for name in SINGLE},
        _count_bits(columns.bits[numbers]),
    )


def count_group(columns: Columns, members: BitMap, group: str) -> np.ndarray:
    """Counts by code of one group of SINGLE."""
    return np.bincount(columns[group][numbers_in(members)])


def _count_bits(rows: np.ndarray) -> np.ndarray:
    """Each byte is counted by its value, and each value counted for the bits in it."""
    columns = [np.bincount(rows[:, place], minlength=256) @ _BITS_IN_BYTE for place in range(BYTES)]
    return np.concatenate(columns)[: len(MANY)]
