from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from profiles.models import Listing
from profiles.templatetags.listing import (
    card_foot,
    first_paragraphs,
    her_language,
    opening,
    other_languages,
    photo_addresses,
    place,
    shortlist_without,
    shown_photos,
    writers,
)
from tests.factories import make_facility, make_listing, make_photo

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.mark.parametrize(
    ("headline", "bio", "said"),
    [
        ("A line.", "Words.", "A line."),
        ("“A line.”", "Words.", "A line."),
        ("", "Short\nwords.", "Short words."),
        ("", "abcdefghi " * 20, ("abcdefghi " * 13).strip() + "…"),
        ("", "abcdefghi, " * 20, ("abcdefghi, " * 11).strip(", ") + "…"),
    ],
)
def test_opening_is_her_line_or_her_first_words(headline: str, bio: str, said: str) -> None:
    assert opening(Listing(headline=headline, bio=bio)) == said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "Cedar Bend Unit", "short_name": "Cedar Bend", "state": "TX"}, "Cedar Bend, Texas"),
        ({"name": "Cedar Bend Unit", "short_name": "", "state": "TX"}, "Cedar Bend Unit, Texas"),
        ({"name": "Cedar Bend Unit", "short_name": "", "state": ""}, "Cedar Bend Unit"),
    ],
)
def test_place_names_facility_and_state(fields: dict[str, str], said: str) -> None:
    assert place(Listing(facility=make_facility(**fields))) == said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"letters_sent": 0}, '<strong class="sage">No letters yet</strong>'),
        ({"letters_sent": 3, "active_writers": 1}, "1 pen pal"),
        ({"letters_sent": 3, "active_writers": 2}, "2 pen pals"),
        ({"letters_sent": 3, "active_writers": 0}, "Room for a writer"),
        ({"letters_sent": 0, "paused": True}, "No new writers now"),
        ({"letters_sent": 4, "active_writers": 2, "max_writers": 2}, "No new writers now"),
    ],
)
def test_writers_says_how_many_write(fields: dict[str, Any], said: str) -> None:
    assert writers(Listing(**fields)) == said


@pytest.mark.parametrize(
    ("fields", "facts"),
    [
        ({}, []),
        ({"veteran": True}, ["Veteran"]),
        ({"release_date": TODAY + timedelta(days=365)}, ["Home within a year"]),
        ({"release_date": TODAY + timedelta(days=366)}, []),
    ],
)
def test_card_foot_names_what_a_writer_may_look_for(fields: dict[str, Any], facts: list[str]) -> None:
    assert card_foot(Listing(**fields))["facts"] == facts


@pytest.mark.parametrize("language", ["en", "es"])
def test_other_languages_are_those_besides_english(language: str) -> None:
    with override(language):
        assert other_languages(Listing(languages=["en", "es"])) == [("es", "Español")]


@pytest.mark.parametrize(("language", "attribute"), [("en", ""), ("es", ' lang="es"')])
def test_her_language_marks_words_that_are_not_in_that_of_the_page(language: str, attribute: str) -> None:
    assert her_language(Listing(language=language)) == attribute


@pytest.mark.parametrize(("day", "count"), [(TODAY, 1), (None, 0)])
def test_shown_photos_needs_her_consent(day: object, count: int) -> None:
    listing = make_listing(consent_photo_on=day)
    make_photo(listing)

    assert len(shown_photos(listing)) == count


def test_photo_addresses_are_those_of_the_renditions() -> None:
    listing = make_listing()
    photo = make_photo(listing)

    assert photo_addresses(listing.slug, photo) == {
        "small_webp": f"/profiles/{listing.slug}/photos/{photo.token}-320.webp",
        "small_jpg": f"/profiles/{listing.slug}/photos/{photo.token}-320.jpg",
        "large_webp": f"/profiles/{listing.slug}/photos/{photo.token}-960.webp",
        "large_jpg": f"/profiles/{listing.slug}/photos/{photo.token}-960.jpg",
    }


@pytest.mark.parametrize(
    ("text", "count", "said"),
    [("a\n\nb\n\nc", 2, "a\n\nb"), ("a\r\n\r\nb", 1, "a"), ("\n\n a ", 2, "a"), ("", 2, "")],
)
def test_first_paragraphs(text: str, count: int, said: str) -> None:
    assert first_paragraphs(text, count) == said


def test_shortlist_without_the_last_one_is_an_empty_list() -> None:
    listing = Listing(pk=1, slug="aaaaaaaa")

    assert shortlist_without([listing], listing) == "/shortlist/?s="
