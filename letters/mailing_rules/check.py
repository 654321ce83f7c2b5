"""What all rules of a place say about one mailpiece."""

from letters.mailing_rules.lines import address_lines
from letters.mailing_rules.mailpiece import Mailpiece
from letters.mailing_rules.model import GRAVITY, Finding, Level, Result, Rule, Target, verdict_of
from letters.mailing_rules.registry import rule_type


def check(piece: Mailpiece, target: Target) -> Result:
    """One finding for each rule in force, each judged alone; exactly one of them is about the route.

    Data in, findings out: no database, no request. A target reads its rules' values once, so thousands of pieces
    for one target are a matter of a second. Raises RuleValueError where a rule's value has the wrong shape.
    """
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
    return rule_type(rule.type).check(rule, piece, target)


def _route_finding(piece: Mailpiece, target: Target) -> Finding:
    """The gravest finding about the route; of two alike the later, so a facility's own wins over its system's."""
    rules = [rule for rule in target.rules if rule.type == "mail_route"] or [_rule_of_address(target)]
    findings = [_check_one(rule, piece, target) for rule in reversed(rules)]
    return max(findings, key=lambda finding: GRAVITY[finding.level])


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
