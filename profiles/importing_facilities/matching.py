"""Which facility that we know is the one of a row: by name, city and ZIP code, past differences of spelling."""

from collections import defaultdict
from collections.abc import Iterable

from profiles.importing_facilities.layout import SourceRow
from profiles.importing_facilities.spelling import city_key, name_words
from profiles.models import Facility

#: Words that nearly every name holds: sharing only these says nothing.
_COMMON = frozenset(
    {
        "CENTER", "CORRECTIONAL", "COUNTY", "DETENTION", "FACILITY", "FEDERAL", "INSTITUTION", "JAIL", "PRISON",
        "REGIONAL", "STATE", "UNIT", "WOMEN",
    }
)  # fmt: skip
#: What a row may call a place beside its own name: "Hobby Prison" is the Hobby Unit.
_PLACES = _COMMON | {"CAMP", "COMPLEX", "SATELLITE"}
#: How sure it is where only the short name fits.
BY_SHORT_NAME = 0.7
#: Share of words that two spellings have in common at least, where they are not the same words.
LEAST_ALIKE = 0.6


class Matcher:
    """Finds the facility of a row, each facility for one row only: the list has annexes and camps of their own."""

    def __init__(self, facilities: Iterable[Facility]) -> None:
        self._by_source_id: dict[str, Facility] = {}
        self._by_state: dict[str, list[Facility]] = defaultdict(list)
        self._words: dict[int, list[frozenset[str]]] = {}
        for facility in facilities:
            if facility.source_id:
                self._by_source_id[facility.source_id] = facility
            else:
                self._by_state[facility.state].append(facility)
                names = [facility.name, facility.short_name]
                self._words[facility.pk] = [name_words(name) for name in names if name_words(name)]

    def match_all(self, rows: Iterable[SourceRow]) -> dict[str, Facility]:
        """Facilities by source ID of their row. The surest pairs are made first, whatever the order of the rows."""
        rows = list(rows)
        found = {row.source_id: self._by_source_id[row.source_id] for row in rows if self.knows(row)}
        pairs = [
            (sureness, row.line, row, facility)
            for row in rows
            if row.source_id not in found
            for facility in self._by_state[row.state]
            if (sureness := self._sureness(row, facility))
        ]
        taken: set[int] = set()
        for _sure, _line, row, facility in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
            if row.source_id not in found and facility.pk not in taken:
                found[row.source_id] = facility
                taken.add(facility.pk)
        return found

    def knows(self, row: SourceRow) -> bool:
        """Whether a facility bears the row's own number."""
        return row.source_id in self._by_source_id

    def _sureness(self, row: SourceRow, facility: Facility) -> float:
        """0 for another place; above 1 for the same words in the same town, more where the list says it is open."""
        same_zip = bool(row.zip) and row.zip[:5] == facility.zip[:5]
        same_city = bool(row.city) and city_key(row.city) == city_key(facility.city)
        if not same_zip and not same_city:
            return 0
        words = name_words(row.name)
        alike = max((_alike(words, known) for known in self._words[facility.pk]), default=0.0)
        if row.kind == facility.kind and words - _PLACES == name_words(facility.short_name):
            alike = max(alike, BY_SHORT_NAME)
        if alike < LEAST_ALIKE or row.juvenile:
            return 0
        return alike + 0.2 * (same_zip and same_city) + 0.1 * (row.status == Facility.Status.OPEN)


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of words in common, 1 for the same words; 0 where only common words are shared."""
    if one == other:
        return 1.0
    both = one & other
    if not both - _COMMON:
        return 0.0
    return len(both) / len(one | other)
