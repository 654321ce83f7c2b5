"""Rules that cannot both be right. The check takes the stricter; staff should find out which one is true."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.utils.translation import gettext as _

from letters.models import MailingRule
from profiles.models import Facility

#: Parts of a value in which two lists are two opposite things to say about a word.
_OPPOSITE = (("allowed", "forbidden"), ("forms_allowed", "forms_forbidden"))
#: Lists outside which nothing is taken: two that share no word leave nothing at all.
_CLOSED = ("allowed", "colours")
#: Types of which several values hold side by side: each says something of its own.
_ADDING_UP = frozenset({"emessaging_vendor", "books_source", "pen_pal_policy", "sender"})


@dataclass(frozen=True)
class Contradiction:
    """Two rules in force at one place that disagree, and about what, in words."""

    first: MailingRule
    second: MailingRule
    about: str

    @property
    def key(self) -> tuple[int, int]:
        return (self.first.pk, self.second.pk)


def contradictions() -> list[Contradiction]:
    """Every pair of rules in force that disagree, each once: within a system, within a facility, between the two.

    Rules that cannot be read say nothing that could be compared.

    Two queries and a comparison of rules of one type; a second for some thousand rules.
    """
    by_place: dict[tuple[str, int], list[MailingRule]] = {}
    rules = MailingRule.objects.in_force().select_related("system", "facility").order_by("pk")
    for rule in rules:
        if rule.wrong():
            continue
        place = ("system", rule.system_id) if rule.system_id else ("facility", rule.facility_id)
        by_place.setdefault(place, []).append(rule)  # type: ignore[arg-type]
    found = [pair for rules in by_place.values() for pair in among(rules)]
    facilities = Facility.objects.filter(pk__in=[pk for kind, pk in by_place if kind == "facility"])
    for facility in facilities.exclude(system=None):
        own = by_place["facility", facility.pk]
        found += between(by_place.get(("system", facility.system_id), []), own)  # type: ignore[arg-type]
    return found


def among(rules: Iterable[MailingRule]) -> list[Contradiction]:
    """Disagreements among the rules of one place."""
    return [pair for first, second in combinations(rules, 2) for pair in _compared(first, second)]


def between(theirs: Iterable[MailingRule], own: Iterable[MailingRule]) -> list[Contradiction]:
    """Disagreements between a system's rules and a facility's own."""
    own = list(own)
    return [pair for first in theirs for second in own for pair in _compared(first, second)]


def _compared(first: MailingRule, second: MailingRule) -> Iterator[Contradiction]:
    """At most one contradiction for a pair: the first that is found."""
    if first.type == second.type:
        reasons = _same_type(first.type, first.value, second.value)
    else:
        reasons = _across(first, second) or _across(second, first)
    if reasons:
        yield Contradiction(first, second, reasons[0])


def _same_type(kind: str, one: Any, other: Any) -> list[str]:
    if kind in _ADDING_UP:
        return []
    if isinstance(one, dict) and isinstance(other, dict):
        both_ways = ((one, other), (other, one))
        return [*_parts(one, other), *(said for left, right in both_ways for said in _opposites(left, right))]
    if isinstance(one, list) or isinstance(other, list) or one == other:
        return []
    return [_("one says %(one)s, the other %(other)s") % {"one": _say(one), "other": _say(other)}]


def _parts(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Parts that both name and that differ; lists only where they leave nothing."""
    found = []
    for name in one.keys() & other.keys():
        left, right = one[name], other[name]
        if isinstance(left, list) and isinstance(right, list):
            if name in _CLOSED and not set(left) & set(right):
                found.append(_("%(part)s: the two lists have nothing in common") % {"part": _say(name)})
        elif left != right:
            found.append(
                _("%(part)s: one says %(one)s, the other %(other)s")
                % {"part": _say(name), "one": _say(left), "other": _say(right)}
            )
    return sorted(found)


def _opposites(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """What one allows, or counts, and the other forbids."""
    found = []
    if other.get("status") == "forbidden" and one.keys() & {"max", "max_size_in", "size_in"}:
        found.append(_("one forbids it, the other says how much of it is taken"))
    for yes, no in _OPPOSITE:
        allowed, forbidden = one.get(yes), other.get(no)
        both = (
            set(allowed) & set(forbidden)
            if isinstance(allowed, list) and isinstance(forbidden, list)
            else set()
        )
        if both:
            words = ", ".join(_say(word) for word in sorted(both))
            found.append(_("one allows what the other forbids: %(words)s") % {"words": words})
    return found


def _across(first: MailingRule, second: MailingRule) -> list[str]:
    """Disagreements between rules of two types: what is taken at all."""
    one, other = _status(first), _status(second)
    pair = (first.type, second.type)
    if (
        first.type == "postcards"
        and one == "only"
        and pair[1] in ("letters", "greeting_cards")
        and other == "allowed"
    ):
        return [_("only postcards are taken, and something else is taken too")]
    if pair == ("letters", "postcards") and one == other == "forbidden":
        return [_("neither letters nor postcards are taken")]
    if (
        pair == ("photos", "enclosures")
        and one == "forbidden"
        and "photos" in (second.value.get("allowed") or [])
    ):
        return [_("photos are forbidden, and named among what may be inside")]
    if pair == ("mail_route", "organisation_mail") and first.value == "facility":
        return [_("all mail goes to the facility, so a rule of its own for organizations says nothing")]
    return []


def _status(rule: MailingRule) -> str:
    return rule.value.get("status", "") if isinstance(rule.value, dict) else ""


def _say(value: Any) -> str:
    return str(value).replace("_", " ")
