"""Help for the tests of the mailroom check: one rule, one piece, one answer."""

from typing import Any

from letters.addresses import FacilityFacts, Route
from letters.mailing_rules import Finding, Rule, Target, check, parse_mailpiece
from letters.mailing_rules.files import load_systems

SYSTEMS = load_systems()
TARGETS = {slug: Target.for_system(system) for slug, system in SYSTEMS.items()}

TAYCHEEDAH = FacilityFacts(
    slug="taycheedah-correctional-institution",
    name="Taycheedah Correctional Institution",
    system_slug="us-wi-doc",
    street="751 County Rd K",
    city="Fond du Lac",
    state="WI",
    zip="54936",
    status="open",
)


def rule(type_name: str, value: Any, confidence: str = "high", origin: str = "us-xx-doc") -> Rule:
    return Rule(type_name, value, None, "https://example.org/rules", "2025", confidence, origin)


def target(*rules: Rule, facility: FacilityFacts | None = None, **facts: Any) -> Target:
    route = facts.pop(
        "route", Route(origin="us-xx-doc", source_url="https://example.org/mail", confidence="high")
    )
    slug = facility.slug if facility else "us-xx-doc"
    return Target(slug=slug, rules=rules, route=route, facility=facility, **facts)


def finding(
    type_name: str,
    value: Any,
    piece: dict[str, Any],
    confidence: str = "high",
    facility: FacilityFacts | None = None,
) -> Finding:
    """What one rule says of a piece; `pages` is 1 where the piece does not say."""
    result = check(
        parse_mailpiece({"pages": 1, **piece}), target(rule(type_name, value, confidence), facility=facility)
    )
    (found,) = [one for one in result.findings if one.rule == type_name]
    return found


def level(type_name: str, value: Any, piece: dict[str, Any], **more: Any) -> str:
    return str(finding(type_name, value, piece, **more).level)


def check_at(slug: str, piece: dict[str, Any]) -> list[tuple[str, str]]:
    """Type and level of every finding at a system of our own data."""
    result = check(parse_mailpiece(piece), TARGETS[slug])
    return [(one.rule, str(one.level)) for one in result.findings]


def levels_at(slug: str, type_name: str, piece: dict[str, Any]) -> list[str]:
    """Levels of the findings of one type at a system of our own data; `pages` is 1 where the piece does not say."""
    return [found for name, found in check_at(slug, {"pages": 1, **piece}) if name == type_name]
