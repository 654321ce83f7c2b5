import pytest
from django.http import Http404

from profiles.models import Listing
from profiles.states import ListingState
from profiles.views.shared import Gone, public_listing_or_gone, waiting_for_a_letter
from tests.factories import make_expired, make_listing, make_withdrawn

pytestmark = pytest.mark.django_db


def test_public_listing_or_gone_finds_her() -> None:
    listing = make_listing()

    assert public_listing_or_gone(listing.slug) == listing


@pytest.mark.parametrize(
    "make", [make_withdrawn, make_expired, lambda: make_listing(state=ListingState.HIDDEN)]
)
def test_public_listing_or_gone_tells_no_reason(make: object) -> None:
    listing = make()

    with pytest.raises(Gone) as raised:
        public_listing_or_gone(listing.slug)
    assert raised.value.args == ()


def test_public_listing_or_gone_knows_what_never_was() -> None:
    make_listing()

    with pytest.raises(Http404):
        public_listing_or_gone("zzzzzzzz")


def test_public_listing_or_gone_looks_among_what_it_is_given() -> None:
    listing = make_listing(paused=True)

    assert public_listing_or_gone(listing.slug, Listing.objects.public()) == listing
    with pytest.raises(Http404):
        public_listing_or_gone(listing.slug, Listing.objects.writable())


@pytest.mark.parametrize(("count", "found"), [(1, 1), (5, 2)])
def test_waiting_for_a_letter_gives_at_most_so_many(count: int, found: int) -> None:
    make_listing()
    make_listing()
    make_listing(letters_sent=1)

    assert len(waiting_for_a_letter(count)) == found
