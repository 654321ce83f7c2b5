"""Where sample women may be: only places where mail can reach somebody.

What a place takes is known to the rooms that know mail, so one of them registers a function here. Without one, every
open place of a system counts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.module_loading import import_string

from profiles.models import Facility

# fmt: off

# Women held, in hundreds, roughly as the Bureau of Justice Statistics counted them in the last ten years; a weight, not
# a figure to quote. Systems that are not named weigh as their kind does.
HELD = {
    "us-bop": 110, "us-tx-tdcj": 120, "us-ca-cdcr": 45, "us-oh-odrc": 42, "us-ga-dc": 38, "us-az-adcrr": 38,
    "us-va-doc": 30, "us-nc-dac": 29, "us-ok-doc": 26, "us-ky-doc": 27, "us-tn-doc": 27, "us-al-doc": 25,
    "us-mi-doc": 20,
    "us-ny-doccs": 18, "us-il-doc": 18, "us-la-dpsc": 15, "us-co-doc": 16, "us-wi-doc": 15, "us-sc-doc": 13,
    "us-ms-doc": 13, "us-id-doc": 12, "us-wa-doc": 12, "us-nv-doc": 11, "us-ct-doc": 9, "us-or-doc": 9, "us-ks-doc": 8,
    "us-md-dpscs": 8, "us-ia-doc": 8, "us-hi-dcr": 5, "us-sd-doc": 6, "us-mn-doc": 7, "us-ut-doc": 6, "us-ma-doc": 4,
    "us-ne-dcs": 4, "us-ak-doc": 4, "us-wy-doc": 3, "us-nd-docr": 2, "us-me-doc": 2, "us-nh-doc": 2, "us-vt-doc": 1,
    "us-ri-doc": 1, "us-dc-doc": 1, "us-ice": 10,
}
BY_KIND = {"federal": 20, "state": 6, "county": 3, "ice": 8}

# fmt: on


@dataclass(frozen=True)
class Place:
    """What somebody who knows mail says of a facility.

    takes_letters: a blank letter is not refused there. needs_unit: the address names a housing unit. has_address:
    the lines for the envelope are known.
    """

    takes_letters: bool
    needs_unit: bool = False
    has_address: bool = True


_registered: list[str] = []


def register(path: str) -> None:
    """Name the function (as "module.function") that tells of each facility: it returns a mapping of slug to Place."""
    _registered[:] = [path]


def places() -> Mapping[str, Place]:
    """Every facility by slug, as the registered function tells."""
    if _registered:
        tell: Callable[[], Mapping[str, Place]] = import_string(_registered[0])
        return tell()
    slugs = Facility.objects.filter(status=Facility.Status.OPEN).values_list("slug", flat=True)
    return {slug: Place(takes_letters=True) for slug in slugs}


def weights(facilities: list[Facility]) -> list[float]:
    """How many of the sample women each facility gets, in proportion: its system's share, split evenly."""
    sharing: dict[int | None, int] = {}
    for facility in facilities:
        sharing[facility.system_id] = sharing.get(facility.system_id, 0) + 1
    return [_held(facility) / sharing[facility.system_id] for facility in facilities]


def _held(facility: Facility) -> float:
    system = facility.system
    return HELD.get(system.slug, BY_KIND.get(system.kind, 5)) if system else 0.0
