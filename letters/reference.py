"""Loading mailing rules and routes from the project's own files, system by system."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q

from letters.facts import keep_places
from letters.mailing_rules.files import load_systems
from letters.mailing_rules.model import SystemFacts
from letters.models import MailingRule, Route
from letters.states import RouteUse
from profiles import reference
from profiles.models import Listing, System
from profiles.place_history import stored
from profiles.reference import Report
from profiles.search import places_changed

#: Why something changed, in the history: the command that reads our files.
WHY = "load_reference"


@transaction.atomic
def load_everything() -> list[Report]:
    """Systems, facilities, programs, rules and routes, all or nothing. Safe to repeat.

    What a later loading changes stands in the history, except of programs, and writers whose printed letters would
    now go to an old address hear of it.
    """
    facts = load_systems().values()
    of_systems, of_facilities = reference.load_systems(map(system_values, facts)), reference.load_facilities()
    of_programs = reference.load_programs()
    systems = {system.slug: system for system in System.objects.all()}
    of_rules = reference.sync(MailingRule, "key", rule_rows(facts, systems), "mailing rules")
    of_routes = _load_routes(facts, systems)
    for report in (of_systems, of_facilities, of_rules, of_routes):
        keep_places(report.history, by=None, why=WHY)
    if of_systems.changed or of_facilities.changed:
        there = Q(system__slug__in=of_systems.changed) | Q(facility__slug__in=of_facilities.changed)
        places_changed(Listing.objects.filter(there))
    return [of_systems, of_facilities, of_programs, of_rules, of_routes]


def system_values(facts: SystemFacts) -> dict[str, Any]:
    """Columns of a system."""
    return {
        "slug": facts.slug,
        "name": facts.name,
        "kind": facts.kind,
        "state": facts.state or "",
        "id_label": facts.id_label or "",
        "id_format": facts.id_format or "",
        "id_pattern": facts.id_pattern,
        "restricts_listings": any(rule.type == "pen_pal_policy" for rule in facts.rules),
    }


def rule_rows(facts: Iterable[SystemFacts], systems: dict[str, System]) -> Iterable[dict[str, Any]]:
    """One dict a rule. Its key is the system, the type, and which of that type it is in the file."""
    for system in facts:
        seen_of_type: dict[str, int] = {}
        for rule in system.rules:
            number = seen_of_type[rule.type] = seen_of_type.get(rule.type, 0) + 1
            yield {
                "key": f"{system.slug}/{rule.type}/{number}",
                "system": systems[system.slug],
                "type": rule.type,
                "value": rule.value,
                "note": rule.note or "",
                "source_url": rule.source_url or "",
                "seen": rule.seen or "",
                "confidence": rule.confidence,
            }


def _load_routes(facts: Iterable[SystemFacts], systems: dict[str, System]) -> Report:
    """The address lines for personal mail, one route a system.

    Where a route has ended or begun on a day, staff have changed it, and the file no longer says where mail goes.
    """
    report = Report("routes")
    present = {route.system_id: route for route in Route.objects.filter(use=RouteUse.PERSONAL, facility=None)}
    dated = {
        route.system_id
        for route in Route.objects.filter(use=RouteUse.PERSONAL, facility=None).exclude(
            valid_from=None, valid_until=None
        )
    }
    for system in facts:
        row = systems[system.slug]
        if row.pk in dated:
            report.kept.append(f"{system.slug}: route")
            report.unchanged += 1
            continue
        route = present.get(row.pk) or Route(system=row, use=RouteUse.PERSONAL)
        before = route.loaded
        changed, kept = route.apply_reference(route_values(system))
        report.kept += [f"{system.slug}: {name}" for name in kept]
        report.created += route._state.adding
        report.updated += bool(changed) and not route._state.adding
        report.unchanged += not changed
        if route._state.adding or changed or route.loaded != before:
            was = stored(route)
            route.save()
            if present:
                report.tell(route, was)
    return report


def route_values(system: SystemFacts) -> dict[str, Any]:
    """Columns of the route for personal mail, without its place."""
    return {
        "lines": list(system.route.lines),
        "is_complete": system.route.complete,
        "processing_centre": system.route.processing_centre,
        "source_url": system.route.source_url or "",
        "confidence": system.route.confidence,
    }
