"""From the database to the mailroom check: places with their rules, and the woman as the envelope names her."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from django.db import models
from django.db.models import Q

from letters.addresses import FacilityFacts, Recipient, Route, fill, placeholders
from letters.mailing_rules.model import Rule, Target
from letters.models import MailingRule, ReturnedLetter
from letters.models import Route as RouteRow
from letters.states import RouteUse
from profiles.models import Facility, Listing, System

#: Uses of mail that the check knows; addresses for books, courts and visits are shown and not printed on.
MAIL_USES = (RouteUse.PERSONAL, RouteUse.ORGANISATION)


def target_for(slug: str) -> Target:
    """The system or facility of this slug, with every rule in force there. Raises KeyError where there is none.

    At most four queries.
    """
    system = System.objects.filter(slug=slug).first()
    if system is not None:
        return _system_target(system)
    facility = Facility.objects.select_related("system").filter(slug=slug).first()
    if facility is None:
        raise KeyError(slug)
    return target_for_facility(facility)


def target_for_facility(facility: Facility) -> Target:
    """A facility with its own rules and its system's. Two queries, and one for its system."""
    rules = MailingRule.objects.filter(is_active=True, facility=facility).order_by("pk")
    own = tuple(_rule(row, facility.slug) for row in rules)
    base = _system_target(facility.system) if facility.system else None
    routes = _by_use(RouteRow.objects.in_force().filter(use__in=MAIL_USES, facility=facility))
    return _facility_target(facility, own, base, routes)


def target_for_listing(listing: Listing) -> Target:
    """Where mail for her goes, and whether it waits because a letter came back. One query more than for the place."""
    held = ReturnedLetter.objects.holding().filter(listing=listing).exists()
    return replace(target_for_facility(listing.facility), held=held)


def targets_for_facilities(facilities: Iterable[Facility]) -> dict[int, Target]:
    """Targets by facility number. Two queries, and what it costs to read `facility.system` where that is not loaded."""
    places = list(facilities)
    numbers, systems = {one.pk for one in places}, {one.system_id: one.system for one in places if one.system}
    at_place = Q(facility__in=numbers) | Q(system__in=systems)
    rules = _rules_by_place(MailingRule.objects.in_force().filter(at_place))
    routes = _routes_by_place(RouteRow.objects.in_force().filter(at_place, use__in=MAIL_USES))
    bases = {
        pk: _target(system, rules.get(("system", pk), []), routes.get(("system", pk), {}))
        for pk, system in systems.items()
        if system
    }
    return {
        place.pk: _facility_target(
            place,
            tuple(_rule(row, place.slug) for row in rules.get(("facility", place.pk), [])),
            bases.get(place.system_id),
            routes.get(("facility", place.pk), {}),
        )
        for place in places
    }


def names_of(name: str) -> tuple[str, str]:
    """First name or names, and the last: the word that ends a full name. One word alone is a last name."""
    *first, last = name.split() or [""]
    return " ".join(first), last


def recipient_of(listing: Listing) -> dict[str, str]:
    """What will stand on the envelope about her, as the mailpiece has it. Empty parts will not be there."""
    first, last = names_of(listing.committed_name)
    return {
        "first_name": first,
        "last_name": last,
        "id": listing.id_number,
        "unit": listing.housing_unit,
        "facility": listing.facility.name,
        "facility_code": listing.facility.code,
        "jid_number": "",
    }


def address_of(listing: Listing, target: Target) -> list[str]:
    """The address lines of mail to her, filled in; unknown parts stay as placeholders."""
    return fill(target.route.lines, target.facility, Recipient(**recipient_of(listing)))


def missing_parts(listing: Listing, target: Target) -> set[str]:
    """The parts that her address needs and nobody knows, such as `unit`; nothing prints without them."""
    return placeholders(fill(target.route.lines, target.facility, Recipient(**_braceless(listing))))


def _braceless(listing: Listing) -> dict[str, str]:
    """Her parts without braces of their own, so that only our placeholders are found."""
    return {name: text.replace("{", "(").replace("}", ")") for name, text in recipient_of(listing).items()}


class DatabaseTargets(Mapping[str, Target]):
    """All systems and facilities by slug, read once in four queries: for checking thousands of mailpieces."""

    def __init__(self) -> None:
        self._targets: dict[str, Target] | None = None

    def _all(self) -> dict[str, Target]:
        if self._targets is None:
            self._targets = _read_all()
        return self._targets

    def __getitem__(self, slug: str) -> Target:
        return self._all()[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


_Place = tuple[str, int | None]


def _place_of(row: MailingRule | RouteRow) -> _Place:
    return ("facility", row.facility_id) if row.facility_id else ("system", row.system_id)


def _rules_by_place(rows: models.QuerySet[MailingRule]) -> dict[_Place, list[MailingRule]]:
    found: dict[_Place, list[MailingRule]] = {}
    for row in rows.order_by("pk"):
        found.setdefault(_place_of(row), []).append(row)
    return found


def _routes_by_place(rows: models.QuerySet[RouteRow]) -> dict[_Place, dict[str, RouteRow]]:
    found: dict[_Place, dict[str, RouteRow]] = {}
    for row in rows:
        found.setdefault(_place_of(row), {})[row.use] = row
    return found


def _read_all() -> dict[str, Target]:
    rules = _rules_by_place(MailingRule.objects.in_force())
    routes = _routes_by_place(RouteRow.objects.in_force().filter(use__in=MAIL_USES))
    systems = {
        system.pk: _target(
            system, rules.get(("system", system.pk), []), routes.get(("system", system.pk), {})
        )
        for system in System.objects.all()
    }
    targets = {target.slug: target for target in systems.values()}
    for facility in Facility.objects.select_related("system"):
        own = tuple(_rule(row, facility.slug) for row in rules.get(("facility", facility.pk), []))
        base = systems.get(facility.system_id) if facility.system_id else None
        target = _facility_target(facility, own, base, routes.get(("facility", facility.pk), {}))
        targets.setdefault(facility.slug, target)
    return targets


def _system_target(system: System) -> Target:
    rules = list(MailingRule.objects.filter(is_active=True, system=system).order_by("pk"))
    routes = _by_use(RouteRow.objects.in_force().filter(use__in=MAIL_USES, system=system))
    return _target(system, rules, routes)


def _by_use(rows: Iterable[RouteRow]) -> dict[str, RouteRow]:
    return {row.use: row for row in rows}


def _target(system: System, rules: list[MailingRule], routes: Mapping[str, RouteRow]) -> Target:
    personal, organisation = routes.get(RouteUse.PERSONAL), routes.get(RouteUse.ORGANISATION)
    return Target(
        slug=system.slug,
        rules=tuple(_rule(row, system.slug) for row in rules),
        route=_route(personal, system.slug)
        if personal
        else Route(origin=system.slug, lines=(), complete=False),
        organisation_route=_route(organisation, system.slug) if organisation else None,
        id_label=system.id_label,
        id_pattern=system.id_pattern,
    )


def _facility_target(
    facility: Facility, own: tuple[Rule, ...], base: Target | None, routes: Mapping[str, RouteRow]
) -> Target:
    """A facility's own routes win over its system's; its own rules add to its system's."""
    facts = _facts(facility, own)
    personal, organisation = routes.get(RouteUse.PERSONAL), routes.get(RouteUse.ORGANISATION)
    if personal is not None:
        lines = _route(personal, facility.slug)
    elif base is not None:
        lines = base.route
    else:
        lines = Route(origin=facility.slug, source_url=facts.source_url, confidence=facts.confidence)
    if organisation is not None:
        organisation_lines: Route | None = _route(organisation, facility.slug)
    else:
        organisation_lines = base.organisation_route if base else None
    return Target(
        slug=facility.slug,
        rules=(base.rules if base else ()) + own,
        route=lines,
        organisation_route=organisation_lines,
        facility=facts,
        id_label=base.id_label if base else "",
        id_pattern=base.id_pattern if base else "",
        has_system=base is not None,
    )


def _rule(row: MailingRule, origin: str) -> Rule:
    return Rule(
        type=row.type,
        value=row.value,
        note=row.note or None,
        source_url=row.source_url or None,
        seen=row.seen or None,
        confidence=row.confidence,
        origin=origin,
        checked_on=row.checked_on,
    )


def _route(row: RouteRow, origin: str) -> Route:
    return Route(
        origin=origin,
        lines=tuple(row.lines),
        complete=row.is_complete,
        processing_centre=row.processing_centre,
        source_url=row.source_url or None,
        confidence=row.confidence,
    )


def _facts(facility: Facility, own: tuple[Rule, ...]) -> FacilityFacts:
    return FacilityFacts(
        slug=facility.slug,
        name=facility.name,
        system_slug=facility.system.slug if facility.system else "",
        street=facility.street,
        po_box=facility.po_box,
        city=facility.city,
        state=facility.state,
        zip=facility.zip,
        status=facility.status,
        kind=facility.kind,
        code=facility.code or None,
        rules=own,
        source_url=facility.source_url or None,
        confidence=facility.confidence,
    )
