"""A stranger walks the whole site and finds no byte of anything that staff have not approved, or that is gone."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from letters.models import Route
from letters.reference import load_everything
from penpal.audiences import walk
from profiles.models import Facility, Listing, Submission
from profiles.search import write_listing
from profiles.states import ListingState, SubmissionState
from tests.factories import (
    make_expired,
    make_facility,
    make_listing,
    make_moderator,
    make_photo,
    make_story,
    make_submission,
    make_withdrawn,
)

pytestmark = pytest.mark.django_db

#: Stands in every text of the hidden rows, and nowhere else.
CANARY = "kanarie"
WORDS = {
    "committed_name": "Kanarieann Kanarieroe",
    "display_name": "Kanariename",
    "headline": "A kanarieline of mine.",
    "bio": "My kanariewords about the kanariesea.",
    "offense_words": "kanarieoffense",
    "consent_photo_on": timezone.localdate(),
    "interests": ["astronomy"],
    "faith": "hindu",
}


def _hidden(facility: Facility) -> list[Listing | Submission]:
    """One of each: pending, declined, withdrawn, expired, hidden, released, unverified, and a pending change."""
    today, now, by = timezone.localdate(), timezone.now(), make_moderator()
    common = {**WORDS, "facility": facility}
    public = make_listing(facility=facility)
    rows: list[Listing | Submission] = [
        make_submission(id_number="KANARIE01", **common),
        make_submission(
            id_number="KANARIE02", state=SubmissionState.DECLINED, decided_at=now, decided_by=by, **common
        ),
        make_submission(id_number="KANARIE03", state=SubmissionState.DRAFT, **common),
        make_submission(id_number=public.id_number, listing=public, kind="change", **common),
        make_withdrawn(id_number="KANARIE04", **common),
        make_expired(id_number="KANARIE05", **common),
        make_listing(id_number="KANARIE06", state=ListingState.HIDDEN, **common),
        make_listing(id_number="KANARIE07", verified_on=today - timedelta(days=400), **common),
        make_listing(id_number="KANARIE08", release_kind="date", release_date=today, **common),
    ]
    for row in rows:
        if isinstance(row, Listing):
            make_photo(row, alt_text="kanariephoto", file_key="kanariekey")
            make_story(row, title="kanariestory", body="kanariestory text")
            write_listing(row.pk)
    return rows


@pytest.fixture
def hidden(db: None) -> list[Listing | Submission]:
    load_everything()
    facility = make_facility(name="Plain Place", slug="plain-place")
    Route.objects.create(
        system=facility.system, lines=["{name} {id}", "{facility}", "{street}"], is_complete=True
    )
    return _hidden(facility)


def _paths(rows: list[Listing | Submission]) -> set[str]:
    """Every URL of the site with the hidden rows' own keys in it, and with those of public ones."""
    slugs = [row.slug for row in rows if isinstance(row, Listing)] + ["plain-place"]
    slugs += [row.slug for row in Listing.objects.public()]
    keys = {
        "slug": slugs
        + [story.slug for row in rows if isinstance(row, Listing) for story in row.story_set.all()],
        "token": [photo.token for row in rows if isinstance(row, Listing) for photo in row.photos.all()],
    }
    paths = set()
    for route, _pattern, namespace in walk():
        if namespace == "admin" or "(?P<key>" in route or "uidb36" in route:
            continue
        paths |= set(_filled(route, keys))
    return paths


def _filled(route: str, keys: dict[str, list[str]]) -> list[str]:
    """The route once for each slug and token that it asks for."""
    route = route.replace("(?P<width>320|960)", "320").replace("(?P<suffix>webp|jpg)", "jpg")
    route = re.sub(r"\(\?P<(slug|token)>[^)]*\)", r"<\1>", route)
    route = re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", route.replace("^", "").replace("$", "").replace("\\", ""))
    found = ["/" + route]
    for name in ("slug", "token"):
        if f"<{name}>" in route:
            found = [path.replace(f"<{name}>", value) for path in found for value in keys[name]]
    return [re.sub(r"<\w+>", "x7", path) for path in found]


def test_stranger_walks_every_url_and_finds_nothing_hidden(client: Client, hidden: list) -> None:
    paths = _paths(hidden)
    queries = [
        "",
        "?sort=newest",
        "?q=sea",
        "?state=NY&facility=plain-place",
        "?faith=hindu",
        "?interest=astronomy",
    ]
    paths |= {f"/profiles/{query}" for query in queries} | {f"/profiles/feed/{query}" for query in queries}
    paths |= {f"/shortlist/?s={row.slug}" for row in hidden if isinstance(row, Listing)}
    assert len(paths) > 100

    for path in sorted(paths | {f"/es{path}" for path in paths}):
        response = client.get(path)
        body = b"".join(response) if response.streaming else response.content
        seen = body.decode("utf-8", "replace").lower() + str(response.headers).lower()
        assert CANARY not in seen, path


def test_stranger_counts_nothing_hidden(client: Client, hidden: list) -> None:
    """The one public listing is counted; the hidden ones are in no number and no option."""
    context = client.get("/profiles/").context

    assert context["results"].total == 1
    assert all(count <= 1 for count in context["results"].counts.values())
    assert ("faith", "hindu") not in context["results"].counts


@pytest.mark.parametrize(
    "words", ["kanariename", "kanariewords", "kanarieann", "KANARIE04", "kanarieoffense"]
)
def test_stranger_searches_hidden_words_in_vain(client: Client, hidden: list, words: str) -> None:
    assert client.get("/profiles/", {"q": words}).context["results"].total == 0


def test_hidden_listings_answer_one_and_the_same_page(client: Client, hidden: list) -> None:
    """Was public: 410, whatever the reason, to the letter the same. Never public: 404."""
    gone = [row for row in hidden if isinstance(row, Listing)]
    pages = {}
    for row in gone:
        response = client.get(f"/profiles/{row.slug}/")
        pages[re.sub(row.slug.encode(), b"", response.content)] = response.status_code

    assert list(pages.values()) == [410]
    assert client.get("/profiles/zzzzzzzz/").status_code == 404


def test_withdrawal_counts_in_the_next_request(client: Client, hidden: list) -> None:
    listing = make_listing(display_name="Kanariebefore")
    assert client.get(f"/profiles/{listing.slug}/").status_code == 200

    Listing.objects.filter(pk=listing.pk).update(
        state=ListingState.WITHDRAWN, withdrawn_at=timezone.now(), consent_listing_on=None
    )

    assert client.get(f"/profiles/{listing.slug}/").status_code == 410
    assert CANARY not in client.get("/profiles/").content.decode().lower()
    assert CANARY not in client.get("/").content.decode().lower()
