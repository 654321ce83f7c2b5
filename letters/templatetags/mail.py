"""What pages of other parts show of mail: how to write to her, the address and rules of a place."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.db.models import Q

from letters import desk, facts, telling
from letters.addresses import fill
from letters.desk import Checked
from letters.mailing_rules import Level, Target, check, parse_mailpiece, rule_type
from letters.models import Route
from letters.querysets import RouteQuerySet
from letters.states import RouteUse
from letters.targets import target_for, target_for_facility, target_for_listing
from profiles.models import Facility, Listing, System

register = template.Library()

#: Groups of rules that the panel beside a profile opens at once; the rest waits behind a summary.
NEAR = ("address", "envelope", "letter", "photos", "enclosures")
HISTORY_SHOWN = 30  # changes of one fact on its page


@register.inclusion_tag("letters/_how_to_write.html")
def how_to_write(listing: Listing) -> dict[str, Any]:
    """The panel beside a woman's words: her address as an envelope, the rules, and two buttons.

    Committed name and ID stand in the address and nowhere else. Without an address there are no lines and no buttons.
    """
    target = target_for_listing(listing)
    checked = desk.check_blank_letter(listing, pages=1, paper="letter", target=target)
    return {**_panel(listing, target, checked), "takes_new_writers": listing.takes_new_writers}


@register.inclusion_tag("letters/_panel_rules.html")
def rules_panel(listing: Listing, checked: Checked) -> dict[str, Any]:
    """The rules of her facility, beside the pages that print; `checked` is what the check said before."""
    return _panel(listing, target_for_listing(listing), checked)


@register.inclusion_tag("letters/_facility_mail.html")
def facility_mail(facility: Facility) -> dict[str, Any]:
    """Address and rules of a facility, with their sources."""
    routes = Route.objects.filter(Q(facility=facility) | Q(system=facility.system_id, system__isnull=False))
    target = target_for_facility(facility)
    return {"facility": facility, **_place(target), "other_routes": _other_routes(routes, target)}


@register.inclusion_tag("letters/_system_mail.html")
def system_mail(system: System) -> dict[str, Any]:
    """Address and rules that hold in a whole system, with their sources."""
    target = target_for(system.slug)
    routes = Route.objects.filter(system=system)
    return {"system": system, **_place(target), "other_routes": _other_routes(routes, target)}


@register.inclusion_tag("admin/letters/_history.html", takes_context=True)
def fact_history(context: Any, fact: Any) -> dict[str, Any]:
    """Who changed a rule, an address or a place, when, and from what to what; for those who may see it."""
    may_look = fact is not None and context["request"].user.has_perm("letters.view_factchange")
    return {"changes": facts.history_of(fact)[:HISTORY_SHOWN] if may_look else []}


@register.inclusion_tag("letters/_source.html")
def source_of(fact: Any) -> dict[str, Any]:
    """The source line of a rule or finding."""
    return _source(telling.source_of(fact))


@register.inclusion_tag("letters/_source.html")
def source(told: telling.Told) -> dict[str, Any]:
    """The source line of a rule told in words."""
    return _source(told.source)


def _source(source: telling.Source) -> dict[str, Any]:
    return vars(source)


def _panel(listing: Listing, target: Target, checked: Checked) -> dict[str, Any]:
    groups = telling.told(target.rules)
    return {
        "listing": listing,
        "checked": checked,
        "near": [group for group in groups if group.key in NEAR],
        "further": [group for group in groups if group.key not in NEAR],
        "looked_on": telling.newest_look(target),
    }


def _place(target: Target) -> dict[str, Any]:
    """For a place without a person: whether mail reaches it, its lines with stand-ins, its rules."""
    result = check(parse_mailpiece({"pages": 1}), target)
    route = next((finding for finding in result.findings if finding.rule == desk.ROUTE_RULE), None)
    refused = route is not None and route.level == Level.REFUSED
    lines = [] if refused else telling.stand_ins(fill(target.route.lines, target.facility, None))
    companies = [rule for rule in target.rules if rule.type == "emessaging_vendor" and not rule.wrong]
    return {
        "lines": lines,
        "route": route,
        "companies": [(rule_type(rule.type).words(rule), rule) for rule in companies],
        "groups": telling.told(target.rules),
        "looked_on": telling.newest_look(target),
        "rule_count": len(target.rules),
        "old_count": sum(telling.source_of(rule).old for rule in target.rules),
    }


@dataclass(frozen=True)
class OtherRoute:
    """An address for another use than letters from one person."""

    label: str
    lines: list[str]
    route: Route


def _other_routes(routes: RouteQuerySet, target: Target) -> list[OtherRoute]:
    """Complete addresses in force for other uses; a facility's own wins over its system's. One query."""
    found = routes.in_force().filter(is_complete=True).exclude(use=RouteUse.PERSONAL)
    by_use = {route.use: route for route in sorted(found, key=lambda route: route.facility_id is not None)}
    return [
        OtherRoute(
            str(use.label),
            telling.stand_ins(fill(by_use[use].lines, target.facility, None)),
            by_use[use],
        )
        for use in RouteUse
        if use in by_use
    ]
