"""Systems and facilities by whatever name a row calls them."""

from collections import defaultdict

from django.utils.translation import gettext as _

from profiles.importing.cells import BadCell
from profiles.models import Facility, System


class Places:
    """Every system and facility, read in two queries."""

    def __init__(self) -> None:
        self.systems: dict[str, System] = {}
        for system in System.objects.all():
            self.systems |= {system.name.casefold(): system, system.slug: system}
        self.facilities: dict[str, list[Facility]] = defaultdict(list)
        for facility in Facility.objects.filter(system__isnull=False).select_related("system"):
            for name in {facility.slug, facility.name.casefold(), facility.short_name.casefold()} - {""}:
                self.facilities[name].append(facility)

    def system(self, text: str) -> System | None:
        """By slug or name; None where the cell is empty. Raises BadCell."""
        name = " ".join(text.split())
        if not name:
            return None
        found = self.systems.get(name.casefold())
        if found is None:
            raise BadCell(_("We know no system “%(name)s”. Write its key or its full name.") % {"name": name})
        return found

    def facility(self, text: str, system: System | None) -> Facility | None:
        """By slug, name or short name, in that system where it is known. None for an empty cell. Raises BadCell."""
        name = " ".join(text.split())
        if not name:
            return None
        found = self.facilities.get(name.casefold(), [])
        here = [one for one in found if system is None or one.system_id == system.pk]
        if len(here) == 1:
            return here[0]
        if here:
            raise BadCell(_("There are several facilities “%(name)s”. Write its key.") % {"name": name})
        if found:
            raise BadCell(_("“%(name)s” is not in this system.") % {"name": name})
        raise BadCell(_("We know no facility “%(name)s”. Write its key or its full name.") % {"name": name})
