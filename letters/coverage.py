"""What is known of each system's mail rules, counted."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from letters.mailing_rules import rule_type
from letters.models import MailingRule, Route
from letters.states import RouteUse
from profiles.models import System

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


@dataclass
class Covered:
    """One system. `newest` and `oldest` are years of the sources, as far as these say; rules count those in force."""

    system: System
    has_address: bool
    rules: int = 0
    sourced: int = 0
    unsure: int = 0
    years: list[int] = field(default_factory=list)
    types: set[str] = field(default_factory=set)

    @property
    def share(self) -> int:
        """Rules with a source, in percent."""
        return round(100 * self.sourced / self.rules) if self.rules else 0

    @property
    def newest(self) -> int | None:
        return max(self.years, default=None)

    @property
    def oldest(self) -> int | None:
        return min(self.years, default=None)

    @property
    def missing(self) -> list[str]:
        """Core types we have found nothing about, in words."""
        return [str(rule_type(name).label) for name in CORE_TYPES if name not in self.types]


def covered_systems() -> list[Covered]:
    """Every system by name. Three queries."""
    complete = set(
        Route.objects.filter(use=RouteUse.PERSONAL, is_complete=True, facility=None).values_list(
            "system_id", flat=True
        )
    )
    rules: dict[int, list[MailingRule]] = defaultdict(list)
    for rule in MailingRule.objects.filter(is_active=True, facility=None):
        if rule.system_id is not None:
            rules[rule.system_id].append(rule)
    return [
        _counted(system, system.pk in complete, rules[system.pk])
        for system in System.objects.order_by("name")
    ]


def _counted(system: System, has_address: bool, rules: Iterable[MailingRule]) -> Covered:
    row = Covered(system, has_address)
    for rule in rules:
        row.rules += 1
        row.sourced += bool(rule.source_url)
        row.unsure += rule.confidence == "low"
        row.types.add(rule.type)
        if rule.seen[:4].isdigit():
            row.years.append(int(rule.seen[:4]))
    return row
