"""What staff have to show before the desk opens, and the list of sign-ins."""

import time
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.conf import LazySettings
from django.test import Client

from penpal import staff
from penpal.audiences import audience_of, walk
from profiles.audience import Audience
from profiles.models import Listing, User
from tests.factories import make_listing
from tests.support.pages import parse

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
DESK = ["/admin/", "/admin/profiles/listing/", "/admin/profiles/submission/", "/admin/profiles/user/add/"]


@pytest.fixture
def _production_rule(settings: LazySettings) -> None:
    settings.STAFF_SECOND_STEP = True


@pytest.mark.usefixtures("_production_rule")
@pytest.mark.parametrize("path", DESK)
def test_staff_without_a_second_step_are_sent_to_set_one_up(
    client: Client, moderator: User, path: str
) -> None:
    client.force_login(moderator)

    response = client.get(path)

    assert (response.status_code, response.url) == (302, "/accounts/2fa/")


@pytest.mark.usefixtures("_production_rule")
def test_no_desk_url_opens_without_a_second_step(client: Client, moderator: User) -> None:
    client.force_login(moderator)
    for route, pattern, namespace in walk():
        name = f"{namespace}:{pattern.name}"
        if audience_of(pattern, namespace) != Audience.STAFF or namespace != "admin" or "<" in route:
            continue
        if name not in staff.OPEN_AT_THE_DESK and "(" not in route:
            assert client.get(f"/{route}").status_code in (302, 404), route


@pytest.mark.usefixtures("_production_rule")
def test_staff_with_a_second_step_enter(client: Client, moderator: User) -> None:
    TOTP.activate(moderator, generate_totp_secret())
    client.force_login(moderator)

    assert client.get("/admin/").status_code == 200


@pytest.mark.usefixtures("_production_rule")
def test_writers_need_no_second_step(client: Client, writer: User) -> None:
    client.force_login(writer)

    assert client.get("/letters/").status_code == 200


def test_demo_moderator_needs_none(client: Client, moderator: User) -> None:
    client.force_login(moderator)

    assert client.get("/admin/").status_code == 200


def test_secret_of_the_second_step_stands_encrypted(moderator: User) -> None:
    secret = generate_totp_secret()

    totp = TOTP.activate(moderator, secret)

    stored = totp.instance.data["secret"]
    assert secret not in stored
    assert get_adapter().decrypt(stored) == secret


def _grow_old(client: Client) -> None:
    """The sign-in was an hour ago."""
    session = client.session
    session[staff.SIGNED_IN] = int(time.time()) - 3600
    session.save()


def test_withdrawal_asks_for_the_password_again_after_a_while(client: Client, moderator: User) -> None:
    listing = make_listing()
    client.force_login(moderator)
    _grow_old(client)
    path = f"/admin/profiles/listing/{listing.pk}/withdraw/do/"

    answers = [client.get(path), client.post(path, {"item": "listing", "reason": "her_wish"})]

    assert [answer.url for answer in answers] == [
        f"/accounts/reauthenticate/?next=%2Fadmin%2Fprofiles%2Flisting%2F{listing.pk}%2Fwithdraw%2Fdo%2F"
    ] * 2
    assert Listing.objects.get().state == "published"
    back = client.post(answers[0].url, {"password": PASSWORD})
    assert back.url == path
    client.post(path, {"item": "listing", "reason": "her_wish"})
    assert Listing.objects.get().state == "withdrawn"


def test_withdrawal_soon_after_the_sign_in_asks_nothing(client: Client, moderator: User) -> None:
    listing = make_listing()
    client.post("/admin/login/", {"username": moderator.email, "password": PASSWORD})

    assert client.get(f"/admin/profiles/listing/{listing.pk}/withdraw/do/").status_code == 200


def test_other_steps_ask_nothing(client: Client, moderator: User) -> None:
    listing = make_listing()
    client.force_login(moderator)
    _grow_old(client)

    assert client.get(f"/admin/profiles/listing/{listing.pk}/hide/do/").status_code == 200


def test_clock_that_was_set_back_does_not_make_a_sign_in_recent(client: Client, moderator: User) -> None:
    listing = make_listing()
    client.force_login(moderator)
    session = client.session
    session[staff.SIGNED_IN] = int(time.time()) + 86_400
    session.save()

    response = client.get(f"/admin/profiles/listing/{listing.pk}/withdraw/do/")

    assert response.url.startswith("/accounts/reauthenticate/")


def test_names_that_need_a_recent_sign_in_are_urls() -> None:
    names = {f"{namespace}:{pattern.name}" for _route, pattern, namespace in walk()}

    assert {name for name in (*staff.RECENT_ONLY, *staff.RECENT_STEPS) if name != "letters:my-data"} <= names


@pytest.mark.parametrize(
    "path",
    [
        "/admin/profiles/importrun/export/",
        "/admin/profiles/moderationevent/export/",
        "/admin/profiles/listing/1/copy/",
        "/admin/profiles/user/add/",
        "/admin/profiles/user/1/password/",
        "/admin/profiles/user/1/delete/",
        "/admin/mfa/authenticator/1/delete/",
        "/letters/data/",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_hands_out_data_or_makes_staff_asks_for_the_password_again(
    client: Client, moderator: User, path: str, method: str
) -> None:
    client.force_login(moderator)
    _grow_old(client)

    response = getattr(client, method)(path)

    assert (response.status_code, response.url.split("?")[0]) == (302, "/accounts/reauthenticate/")


# --- The list of sign-ins ----------------------------------------------------------------------------------


def _sign_in(client: Client, user: User, **extra: Any) -> None:
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD}, **extra)


def test_sign_ins_are_listed_and_can_be_ended(writer: User, stranger: User) -> None:
    here, there, other = Client(), Client(), Client()
    _sign_in(here, writer, HTTP_USER_AGENT="Browser A")
    _sign_in(there, writer, HTTP_USER_AGENT="Browser B")
    _sign_in(other, stranger, HTTP_USER_AGENT="Browser C")

    page = here.get("/accounts/sessions/").content.decode()
    here.post("/accounts/sessions/")

    assert ("Browser A" in page, "Browser B" in page, "Browser C" in page) == (True, True, False)
    assert here.get("/letters/").status_code == 200
    assert there.get("/letters/").status_code == 302
    assert other.get("/letters/").status_code == 200


@pytest.mark.parametrize(
    ("address", "kept"), [("198.51.100.77", "198.51.100.0"), ("2001:db8:1:2::77", "2001:db8:1::")]
)
def test_sign_ins_keep_no_whole_address(client: Client, writer: User, address: str, kept: str) -> None:
    _sign_in(client, writer, REMOTE_ADDR=address)

    assert UserSession.objects.get().ip == kept
    assert address not in parse(client.get("/accounts/sessions/")).one("body").text
