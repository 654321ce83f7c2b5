"""Rules, the places they hold for, and what they say: plain frozen data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from letters.addresses import FacilityFacts, Route
from letters.mailing_rules.errors import RuleValueError
from letters.mailing_rules.registry import rule_type


class Level(StrEnum):
    """What a finding says, the gravest first."""

    REFUSED = "refused"
    ASK_FIRST = "ask_first"
    CANNOT_CHECK = "cannot_check"
    NOTICE = "notice"
    PASSED = "passed"


#: Greater is graver.
GRAVITY = {level: rank for rank, level in enumerate(reversed(Level))}


class Verdict(StrEnum):
    REFUSED = "refused"
    ASK_FIRST = "ask_first"
    OK = "ok"


@dataclass(frozen=True)
class Rule:
    """One dated, sourced fact about what mail a place takes.

    `origin` is the slug of the system or facility it belongs to; `seen` is the date of the source as the source
    has it; `confidence` is high, medium or low; `checked_on` is when our own staff last looked.
    """

    type: str
    value: Any
    note: str | None
    source_url: str | None
    seen: str | None
    confidence: str
    origin: str
    checked_on: date | None = None

    @cached_property
    def facts(self) -> Any:
        """The value as its type reads it, once for all pieces. Raises RuleValueError."""
        return rule_type(self.type).read(self.value)

    @cached_property
    def wrong(self) -> RuleValueError | None:
        """Why it cannot be read; None where it can."""
        try:
            _read = self.facts
        except RuleValueError as error:
            return error
        return None

    @cached_property
    def said(self) -> dict[str | None, tuple[str, str]]:
        """By language: the label and the words of this rule, once for all pieces. Filled by its type."""
        return {}


@dataclass(frozen=True)
class SystemFacts:
    """What is known of one correctional system. `id_pattern` is in the form of `profiles.ids`."""

    slug: str
    name: str
    kind: str
    state: str | None
    id_label: str
    id_format: str | None
    route: Route
    rules: tuple[Rule, ...]
    id_pattern: str = ""


@dataclass(frozen=True)
class Target:
    """A place mail is sent to: a system or a facility, with all rules in force there and its address lines.

    `organisation_route`: an address of its own for mail from organizations, where one is known. `held`: a letter to
    her came back, and nothing more is printed until somebody has found out why. `id_pattern` is in the form of
    `profiles.ids`.
    """

    slug: str
    rules: tuple[Rule, ...]
    route: Route
    facility: FacilityFacts | None = None
    id_label: str = ""
    has_system: bool = True
    organisation_route: Route | None = None
    held: bool = False
    id_pattern: str = ""

    @classmethod
    def for_system(cls, system: SystemFacts) -> "Target":
        return cls(
            slug=system.slug,
            rules=system.rules,
            route=system.route,
            id_label=system.id_label,
            id_pattern=system.id_pattern,
        )

    @classmethod
    def for_facility(cls, facility: FacilityFacts, system: SystemFacts | None) -> "Target":
        """A facility: its own rules add to its system's. Without a system, mail goes to its own address."""
        if system is None:
            route = Route(
                origin=facility.slug, source_url=facility.source_url, confidence=facility.confidence
            )
            return cls(facility.slug, facility.rules, route, facility, has_system=False)
        return cls(
            facility.slug,
            system.rules + facility.rules,
            system.route,
            facility,
            id_label=system.id_label,
            id_pattern=system.id_pattern,
        )

    @cached_property
    def organisations_to_facility(self) -> bool:
        """Whether mail from an organization goes to the facility even where personal mail does not."""
        own = (rule for rule in self.rules if rule.type == "organisation_mail" and not rule.wrong)
        return any(rule.facts == "facility" for rule in own)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says about one mailpiece. `rule` is the rule's type; `title` is for the screen only."""

    rule: str
    level: Level
    message: str
    source_url: str | None
    seen: str | None
    confidence: str
    origin: str
    title: str = ""
    checked_on: date | None = None

    def as_json(self) -> dict[str, str | None]:
        return {
            "rule": self.rule,
            "level": str(self.level),
            "message": self.message,
            "source_url": self.source_url,
            "seen": self.seen,
            "confidence": self.confidence,
            "from": self.origin,
        }


@dataclass(frozen=True, slots=True)
class Result:
    """What all rules of a target say about one mailpiece, and where it goes."""

    target: str
    verdict: Verdict
    findings: tuple[Finding, ...]
    address_lines: tuple[str, ...]

    def at(self, *levels: Level) -> list[Finding]:
        """The findings of these levels, in the order of the rules."""
        return [finding for finding in self.findings if finding.level in levels]

    def as_json(self) -> dict[str, Any]:
        """As the command prints it; `json.dumps` takes it as it is."""
        return {
            "target": self.target,
            "verdict": str(self.verdict),
            "findings": [finding.as_json() for finding in self.findings],
            "address_lines": list(self.address_lines),
        }


def gravest(levels: Iterable[Level]) -> Level:
    """The gravest of these levels; passed where there is none."""
    return max(levels, key=GRAVITY.__getitem__, default=Level.PASSED)


def verdict_of(levels: Iterable[Level]) -> Verdict:
    """Refused, else ask first, else ok, whatever could not be checked."""
    worst = gravest(levels)
    return Verdict(worst) if worst in (Level.REFUSED, Level.ASK_FIRST) else Verdict.OK
