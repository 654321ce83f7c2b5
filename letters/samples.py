"""Where made-up women may be listed: what `profiles.sample` asks of those who know mail."""

from letters import desk
from letters.targets import DatabaseTargets
from profiles.models import Facility, Listing
from profiles.sample.placing import Place

PAGES, PAPER = 2, "letter"


def places() -> dict[str, Place]:
    """Every facility of a system by slug: whether a blank letter is not refused there."""
    targets = DatabaseTargets()
    facilities = Facility.objects.filter(system__isnull=False).select_related("system")
    return {facility.slug: _place(facility, targets) for facility in facilities}


def _place(facility: Facility, targets: DatabaseTargets) -> Place:
    target = targets[facility.slug]
    woman = Listing(
        system=facility.system,
        facility=facility,
        committed_name="Jane Roe",
        id_number="000417",
        housing_unit="A-101",
    )
    checked = desk.check_blank_letter(woman, pages=PAGES, paper=PAPER, target=target)
    is_open = facility.status == Facility.Status.OPEN
    return Place(
        takes_letters=is_open and not checked.blocked and not checked.has_no_way_past,
        needs_unit=desk.asks_for_unit(Listing(facility=facility), target),
        has_address=target.route.complete and bool(target.route.lines),
    )
