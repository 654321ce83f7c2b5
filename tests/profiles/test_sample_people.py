"""Women who do not exist: agreed with themselves, different from each other, the same for the same seed."""

from collections import Counter
from datetime import date
from functools import lru_cache
from typing import Any

import pytest

from profiles.querysets import months_before
from profiles.sample.bios import Told
from profiles.sample.people import person
from profiles.sample.portraits import POOL_SIZE, portrait_spec
from profiles.vocabulary import ConsentItem, Faith, Interest, Language, ReleaseKind, Seeking

TODAY = date(2026, 11, 22)


@lru_cache(maxsize=1)
def many() -> list[dict[str, Any]]:
    told = Told()
    return [
        person(number, today=TODAY, id_shape="7 digits", serial=number, told=told) for number in range(300)
    ]


def test_person_same_seed_same_woman() -> None:
    assert person("a", today=TODAY, serial=4) == person("a", today=TODAY, serial=4)
    assert person("a", today=TODAY, serial=4) != person("b", today=TODAY, serial=4)


def test_person_is_adult_and_not_older_than_eighty() -> None:
    ages = [(TODAY - made["birth_date"]).days // 365.25 for made in many()]

    assert all(made["birth_date"] <= months_before(TODAY, 18 * 12) for made in many())
    assert max(ages) <= 80


def test_person_uses_only_words_of_the_lists() -> None:
    for made in many():
        assert set(made["interests"]) <= set(Interest.values)
        assert 2 <= len(made["interests"]) <= 7
        assert set(made["languages"]) <= set(Language.values)
        assert made["language"] == made["languages"][0]
        assert set(made["seeking"]) <= set(Seeking.values)
        assert made["seeking"] != []
        assert made["faith"] in {"", *Faith.values}
        assert set(made["consents"]) <= set(ConsentItem.values)
        assert 0 <= made["portrait"] < POOL_SIZE


def test_person_fits_the_columns() -> None:
    for made in many():
        assert len(made["headline"]) <= 120
        assert 300 < len(made["bio"]) < 6000
        assert 3 <= made["bio"].count("\n\n") + 1 <= 6
        assert len(made["committed_name"]) <= 90
        assert "{" not in made["bio"] + made["headline"]


def test_person_release_date_goes_with_its_kind_and_lies_ahead() -> None:
    for made in many():
        assert (made["release_date"] is not None) == (made["release_kind"] == ReleaseKind.DATE)
        assert made["release_date"] is None or made["release_date"] > TODAY


def test_person_romance_is_consented_or_not_there() -> None:
    for made in many():
        open_to_it = "romance" in made["consents"]
        assert open_to_it == ("romance" in made["seeking"])
        assert open_to_it != made["no_romance"]
        assert not (open_to_it and made["women_only"])


def test_person_words_about_the_offense_only_with_consent() -> None:
    for made in many():
        assert bool(made["offense_words"]) == ("offense" in made["consents"])


def test_person_veterans_tell_of_their_service() -> None:
    served = [made for made in (person(n, today=TODAY) for n in range(1500)) if made["veteran"]]

    assert served
    assert all(
        "Army" in made["bio"] or "Navy" in made["bio"] or "records clerk" in made["bio"] for made in served
    )


def test_person_in_spanish_has_a_spanish_name_and_text() -> None:
    made = person("x", today=TODAY, language="es")

    assert made["language"] == "es"
    assert portrait_spec(made["portrait"]).family == "adobe"
    assert set(made["bio"].lower().split()) & {"de", "que", "una", "la"}


def test_person_with_a_headscarf_is_muslim() -> None:
    scarfed = [made for made in many() if portrait_spec(made["portrait"]).hair == "hijab"]

    assert {made["faith"] for made in scarfed} <= {"muslim"}


def test_people_are_in_likely_proportions() -> None:
    faith = sum(made["faith"] not in ("", "none") for made in many()) / 300
    photo = sum("photo" in made["consents"] for made in many()) / 300
    spanish = sum(made["language"] == "es" for made in many()) / 300

    assert 0.5 < faith < 0.8
    assert 0.6 < photo < 0.85
    assert 0.03 < spanish < 0.15


def test_people_do_not_read_alike() -> None:
    paragraphs = Counter(text for made in many() for text in made["bio"].split("\n\n"))
    repeated = sum(times - 1 for times in paragraphs.values()) / paragraphs.total()
    headlines = {made["headline"] for made in many()}

    assert repeated < 0.1
    assert len(headlines) > 250
    assert len({made["id_number"] for made in many()}) == 300


@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2026, 1, 1), date(2026, 12, 31)])
def test_person_on_odd_days(day: date) -> None:
    women = [person(seed, today=day) for seed in range(30)]

    assert all(made["birth_date"] <= months_before(day, 18 * 12) for made in women)


def test_told_fresh_prefers_what_was_not_said() -> None:
    told, words = Told(), iter(["a", "a", "b", "a", "b", "a", "b", "a"])

    first, second = told.fresh(lambda: next(words)), told.fresh(lambda: next(words))

    assert (first, second) == ("a", "b")
