"""Answers of the directory's search, held against a slow reading of the same listings in Python."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles.models import Change, Generation, Listing, SearchRow, SearchText
from profiles.search import SearchParams, Sort, facets_of, find, index_many, write_listing
from profiles.states import ListingState
from tests.factories import (
    make_expired,
    make_facility,
    make_listing,
    make_photo,
    make_submission,
    make_withdrawn,
)

pytestmark = pytest.mark.django_db


def _find(query: str) -> list[Listing]:
    return find(SearchParams.from_query(QueryDict(query))).listings


@pytest.fixture
def cast(db: None) -> dict[str, Listing]:
    """Listings that differ in every filter, and others that must never be found."""
    today = timezone.localdate()
    texas = make_facility(state="TX", city="Gatesville", name="Crain Unit", slug="crain-unit")
    ago = timezone.now() - timedelta(days=200)
    cast = {
        "artist": make_listing(
            facility=texas, interests=["art", "books"], faith="jewish", bio="I paint herons."
        ),
        "lifer": make_listing(
            release_kind="life", veteran=True, languages=["en", "es"], first_published_at=ago
        ),
        "soon": make_listing(
            release_kind="date",
            release_date=today + timedelta(days=90),
            women_only=True,
            headline="Música first.",
        ),
        "later": make_listing(
            release_kind="date",
            release_date=today + timedelta(days=900),
            letters_sent=3,
            display_name="Herona",
        ),
        "old": make_listing(birth_date=today.replace(year=today.year - 70, day=1), seeking=["romance"]),
    }
    photographed = make_listing(consent_photo_on=today)
    make_photo(photographed)
    write_listing(photographed.pk)
    make_withdrawn(bio="I paint herons.")
    make_expired(bio="I paint herons.")
    make_listing(state=ListingState.HIDDEN, bio="I paint herons.")
    make_submission(bio="I paint herons.")
    return cast | {"photographed": photographed}


CASES: list[tuple[str, set[str]]] = [
    ("state=TX", {"artist"}),
    ("facility=crain-unit", {"artist"}),
    ("interest=art&interest=books", {"artist"}),
    ("interest=art&interest=music", set()),
    ("faith=jewish", {"artist"}),
    ("release=life", {"lifer"}),
    ("release=12m", {"soon"}),
    ("release=1-5y", {"later"}),
    ("release=longer", set()),
    ("release=unknown", {"artist", "old", "photographed"}),
    ("veteran=1", {"lifer"}),
    ("es=1", {"lifer"}),
    ("language=es", {"lifer"}),
    ("women_only=1", {"soon"}),
    ("photo=1", {"photographed"}),
    ("no_letter=1", {"artist", "lifer", "soon", "old", "photographed"}),
    ("new=1", {"artist", "soon", "later", "old", "photographed"}),
    ("age_min=60", {"old"}),
    ("age_max=60", {"artist", "lifer", "soon", "later", "photographed"}),
    ("seeking=romance", set()),
    ("q=herons", {"artist"}),
    ("q=HERON", {"artist", "later"}),
    ("q=musica", {"soon"}),
    ("q=gatesville+paint", {"artist"}),
    ("q=committed", set()),
    ("q=%25", {"artist", "lifer", "soon", "later", "old", "photographed"}),
    ("q=her_ns", set()),
]


@pytest.mark.parametrize(("query", "expected"), CASES, ids=[query for query, _expected in CASES])
def test_find_answers(query: str, expected: set[str], cast: dict[str, Listing]) -> None:
    names = {listing.pk: name for name, listing in cast.items()}

    results = find(SearchParams.from_query(QueryDict(query)))

    assert {names[listing.pk] for listing in results.listings} == expected
    assert results.total == len(expected)


def test_counts_are_what_choosing_the_option_leaves(cast: dict[str, Listing]) -> None:
    base = "age_max=60&state=NY"
    results = find(SearchParams.from_query(QueryDict(base)))

    for (name, value), count in results.counts.items():
        query = f"age_max=60&state={value}" if name == "state" else f"{base}&{name}={value}"
        assert find(SearchParams.from_query(QueryDict(query))).total == count, (name, value)


def test_facets_hold_no_option_of_hidden_listings(cast: dict[str, Listing]) -> None:
    make_listing(state=ListingState.HIDDEN, faith="buddhist", facility=make_facility(name="Secret Place"))

    labels = [option.label for facet in facets_of(find(SearchParams())) for option in facet.options]

    assert "Buddhist" not in labels
    assert "Secret Place" not in labels
    assert "Jewish" in labels


def test_find_committed_name_only_with_her_consent() -> None:
    quiet = make_listing(committed_name="Quietta Example")
    shown = make_listing(committed_name="Openna Example", consent_name_and_id_on=timezone.localdate())

    assert _find("q=quietta") == []
    assert _find("q=openna") == [shown]
    assert " quietta " not in quiet.search_text.tokens


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        (Sort.NEWEST, lambda listing: (-int(listing.first_published_at.timestamp()), listing.pk)),
        (Sort.VERIFIED, lambda listing: (-listing.verified_on.toordinal(), listing.pk)),
        (Sort.RELEASE, lambda listing: (listing.release_date or timezone.localdate().max, listing.pk)),
        (Sort.WAITING, lambda listing: (timezone.localdate(listing.first_published_at), listing.pk)),
    ],
)
def test_find_sorts(sort: str, key: Callable, cast: dict[str, Listing]) -> None:
    found = _find(f"sort={sort}")

    assert found == sorted(found, key=key)
    assert len(found) == 6


def test_find_fair_puts_fewest_letters_first_and_full_last() -> None:
    full = make_listing(paused=True)
    many = make_listing(letters_sent=9)
    few = make_listing(letters_sent=1)
    none = make_listing()

    assert _find("") == [none, few, many, full]


def test_find_birthday_shows_only_those_who_agreed() -> None:
    today = timezone.localdate()
    hidden = make_listing(birth_date=today.replace(year=1980))
    tomorrow = today + timedelta(days=1)
    shown = make_listing(
        birth_date=tomorrow.replace(year=1980, day=min(tomorrow.day, 28)), consent_birthday_on=today
    )

    assert _find("sort=birthday") == [shown, hidden]


def test_find_relevance_puts_names_before_texts() -> None:
    text = make_listing(bio="A heron stood there.")
    name = make_listing(display_name="Heron")

    assert _find("q=heron") == [name, text]


def test_find_pages_hold_everybody_once() -> None:
    for _ in range(30):
        make_listing()

    pages = [find(SearchParams(page=page)) for page in (1, 2, 9)]

    assert [len(page.listings) for page in pages] == [24, 6, 6]
    assert len({listing.pk for page in pages[:2] for listing in page.listings}) == 30
    assert (pages[0].previous_query, pages[1].next_query) == (None, None)


def test_find_costs_the_same_for_one_and_for_many() -> None:
    def cost() -> int:
        find(SearchParams())  # takes in what has changed
        with CaptureQueriesContext(
            connection,
        ) as queries:
            list(find(SearchParams(state="NY")).listings)
        return len(queries)

    facility = make_facility()
    make_listing(facility=facility)
    one = cost()
    for _ in range(3):
        make_listing(facility=facility)

    assert cost() == one <= 4


def test_write_listing_numbers_each_change() -> None:
    listing = make_listing()
    before = Generation.objects.get().n

    Listing.objects.filter(pk=listing.pk).update(state=ListingState.HIDDEN)
    write_listing(listing.pk)

    assert not SearchRow.objects.filter(pk=listing.pk).exists()
    assert Generation.objects.get().n == before + 1
    assert Change.objects.get(seq=before + 1).listing_id == listing.pk


def test_index_many_equals_writing_one_by_one() -> None:
    today = timezone.localdate()
    pks = [make_listing(faith="jewish", consent_birthday_on=today).pk for _ in range(3)] + [
        make_withdrawn().pk
    ]
    single = list(SearchRow.objects.order_by("pk").values())
    texts = list(SearchText.objects.order_by("pk").values())
    SearchRow.objects.all().delete()
    SearchText.objects.all().delete()
    before = Generation.objects.get().n

    written = index_many(pks)

    assert written == 3
    assert list(SearchRow.objects.order_by("pk").values()) == single
    assert list(SearchText.objects.order_by("pk").values()) == texts
    assert Generation.objects.get().n == before + 4
    assert (
        list(Change.objects.filter(seq__gt=before).order_by("seq").values_list("listing_id", flat=True))
        == pks
    )
