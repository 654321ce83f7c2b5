"""Mistyped words, and the addresses that carry a visit."""

import pytest
from django.http import QueryDict
from django.utils import timezone

from profiles.models import Listing
from profiles.search import SearchParams, find, write_listing
from profiles.search.spelling import distance, edits_of, keys_of
from profiles.search.visits import Visit
from profiles.states import ListingState
from tests.factories import make_listing

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "meant", "far"),
    [
        ("famly", "family", 1),
        ("leters", "letters", 1),
        ("jesika", "jessica", 2),
        ("hreon", "heron", 1),
        ("a", "abcd", 3),
    ],
)
def test_distance(typed: str, meant: str, far: int) -> None:
    assert (distance(typed, meant), distance(meant, typed)) == (far, far)
    assert far > 2 or keys_of(typed, far) & keys_of(meant, far)


def test_edits_are_fewer_for_short_words_and_none_for_numbers() -> None:
    found = [edits_of(word, is_name=True) for word in ("ann", "maria", "stephanie", "123456")]

    assert found == [0, 1, 2, 0]
    assert edits_of("stephanie", is_name=False) == 1


@pytest.mark.parametrize(
    ("typed", "read"), [("guadaloupe", "guadalupe"), ("stefanie", "stephanie"), ("qilts", "quilts")]
)
def test_find_reads_a_mistyped_word_as_the_nearest(typed: str, read: str) -> None:
    make_listing(display_name="Guadalupe")
    make_listing(display_name="Stephanie")
    make_listing(bio="I sew quilts.")

    results = find(SearchParams.from_query(QueryDict(f"q={typed}")))

    assert (results.total, results.corrections) == (1, {typed: read})
    assert results.notices == (f"No listing has “{typed}”. These have “{read}”.",)


def test_find_offers_no_word_of_somebody_who_is_gone() -> None:
    gone = make_listing(display_name="Guadalupe")
    Listing.objects.filter(pk=gone.pk).update(state=ListingState.HIDDEN)
    write_listing(gone.pk)

    results = find(SearchParams.from_query(QueryDict("q=guadaloupe")))

    assert (results.total, results.corrections) == (0, {})


@pytest.mark.parametrize(
    "after",
    [
        "",
        "x",
        "fair",
        "fair-",
        "fair-1-1-p",
        "fair-zzzzzzzzzz-1",
        "newest-1-1-1",
        "fair-1-1-1-q",
        "-",
        "9" * 220,
    ],
)
def test_any_place_in_the_address_gives_a_page(after: str) -> None:
    make_listing()

    assert find(SearchParams.from_query(QueryDict(f"after={after}&page=3"))).total == 1


@pytest.mark.parametrize("backwards", [True, False])
def test_visit_reads_what_it_writes(backwards: bool) -> None:
    now = timezone.now()
    visit = Visit.begin("fair", now, 7).at((2 << 63) + 12345, backwards=backwards)

    assert Visit.read(str(visit), "fair", now, 9) == visit
    assert Visit.read(str(visit), "newest", now, 9) is None
    assert Visit.read(str(visit), "fair", now, 6) is None
