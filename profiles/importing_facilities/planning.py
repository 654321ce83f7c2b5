"""What an import would do, and doing it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from profiles import place_history
from profiles.importing_facilities.layout import BadRow, SourceRow
from profiles.importing_facilities.matching import Matcher
from profiles.importing_facilities.spelling import city_key, street_key
from profiles.models import Facility, Listing, System, User
from profiles.reference import SLUG_LENGTH
from profiles.search import places_changed
from profiles.states import Confidence

#: Marks in `loaded` the rows that this import made and may bring up to date.
ORIGIN = "hifld"
BATCH = 500
#: Fields by which listings at a place are found.
_SEARCHED = frozenset({"name", "city", "state", "system"})
#: Fields in which a place that we know from elsewhere is compared with the list.
_COMPARED = ("street", "city", "zip", "status")
_BOP_NAMES = (
    "FEDERAL ",
    "FCI",
    "FPC",
    "FMC",
    "FDC",
    "FTC",
    "USP",
    "UNITED STATES PENITENTIARY",
    "METROPOLITAN ",
)


@dataclass(frozen=True)
class Difference:
    """A field in which the list and a facility that we know differ. Nothing is changed; staff may want to look."""

    facility: Facility
    field: str
    ours: str
    theirs: str
    line: int


@dataclass
class Plan:
    """What an import does. `changed` and `filled` name facility, field, old and new; nothing is stored yet."""

    new: list[Facility] = field(default_factory=list)
    changed: list[tuple[Facility, str, Any, Any]] = field(default_factory=list)
    filled: list[tuple[Facility, str, Any, Any]] = field(default_factory=list)
    kept: list[Difference] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    unchanged: int = 0
    matched: int = 0
    bad: list[BadRow] = field(default_factory=list)
    gone: list[Facility] = field(default_factory=list)
    _touched: dict[int, tuple[Facility, dict[str, Any]]] = field(default_factory=dict)

    def touch(self, facility: Facility, **before: Any) -> None:
        """Note which columns of a facility are to be stored, and what stood in them when it was read."""
        self._touched.setdefault(facility.pk, (facility, {}))[1].update(before)

    def touched(self) -> Iterator[tuple[Facility, dict[str, Any]]]:
        yield from self._touched.values()

    @property
    def changes(self) -> int:
        """How many facilities would be stored."""
        return len(self.new) + len(self._touched)


def plan(rows: Iterable[SourceRow | BadRow], *, progress: Callable[[int], None] = lambda _done: None) -> Plan:
    """Compare the rows with what we have, without storing anything. `progress` hears how many rows are done.

    Five queries or so, whatever the number of rows.
    """
    made = Plan()
    good: list[SourceRow] = []
    for row in rows:
        (made.bad if isinstance(row, BadRow) else good).append(row)  # type: ignore[arg-type]
    present = list(Facility.objects.select_related("system"))
    matches = Matcher(present).match_all(good)
    slugs = _Slugs({facility.slug for facility in present})
    systems = _Systems(System.objects.all())
    for done, row in enumerate(good, start=1):
        facility = matches.get(row.source_id)
        if facility is None:
            made.new.append(_new(row, slugs.for_row(row), systems.of(row)))
        elif facility.loaded.get("origin") == ORIGIN:
            _update(made, facility, row, systems.of(row))
        else:
            _compare(made, facility, row)
        progress(done)
    present_ids = {row.source_id for row in good}
    made.gone = [
        facility
        for facility in present
        if facility.loaded.get("origin") == ORIGIN and facility.source_id not in present_ids
    ]
    return made


def apply(
    made: Plan,
    *,
    by: User | None = None,
    why: str = "",
    progress: Callable[[int], None] = lambda _done: None,
) -> None:
    """Store what a plan says, each part in a transaction of its own: all or nothing where one stands around them.

    A field that somebody changed since the plan was made stays as they left it. Every change stands in the history of
    its place, with who brought the list in, and why. Doing it again after it stopped half-way does the rest.
    """
    done = 0
    for start in range(0, len(made.new), BATCH):
        done += _store_new(made.new[start : start + BATCH], by, why)
        progress(done)
    for facility, before in made.touched():
        _store_touched(facility, before, by, why)
        done += 1
        progress(done)


@transaction.atomic
def _store_new(batch: list[Facility], by: User | None, why: str) -> int:
    Facility.objects.bulk_create(batch)
    place_history.keep(filter(None, (place_history.difference(one, {}) for one in batch)), by=by, why=why)
    return len(batch)


@transaction.atomic
def _store_touched(facility: Facility, before: dict[str, Any], by: User | None, why: str) -> None:
    """Write the fields that nobody has changed since the plan read them."""
    present = Facility.objects.select_for_update().filter(pk=facility.pk).first()
    if present is None:
        return
    was = place_history.values_of(present)
    names = [name for name, value in before.items() if getattr(present, name) == value]
    for name in names:
        setattr(present, name, getattr(facility, name))
    present.save(update_fields=names)
    changed = place_history.difference(present, was)
    if changed:
        place_history.keep([changed], by=by, why=why)
        if _SEARCHED & changed.after.keys():
            places_changed(Listing.objects.filter(facility=present))


class _Slugs:
    """Slugs that are free: the name; with city and state where that is taken; with the source ID where both are."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken

    def for_row(self, row: SourceRow) -> str:
        name = slugify(row.name)[:SLUG_LENGTH] or "facility"
        placed = "-".join(filter(None, (name, slugify(row.city), row.state.lower())))
        most = Facility._meta.get_field("slug").max_length - len(row.source_id) - 1  # type: ignore[operator]
        for slug in (name, placed[:most], f"{placed[:most]}-{row.source_id}"):
            if slug not in self._taken:
                break
        self._taken.add(slug)
        return slug


class _Systems:
    """The system of a row, where the list leaves no doubt; None otherwise."""

    def __init__(self, systems: Iterable[System]) -> None:
        self._states: dict[str, list[System]] = {}
        self._counties: list[System] = []
        self._slugs: dict[str, System] = {}
        for system in systems:
            self._slugs[system.slug] = system
            if system.kind == System.Kind.STATE:
                self._states.setdefault(system.state, []).append(system)
            if system.kind == System.Kind.COUNTY:
                self._counties.append(system)

    def of(self, row: SourceRow) -> System | None:
        if row.juvenile:
            return None
        if row.kind == Facility.Kind.ICE:
            return self._slugs.get("us-ice")
        if row.kind == Facility.Kind.FEDERAL:
            return self._slugs.get("us-bop") if row.name.upper().startswith(_BOP_NAMES) else None
        if row.type == "STATE":
            found = self._states.get(row.state, [])
        elif row.type == "COUNTY" and row.county:
            found = [
                system
                for system in self._counties
                if system.state == row.state and row.county in system.name.upper()
            ]
        else:
            found = []
        return found[0] if len(found) == 1 else None


def _values(row: SourceRow, system: System | None) -> dict[str, Any]:
    """What the list says of a place, in our fields."""
    return {
        "name": row.name,
        "system": system,
        "kind": row.kind,
        "status": row.status,
        "street": row.street,
        "city": row.city,
        "state": row.state,
        "zip": row.zip,
        "phone": row.phone,
        "source_url": row.source_url,
        "source_date": row.source_date,
        "note": "For minors, says the federal list." if row.juvenile else "",
    }


def _new(row: SourceRow, slug: str, system: System | None) -> Facility:
    facility = Facility(
        slug=slug, source_id=row.source_id, holds=Facility.Holds.UNKNOWN, confidence=Confidence.LOW
    )
    facility.apply_reference(_values(row, system))
    facility.loaded["origin"] = ORIGIN
    return facility


def _update(made: Plan, facility: Facility, row: SourceRow, system: System | None) -> None:
    """A place that came from the list: what staff did not change follows it."""
    before = dict(facility.loaded)
    values = _values(row, system)
    old = {name: getattr(facility, name) for name in values}
    changed, kept = facility.apply_reference(values)
    made.changed += [(facility, name, old[name], values[name]) for name in changed]
    made.kept += [Difference(facility, name, _say(old[name]), _say(values[name]), row.line) for name in kept]
    if changed or facility.loaded != before:
        made.touch(facility, loaded=before, **{name: old[name] for name in changed})
    made.unchanged += not changed


def _compare(made: Plan, facility: Facility, row: SourceRow) -> None:
    """A place that we know from elsewhere: it gets its number and a phone where it has none, and nothing else.

    Never an address: a street of years ago would make letters printable that must not be.
    """
    made.matched += 1
    if facility.source_id is None:
        facility.source_id = row.source_id
        made.touch(facility, source_id=None)
    if row.phone and not facility.phone and not facility.loaded.get("phone"):
        made.filled.append((facility, "phone", "", row.phone))
        facility.phone = row.phone
        made.touch(facility, phone="")
    for name in _COMPARED:
        ours, theirs = _say(getattr(facility, name)), _say(getattr(row, name))
        if ours and theirs and _differs(name, ours, theirs):
            made.differences.append(Difference(facility, name, ours, theirs, row.line))


def _differs(name: str, ours: str, theirs: str) -> bool:
    if name == "zip":
        return ours[:5] != theirs[:5]
    if "unknown" in (ours, theirs) and name == "status":
        return False
    if name == "city":
        return city_key(ours) != city_key(theirs)
    return street_key(ours) != street_key(theirs) if name == "street" else ours != theirs


def _say(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
