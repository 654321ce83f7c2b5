"""Which pages our own caching proxies may keep, and what staff are told."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import LazySettings
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from penpal import audiences, surrogates
from profiles import proxies
from profiles.audience import Audience
from profiles.models import Change, User
from tests.factories import make_facility, make_listing

PLAIN = sorted(surrogates.SHARED - {"sitemap-section", "profiles:guide-topic"})


@pytest.fixture
def proxied(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy that nobody has to tell anything, at noon."""
    settings.PURGING_PROXY = ["http://127.0.0.1:9"]
    monkeypatch.setattr(surrogates, "seconds_to_keep", lambda: 30)


def _plain_paths() -> list[str]:
    """Addresses of shared pages that need no argument."""
    found = []
    for name in PLAIN:
        try:
            found.append(reverse(name))
        except NoReverseMatch:
            continue
    return found


@pytest.mark.parametrize("path", _plain_paths())
@pytest.mark.django_db
def test_shared_page_is_marked_and_the_same_for_all(client: Client, proxied: None, path: str) -> None:
    make_listing()

    response = client.get(path)

    number = Change.objects.order_by("seq").values_list("seq", flat=True).last()
    assert response.headers["Surrogate-Control"] == "max-age=30"
    assert response.headers[proxies.HEADER] == str(number)
    assert response.headers["Cache-Control"] == "private, no-cache" or path.endswith((".txt", ".xml"))
    assert (response.cookies, "ETag" in response.headers) == ({}, True)


@pytest.mark.django_db
def test_her_page_and_her_facility_are_marked(client: Client, proxied: None) -> None:
    listing, facility = make_listing(), make_facility()

    pages = [client.get(one.get_absolute_url()) for one in (listing, facility)]

    assert [page.headers.get("Surrogate-Control") for page in pages] == ["max-age=30"] * 2


@pytest.mark.parametrize("path", ["/list/", "/shortlist/", "/accounts/login/", "/healthz", "/nowhere/"])
@pytest.mark.django_db
def test_other_pages_are_not_marked(client: Client, proxied: None, path: str) -> None:
    assert "Surrogate-Control" not in client.get(path).headers


@pytest.mark.django_db
def test_page_of_somebody_signed_in_is_not_marked(client: Client, proxied: None, writer: User) -> None:
    client.force_login(writer)

    assert "Surrogate-Control" not in client.get("/").headers


@pytest.mark.django_db
def test_page_that_is_gone_is_not_marked(client: Client, proxied: None) -> None:
    listing = make_listing(state="hidden", hidden_reason="other")

    response = client.get(listing.get_absolute_url())

    assert (response.status_code, response.headers.get("Surrogate-Control")) == (410, None)


@pytest.mark.django_db
def test_without_a_proxy_nothing_is_marked(client: Client) -> None:
    headers = client.get("/").headers

    assert headers.keys() & {"Surrogate-Control", proxies.HEADER} == set()


def test_shared_pages_are_open_to_everybody() -> None:
    known = {
        f"{namespace}:{pattern.name}" if namespace else str(pattern.name): audiences.audience_of(
            pattern, namespace
        )
        for _route, pattern, namespace in audiences.walk()
    }

    assert {known.get(name) for name in surrogates.SHARED} == {Audience.PUBLIC}


@pytest.mark.parametrize(("clock", "seconds"), [((12, 0, 0), 30), ((23, 59, 50), 10)])
def test_page_is_not_kept_past_midnight(
    monkeypatch: pytest.MonkeyPatch, clock: tuple[int, int, int], seconds: int
) -> None:
    moment = datetime(2026, 3, 3, *clock, tzinfo=ZoneInfo("America/New_York"))
    monkeypatch.setattr(timezone, "localtime", lambda: moment)

    assert surrogates.seconds_to_keep() == seconds


@pytest.mark.parametrize("pending", [True, False])
@pytest.mark.django_db(transaction=True)
def test_staff_are_told_when_a_proxy_has_not_confirmed(
    client: Client, settings: LazySettings, moderator: User, monkeypatch: pytest.MonkeyPatch, pending: bool
) -> None:
    listing = make_listing()
    client.force_login(moderator)
    settings.PURGING_PROXY = ["http://127.0.0.1:9"]
    monkeypatch.setattr(proxies, "_confirms", lambda proxy, number: not pending)
    address = reverse("admin:profiles_listing_step", args=[listing.pk, "hide"])

    response = client.post(address, {"reason": "other", "note": ""})

    words = [str(message) for message in get_messages(response.wsgi_request)]
    told = "Pending: an old copy of a page may still show for at most 30 seconds."
    assert (response.status_code, told in words) == (302, pending)
