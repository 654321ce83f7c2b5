"""Every form that a stranger may send: a guard against robots where something is kept or mailed."""

import re

import pytest
from django.core import mail
from django.test import Client

from penpal.audiences import audience_of, walk
from profiles.audience import Audience
from tests.factories import make_listing
from tests.support.pages import Element, parse

pytestmark = pytest.mark.django_db

GUARD = {"website", "opened"}
#: Forms without one: who signs in is limited by account, and what is printed or checked leaves nothing behind.
UNGUARDED = {
    *("accounts/login/", "admin/login/", "accounts/password/reset/"),
    *("letters/check/", "letters/extras/", "letters/write/"),
}


@pytest.fixture
def pages() -> dict[str, str]:
    """Routes of all public pages by their address, which is that of one listing where the route leaves it open."""
    listing = make_listing()
    named = {
        "profiles/<slug:slug>/": listing.slug,
        "profiles/<slug:slug>/report/": listing.slug,
        "letters/write/<slug:slug>/": listing.slug,
        "letters/extras/<slug:slug>/": listing.slug,
        "letters/blank/<slug:slug>/": listing.slug,
        "facilities/<slug:slug>/": listing.facility.slug,
        "facilities/<slug:slug>/wrong/": listing.facility.slug,
        "systems/<slug:slug>/": listing.facility.system.slug,
        "systems/<slug:slug>/wrong/": listing.facility.system.slug,
    }
    routes = [r for r, pattern, namespace in walk() if audience_of(pattern, namespace) == Audience.PUBLIC]
    whole = [route for route in routes if not re.search(r"[<(^$]", route)]
    assert set(named) <= set(routes)
    return {f"/{route.replace('<slug:slug>', named.get(route, ''))}": route for route in {*whole, *named}}


def _sent_forms(client: Client, path: str) -> list[Element]:
    response = client.get(path)
    if response.status_code != 200 or not response.headers["Content-Type"].startswith("text/html"):
        return []
    return [form for form in parse(response).select("form") if (form.get("method") or "").lower() == "post"]


def test_forms_that_keep_or_mail_something_are_guarded(client: Client, pages: dict[str, str]) -> None:
    guarded, unguarded = set(), set()
    for path, route in pages.items():
        for form in _sent_forms(client, path):
            names = {field.get("name") for field in form.select("input")}
            (guarded if names >= GUARD else unguarded).add(route.replace("<slug:slug>/", ""))

    assert unguarded == UNGUARDED
    assert guarded == {
        *("accounts/signup/", "contact/problem/", "facilities/wrong/", "letters/returned/", "list/"),
        *("profiles/report/", "programs/change/", "systems/wrong/"),
    }


def test_same_address_is_sent_few_mails_whoever_asks(client: Client) -> None:
    statuses = [
        client.post("/accounts/password/reset/", {"email": "rosa@example.org"}, REMOTE_ADDR=f"198.51.100.{n}")
        for n in range(4)
    ]

    assert [one.status_code for one in statuses] == [302, 302, 302, 429]
    assert statuses[3].headers["Retry-After"] == "300"
    assert len(mail.outbox) == 3
