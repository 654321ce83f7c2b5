"""What depends on the day: who is public by the calendar, who is new, who comes home when, who is how old.

Consents end, verifications lapse, women come home and children grow up without anybody changing a row. So these
sets are made for a day and kept true to changes within it.
"""

from collections import OrderedDict
from datetime import date, timedelta

import numpy as np
from django.conf import settings
from pyroaring import BitMap

from profiles.querysets import ADULT_AGE, months_before
from profiles.search.codes import LIFE_DAY, UNKNOWN_DAY, day_number
from profiles.search.index.columns import Columns
from profiles.search.index.orders import numbers_in

NEW_DAYS = 30  # how long a listing counts as newly listed
_AGES_KEPT = 64


class Day:
    """Sets of listings on one day. `public` follows `Listing.objects.public()` as far as days decide it."""

    def __init__(self, day: date, columns: Columns, alive: BitMap) -> None:
        self.day = day
        self._limits = _Limits(day)
        self._ages: OrderedDict[tuple[int, int], BitMap] = OrderedDict()
        self._sets = self._limits.sets()
        self.add(columns, numbers_in(alive))

    @property
    def public(self) -> BitMap:
        return self._sets["public"]

    @property
    def new(self) -> BitMap:
        return self._sets["new"]

    def release(self, window: str) -> BitMap:
        """Who falls into a window of the day of coming home (a Release value)."""
        return self._sets[window]

    def ages(self, columns: Columns, youngest: int | None, oldest: int | None) -> BitMap:
        """Everybody whose age lies between two ages, each included; None for no bound."""
        bounds = self._limits.births(youngest, oldest)
        if bounds not in self._ages:
            births = columns["birth"]
            self._ages[bounds] = _bitmap(np.flatnonzero((births > bounds[0]) & (births <= bounds[1])))
            if len(self._ages) > _AGES_KEPT:
                self._ages.popitem(last=False)
        self._ages.move_to_end(bounds)
        return self._ages[bounds]

    def add(self, columns: Columns, numbers: np.ndarray) -> None:
        """Put listings where their columns say; they must not be in any set."""
        for name, fits in self._limits.masks(columns, numbers).items():
            self._sets[name].update(_bitmap(numbers[fits]))
        births = columns["birth"][numbers]
        for (after, until), ages in self._ages.items():
            ages.update(_bitmap(numbers[(births > after) & (births <= until)]))

    def discard(self, numbers: BitMap) -> None:
        for members in [*self._sets.values(), *self._ages.values()]:
            members.difference_update(numbers)


class _Limits:
    """The day numbers that decide, for one day. The windows agree with `oracle.release_condition`."""

    def __init__(self, day: date) -> None:
        self._day = day
        self.today = day_number(day)
        self.verified_after = day_number(months_before(day, settings.VERIFY_EVERY_MONTHS))
        self.born_until = day_number(months_before(day, ADULT_AGE * 12))
        self.new_after = day_number(day - timedelta(days=NEW_DAYS))
        self.year = day_number(months_before(day, -12))
        self.five = day_number(months_before(day, -60))

    def sets(self) -> dict[str, BitMap]:
        return {name: BitMap() for name in ("public", "new", "12m", "1-5y", "longer", "life", "unknown")}

    def masks(self, columns: Columns, numbers: np.ndarray) -> dict[str, np.ndarray]:
        release = columns["release_day"][numbers]
        return {
            "public": (columns["consent_on"][numbers] <= self.today)
            & (columns["consent_until"][numbers] >= self.today)
            & (columns["verified"][numbers] > self.verified_after)
            & (columns["birth"][numbers] <= self.born_until)
            & (release > self.today),
            "new": columns["listed_on"][numbers] > self.new_after,
            "12m": release <= self.year,
            "1-5y": (release > self.year) & (release <= self.five),
            "longer": (release > self.five) & (release < LIFE_DAY),
            "life": release == LIFE_DAY,
            "unknown": release == UNKNOWN_DAY,
        }

    def births(self, youngest: int | None, oldest: int | None) -> tuple[int, int]:
        """Born after the first day and until the second."""
        last = day_number(months_before(self._day, youngest * 12)) if youngest else 2**31 - 1
        first = day_number(months_before(self._day, (oldest + 1) * 12)) if oldest else -(2**31)
        return first, last


def _bitmap(numbers: np.ndarray) -> BitMap:
    return BitMap(numbers.astype(np.uint32))
