"""Who the public sees, case by case."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from profiles.models import Listing, Photo, Story
from profiles.querysets import months_before
from profiles.states import ListingState
from tests.factories import make_facility, make_listing, make_moderator, make_photo, make_story, make_system

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def _days(count: int) -> date:
    return TODAY + timedelta(days=count)


BASE = {"consent_listing_on": _days(-100), "consent_until": _days(200), "verified_on": _days(-30)}
CASES = [
    ("as approved", {}, True),
    ("hidden", {"state": ListingState.HIDDEN}, False),
    ("withdrawn", {"state": ListingState.WITHDRAWN, "withdrawn_at": timezone.now()}, False),
    ("last day of consent", {"consent_until": TODAY}, True),
    ("consent over", {"consent_until": _days(-1)}, False),
    ("consent not begun", {"consent_listing_on": _days(1)}, False),
    ("verified just in time", {"verified_on": date(2026, 5, 23)}, True),
    ("verified six months ago", {"verified_on": date(2026, 5, 22)}, False),
    ("eighteen today", {"birth_date": date(2008, 11, 22)}, True),
    ("eighteen tomorrow", {"birth_date": date(2008, 11, 23)}, False),
    ("home tomorrow", {"release_kind": "date", "release_date": _days(1)}, True),
    ("home today", {"release_kind": "date", "release_date": TODAY}, False),
    ("life", {"release_kind": "life"}, True),
    ("paused", {"paused": True}, True),
]


@pytest.mark.parametrize(("case", "fields", "seen"), CASES, ids=[case for case, _fields, _seen in CASES])
def test_public_case(case: str, fields: dict, seen: bool) -> None:
    listing = make_listing(index=False, **{**BASE, **fields})

    assert list(Listing.objects.public(TODAY)) == ([listing] if seen else [])
    assert list(Listing.objects.gone(TODAY)) == ([] if seen else [listing])


@pytest.mark.parametrize("overridden", [True, False])
def test_public_in_a_system_that_restricts_listings(overridden: bool) -> None:
    facility = make_facility(system=make_system(restricts_listings=True))
    senior = make_moderator()
    override = {
        "override_by": senior,
        "override_at": timezone.now(),
        "override_reason": "She knows the risk.",
    }
    listing = make_listing(index=False, facility=facility, **BASE, **(override if overridden else {}))

    assert list(Listing.objects.public(TODAY)) == ([listing] if overridden else [])


def test_writable_needs_room_for_a_writer() -> None:
    free = make_listing(max_writers=2, active_writers=1)
    make_listing(max_writers=1, active_writers=1)
    make_listing(paused=True)

    assert list(Listing.objects.writable()) == [free]
    assert Listing.objects.public().count() == 3


def test_photos_need_their_own_consent() -> None:
    shown = make_photo(make_listing(consent_photo_on=_days(-10)))
    make_photo(make_listing())
    make_photo(make_listing(consent_photo_on=_days(-10), state=ListingState.HIDDEN))

    assert list(Photo.objects.public()) == [shown]


def test_stories_follow_their_author() -> None:
    shown = make_story(make_listing())
    make_story(make_listing(), is_shown=False)
    make_story(make_listing(state=ListingState.HIDDEN))

    assert list(Story.objects.public()) == [shown]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 22), 6, date(2026, 5, 22)),
        (date(2026, 8, 31), 6, date(2026, 2, 28)),
        (date(2024, 8, 30), 6, date(2024, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 11, 22), -12, date(2027, 11, 22)),
        (date(2024, 2, 29), 12 * 18, date(2006, 2, 28)),
    ],
)
def test_months_before(day: date, months: int, expected: date) -> None:
    assert months_before(day, months) == expected
