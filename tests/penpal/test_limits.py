"""Limits against abuse: each door counts, a page says how long, and nobody else pays for it."""

from dataclasses import replace
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from penpal import limits
from penpal.audiences import walk
from tests.factories import make_user
from tests.support.pages import parse

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of anything in five minutes."""
    for table in (limits.ASKED, limits.SENT):
        for name, found in table.items():
            monkeypatch.setitem(table, name, replace(found, most=2, minutes=5))
    monkeypatch.setattr(limits, "FORM", replace(limits.FORM, most=2, minutes=5))


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/profiles/?q=books"),
        ("get", "/es/profiles/?q=books"),
        ("get", "/letters/blank/abcd2345/letter.pdf"),
        ("get", "/letters/blank/abcd2345/envelope.pdf"),
        ("get", "/letters/check/?place=ny-doccs"),
        ("post", "/letters/check/"),
        ("post", "/accounts/login/"),
        ("post", "/accounts/password/reset/"),
        ("post", "/admin/login/"),
        ("post", "/list/"),
        ("post", "/profiles/abcd2345/report/"),
    ],
)
def test_third_knock_in_a_row_is_asked_to_wait(client: Client, method: str, path: str) -> None:
    knock = getattr(client, method)

    statuses = [knock(path).status_code for _ in range(2)]
    response = knock(path)

    assert 429 not in statuses
    assert (response.status_code, response.headers["Retry-After"]) == (429, "300")
    assert "5 minut" in parse(response).one(".lede").text


@pytest.mark.parametrize("path", ["/", "/profiles/", "/letters/check/", "/guide/", "/healthz"])
def test_reading_pages_is_never_counted(client: Client, path: str) -> None:
    assert {client.get(path).status_code for _ in range(4)} == {200}


def test_another_address_is_not_made_to_wait(client: Client) -> None:
    for _ in range(3):
        client.get("/profiles/?q=books")

    assert client.get("/profiles/?q=books", REMOTE_ADDR="198.51.100.7").status_code == 200


def test_forms_of_all_kinds_count_together(client: Client) -> None:
    client.post("/list/")
    client.post("/profiles/abcd2345/report/")

    assert client.post("/letters/night/").status_code == 429


def test_desk_forms_are_not_counted(client: Client, moderator: Any) -> None:
    client.force_login(moderator)

    statuses = [client.post("/admin/profiles/submission/add/").status_code for _ in range(4)]

    assert 429 not in statuses


def test_limits_can_be_switched_off_for_measuring(client: Client, settings: LazySettings) -> None:
    settings.RATE_LIMITS = False

    assert {client.get("/profiles/?q=books").status_code for _ in range(4)} == {200}


def test_every_name_in_the_tables_is_a_url() -> None:
    names = {
        f"{namespace}:{pattern.name}" if namespace else pattern.name for _r, pattern, namespace in walk()
    }

    assert {*limits.ASKED, *limits.SENT} <= names


def test_guessing_one_password_is_stopped_whatever_the_address(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """allauth's own limit by account; ours by address does not come into it."""
    user = make_user()
    for number in range(6):
        response = client.post(
            "/accounts/login/",
            {"login": user.email, "password": "wrong guess"},
            REMOTE_ADDR=f"198.51.100.{number}",
        )

    page = parse(response)
    assert len(page.select(".alert")) == 1
    assert (
        page.one("#problems li").text
        == "This was asked for many times in a short while. Please try again in 5 minutes."
    )


@pytest.mark.parametrize("path", ["/accounts/password/reset/", "/accounts/login/"])
def test_nobody_learns_who_has_an_account(client: Client, path: str) -> None:
    known = make_user().email
    answers = []
    for address, email in [("198.51.100.7", known), ("198.51.100.8", "nobody@example.org")]:
        fields = {"email": email, "login": email, "password": "wrong guess"}
        response = client.post(path, fields, REMOTE_ADDR=address)
        answers.append((response.status_code, response.content.decode().replace(email, "")))

    assert answers[0][0] == answers[1][0]
    assert len(answers[0][1]) == len(answers[1][1])
