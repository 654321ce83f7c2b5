"""The mailroom check: what the rules of a place say about one mailpiece.

Plain Python: rules, address facts and a mailpiece in, findings out. The facts themselves are in
`letters/data/rules/`, one file for each system.
"""

from letters.addresses import FacilityFacts, Recipient, Route
from letters.mailing_rules import types
from letters.mailing_rules.check import check
from letters.mailing_rules.errors import MailpieceError, RuleValueError
from letters.mailing_rules.lines import address_lines
from letters.mailing_rules.mailpiece import Mailpiece, parse_mailpiece
from letters.mailing_rules.model import Finding, Level, Result, Rule, SystemFacts, Target, Verdict
from letters.mailing_rules.registry import RULE_TYPES, rule_type

__all__ = [
    "RULE_TYPES",
    "FacilityFacts",
    "Finding",
    "Level",
    "Mailpiece",
    "MailpieceError",
    "Recipient",
    "Result",
    "Route",
    "Rule",
    "RuleValueError",
    "SystemFacts",
    "Target",
    "Verdict",
    "address_lines",
    "check",
    "parse_mailpiece",
    "rule_type",
    "types",
]
