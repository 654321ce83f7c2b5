"""Whole pages kept for visitors without an account: the same page, and never a stale one."""

import gzip
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from profiles import actions
from profiles.models import User
from tests.factories import make_listing
from tests.support.pages import parse, queries_of

pytestmark = pytest.mark.django_db


def _names(client: Client) -> list[str]:
    return parse(client.get("/profiles/")).texts(".listing h3 a")


def test_kept_page_is_the_page(client: Client) -> None:
    make_listing()

    first, second = client.get("/profiles/"), client.get("/profiles/")

    assert second.content == first.content
    assert second.headers["ETag"] == first.headers["ETag"]
    assert second.headers["Cache-Control"] == "private, no-cache"
    assert "Surrogate-Control" not in second.headers
    assert second.cookies == {}


def test_kept_page_costs_one_question(client: Client) -> None:
    make_listing()

    assert queries_of(client, "/profiles/") == 1


def test_kept_page_goes_with_a_withdrawal(client: Client, moderator: User) -> None:
    stays, goes = make_listing(display_name="Ada"), make_listing(display_name="Bea")
    assert sorted(_names(client)) == ["Ada", "Bea"]
    seen = client.get("/profiles/").headers["ETag"]

    actions.withdraw(listing=goes, by=moderator)

    assert _names(client) == [stays.display_name]
    assert client.get("/profiles/", headers={"If-None-Match": seen}).status_code == 200


def test_kept_page_is_not_sent_again(client: Client) -> None:
    make_listing()
    seen = client.get("/profiles/").headers["ETag"]

    response = client.get("/profiles/", headers={"If-None-Match": seen})

    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["ETag"] == seen


def test_kept_page_differs_by_language_and_question(client: Client) -> None:
    make_listing(display_name="Ada", faith="jewish")

    pages = [client.get(path).content for path in ("/profiles/", "/es/profiles/", "/profiles/?faith=hindu")]

    assert len(set(pages)) == 3


def test_kept_page_goes_with_the_turn_of_the_order(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(12):
        make_listing()
    orders = set()
    for bucket in range(3):
        monkeypatch.setattr("profiles.views.keeping.bucket_of", lambda now, bucket=bucket: bucket)
        monkeypatch.setattr("profiles.search.visits.bucket_of", lambda now, bucket=bucket: bucket)
        orders.add(tuple(_names(client)))

    assert len(orders) > 1


def test_signed_in_visitors_get_no_kept_page(client: Client, writer: User) -> None:
    make_listing()
    client.force_login(writer)

    response = client.get("/profiles/")

    assert "ETag" not in response.headers
    assert response.headers["Cache-Control"] == "private, no-cache"


def test_kept_page_goes_with_the_day(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Consent ends by the calendar, without a change."""
    today = timezone.localdate()
    make_listing(display_name="Ada", consent_until=today)
    make_listing(display_name="Bea")
    assert sorted(_names(client)) == ["Ada", "Bea"]

    tomorrow = today + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda value=None, timezone=None: tomorrow)

    assert _names(client) == ["Bea"]


def test_kept_page_travels_compressed_to_whom_asks(client: Client) -> None:
    make_listing()
    plain = client.get("/profiles/")

    zipped = client.get("/profiles/", headers={"Accept-Encoding": "gzip, br"})

    assert gzip.decompress(zipped.content) == plain.content
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert zipped.headers["ETag"] == plain.headers["ETag"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "Accept-Encoding" in zipped.headers["Vary"]
    assert "Content-Encoding" not in plain.headers
