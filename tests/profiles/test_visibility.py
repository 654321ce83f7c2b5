"""Search rows never say more than listings do, whoever writes to the database."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from profiles import visibility
from profiles.models import Listing, SearchRow, SearchText, System
from profiles.search import write_listing
from profiles.search.text import question
from profiles.states import ListingState
from tests.factories import make_listing, make_moderator

pytestmark = pytest.mark.django_db


def _today() -> date:
    return timezone.localdate()


def _public_both_ways(day: date) -> tuple[set[int], set[int]]:
    rows = set(SearchRow.objects.public(day).values_list("pk", flat=True))
    return rows, set(Listing.objects.public(day).values_list("pk", flat=True))


@pytest.mark.parametrize("days", [-400, -60, -1, 0, 1, 59, 60, 61, 170, 180, 200, 400])
def test_public_rows_are_those_of_public_listings_on_any_day(days: int) -> None:
    today = _today()
    make_listing()
    make_listing(release_kind="date", release_date=today + timedelta(60))
    make_listing(release_kind="life")
    make_listing(consent_until=today + timedelta(60))
    make_listing(verified_on=today - timedelta(10))

    rows, listings = _public_both_ways(today + timedelta(days))

    assert rows == listings


@pytest.mark.parametrize(
    "change",
    [
        {"state": ListingState.HIDDEN},
        {"state": ListingState.WITHDRAWN, "withdrawn_at": timezone.now, "consent_listing_on": None},
        {"consent_until": lambda: _today() - timedelta(1)},
        {"verified_on": lambda: _today() - timedelta(400)},
        {"birth_date": lambda: _today() - timedelta(6_000)},
        {"release_kind": "date", "release_date": _today},
    ],
    ids=["hidden", "withdrawn", "consent over", "not verified", "a child", "released"],
)
def test_row_stops_being_public_with_its_listing_though_nobody_writes_it(change: dict[str, Any]) -> None:
    goes, stays = make_listing(), make_listing()
    values = {name: value() if callable(value) else value for name, value in change.items()}

    Listing.objects.filter(pk=goes.pk).update(**values)

    assert _public_both_ways(_today()) == ({stays.pk}, {stays.pk})


def test_row_follows_a_later_day() -> None:
    listing = make_listing(consent_until=_today() + timedelta(10))
    later = _today() + timedelta(20)

    Listing.objects.filter(pk=listing.pk).update(consent_until=_today() + timedelta(30))

    assert _public_both_ways(later) == ({listing.pk}, {listing.pk})


def test_rows_go_where_a_system_begins_to_restrict_listings() -> None:
    elsewhere, goes = make_listing(), make_listing()
    stays = make_listing(facility=goes.facility)
    Listing.objects.filter(pk=stays.pk).update(
        override_by=make_moderator(), override_at=timezone.now(), override_reason="Her own court order."
    )

    System.objects.filter(pk=goes.system_id).update(restricts_listings=True)

    assert _public_both_ways(_today()) == ({elsewhere.pk, stays.pk}, {elsewhere.pk, stays.pk})


def test_row_goes_where_the_override_is_taken_back() -> None:
    listing = make_listing()
    System.objects.filter(pk=listing.system_id).update(restricts_listings=True)
    override = {"override_by": make_moderator(), "override_at": timezone.now(), "override_reason": "Order."}
    Listing.objects.filter(pk=listing.pk).update(**override)
    write_listing(listing.pk)
    before = SearchRow.objects.public().count()

    Listing.objects.filter(pk=listing.pk).update(override_by=None, override_at=None, override_reason="")

    assert (before, SearchRow.objects.public().count()) == (1, 0)


def test_row_stays_as_it_is_through_other_changes() -> None:
    listing = make_listing()
    before = SearchRow.objects.values().get()

    Listing.objects.filter(pk=listing.pk).update(letters_sent=3, headline="Another line")

    assert SearchRow.objects.values().get() == before


def test_install_again_changes_nothing() -> None:
    listing = make_listing()

    visibility.install("default")

    assert _public_both_ways(_today()) == ({listing.pk}, {listing.pk})


def test_stored_tokens_hold_whole_words_however_short_the_text() -> None:
    listing = make_listing(headline="Herons", bio="Quilts.")
    stored = SearchText.objects.get(pk=listing.pk).tokens

    assert question("quilts", last=False).anywhere.fits(stored)
    assert not question("quil", last=False).anywhere.fits(stored)
