"""All of the index that changes: columns, sets, orders and days, put together from rows and kept true to changes.

Nothing here asks the database. Callers hold the lock of `live`.
"""

from collections import OrderedDict, deque
from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
from pyroaring import BitMap

from profiles.search.index.columns import BITS, ORDERS, SINGLE, Columns, Row, fair_places, places
from profiles.search.index.counting import Counter, Counts
from profiles.search.index.days import Day
from profiles.search.index.orders import Lane, numbers_in
from profiles.search.text import Term

DAYS_KEPT = 3
LOG_LENGTH = 20_000  # changes that a visit can be older than and still keep its order
_FEW = 64  # listings that are taken out of their sets one by one


class Store:
    """Listings by number. `alive` are those with a search row; whether they are public on a day, `day` says."""

    def __init__(self, columns: Columns | None = None, alive: BitMap | None = None) -> None:
        self.columns = columns or Columns.empty()
        self.alive = alive if alive is not None else BitMap()
        self.ordered = self.alive.copy()  # with places in the orders, which those that are gone keep
        self.singles: dict[int, BitMap] = {}
        self.bits = [BitMap() for _ in BITS]
        self.no_letter = BitMap()
        self.lanes = {name: np.zeros(0, dtype=np.int64) for name in ORDERS}
        self.days: OrderedDict[date, Day] = OrderedDict()
        self.seq = self.mark = 0
        self.version = 0  # of what is in memory; another one after each change
        self.log: deque[tuple[int, int, int | None]] = deque(maxlen=LOG_LENGTH)
        self._whole: tuple[tuple[int, date], Counts] | None = None
        self.words: dict[Term, BitMap] = {}  # sets of common words that came with a snapshot
        self.log_since = 0  # visits that began at this change or later can be kept in order

    def rebuild(self) -> None:
        """Make sets and orders from the columns."""
        numbers = numbers_in(self.alive)
        self._add_to_sets(numbers)
        for name in ORDERS:
            self.lanes[name] = np.sort(places(self.columns, name, numbers))

    def lane(self, order: str) -> Lane:
        return Lane(ORDERS[order], self.lanes[order], lambda numbers: places(self.columns, order, numbers))

    def day(self, day: date) -> Day:
        """What depends on the day; that of a few days is kept."""
        if day not in self.days:
            self.days[day] = Day(day, self.columns, self.alive)
            if len(self.days) > DAYS_KEPT:
                self.days.popitem(last=False)
        self.days.move_to_end(day)
        return self.days[day]

    def whole_counts(self, day: Day) -> Counts:
        """Counts of everybody public on a day; kept until something changes."""
        key = (self.version, day.day)
        if self._whole is None or self._whole[0] != key:
            self._whole = (key, self.counter.count(day.public))
        return self._whole[1]

    @property
    def counter(self) -> Counter:
        return Counter(self.columns, self.singles, self.bits, len(self.alive))

    def moved_since(self, seq: int) -> dict[int, int]:
        """Where listings stood in the fair order when change `seq` was the last one, if elsewhere than now."""
        before: dict[int, int | None] = {}
        for changed, number, standing in reversed(self.log):
            if changed <= seq:
                break
            before[number] = standing
        kept = {number: standing for number, standing in before.items() if standing is not None}
        numbers = np.array(list(kept), dtype=np.uint32)
        stood = fair_places(np.array(list(kept.values()), dtype=np.uint8), numbers)
        return dict(zip(kept, stood.tolist(), strict=True))

    # --- Changes ------------------------------------------------------------------------------------------------

    def apply(self, changed: Iterable[int], rows: Sequence[Row]) -> None:
        """Forget the changed listings, then take in the rows of those that are public now."""
        touched = BitMap(changed)
        self._drop_from_sets(self.alive & touched)
        for day in self.days.values():
            day.discard(touched)
        self.alive.difference_update(touched)
        if rows:
            self._take_in(rows)
        self.version += 1

    def note(self, changes: Iterable[tuple[int, int, int | None]]) -> None:
        """Remember changes (seq, number, standing before) for visits that began earlier."""
        for change in changes:
            if len(self.log) == LOG_LENGTH:
                self.log_since = self.log[0][0]
            self.log.append(change)

    def _take_in(self, rows: Sequence[Row]) -> None:
        numbers = np.array(sorted(row.number for row in rows), dtype=np.uint32)
        incoming = BitMap(numbers)
        had = numbers_in(self.ordered & incoming)
        old = {name: places(self.columns, name, had) for name in ORDERS}
        self.columns.put(rows)
        self.alive.update(incoming)
        self.ordered.update(incoming)
        for name in ORDERS:
            self._replace(name, old[name], places(self.columns, name, numbers))
        self._add_to_sets(numbers)
        for day in self.days.values():
            day.add(self.columns, numbers)

    def _replace(self, order: str, old: np.ndarray, new: np.ndarray) -> None:
        lane = self.lanes[order]
        leaving, coming = np.setdiff1d(old, new), np.setdiff1d(new, old)
        if len(leaving):
            lane = np.delete(lane, np.searchsorted(lane, leaving))
        if len(coming):
            lane = np.insert(lane, np.searchsorted(lane, coming), coming)
        self.lanes[order] = lane

    def _add_to_sets(self, numbers: np.ndarray) -> None:
        for name in SINGLE:
            for code, members in _grouped(self.columns[name][numbers], numbers):
                self.singles.setdefault(code, BitMap()).update(members)
        flat = np.unpackbits(self.columns.bits[numbers], axis=1, bitorder="little")
        for bit, members in enumerate(self.bits):
            members.update(BitMap(numbers[flat[:, bit] == 1]))
        self.no_letter.update(BitMap(numbers[self.columns["fair"][numbers] % 8 == 0]))

    def _drop_from_sets(self, gone: BitMap) -> None:
        self.no_letter.difference_update(gone)
        if len(gone) > _FEW:
            for members in [*self.singles.values(), *self.bits]:
                members.difference_update(gone)
            return
        for number in gone:
            for code in self.columns.single_codes(number):
                self.singles[code].discard(number)
            for bit in self.columns.many_bits(number):
                self.bits[bit].discard(number)


def _grouped(codes: np.ndarray, numbers: np.ndarray) -> Iterable[tuple[int, BitMap]]:
    """Numbers by their code, without code 0."""
    if not len(numbers):
        return
    order = np.argsort(codes, kind="stable")
    found, starts = np.unique(codes[order], return_index=True)
    for code, members in zip(found.tolist(), np.split(numbers[order], starts[1:]), strict=True):
        if code:
            yield code, BitMap(members)
