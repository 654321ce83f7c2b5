"""What measures the search measures what it says."""

import time
from dataclasses import replace

import pytest
from django.conf import settings
from django.db import connection
from django.test import RequestFactory

from penpal.bench import here, leaks, loading
from penpal.bench.leaks import Outcome
from penpal.bench.measuring import bare_application, best, spent
from penpal.bench.pages import _lua
from penpal.bench.plans import Plan
from profiles.models import Listing, SearchRow, SearchText
from profiles.search import SearchParams, find
from profiles.text_index import left_out
from tests.factories import make_listing

PLAN = Plan("cards", buffers=96, most=100, scans=False, rechecked=0)


@pytest.mark.parametrize(
    ("plan", "is_good"),
    [
        (PLAN, True),
        (replace(PLAN, buffers=100), True),
        (replace(PLAN, buffers=101), False),
        (replace(PLAN, scans=True), False),
        (replace(PLAN, rechecked=1), False),
    ],
)
def test_plan_is_good_only_within_its_limits(plan: Plan, is_good: bool) -> None:
    assert plan.is_good == is_good


def test_outcome_counts_who_is_on_a_page_that_began_after_her_withdrawal() -> None:
    outcome = Outcome(gone={"a": 10.0, "b": 20.0})

    for line in ['[9.0, ["a", "b"]]', '[15.0, ["a", "b", "c"]]', '[25.0, ["a", "b"]]', "ready"]:
        outcome.see(line)

    assert (outcome.pages, outcome.leaks) == (3, 3)


def test_best_is_the_least_of_its_rounds() -> None:
    times = iter([5.0, 3.0, 4.0])

    assert best(lambda: None, 3, lambda _action: next(times)) == 3.0


def test_verdict_says_whether_a_target_is_met() -> None:
    report = here.Report(floor=0.1)

    met = report.said("answers", [1.0, 2.0, 3.0], half=20, most=50)
    missed = report.said("answers", [1.0, 2.0, 3.0], half=19, most=50)

    assert met.endswith("[p50 20x, p95 50x: met]")
    assert missed.endswith("[p50 19x, p95 50x: MISSED]")


def test_bare_application_runs_no_middleware_and_leaves_the_sites_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = list(settings.MIDDLEWARE)
    monkeypatch.setattr("penpal.middleware.RequestIds.__call__", None)

    answered = bare_application().get_response(RequestFactory().get("/healthz"))

    assert answered.status_code == 200
    assert not answered.has_header("Cache-Control")
    assert before == settings.MIDDLEWARE


@pytest.mark.django_db
def test_spent_counts_work_and_not_waiting() -> None:
    slept = spent(lambda: time.sleep(0.2))
    with connection.cursor() as cursor:
        asked = spent(lambda: cursor.execute("SELECT 1"))

    assert slept < 100
    assert asked > 0


def test_words_of_lua_are_quoted() -> None:
    assert _lua('/profiles/?q="a\\b"') == '"/profiles/?q=\\"a\\\\b\\""'


@pytest.mark.django_db
def test_page_drawn_for_the_measurement_is_the_directory() -> None:
    listing = make_listing()

    anew, kept = here.drawn(SearchParams()), here.drawn(SearchParams(), anew=False)

    assert listing.display_name in anew.content.decode()
    assert (anew.has_header("ETag"), kept.has_header("ETag")) == (False, True)


@pytest.mark.django_db(transaction=True)
def test_text_index_left_out_is_made_again_over_all_texts() -> None:
    before = make_listing(headline="Quilts")
    with left_out("default"):
        inside = make_listing(headline="Quilts", facility=before.facility)

    found = find(SearchParams(q="quilts"))

    assert {one.pk for one in found.listings} == {before.pk, inside.pk}
    assert SearchText.objects.count() == 2
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexname = 'searchtext_tokens'")
            assert cursor.fetchone() == (1,)


@pytest.mark.django_db(transaction=True)
def test_withdrawn_women_of_a_trial_are_listed_again() -> None:
    listing = make_listing()

    leaks._hide(listing.pk)
    hidden = find(SearchParams()).total
    leaks._list_again([listing.pk])

    assert (hidden, find(SearchParams()).total) == (0, 1)


@pytest.mark.django_db
def test_copies_lead_to_their_own_pages() -> None:
    originals = [make_listing(), make_listing()]
    last = max(one.pk for one in originals)

    loading._copy(last, last, 2)

    assert Listing.objects.public().count() == 4
    cards = SearchRow.objects.values_list("listing__slug", "card")
    assert [card["slug"] for _slug, card in cards] == [slug for slug, _card in cards]
    assert len({slug for slug, _card in cards}) == 4
