"""What a file of rules would change, row by row, and storing what somebody chose of it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from letters import facts
from letters.mailing_rules.errors import RuleValueError
from letters.mailing_rules.model import SystemFacts
from letters.mailing_rules.registry import rule_type
from letters.models import MailingRule, Route
from letters.reference import route_values, rule_rows, system_values
from letters.states import RouteUse
from profiles.models import System, User
from profiles.models.reference import Referenced

NEW, CHANGED, STAFF, GONE = "new", "changed", "staff", "gone"


@dataclass(frozen=True)
class Change:
    """One row of the difference. `kind` is new, changed, staff (staff changed it since the last file) or gone.

    `key` names the row for choosing it; `fields` are name, as it is, as the file has it.
    """

    key: str
    kind: str
    label: str
    fields: list[tuple[str, Any, Any]]
    row: Referenced
    values: dict[str, Any]

    @property
    def is_usual(self) -> bool:
        """Whether it is taken unless somebody says no: not what staff wrote, and nothing that ends a rule."""
        return self.kind in (NEW, CHANGED)

    @property
    def words_now(self) -> str:
        """A rule as writers read it now; nothing for a new one, and for what is no rule."""
        known = isinstance(self.row, MailingRule) and self.kind != NEW
        return _words(self.row.type, self.row.value) if known else ""  # type: ignore[attr-defined]

    @property
    def words_then(self) -> str:
        """A rule as writers would read it; nothing for one that ends, and for what is no rule."""
        known = isinstance(self.row, MailingRule) and self.kind != GONE
        return _words(self.values["type"], self.values["value"]) if known else ""


@dataclass
class Comparison:
    """Everything a file would change. Rows that are the same are only counted."""

    changes: list[Change] = field(default_factory=list)
    same: int = 0

    def usual(self) -> set[str]:
        return {change.key for change in self.changes if change.is_usual}


def compare(systems: Iterable[SystemFacts]) -> Comparison:
    """Compare systems as files give them with what we have. Stores nothing; five queries a system."""
    made = Comparison()
    for system in systems:
        row = System.objects.filter(slug=system.slug).first() or System(slug=system.slug)
        for change in (_of_row(system.slug, system.name, row, system_values(system)), _of_route(system, row)):
            if change is None:
                made.same += 1
            else:
                made.changes.append(change)
        _rules(made, system, row)
    return made


def _rules(made: Comparison, system: SystemFacts, row: System) -> None:
    present = {
        str(rule.key): rule for rule in MailingRule.objects.filter(system__slug=system.slug).exclude(key=None)
    }
    for values in rule_rows([system], {system.slug: row}):
        key = values.pop("key")
        rule = present.pop(key, None) or MailingRule(key=key)
        change = _of_row(key, f"{system.slug}: {values['type']}", rule, values)
        if change is None:
            made.same += 1
        else:
            made.changes.append(change)
    for key, rule in present.items():
        if rule.is_active:
            made.changes.append(
                Change(key, GONE, f"{system.slug}: {rule.type}", [("is_active", True, False)], rule, {})
            )


def _of_route(system: SystemFacts, row: System) -> Change | None:
    route = Route(use=RouteUse.PERSONAL)
    if row.pk:
        found = Route.objects.in_force().filter(use=RouteUse.PERSONAL, system=row, facility=None)
        route = found.first() or route
    return _of_row(f"{system.slug}/route", f"{system.slug}: route", route, route_values(system))


def _of_row(key: str, label: str, row: Referenced, values: dict[str, Any]) -> Change | None:
    """None where the row says what the file says."""
    if row._state.adding:
        told = [(name, None, value) for name, value in values.items() if value not in ("", None, [])]
        return Change(key, NEW, label, _plain(told), row, values)
    differing = [
        (name, getattr(row, name), value) for name, value in values.items() if getattr(row, name) != value
    ]
    if not differing:
        return None
    by_staff = any(name in row.loaded and row.loaded[name] != now for name, now, _new in differing)
    return Change(key, STAFF if by_staff else CHANGED, label, _plain(differing), row, values)


def _words(type_name: str, value: Any) -> str:
    """A rule in words; nothing where it cannot be read."""
    try:
        kind = rule_type(type_name)
        return kind.say(kind.read(value))
    except RuleValueError:
        return ""


def _plain(fields: Iterable[tuple[str, Any, Any]]) -> list[tuple[str, Any, Any]]:
    return [(name, getattr(old, "slug", old), getattr(new, "slug", new)) for name, old, new in fields]


@transaction.atomic
def apply(made: Comparison, *, take: Collection[str], by: User | None, note: str = "") -> int:
    """Store the chosen rows; returns how many. Systems first, so that their rules find them.

    An address that changes ends today's and begins a new one, so that what was printed stays true. Raises
    ValidationError, and stores nothing, where a row cannot be used.
    """
    chosen = [change for change in made.changes if change.key in take]
    saved: dict[str, System] = {}
    for change in sorted(chosen, key=lambda change: not isinstance(change.row, System)):
        _store(change, saved, by, note)
    return len(chosen)


def _store(change: Change, saved: dict[str, System], by: User | None, note: str) -> None:
    row = change.row
    if change.kind == GONE and isinstance(row, MailingRule):
        row.is_active = False
        facts.save(fact=row, by=by, note=note)
        return
    if isinstance(row, Route) and not row._state.adding and change.values["lines"] != row.lines:
        _replace(row, change, by, note)
        return
    values = _owned(change, saved)
    for name, value in values.items():
        setattr(row, name, value)
    row.loaded = {**row.loaded, **{name: getattr(value, "pk", value) for name, value in values.items()}}
    facts.save(fact=row, by=by, note=note)
    if isinstance(row, System):
        saved[row.slug] = row


def _owned(change: Change, saved: dict[str, System]) -> dict[str, Any]:
    """The values of a row, with the system as it is stored by now."""
    slug = change.key.split("/")[0]
    values = dict(change.values)
    if isinstance(change.row, MailingRule | Route) and change.row._state.adding:
        system = saved.get(slug) or System.objects.filter(slug=slug).first()
        if system is None:
            raise ValidationError(_("Take the system %(slug)s too: its rules need it.") % {"slug": slug})
        values["system"] = system
    return values


def _replace(route: Route, change: Change, by: User | None, note: str) -> None:
    today = timezone.localdate()
    if route.valid_from == today:  # replaced today already: there is no day on which the old one would end
        for name, value in change.values.items():
            setattr(route, name, value)
        facts.save(fact=route, by=by, note=note)
    else:
        facts.replace_route(route=route, by=by, starts_on=today, why=note, **change.values)
