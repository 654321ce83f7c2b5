"""What is known of mail rules, counted: for volunteers who want to help, and for staff."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.db.models import Count
from django.utils import timezone

from letters.mailing_rules import RULE_TYPES, rule_type
from letters.models import MailingRule, Route
from letters.states import RouteUse
from letters.telling import is_old
from profiles.models import Facility, System

#: Types without which a letter is a guess: where it goes, what stands on it, what may be in it.
CORE_TYPES = (
    "mail_route",
    "recipient_identity",
    "return_address",
    "max_pages",
    "photos",
    "greeting_cards",
    "enclosures",
    "ink",
    "paper",
    "delivered_as",
)
#: Ends of hosts that only public bodies have, and sheriffs and state bodies that use other ones.
_OFFICIAL_ENDS = (".gov", ".mil", ".us", ".myflorida.com")
_OFFICIAL_HOSTS = frozenset({"harriscountyso.org", "phila.gov", "sdsheriff.net", "lasdnews.net", "claytonsheriff.com",
                             "fresnosheriff.org", "marionso.com", "govdelivery.com"})  # fmt: skip


def is_official(url: str) -> bool:
    """Whether a source is published by a public body, by its host."""
    host = urlsplit(url).netloc.lower().split(":")[0]
    return host.endswith(_OFFICIAL_ENDS) or any(
        host == known or host.endswith(f".{known}") for known in _OFFICIAL_HOSTS
    )


@dataclass
class Counts:
    """Rules in force, and how well they are founded. `years` of the sources, as far as these say."""

    rules: int = 0
    sourced: int = 0
    official: int = 0
    unsure: int = 0
    old: int = 0
    checked: int = 0
    years: list[int] = field(default_factory=list)

    def add(self, rule: MailingRule) -> None:
        self.rules += 1
        self.sourced += bool(rule.source_url)
        self.official += is_official(rule.source_url)
        self.unsure += rule.confidence == "low"
        self.checked += rule.checked_on is not None
        self.old += is_old(rule.seen, rule.checked_on, timezone.localdate())
        if rule.seen[:4].isdigit():
            self.years.append(int(rule.seen[:4]))

    @property
    def share(self) -> int:
        """Rules with a source, in percent."""
        return round(100 * self.sourced / self.rules) if self.rules else 0

    @property
    def official_share(self) -> int:
        """Rules with an official source, in percent."""
        return round(100 * self.official / self.rules) if self.rules else 0

    @property
    def newest(self) -> int | None:
        return max(self.years, default=None)

    @property
    def oldest(self) -> int | None:
        return min(self.years, default=None)


@dataclass
class Covered(Counts):
    """One system."""

    system: System = None  # type: ignore[assignment]
    has_address: bool = False
    facilities: int = 0
    types: set[str] = field(default_factory=set)

    def add(self, rule: MailingRule) -> None:
        super().add(rule)
        self.types.add(rule.type)

    @property
    def missing(self) -> list[str]:
        """Core types we have found nothing about, in words."""
        return [str(rule_type(name).label) for name in CORE_TYPES if name not in self.types]


@dataclass
class CoveredType(Counts):
    """One type of rule. `missing`: systems of which we know no rule of this type."""

    name: str = ""
    label: str = ""
    systems: int = 0
    missing: list[System] = field(default_factory=list)
    is_core: bool = False


@dataclass
class Cover:
    """Everything the page shows."""

    systems: list[Covered]
    types: list[CoveredType]
    total: Counts
    without_system: int

    @property
    def by_kind(self) -> list[tuple[str, list[Covered]]]:
        """Systems under the name of their kind, in the order of the kinds; kinds without any are left out."""
        kinds = [
            (str(kind.label), [row for row in self.systems if row.system.kind == kind])
            for kind in System.Kind
        ]
        return [(label, rows) for label, rows in kinds if rows]

    @property
    def complete(self) -> int:
        """Systems with an address and nothing missing."""
        return sum(row.has_address and not row.missing for row in self.systems)


def cover() -> Cover:
    """What we know, by system and by type. Five queries."""
    rules = list(MailingRule.objects.in_force().select_related("facility"))
    systems = covered_systems(rules)
    total = Counts()
    for rule in rules:
        total.add(rule)
    without = Facility.objects.listed().filter(system=None).count()
    return Cover(systems, _by_type(rules, [row.system for row in systems]), total, without)


def covered_systems(rules: Iterable[MailingRule]) -> list[Covered]:
    """Every system by name, with the rules that hold in all of it. Three queries."""
    complete = set(
        Route.objects.in_force()
        .filter(use=RouteUse.PERSONAL, is_complete=True, facility=None)
        .values_list("system_id", flat=True)
    )
    counts = Facility.objects.listed().order_by().values_list("system").annotate(count=Count("pk"))
    facilities = {system: count for system, count in counts}  # noqa: C416 (rows, not a mapping)
    own: dict[int, list[MailingRule]] = defaultdict(list)
    for rule in rules:
        if rule.system_id:
            own[rule.system_id].append(rule)
    found = []
    for system in System.objects.order_by("name"):
        row = Covered(
            system=system, has_address=system.pk in complete, facilities=facilities.get(system.pk, 0)
        )
        for rule in own[system.pk]:
            row.add(rule)
        found.append(row)
    return found


def _by_type(rules: Iterable[MailingRule], systems: list[System]) -> list[CoveredType]:
    """Every type of rule, those first that most systems lack among the core ones."""
    rows = {
        name: CoveredType(name=name, label=str(kind.label), is_core=name in CORE_TYPES)
        for name, kind in RULE_TYPES.items()
    }
    known: dict[str, Counter[int]] = defaultdict(Counter)
    for rule in rules:
        if rule.type in rows:
            rows[rule.type].add(rule)
            if rule.system_id:
                known[rule.type][rule.system_id] += 1
    for name, row in rows.items():
        row.missing = [system for system in systems if system.pk not in known[name]]
        row.systems = len(known[name])
    return sorted(rows.values(), key=lambda row: (not row.is_core, row.systems, row.label))
