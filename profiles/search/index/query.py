"""One question put to the store: who fits, how many fit each option besides, and a page of them in order."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property, reduce
from operator import and_
from typing import TYPE_CHECKING

from pyroaring import BitMap

from profiles.search.codes import CODE_OF
from profiles.search.index.columns import BITS, MANY, SINGLE
from profiles.search.index.counting import Counts
from profiles.search.index.orders import Window, page
from profiles.search.index.store import Store
from profiles.search.params import FLAGS, Release, SearchParams, Sort
from profiles.search.text import Question, Term
from profiles.search.visits import Visit, position

if TYPE_CHECKING:
    from profiles.search.index.live import Places

#: Groups of which one option can be chosen: their counts leave the group's own filter out.
SINGLE_GROUPS = ("state", "system", "facility", "faith", "release")
_NAMES = {code: pair for pair, code in CODE_OF.items()}
_BIT_NAMES = [(value, "1") if group == "flag" else (group, value) for group, value in MANY]


class Query:
    """Made and used under the lock of `live`. `texts` holds the set of every term of `asked`."""

    def __init__(
        self,
        store: Store,
        params: SearchParams,
        today: date,
        asked: Sequence[Question],
        texts: Mapping[Term, BitMap],
        places: "Places",
    ) -> None:
        self._store, self._params, self._places = store, params, places
        self._asked, self._texts = asked, texts
        self._day = store.day(today)
        self._conditions = self._sets_of_filters()

    @cached_property
    def members(self) -> BitMap:
        """Everybody who fits all filters. Not to be changed."""
        return self._fitting()

    @property
    def total(self) -> int:
        return len(self.members)

    def _fitting(self, but: str = "") -> BitMap:
        """Everybody who fits all filters but that of one group."""
        sets = [members for name, members in self._conditions.items() if name != but]
        return reduce(and_, sorted([self._day.public, *sets], key=len))

    def _sets_of_filters(self) -> dict[str, BitMap]:
        """The set of each filter in force, by its parameter."""
        params, day = self._params, self._day
        sets = {name: self._single(name) for name in SINGLE if getattr(params, name)}
        for name in ("interest", "language", "seeking"):
            if words := getattr(params, name):
                sets[name] = reduce(and_, [self._bit(name, word) for word in words])
        sets |= {name: self._flag(name) for name in FLAGS if getattr(params, name)}
        if params.release:
            sets["release"] = day.release(params.release)
        if params.age_min or params.age_max:
            sets["age"] = day.ages(self._store.columns, params.age_min, params.age_max)
        if self._asked:
            sets["q"] = reduce(and_, [self._texts[one.anywhere] for one in self._asked])
        return sets

    def _single(self, name: str) -> BitMap:
        pair = (name, getattr(self._params, name))
        code = CODE_OF.get(pair) or self._places.codes.get(pair, 0)
        return self._store.singles.get(code, BitMap())

    def _bit(self, group: str, word: str) -> BitMap:
        return self._store.bits[BITS[CODE_OF[group, word]]]

    def _flag(self, name: str) -> BitMap:
        if name == "new":
            return self._day.new
        return self._store.no_letter if name == "no_letter" else self._bit("flag", name)

    # --- A page -------------------------------------------------------------------------------------------------

    def page(self, visit: Visit, limit: int, skip: int = 0) -> list[int]:
        """Positions of at most `limit` listings from the visit's place on (or up to it), in reading order."""
        stretches = self._stretches()
        lane = self._store.lane(Sort.NEWEST if visit.order == Sort.RELEVANCE else visit.order)
        moved = self._store.moved_since(visit.moment.seq) if visit.order == Sort.FAIR else {}
        steps = range(len(stretches))
        found: list[int] = []
        for step in reversed(steps) if visit.backwards else steps:
            here = visit.place if step == visit.stretch else None
            passed = step > visit.stretch if visit.backwards else step < visit.stretch
            if visit.place is not None and passed:
                continue
            if skip >= len(stretches[step]):
                skip -= len(stretches[step])
                continue
            window = Window(limit - len(found), skip, here, visit.backwards)
            cut = page(lane, stretches[step], visit.moment, window, moved)
            part = [position(step, place) for place in cut]
            found = part + found if visit.backwards else found + part
            skip = 0
            if len(found) >= limit:
                break
        return found

    def _stretches(self) -> list[BitMap]:
        """The members in parts that follow one another: by tiers of the words they fit, where words decide."""
        if self._params.sort != Sort.RELEVANCE or not self._asked:
            return [self.members]
        left, parts = self.members, []
        for tier in range(len(self._asked[0].tiers)):
            fits = reduce(and_, [self._within(one, tier) for one in self._asked])
            parts.append(left & fits)
            left = left - fits
        return [*parts, left]

    def _within(self, asked: Question, tier: int) -> BitMap:
        """Who has a word in this tier or one before it."""
        return BitMap.union(*(self._texts[term] for term in asked.tiers[: tier + 1]))

    # --- Counts -------------------------------------------------------------------------------------------------

    def counts(self) -> dict[tuple[str, str], int]:
        """How many listings each option would leave under the other filters; options without any are left out."""
        whole = self._count(self.members)
        found = dict(self._named(whole.singles))
        found |= {_BIT_NAMES[bit]: number for bit, number in whole.bits.items()}
        found |= self._dated(self.members)
        for group in SINGLE_GROUPS:
            if getattr(self._params, group):
                found = {key: count for key, count in found.items() if key[0] != group}
                found |= self._own(group)
        return found

    def _own(self, group: str) -> dict[tuple[str, str], int]:
        """Counts of a group without its own filter."""
        members = self._fitting(but=group)
        if group == "release":
            return self._windows(members)
        return dict(self._named(self._store.counter.group(members, group)))

    def _count(self, members: BitMap) -> Counts:
        if len(members) == len(self._day.public):
            return self._store.whole_counts(self._day)
        return self._store.counter.count(members)

    def _named(self, counts: Mapping[int, int]) -> list[tuple[tuple[str, str], int]]:
        names = self._places.slugs
        pairs = [(_NAMES.get(code) or names.get(code), number) for code, number in counts.items()]
        return [(name, number) for name, number in pairs if name]

    def _dated(self, members: BitMap) -> dict[tuple[str, str], int]:
        flags = {
            ("new", "1"): members.intersection_cardinality(self._day.new),
            ("no_letter", "1"): members.intersection_cardinality(self._store.no_letter),
        }
        return {pair: number for pair, number in flags.items() if number} | self._windows(members)

    def _windows(self, members: BitMap) -> dict[tuple[str, str], int]:
        found = {
            ("release", window): members.intersection_cardinality(self._day.release(window))
            for window in Release.values
        }
        return {pair: number for pair, number in found.items() if number}
