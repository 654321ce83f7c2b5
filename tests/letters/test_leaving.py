"""A copy of everything kept about a writer, and its deletion."""

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from letters import actions, leaving
from letters.models import Correspondence, Letter, LetterEvent, ReturnAddress
from profiles.errors import NotAllowed
from profiles.models import Listing, User
from tests.factories import make_moderator
from tests.letters.places import make_draft, make_reachable
from tests.letters.test_correspondences import mailed

pytestmark = pytest.mark.django_db

URL = "/letters/data/"


@pytest.fixture
def logged_in(client, writer):
    """The writer with a fresh log-in, as the page wants it."""
    client.force_login(writer)
    client.post(reverse("account_reauthenticate"), {"password": "correct horse battery"})
    return client


@pytest.fixture
def listing(writer, stranger):
    """A woman to whom the writer and a stranger have written."""
    found = make_reachable()
    mailed(writer, found)
    mailed(stranger, found)
    actions.keep_return_address(writer=writer, pen_name="Wren", lines=["Ellen Marsh", "48 Sample Street"])
    return found


def test_page_asks_for_the_password_again(client, writer):
    client.force_login(writer)

    response = client.get(URL)

    assert (response.status_code, response.url.startswith("/accounts/reauthenticate/")) == (302, True)


def test_copy_holds_all_of_the_writers_and_nothing_of_the_strangers(logged_in, writer, stranger, listing):
    actions.keep_draft(writer=stranger, listing=listing, draft=make_draft(body="A secret of Sparrow."))

    for user, ip in ((writer, "203.0.113.9"), (stranger, "198.51.100.7")):
        UserSession.objects.create(user=user, ip=ip, user_agent="A browser", session_key=ip)

    response = logged_in.post(URL, {"action": "copy"})

    kept = json.loads(response.content)
    assert response.headers["Content-Disposition"] == 'attachment; filename="my-letters.json"'
    assert kept["account"]["email"] == writer.email
    assert [one["address"] for one in kept["signed_in"]] == [UserSession.objects.get(user=writer).ip]
    assert kept["return_address"] == ["Ellen Marsh", "48 Sample Street"]
    assert [letter["typed_and_chosen"]["body"] for letter in kept["letters"]] == [make_draft().body]
    assert [one["name"] for one in kept["correspondences"]] == ["Maria"]
    assert "Sparrow" not in response.content.decode()


def test_leave_needs_the_tick(logged_in, writer):
    response = logged_in.post(URL, {"action": "leave"})

    assert (response.status_code, User.objects.filter(pk=writer.pk).exists()) == (200, True)


def test_leave_deletes_everything_of_the_writer_and_nothing_else(logged_in, writer, stranger, listing):
    other = Client()
    other.force_login(writer)
    EmailAddress.objects.get_or_create(user=writer, email=writer.email)

    response = logged_in.post(URL, {"action": "leave", "sure": "on"})

    assert response.url == "/"
    assert not User.objects.filter(pk=writer.pk).exists()
    assert {letter.writer_id for letter in Letter.objects.all()} == {stranger.pk}
    assert {one.writer_id for one in Correspondence.objects.all()} == {stranger.pk}
    assert set(LetterEvent.objects.values_list("by", flat=True)) == {stranger.pk}
    assert (ReturnAddress.objects.count(), EmailAddress.objects.filter(email=writer.email).count()) == (0, 0)
    left = [session.get_decoded().get("_auth_user_id") for session in Session.objects.all()]
    assert str(writer.pk) not in left


def test_leave_keeps_what_was_sent_and_frees_her(logged_in, listing):
    logged_in.post(URL, {"action": "leave", "sure": "on"})

    now = Listing.objects.get(pk=listing.pk)
    assert (now.letters_sent, now.active_writers) == (2, 1)


def test_leave_is_refused_to_staff_whose_decisions_must_stay():
    staff = make_moderator()
    listing = make_reachable(approved_by=staff)
    mailed(staff, listing)

    with pytest.raises(NotAllowed):
        leaving.leave(writer=staff)

    assert (Letter.objects.count(), Listing.objects.get(pk=listing.pk).active_writers) == (1, 1)
