"""Numbers of the facet options, packed into a search row as unsigned 16-bit little-endian integers.

A number is the base of its group plus the option's place in its closed list (or a row's key). The lists only grow at
their end: putting a word in the middle would change what stored numbers mean and asks for `reindex`.
"""

import struct
from collections.abc import Iterable
from datetime import date

from profiles.places import State
from profiles.vocabulary import Faith, Interest, Language, ReleaseKind, Seeking

_CLOSED: dict[str, tuple[int, list[str]]] = {
    "state": (1, State.values),
    "interest": (200, Interest.values),
    "language": (300, Language.values),
    "seeking": (350, Seeking.values),
    "faith": (380, Faith.values),
    "release_kind": (410, ReleaseKind.values),
    "flag": (420, ["veteran", "photo", "women_only", "es"]),
}
SYSTEM_BASE, FACILITY_BASE, END = 1_000, 6_000, 65_536
#: Where a release day is not known. They sort together, after every day.
LIFE_DAY, UNKNOWN_DAY = 2**29, 2**29 + 1
EPOCH = date(1970, 1, 1).toordinal()
CODE_OF = {
    (group, value): base + place
    for group, (base, values) in _CLOSED.items()
    for place, value in enumerate(values)
}


class TooManyPlaces(OverflowError):
    """A system's or facility's key no longer fits the packed numbers."""


def system_code(pk: int) -> int:
    """The number of a system; raises TooManyPlaces past 4,999 rows."""
    if pk >= FACILITY_BASE - SYSTEM_BASE:
        raise TooManyPlaces(f"system {pk}")
    return SYSTEM_BASE + pk


def facility_code(pk: int) -> int:
    """The number of a facility; raises TooManyPlaces past 59,535 rows."""
    if pk >= END - FACILITY_BASE:
        raise TooManyPlaces(f"facility {pk}")
    return FACILITY_BASE + pk


def day_number(day: date) -> int:
    """Days since 1 January 1970."""
    return day.toordinal() - EPOCH


def birthday_number(day: date) -> int:
    """Month and day as a number from 1 to 372 that does not depend on leap years."""
    return (day.month - 1) * 31 + day.day


def pack(codes: Iterable[int]) -> bytes:
    """Sorted numbers as bytes, the same on every machine and database."""
    ordered = sorted(set(codes))
    return struct.pack(f"<{len(ordered)}H", *ordered)


def unpack(packed: bytes) -> tuple[int, ...]:
    """The numbers that `pack` was given."""
    return struct.unpack(f"<{len(packed) // 2}H", packed)
