"""What a letter costs, by weight and date."""

from datetime import date, timedelta

import pytest

from letters import postage
from letters.models import PostageRate

pytestmark = pytest.mark.django_db


def rate(**fields):
    values = {
        "letter_first": 78,
        "letter_more": 29,
        "valid_from": date(2025, 7, 13),
        "source_url": "https://example.org/",
    }
    return PostageRate(**values | fields)


@pytest.mark.parametrize(
    ("ounces", "cents"), [(0.2, 78), (1.0, 78), (1.01, 107), (2.0, 107), (3.5, 165), (3.51, None)]
)
def test_cents_of_a_letter(ounces, cents):
    assert postage.cents(ounces, rate()) == cents


@pytest.mark.parametrize(("flat_first", "cents"), [(None, None), (163, 192)])
def test_cents_of_a_large_envelope_only_where_the_table_has_it(flat_first, cents):
    assert postage.cents(1.5, rate(flat_first=flat_first), is_flat=True) == cents


def test_cents_without_a_table_are_unknown():
    assert postage.cents(1.0, None) is None


@pytest.mark.parametrize(
    ("day", "first"), [(date(2025, 7, 12), None), (date(2025, 7, 13), 78), (date(2026, 2, 1), 82)]
)
def test_rate_is_that_of_the_day(day, first):
    rate().save()
    rate(valid_from=date(2026, 1, 18), letter_first=82).save()

    found = PostageRate.objects.on(day)

    assert (found.letter_first if found else None) == first


def test_load_leaves_what_staff_changed():
    assert postage.load() == 1
    PostageRate.objects.update(letter_first=99)

    assert (postage.load(), PostageRate.objects.get().letter_first) == (0, 99)


@pytest.mark.parametrize(("age", "lines"), [(0, 1), (365, 1), (366, 2)])
def test_about_warns_of_prices_older_than_a_year(age, lines):
    day = date(2026, 11, 22)
    rate = PostageRate(valid_from=day - timedelta(days=age), source_url="https://example.org/prices")

    words = postage.about(rate, day)

    assert len(words) == lines
    assert rate.valid_from.isoformat() in words[0]
    assert "https://example.org/prices" in words[0]


def test_about_says_so_where_no_price_is_known():
    assert postage.about(None) == ["We know no postage prices. Look them up before you stamp the letters."]
