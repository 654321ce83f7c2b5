"""Rules told to people: in plain words, in groups, each with its source, its date and how sure we are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from letters.mailing_rules import RULE_TYPES, Rule, Target, rule_type

#: A source older than this is said to be old, unless we have looked at it since.
OLD_AFTER_YEARS = 2
OLD_AFTER_DAYS = 365

GROUPS: dict[str, Promise] = {
    "address": _("Address"),
    "envelope": _("Envelope"),
    "letter": _("The letter"),
    "photos": _("Photos"),
    "enclosures": _("What else may be inside"),
    "content": _("Words and pictures"),
    "handling": _("What happens to it"),
}
#: Placeholders of an address as people read them.
STAND_INS: dict[str, Promise] = {
    "name": _("Her full name"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "id": _("her number"),
    "unit": _("housing unit"),
    "housing": _("housing unit"),
    "facility": _("name of the facility"),
    "facility_code": _("facility code"),
    "street": _("street or PO box"),
    "po_box": _("street or PO box"),
    "city": _("city"),
    "state": _("state"),
    "zip": _("ZIP"),
    "processing_centre_address": _("address of the processing center"),
}


@dataclass(frozen=True)
class Source:
    """Where a fact comes from. `unsure`: low confidence; `old`: nobody has looked at it for long."""

    url: str
    host: str
    seen: str
    checked_on: date | None
    unsure: bool
    old: bool


@dataclass(frozen=True)
class Told:
    """One rule in words. `tone` is do, dont or know."""

    label: str
    words: str
    tone: str
    group: str
    note: str
    source: Source


@dataclass(frozen=True)
class Group:
    key: str
    label: str
    rules: list[Told]


def source_of(fact: Any, today: date | None = None) -> Source:
    """The source of a rule or finding: anything with source_url, seen, confidence and checked_on."""
    url = fact.source_url or ""
    return Source(
        url=url,
        host=urlsplit(url).netloc.removeprefix("www."),
        seen=fact.seen or "",
        checked_on=fact.checked_on,
        unsure=fact.confidence == "low",
        old=is_old(fact.seen or "", fact.checked_on, today or timezone.localdate()),
    )


def is_old(seen: str, checked_on: date | None, today: date) -> bool:
    """Whether nobody has looked for long: at the source itself, or where we never have, at its own year."""
    if checked_on is not None:
        return (today - checked_on).days > OLD_AFTER_DAYS
    year = seen[:4]
    return year.isdigit() and today.year - int(year) > OLD_AFTER_YEARS


def told(rules: Iterable[Rule]) -> list[Group]:
    """The rules in words, by group, in the order of the groups; groups without a rule are left out."""
    by_group: dict[str, list[Told]] = {key: [] for key in GROUPS}
    for rule in rules:
        if rule.wrong:
            by_group["handling"].append(_unreadable(rule))
            continue
        kind = rule_type(rule.type)
        by_group[kind.group].append(
            Told(
                label=str(kind.label),
                words=kind.words(rule),
                tone=kind.tone(rule),
                group=kind.group,
                note=rule.note or "",
                source=source_of(rule),
            )
        )
    return [Group(key, str(GROUPS[key]), rules) for key, rules in by_group.items() if rules]


def _unreadable(rule: Rule) -> Told:
    """A rule that we know of and cannot read: people should ask, rather than take its silence for a yes."""
    return Told(
        label=str(RULE_TYPES[rule.type].label) if rule.type in RULE_TYPES else rule.type,
        words=str(_("There is one more rule here that we cannot read at the moment. Ask the mailroom.")),
        tone="know",
        group="handling",
        note="",
        source=source_of(rule),
    )


def newest_look(target: Target) -> date | None:
    """The latest day on which we looked at a rule of this place."""
    return max((rule.checked_on for rule in target.rules if rule.checked_on), default=None)


def stand_ins(lines: Iterable[str]) -> list[str]:
    """Address lines for nobody in particular: `{name} {id}` becomes "Her full name her number"."""
    spoken = list(lines)
    for name, words in STAND_INS.items():
        spoken = [line.replace(f"{{{name}}}", str(words)) for line in spoken]
    return spoken
