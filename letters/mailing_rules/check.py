"""What all rules of a place say about one mailpiece."""

from letters.mailing_rules.lines import address_lines
from letters.mailing_rules.mailpiece import Mailpiece
from letters.mailing_rules.model import GRAVITY, Finding, Level, Result, Rule, Target, verdict_of
from letters.mailing_rules.phrases import gettext as _
from letters.mailing_rules.phrases import one_language
from letters.mailing_rules.registry import RULE_TYPES, rule_type


def check(piece: Mailpiece, target: Target) -> Result:
    """One finding for each rule in force, each judged alone; exactly one of them is about the route.

    Data in, findings out: no database, no request. A target reads its rules' values once, so thousands of pieces
    for one target are a matter of a second. A rule whose value has the wrong shape cannot be checked; it never stops
    the others.
    """
    with one_language():
        findings = [_check_one(rule, piece, target) for rule in target.rules if rule.type != "mail_route"]
        route = _route_finding(piece, target)
    lines = [] if route.level is Level.REFUSED else address_lines(target, piece)
    return Result(
        target=target.slug,
        verdict=verdict_of(finding.level for finding in (route, *findings)),
        findings=(route, *findings),
        address_lines=tuple(lines),
    )


def _check_one(rule: Rule, piece: Mailpiece, target: Target) -> Finding:
    return _unreadable(rule) if rule.wrong else rule_type(rule.type).check(rule, piece, target)


def _unreadable(rule: Rule) -> Finding:
    """For a rule that stands in our data in a form nobody can read: not checked, and never passed."""
    known = RULE_TYPES.get(rule.type)
    return Finding(
        rule=rule.type,
        level=Level.CANNOT_CHECK,
        message=_(
            "Not checked: this rule stands in our data in a form we cannot read. Ask the mailroom about it."
        ),
        source_url=rule.source_url,
        seen=rule.seen,
        confidence=rule.confidence,
        origin=rule.origin,
        title=str(known.label) if known else rule.type,
        checked_on=rule.checked_on,
    )


def _route_finding(piece: Mailpiece, target: Target) -> Finding:
    """The gravest finding about the route; of two alike a facility's own wins over its system's.

    The address counts by itself where no rule of the route can be read.
    """
    rules = [rule for rule in target.rules if rule.type == "mail_route"]
    if all(rule.wrong for rule in rules):
        rules.append(_rule_of_address(target))
    findings = [_check_one(rule, piece, target) for rule in rules]
    return max(findings, key=lambda found: (GRAVITY[found.level], found.origin == target.slug, found.message))


def _rule_of_address(target: Target) -> Rule:
    """Where no rule says where mail goes, the address itself does, with its own source and confidence."""
    route = target.route
    return Rule(
        type="mail_route",
        value="processing_centre" if route.processing_centre else "facility",
        note=None,
        source_url=route.source_url,
        seen=None,
        confidence=route.confidence,
        origin=route.origin,
    )
