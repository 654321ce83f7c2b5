"""Where made-up women may be listed, asked of the mailroom check with the real reference data."""

from io import StringIO

import pytest
from django.core.management import call_command
from PIL import Image

from letters import desk, samples
from letters.targets import DatabaseTargets
from profiles.models import Facility, Listing
from profiles.sample import pictures, placing

pytestmark = pytest.mark.django_db


@pytest.fixture
def _reference() -> None:
    call_command("load_reference", stdout=StringIO(), verbosity=0)


@pytest.mark.usefixtures("_reference")
def test_places_tells_of_each_facility_of_a_system() -> None:
    found = samples.places()

    assert set(found) == set(Facility.objects.filter(system__isnull=False).values_list("slug", flat=True))
    assert not any(
        found[facility.slug].takes_letters for facility in Facility.objects.filter(status="closed")
    )


@pytest.mark.usefixtures("_reference")
def test_places_takes_letters_exactly_where_a_blank_letter_is_not_refused() -> None:
    found, targets = samples.places(), DatabaseTargets()

    for facility in Facility.objects.filter(system__isnull=False, status="open").select_related("system"):
        woman = Listing(
            system=facility.system, facility=facility, committed_name="A B", id_number="1", housing_unit="A"
        )
        checked = desk.check_blank_letter(woman, pages=2, paper="letter", target=targets[facility.slug])
        assert found[facility.slug].takes_letters == (not checked.blocked and not checked.has_no_way_past)


def test_places_is_what_samples_ask() -> None:
    assert placing.places() == samples.places() == {}


@pytest.mark.usefixtures("_reference")
def test_sample_women_can_all_be_written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "draw", lambda spec, width: Image.new("RGB", (64, 80)))
    monkeypatch.setattr(pictures, "draw_still_life", lambda name, width: Image.new("RGB", (64, 48)))
    call_command("make_sample", listings=60, verbosity=0)
    targets = DatabaseTargets()

    public = Listing.objects.public().select_related("facility__system", "system")

    assert public.count() >= 60
    assert not public.filter(system__restricts_listings=True).exists()
    for listing in public:
        checked = desk.check_blank_letter(
            listing, pages=2, paper="letter", target=targets[listing.facility.slug]
        )
        assert not checked.blocked
        assert not checked.has_no_way_past
