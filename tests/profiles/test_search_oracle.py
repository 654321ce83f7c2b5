"""The index held against plain SQL: every total, count and page, for random questions after random changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from profiles.models import Facility, Listing
from profiles.places import State
from profiles.search import SearchParams, Sort, find, oracle, write_listing
from profiles.search.index.live import build, live
from profiles.search.params import FLAGS, Release
from profiles.states import ListingState
from profiles.vocabulary import Faith, Interest, Language, Seeking
from tests.factories import make_facility, make_listing, make_photo

pytestmark = pytest.mark.django_db

WORDS = [
    "herons",
    "heron",
    "paint",
    "painting",
    "poesía",
    "poesias",
    "chess",
    "Gatesville",
    "garden",
    "gardening",
]
WORDS += ["Ñandú", "книга", "書道", "quilt"]
TYPED = [
    *WORDS,
    "hero",
    "pa",
    "gardn",
    "chesss",
    "guadaloupe",
    "gatesvile",
    "zzz",
    "poes",
    "the",
    "q",
    "книг",
]
CONSENTS = ("photo", "birthday", "romance", "name_and_id")
NAMES = ["Maria", "Guadalupe", "Heron", "Ana María", "Stephanie", "Jo"]


@pytest.fixture(autouse=True)
def _short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four listings a page, so that few make many pages."""
    monkeypatch.setattr("profiles.search.finding.PAGE_SIZE", 4)


def _content(dice: Random, today: date) -> dict[str, Any]:
    kind = dice.choice(["date", "life", "unknown"])
    day = today + timedelta(days=dice.choice([-1, 0, 1, 90, 364, 365, 366, 900, 1826, 1827, 4000]))
    return {
        "display_name": dice.choice(NAMES),
        "committed_name": f"{dice.choice(NAMES)} Committed",
        "headline": " ".join(dice.sample(WORDS, 2)),
        "bio": " ".join(dice.sample(WORDS, 3)),
        "language": dice.choice(["en", "es", "zh"]),
        "interests": dice.sample(Interest.values[:4], dice.randint(0, 3)),
        "languages": dice.sample(Language.values[:3], dice.randint(0, 2)),
        "seeking": dice.sample(Seeking.values, dice.randint(0, 3)),
        "faith": dice.choice(["", *Faith.values[:3]]),
        "veteran": dice.random() < 0.3,
        "women_only": dice.random() < 0.3,
        "no_romance": dice.random() < 0.5,
        "paused": dice.random() < 0.2,
        "max_writers": dice.choice([None, 1, 2]),
        "release_kind": kind,
        "release_date": day if kind == "date" else None,
        "birth_date": today.replace(day=1) - timedelta(days=dice.randint(6500, 24_000)),
        "verified_on": today - timedelta(days=dice.choice([0, 5, 100, 178, 184, 190])),
        "consent_listing_on": today - timedelta(days=dice.randint(0, 300)),
        "consent_until": today + timedelta(days=dice.choice([1, 2, 200])),
        "first_published_at": timezone.now() - timedelta(hours=dice.choice([1, 30, 700, 720, 730, 4800])),
        "letters_sent": dice.choice([0, 0, 1, 2, 3, 7, 60]),
        "active_writers": dice.choice([0, 1, 2]),
        "last_letter_on": dice.choice([None, today - timedelta(days=3)]),
        **{f"consent_{item}_on": dice.choice([None, today]) for item in CONSENTS},
    }


def _publish(dice: Random, facilities: list[Facility]) -> None:
    listing = make_listing(
        facility=dice.choice(facilities), index=False, **_content(dice, timezone.localdate())
    )
    if dice.random() < 0.5:
        make_photo(listing)
    write_listing(listing.pk)


def _change(dice: Random, pks: list[int]) -> None:
    """One thing happens to one listing: an edit, a letter, a pause, hiding, showing again, withdrawal."""
    pk = dice.choice(pks)
    live_one = Listing.objects.filter(pk=pk).exclude(state=ListingState.WITHDRAWN)
    live_one.update(
        **dice.choice(
            [
                _content(dice, timezone.localdate()),
                {"letters_sent": dice.randint(0, 12), "last_letter_on": timezone.localdate()},
                {"paused": True},
                {"state": ListingState.HIDDEN},
                {"state": ListingState.PUBLISHED},
                {"state": ListingState.WITHDRAWN, "consent_listing_on": None, "withdrawn_at": timezone.now()},
            ]
        )
    )
    write_listing(pk)


@pytest.fixture
def facilities(db: None) -> list[Facility]:
    texas = make_facility(state="TX", city="Gatesville", name="Crain Unit", slug="crain-unit")
    return [
        texas,
        make_facility(system=texas.system, state="TX", city="Marlin"),
        make_facility(name="Heron Hall"),
    ]


@pytest.fixture
def women(facilities: list[Facility]) -> list[int]:
    dice = Random(7)
    for _ in range(30):
        _publish(dice, facilities)
    return list(Listing.objects.values_list("pk", flat=True))


@contextmanager
def _undone() -> Iterator[None]:
    """What happens inside leaves no trace, as if the database had been restored."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _some(values: list[str], most: int = 2) -> st.SearchStrategy:
    return st.lists(st.sampled_from(values), max_size=most, unique=True)


QUESTIONS = st.fixed_dictionaries(
    {},
    optional={
        "q": st.lists(st.sampled_from(TYPED), min_size=1, max_size=2).map(lambda words: [" ".join(words)]),
        "state": st.sampled_from(["TX", "NY", State.OH]).map(lambda word: [word]),
        "facility": st.sampled_from(["crain-unit", "nowhere"]).map(lambda word: [word]),
        "interest": _some(Interest.values[:4]),
        "language": _some(Language.values[:3]),
        "seeking": _some(Seeking.values),
        "faith": st.sampled_from(Faith.values[:3]).map(lambda word: [word]),
        "release": st.sampled_from(Release.values).map(lambda word: [word]),
        "age_min": st.integers(18, 60).map(lambda age: [str(age)]),
        "age_max": st.integers(20, 70).map(lambda age: [str(age)]),
        **{flag: st.just(["1"]) for flag in FLAGS},
    },
)


def _params(values: dict[str, list[str]], sort: str) -> SearchParams:
    query = QueryDict(mutable=True)
    for name, chosen in values.items():
        query.setlist(name, chosen)
    query["sort"] = sort
    return SearchParams.from_query(query)


def _paged(params: SearchParams, today: date, now: datetime) -> list[int]:
    """Everybody, by following the link to the next page."""
    found: list[int] = []
    query: str | None = params.query_string()
    while query is not None:
        results = find(SearchParams.from_query(QueryDict(query)), today, now)
        found += [listing.pk for listing in results.listings]
        query = results.next_query
    return found


def _paged_back(params: SearchParams, today: date, now: datetime) -> list[int]:
    """Everybody, by going to the last page and following the link to the page before."""
    last = find(replace(params, page=100_000), today, now)
    found, query = [listing.pk for listing in last.listings], last.previous_query
    while query is not None:
        results = find(SearchParams.from_query(QueryDict(query)), today, now)
        found = [listing.pk for listing in results.listings] + found
        query = results.previous_query
    return found


@settings(max_examples=75, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    seed=st.integers(0, 2**32),
    changes=st.integers(0, 8),
    asked=st.lists(st.tuples(QUESTIONS, st.sampled_from(Sort.values)), min_size=1, max_size=2),
    later=st.sampled_from([0, 0, 1, 40, 366]),
)
def test_find_equals_the_oracle(
    facilities: list[Facility],
    women: list[int],
    seed: int,
    changes: int,
    asked: list[tuple[dict[str, list[str]], str]],
    later: int,
) -> None:
    dice = Random(seed)
    now = timezone.now() + timedelta(days=later)
    today = timezone.localdate(now)
    with _undone():
        find(SearchParams(q="heron garden"))  # sets that the changes below must keep true
        for _ in range(changes):
            _publish(dice, facilities) if dice.random() < 0.3 else _change(dice, women)

        for values, sort in asked:
            params = _params(values, sort)
            expected = oracle.answer(params, today, now)
            results = find(params, today, now)

            assert results.total == expected.total
            assert results.counts == expected.counts
            assert _paged(params, today, now) == expected.order
            assert _paged_back(params, today, now) == expected.order


def test_index_after_changes_equals_a_rebuild(facilities: list[Facility], women: list[int]) -> None:
    dice = Random(3)
    find(SearchParams())
    for _ in range(60):
        _publish(dice, facilities) if dice.random() < 0.3 else _change(dice, women)
    live.refresh()

    fresh = build()

    with live.reading() as store:
        assert store.alive == fresh.alive
        assert (store.seq, store.mark) == (fresh.seq, fresh.mark)
        assert {code: list(found) for code, found in store.singles.items() if found} == {
            code: list(found) for code, found in fresh.singles.items()
        }
        assert store.bits == fresh.bits
        assert store.no_letter == fresh.no_letter
        for order, places in store.lanes.items():
            alive = [place for place in places.tolist() if place & 0xFFFFFFFF in store.alive]
            assert alive == fresh.lanes[order].tolist()


def test_fair_order_holds_through_a_visit(facilities: list[Facility], women: list[int]) -> None:
    """Letters sent and pauses made meanwhile move nobody; time that passes neither."""
    now = datetime(2026, 5, 1, 12, tzinfo=UTC)
    today = timezone.localdate()
    before = oracle.answer(SearchParams(), today, now).order
    first = find(SearchParams(), today, now)
    for pk in before[::2]:
        Listing.objects.filter(pk=pk).update(letters_sent=40)
        write_listing(pk)
    Listing.objects.filter(pk=before[1]).update(paused=True)
    write_listing(before[1])

    rest = _paged(SearchParams.from_query(QueryDict(first.next_query)), today, now + timedelta(hours=3))

    assert [listing.pk for listing in first.listings] + rest == before
    assert oracle.answer(SearchParams(), today, now).order != before
