"""Women like her: who is named, in which order, and who never is."""

import pytest
from django.utils import timezone

from profiles.models import Listing
from profiles.search import similar_to
from profiles.states import ListingState
from tests.factories import make_facility, make_listing

pytestmark = pytest.mark.django_db


def test_similar_to_puts_most_shared_interests_first() -> None:
    facility = make_facility(state="TX")
    her = make_listing(facility=facility, interests=["art", "books", "music"])
    one = make_listing(facility=facility, interests=["art"])
    two = make_listing(facility=facility, interests=["art", "music", "sewing"])

    assert similar_to(her) == [two, one]


def test_similar_to_puts_her_state_before_others() -> None:
    her = make_listing(facility=make_facility(state="TX"), interests=["art", "books"])
    far = make_listing(facility=make_facility(state="NY"), interests=["art", "books"])
    near = make_listing(facility=make_facility(state="TX"), interests=["art"])

    assert similar_to(her) == [near, far]


def test_similar_to_leaves_out_who_shares_nothing_is_hidden_or_takes_nobody() -> None:
    facility = make_facility()
    her = make_listing(facility=facility, interests=["art"])
    make_listing(facility=facility, interests=["music"])
    make_listing(facility=facility, interests=["art"], state=ListingState.HIDDEN)
    make_listing(facility=facility, interests=["art"], paused=True)
    gone = make_listing(facility=facility, interests=["art"])
    Listing.objects.filter(pk=gone.pk).update(state=ListingState.HIDDEN)  # behind the index's back

    assert similar_to(her) == []


def test_similar_to_does_not_tell_what_she_does_not_show() -> None:
    """Romance without consent is no likeness; only interests are compared."""
    facility = make_facility()
    her = make_listing(facility=facility, interests=["art"], seeking=["romance"])
    other = make_listing(
        facility=facility, interests=["music"], seeking=["romance"], consent_romance_on=timezone.localdate()
    )

    assert other not in similar_to(her)


def test_similar_to_of_a_hidden_listing_is_nobody() -> None:
    facility = make_facility()
    make_listing(facility=facility, interests=["art"])
    her = make_listing(facility=facility, interests=["art"], state=ListingState.HIDDEN)

    assert similar_to(her) == []
