"""What we know of places and should look at again: old facts where much is written first, and what an edit touches."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count
from django.utils import timezone, translation

from letters.contradictions import Contradiction, among, between
from letters.mailing_rules import rule_type
from letters.models import Letter, MailingRule, Route, Sourced
from letters.states import LetterState
from letters.telling import is_old
from profiles.models import Facility, Listing, System

#: Age in years that a fact without any date is taken to have.
UNDATED_YEARS = 3
TRAFFIC_DAYS = 365


@dataclass
class Stale:
    """A place with facts that somebody should read again. `years`: age of the oldest; `letters`: printed in a year."""

    place: System | Facility
    facts: list[Sourced] = field(default_factory=list)
    years: int = 0
    women: int = 0
    letters: int = 0

    @property
    def weight(self) -> int:
        """Age by traffic: what is old and much written to comes first."""
        return self.years * (1 + self.women + 5 * self.letters)


def is_stale(fact: Sourced, today: date) -> bool:
    """Old, or without any date at all."""
    return is_old(fact.seen, fact.checked_on, today) or (fact.checked_on is None and not fact.seen)


def years_old(fact: Sourced, today: date) -> int:
    """Whole years since somebody looked, or since the source; UNDATED_YEARS where there is no date."""
    if fact.checked_on is not None:
        return (today - fact.checked_on).days // 365
    return today.year - int(fact.seen[:4]) if fact.seen[:4].isdigit() else UNDATED_YEARS


def facts_in_force(today: date | None = None) -> list[Sourced]:
    """Every rule and every route that holds on a day, with its place. Two queries."""
    return [
        *MailingRule.objects.in_force().select_related("system", "facility"),
        *Route.objects.in_force(today or timezone.localdate()).select_related("system", "facility"),
    ]


def stale_places(
    today: date | None = None, *, facts: Iterable[Sourced] | None = None, traffic: bool = True
) -> list[Stale]:
    """Places with stale facts in force, the most pressing first. Two queries for the facts, two for the traffic.

    facts: those in force, if the caller has them already. traffic: whether women and letters are counted.
    """
    today = today or timezone.localdate()
    rows: dict[System | Facility, Stale] = {}
    for fact in facts_in_force(today) if facts is None else facts:
        if is_stale(fact, today):
            row = rows.setdefault(fact.place, Stale(fact.place))
            row.facts.append(fact)
            row.years = max(row.years, years_old(fact, today))
    if traffic:
        women, letters = _traffic(today)
        for place, row in rows.items():
            row.women, row.letters = women[_key(place)], letters[_key(place)]
    return sorted(rows.values(), key=lambda row: (-row.weight, str(row.place)))


def _key(place: System | Facility) -> tuple[str, int]:
    return ("system" if isinstance(place, System) else "facility", place.pk)


def _traffic(today: date) -> tuple[dict[tuple[str, int], int], dict[tuple[str, int], int]]:
    """Women listed and letters printed in a year, by place; a system's are those of all its facilities."""
    since = today - timedelta(days=TRAFFIC_DAYS)
    women: dict[tuple[str, int], int] = defaultdict(int)
    letters: dict[tuple[str, int], int] = defaultdict(int)
    listed = (
        Listing.objects.public(today).order_by().values_list("facility", "system").annotate(count=Count("pk"))
    )
    printed = (
        Letter.objects.exclude(state=LetterState.DRAFT)
        .filter(printed_at__date__gte=since, listing__isnull=False)
        .order_by()
        .values_list("listing__facility", "listing__system")
        .annotate(count=Count("pk"))
    )
    for counts, rows in ((women, listed), (letters, printed)):
        for facility, system, count in rows:
            counts["facility", facility] += count
            counts["system", system] += count
    return women, letters


def unreadable() -> list[MailingRule]:
    """Rules in force that the check cannot read, so that it leaves them out. One query."""
    rules = MailingRule.objects.in_force().select_related("system", "facility").order_by("pk")
    return [rule for rule in rules if rule.wrong()]


@dataclass(frozen=True)
class Preview:
    """What an edited rule would say, and whom it touches. Nothing is stored."""

    words: list[tuple[str, str]]
    facilities: list[Facility]
    women: int
    waiting_letters: int
    contradictions: list[Contradiction]


def preview(rule: MailingRule) -> Preview:
    """A rule as people will read it, in both languages. Raises RuleValueError where its value cannot be read."""
    kind = rule_type(rule.type)
    said = kind.read(rule.value)
    words = []
    for code, name in (("en", "English"), ("es", "Español")):
        with translation.override(code):
            words.append((name, kind.say(said)))
    facilities = touched_by(rule)
    here = Listing.objects.public().filter(facility__in=facilities)
    return Preview(
        words=words,
        facilities=facilities,
        women=here.count(),
        waiting_letters=Letter.objects.printed_only().filter(listing__facility__in=facilities).count(),
        contradictions=_contradictions_with(rule),
    )


def touched_by(fact: Sourced) -> list[Facility]:
    """Facilities that are known to hold women and at which a fact holds."""
    listed = Facility.objects.listed().order_by("state", "name")
    return list(
        listed.filter(pk=fact.facility_id) if fact.facility_id else listed.filter(system=fact.system_id)
    )


def _contradictions_with(rule: MailingRule) -> list[Contradiction]:
    """Rules in force at the same place, or above it, that say something else."""
    others = MailingRule.objects.in_force().exclude(pk=rule.pk).select_related("system", "facility")
    same = others.filter(system=rule.system_id, facility=rule.facility_id)
    found = [pair for other in same if not other.wrong() for pair in among([other, rule])]
    if rule.facility is not None and rule.facility.system_id:
        above = others.filter(system=rule.facility.system_id)
        found += between((other for other in above if not other.wrong()), [rule])
    return found


def waiting_at(facilities: Iterable[Facility]) -> int:
    """Letters that are printed and not in the mail yet."""
    return Letter.objects.printed_only().filter(listing__facility__in=list(facilities)).count()
