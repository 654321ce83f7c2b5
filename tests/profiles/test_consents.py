"""Each consent on her page: shown while it is given, and gone with the very next request once she takes it back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from profiles import actions
from profiles.models import Listing
from profiles.photos import rendition_path
from profiles.vocabulary import ConsentItem
from tests.factories import make_moderator, make_submission
from tests.profiles.test_actions import photo_of
from tests.support.pages import parse

pytestmark = pytest.mark.django_db

#: What a consent shows on her page.
SHOWN = {
    ConsentItem.NAME_AND_ID: "Committed Example, T-77",
    ConsentItem.BIRTHDAY: "March 14",
    ConsentItem.OFFENSE: "What I say about it.",
    ConsentItem.ROMANCE: "Open to romance",
}


@pytest.fixture
def listing(settings: Any) -> Listing:
    """A public listing with a photo, and with every consent."""
    settings.OFFENSE_POLICY = "own_words"
    today = timezone.localdate()
    given = {f"consent_{item}_{part}": value for item in ConsentItem
             for part, value in (("on", today), ("how", "signed_form"))}  # fmt: skip
    submission = make_submission(
        committed_name="Committed Example", id_number="T-77", offense_words="What I say about it.",
        seeking=["friendship", "romance"], no_romance=False, **given,
    )  # fmt: skip
    photo_of(submission)
    return actions.approve(submission=submission, by=make_moderator(), version=1)


def facts(client: Client, listing: Listing) -> str:
    """What her page says of herself; the address for the envelope, which bears name and number, is left out."""
    page = parse(client.get(listing.get_absolute_url()))
    return " ".join(page.texts(".facts") + page.texts("section"))


def status(client: Client, path: str) -> int:
    """Status of an answer that may hold an open file, which is read to its end."""
    response = client.get(path)
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code


@pytest.mark.parametrize("item", SHOWN)
def test_consent_taken_back_is_gone_with_the_next_request(
    item: ConsentItem, listing: Listing, client: Client
) -> None:
    before = facts(client, listing)

    actions.withdraw(listing=listing, by=make_moderator(), item=item)

    after = facts(client, listing)
    assert [words in before for words in SHOWN.values()] == [True] * 4
    assert {one: words in after for one, words in SHOWN.items()} == {one: one != item for one in SHOWN}


def test_photo_consent_taken_back_deletes_every_rendition(
    listing: Listing, client: Client, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    photo = listing.photos.get()
    address = photo.url(listing.slug, 320, "webp")
    names = [
        rendition_path(photo.file_key, width, suffix) for width in (320, 960) for suffix in ("webp", "jpg")
    ]
    assert ([default_storage.exists(name) for name in names], status(client, address)) == (
        [True] * 4,
        200,
    )

    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(listing=listing, by=make_moderator(), item=ConsentItem.PHOTO)

    pages = [parse(client.get(path)) for path in (listing.get_absolute_url(), "/profiles/")]
    assert [default_storage.exists(name) for name in names] == [False] * 4
    assert status(client, address) == 404
    assert [page.select(".stamp img") for page in pages] == [[], []]


def test_search_engines_are_kept_out_with_the_next_request(listing: Listing, client: Client) -> None:
    address = listing.get_absolute_url()
    assert "X-Robots-Tag" not in client.get(address).headers

    actions.withdraw(listing=listing, by=make_moderator(), item=ConsentItem.SEARCH_ENGINES)

    assert client.get(address).headers["X-Robots-Tag"] == "noindex"


def test_consent_to_the_listing_taken_back_answers_gone_everywhere(listing: Listing, client: Client) -> None:
    addresses = [listing.get_absolute_url(), listing.photos.get().url(listing.slug, 960, "jpg")]
    assert [status(client, path) for path in addresses] == [200, 200]

    actions.withdraw(listing=listing, by=make_moderator())

    assert [status(client, path) for path in addresses] == [410, 410]
    assert parse(client.get("/profiles/")).select(".listing") == []
