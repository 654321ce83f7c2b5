"""Reading the address bar: never an error, always an answer, and what was left out is said."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from profiles.search import SearchParams, Sort


def _read(query: str) -> SearchParams:
    return SearchParams.from_query(QueryDict(query))


def test_from_query_reads_every_parameter() -> None:
    query = (
        "q=quilts&state=TX&system=us-tx-tdcj&facility=crain-unit&interest=art&interest=music&language=es&seeking=books"
        "&faith=jewish&age_min=30&age_max=50&release=12m&veteran=1&new=1&photo=1&women_only=1&es=1&no_letter=1&sort=newest"
    )

    params = _read(query)

    assert params.notices == ()
    assert params.query_string() == query.replace("veteran=1", "veteran=1")
    assert (params.interest, params.age_min, params.veteran, params.sort) == (
        ("art", "music"),
        30,
        True,
        "newest",
    )


def test_from_query_of_nothing_is_the_fair_order() -> None:
    assert _read("") == SearchParams(sort=Sort.FAIR)
    assert _read("").query_string() == ""


@pytest.mark.parametrize(
    "query",
    [
        "state=XX",
        "interest=golf",
        "age_min=-3",
        "age_min=abc",
        "age_max=999999999999",
        "page=0",
        "page=2e9",
        "after=garbage",
        "veteran=maybe",
        "release=soon",
        "sort=rank",
        "facility=../../etc",
        "colour=red",
        "state=TX&state=CA",
        "q=%21%21",
        "q=" + "a" * 10_000,
        "q=" + "+".join("abcdefghijklmnop"),
        "sort=relevance",
    ],
)
def test_from_query_says_what_it_ignored(query: str) -> None:
    assert len(_read(query).notices) >= 1


def test_from_query_leaves_ages_out_that_nobody_has() -> None:
    params = _read("age_min=200&age_max=9&page=100001")

    assert (params.age_min, params.age_max, params.page, len(params.notices)) == (None, None, 1, 3)


def test_from_query_exchanges_ages() -> None:
    params = _read("age_min=60&age_max=30")

    assert (params.age_min, params.age_max, len(params.notices)) == (30, 60, 1)


def test_from_query_takes_5000_interests_as_one_notice() -> None:
    params = _read("interest=art&" + "&".join(f"interest=x{n}" for n in range(900)))

    assert (params.interest, len(params.notices)) == (("art",), 1)


def test_words_are_the_default_for_relevance() -> None:
    assert _read("q=chess").sort == Sort.RELEVANCE
    assert _read("q=chess&sort=newest").sort == Sort.NEWEST


def test_without_takes_one_value_away() -> None:
    params = _read("interest=art&interest=music&state=TX&page=3")

    assert params.without("interest", "art").query_string() == "state=TX&interest=music"
    assert params.without("state").query_string() == "interest=art&interest=music"


@given(
    st.dictionaries(
        st.sampled_from(sorted({"q", "state", "page", "age_min", "after", "sort"})), st.text(max_size=40)
    )
)
def test_from_query_takes_anything(values: dict[str, str]) -> None:
    query = QueryDict(mutable=True)
    query.update(values)

    params = SearchParams.from_query(query)

    assert _read(params.query_string()).query_string() == params.query_string()
