"""What the index knows of each listing, in arrays by the listing's number, and the keys of the orders made from it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from profiles.search.codes import CODE_OF, FACILITY_BASE, LIFE_DAY, SYSTEM_BASE, unpack
from profiles.search.fairness import SPACING, WHEEL
from profiles.search.index.orders import (
    NO_BIRTHDAY,
    NUMBER_BITS,
    PLACE_BITS,
    BirthdayOrder,
    FairOrder,
    Order,
)

SINGLE = ("state", "system", "facility", "faith")  # groups of which a listing has at most one option
#: Bits of the groups of which a listing may have several; room is kept for words to come.
MANY = [(group, value) for group, value in CODE_OF if group in ("interest", "language", "seeking", "flag")]
BITS = {CODE_OF[pair]: bit for bit, pair in enumerate(MANY)}
BYTES = -(-len(BITS) // 8)
_SINGLE_OF = {code: group for (group, _value), code in CODE_OF.items() if group in ("state", "faith")}
_YEAR_2000, _YEAR_2068 = 946_684_800, 946_684_800 + 2**31 - 1  # seconds since 1970 that fit a key
_OFFSET = 2**20  # days before 1970 stay positive


class Row(NamedTuple):
    """A search row as it is read from the database, in this order."""

    number: int
    published: int
    listed_on: int
    waits_since: int
    verified: int
    consent_on: int
    consent_until: int
    release_day: int
    birth: int
    birth_day: int
    fair: int
    codes: bytes


COLUMNS = ("listing_id", *Row._fields[1:])
TYPES = {
    "published": np.int64,
    "listed_on": np.int32,
    "waits_since": np.int32,
    "verified": np.int32,
    "consent_on": np.int32,
    "consent_until": np.int32,
    "release_day": np.int32,
    "birth": np.int32,
    "birth_day": np.int16,
    "fair": np.uint8,
    **dict.fromkeys(SINGLE, np.uint16),
}


@dataclass
class Columns:
    """Arrays by listing number; rows of numbers that never were hold zeros."""

    arrays: dict[str, np.ndarray]
    bits: np.ndarray  # one bit for each option of MANY, little end first

    @classmethod
    def empty(cls) -> "Columns":
        arrays = {name: np.zeros(0, dtype=kind) for name, kind in TYPES.items()}
        return cls(arrays, np.zeros((0, BYTES), dtype=np.uint8))

    def __getitem__(self, name: str) -> np.ndarray:
        return self.arrays[name]

    def make_room(self, number: int) -> None:
        """So that a number has its row."""
        have = len(self.bits)
        if number < have:
            return
        more = max(1024, number + 1 + number // 8) - have
        for name, array in self.arrays.items():
            self.arrays[name] = np.concatenate([array, np.zeros(more, dtype=array.dtype)])
        self.bits = np.concatenate([self.bits, np.zeros((more, BYTES), dtype=np.uint8)])

    def trim(self, number: int) -> None:
        """Give back the room above a number."""
        self.arrays = {name: array[: number + 1].copy() for name, array in self.arrays.items()}
        self.bits = self.bits[: number + 1].copy()

    def put(self, rows: Sequence[Row]) -> None:
        """Write rows over whatever stood at their numbers."""
        self.make_room(max(row.number for row in rows))
        numbers = np.array([row.number for row in rows], dtype=np.int64)
        for place, name in enumerate(Row._fields[1:-1], 1):
            self.arrays[name][numbers] = [row[place] for row in rows]
        split = [split_codes(row.codes) for row in rows]
        for name in SINGLE:
            self.arrays[name][numbers] = [single.get(name, 0) for single, _bits in split]
        self.bits[numbers] = bits_array([bits for _single, bits in split])

    def single_codes(self, number: int) -> list[int]:
        return [code for code in (int(self.arrays[name][number]) for name in SINGLE) if code]

    def many_bits(self, number: int) -> list[int]:
        return np.flatnonzero(np.unpackbits(self.bits[number], bitorder="little")).tolist()


def split_codes(packed: Any) -> tuple[dict[str, int], list[int]]:
    """Packed codes as one for each group of SINGLE, and the bits of the rest."""
    single, bits = {}, []
    for code in unpack(bytes(packed)):
        if code >= FACILITY_BASE:
            single["facility"] = code
        elif code >= SYSTEM_BASE:
            single["system"] = code
        elif code in BITS:
            bits.append(BITS[code])
        elif code in _SINGLE_OF:
            single[_SINGLE_OF[code]] = code
    return single, bits


def bits_array(rows: Sequence[Iterable[int]]) -> np.ndarray:
    """Bit numbers of each row, packed."""
    flat = np.zeros((len(rows), BYTES * 8), dtype=np.uint8)
    for place, bits in enumerate(rows):
        flat[place, list(bits)] = 1
    return np.packbits(flat, axis=1, bitorder="little")


# --- Keys of the orders -----------------------------------------------------------------------------------------

ORDERS: dict[str, Order] = {
    "fair": FairOrder(),
    "newest": Order(),
    "waiting": Order(),
    "verified": Order(),
    "release": Order(),
    "birthday": BirthdayOrder(),
}


def places(columns: Columns, order: str, numbers: np.ndarray) -> np.ndarray:
    """The stored places of listings in an order: key and number in 63 bits."""
    wide = numbers.astype(np.int64)
    return (_KEYS[order](columns, wide) << NUMBER_BITS) | wide


def fair_places(standings: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """Stored places in the fair order of listings with these standings."""
    wide = numbers.astype(np.int64)
    return (_fair_key(standings, wide) << NUMBER_BITS) | wide


def _fair_key(standings: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    return (standings.astype(np.int64) << PLACE_BITS) | (numbers * SPACING % WHEEL)


def _newest_key(columns: Columns, numbers: np.ndarray) -> np.ndarray:
    return _YEAR_2068 - np.clip(columns["published"][numbers], _YEAR_2000, _YEAR_2068)


def _birthday_key(columns: Columns, numbers: np.ndarray) -> np.ndarray:
    days = columns["birth_day"][numbers].astype(np.int64)
    return np.where(days == 0, NO_BIRTHDAY, days - 1)


def _release_key(columns: Columns, numbers: np.ndarray) -> np.ndarray:
    return np.minimum(columns["release_day"][numbers].astype(np.int64), LIFE_DAY) + _OFFSET


_KEYS = {
    "fair": lambda columns, numbers: _fair_key(columns["fair"][numbers], numbers),
    "newest": _newest_key,
    "waiting": lambda columns, numbers: columns["waits_since"][numbers].astype(np.int64) + _OFFSET,
    "verified": lambda columns, numbers: _OFFSET - columns["verified"][numbers].astype(np.int64),
    "release": _release_key,
    "birthday": _birthday_key,
}
