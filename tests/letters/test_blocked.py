"""A writer whom a woman blocked is kept out wherever a letter begins, and learns nothing of it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from letters import actions, blocked, chores, nights
from letters.models import Correspondence, Letter, ReturnAddress
from profiles.blocking import block
from profiles.models import Listing, User
from tests.factories import make_moderator, make_user
from tests.letters.places import make_draft, make_reachable

pytestmark = pytest.mark.django_db
LINES = ("Zoe Marsh", "48 Sample Street", "Duluth, MN 00000")
NEUTRAL = "We cannot take a letter here now. You can write to somebody else."


@pytest.fixture
def zoe() -> User:
    writer = make_user(email="zoe@example.org", pen_name="Zee")
    ReturnAddress.objects.create(writer=writer, lines="\n".join(LINES))
    return writer


@pytest.fixture
def closed() -> Listing:
    """A woman who wants no letters from Zoe's address."""
    listing = make_reachable()
    block(listing=listing, by=make_moderator(), address=LINES[1:])
    return listing


@pytest.fixture
def friendly() -> Listing:
    return make_reachable(id_number="N2")


def writing_to(writer: User, listing: Listing) -> Correspondence:
    Listing.objects.filter(pk=listing.pk).update(active_writers=1)
    return Correspondence.objects.create(
        writer=writer, listing=listing, display_name="Ana", last_on=timezone.localdate()
    )


@pytest.mark.parametrize(
    "name", ["letters:write", "letters:blank", "letters:blank-letter", "letters:blank-envelope"]
)
def test_pages_refuse_a_blocked_account_in_neutral_words(
    name: str, client: Client, zoe: User, closed: Listing, friendly: Listing
) -> None:
    stranger = client.get(reverse(name, args=[closed.slug])).status_code
    client.force_login(zoe)

    refused = client.get(reverse(name, args=[closed.slug]))
    open_one = client.get(reverse(name, args=[friendly.slug]))

    assert (stranger, refused.status_code, open_one.status_code) == (200, 409, 200)
    assert NEUTRAL in refused.content.decode()


def test_pages_refuse_by_pen_name_alone(client: Client, closed: Listing, friendly: Listing) -> None:
    writer = make_user(pen_name="Zee")
    block(listing=friendly, by=make_moderator(), name="zee")
    client.force_login(writer)

    answers = [
        client.get(reverse("letters:write", args=[one.slug])).status_code for one in (friendly, closed)
    ]

    assert answers == [409, 200]


def test_signing_in_closes_what_she_wants_no_more(
    client: Client, zoe: User, closed: Listing, friendly: Listing
) -> None:
    hers, other = writing_to(zoe, closed), writing_to(zoe, friendly)

    client.force_login(zoe)

    hers.refresh_from_db()
    other.refresh_from_db()
    closed.refresh_from_db()
    assert (hers.state, other.state, closed.active_writers) == ("lapsed", "active", 0)


def test_keeping_a_return_address_closes_it_too(closed: Listing) -> None:
    writer = make_user()
    hers = writing_to(writer, closed)

    actions.keep_return_address(writer=writer, pen_name="Z", lines=["Z", *LINES[1:]])

    hers.refresh_from_db()
    assert hers.state == "lapsed"


def test_daily_closes_it_before_anybody_is_reminded(zoe: User, closed: Listing, friendly: Listing) -> None:
    writing_to(zoe, closed)
    writing_to(make_user(), closed)
    writing_to(zoe, friendly)

    assert [chores.part_blocked(), chores.part_blocked()] == [1, 0]


def test_letter_night_passes_over_her_without_a_word(zoe: User, closed: Listing, friendly: Listing) -> None:
    slugs = [closed.slug, friendly.slug]

    night = nights.start(
        writer=zoe, slugs=slugs, draft=make_draft(return_lines=("Another", "1 Hill Road")), ruled_pages=None
    )
    by_lines = nights.start(
        writer=make_user(), slugs=slugs, draft=make_draft(return_lines=LINES), ruled_pages=None
    )

    assert [[item.listing for item in one.items.all()] for one in (night, by_lines)] == [[friendly]] * 2
    assert nights.women(count=9, writer=zoe) == [friendly]
    assert set(nights.women(count=9, writer=make_user())) == {closed, friendly}


def test_kept_draft_prints_nothing_in_the_words_for_a_listing_that_is_gone(
    client: Client, zoe: User, closed: Listing
) -> None:
    kept = Letter.objects.create(writer=zoe, listing=closed, body="Hello", display_name="Ana")
    client.force_login(zoe)

    response = client.post(reverse("letters:letter", args=[kept.code]), {"action": "letter"})

    assert response.status_code == 409
    assert "This listing is no longer available" in response.content.decode()


def test_people_asks_one_query(zoe: User, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert blocked.people(zoe, ["Typed", "Here"]) == [["Zee"], list(LINES), ["Typed", "Here"]]
