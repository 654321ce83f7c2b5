"""A writer's own letters: nobody else's, step by step, each door with bad input."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from letters import actions
from letters.models import Letter
from letters.views.calendar import token_of
from profiles.models import Listing
from profiles.states import ListingState
from tests.factories import make_moderator, make_user
from tests.letters.places import make_draft, make_reachable

pytestmark = pytest.mark.django_db

MINE = reverse("letters:mine")


@pytest.fixture
def writer(client):
    user = make_user()
    client.force_login(user)
    return user


def keep(writer, listing=None, printed=False):
    letter = actions.keep_draft(writer=writer, listing=listing or make_reachable(), draft=make_draft())
    return actions.mark_printed(letter=letter, listing=letter.listing, by=writer) if printed else letter


def do(client, letter, action, **data):
    return client.post(letter.get_absolute_url(), {"action": action, **data})


def state_of(letter):
    return Letter.objects.get(pk=letter.pk).state


def today():
    return timezone.localdate().isoformat()


def hide(listing):
    Listing.objects.filter(pk=listing.pk).update(state=ListingState.HIDDEN)


@pytest.mark.parametrize(
    "address", [MINE, reverse("letters:night"), reverse("letters:return-address"), "/letters/2346792/"]
)
def test_pages_of_an_account_send_strangers_to_log_in(client, address):
    response = client.get(address)

    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))


def test_mine_shows_own_letters_and_nobody_elses(client, writer):
    own, other = keep(writer), keep(make_user(), make_reachable(display_name="Ruth", id_number="2"))

    page = client.get(MINE).content.decode()

    assert (own.code in page, other.code in page, "Ruth" in page) == (True, False, False)


@pytest.mark.parametrize("stranger", [make_user, make_moderator])
def test_letter_of_somebody_else_is_not_there(client, stranger):
    letter = keep(make_user())
    client.force_login(stranger())

    assert client.get(letter.get_absolute_url()).status_code == 404
    assert do(client, letter, "delete").status_code == 404
    assert Letter.objects.filter(pk=letter.pk).exists()


def test_mine_number_of_queries_does_not_grow(client, writer, django_assert_num_queries):
    keep(writer)
    client.get(MINE)
    with CaptureQueriesContext(connection) as one:
        client.get(MINE)
    for number in range(3):
        keep(writer, make_reachable(id_number=f"9{number}"))

    with django_assert_num_queries(len(one)):
        client.get(MINE)


def test_steps_from_draft_to_reply(client, writer):
    letter = keep(writer)

    answers = [
        do(client, letter, "printed"),
        do(client, letter, "mailed", on=today()),
        do(client, letter, "replied", on=today()),
    ]

    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert state_of(letter) == "replied"


def test_return_needs_a_reason_and_keeps_the_day(client, writer):
    letter = keep(writer, printed=True)
    do(client, letter, "mailed", on=today())

    missing = do(client, letter, "returned", on=today(), reason="")
    wrong = do(client, letter, "returned", on=today(), reason="bored")
    done = do(client, letter, "returned", on=today(), reason="moved")

    assert (missing.status_code, wrong.status_code, done.status_code) == (200, 200, 302)
    assert f'value="{today()}"' in missing.content.decode()
    assert Letter.objects.get().return_reason == "moved"


@pytest.mark.parametrize("days", [1, -400])
def test_mailed_on_a_day_that_cannot_be(client, writer, days):
    letter = keep(writer, printed=True)

    response = do(client, letter, "mailed", on=(timezone.localdate() + timedelta(days=days)).isoformat())

    assert response.status_code == 200
    assert list(response.context["mailed_form"].errors) == ["on"]
    assert state_of(letter) == "printed"


@pytest.mark.parametrize("on", ["", "soon", "2026-02-30"])
def test_mailed_without_a_day(client, writer, on):
    letter = keep(writer, printed=True)

    assert do(client, letter, "mailed", on=on).status_code == 200
    assert state_of(letter) == "printed"


@pytest.mark.parametrize(
    ("action", "data"), [("mailed", {"on": today()}), ("replied", {"on": today()}), ("undo", {})]
)
def test_step_that_may_not_come_next_says_so(client, writer, action, data):
    letter = keep(writer)

    response = do(client, letter, action, **data)

    assert response.status_code == 409
    assert 'role="alert"' in response.content.decode()
    assert state_of(letter) == "draft"


@pytest.mark.parametrize("action", ["", "burn"])
def test_unknown_action_is_refused(client, writer, action):
    letter = keep(writer)

    assert do(client, letter, action).status_code == 400
    assert state_of(letter) == "draft"


def test_steps_are_posted_only(client, writer):
    letter = keep(writer)

    client.get(letter.get_absolute_url(), {"action": "printed"})

    assert state_of(letter) == "draft"


def test_print_from_the_letter_page_and_again_later(client, writer):
    letter = keep(writer)

    draft = do(client, letter, "letter")
    do(client, letter, "printed")
    again = do(client, letter, "letter")
    envelope = do(client, letter, "envelope")

    assert draft.content == again.content
    assert envelope.headers["Content-Disposition"] == 'inline; filename="envelope.pdf"'


def test_refused_letter_is_printed_only_past_its_named_findings(client, writer):
    letter = keep(writer, make_reachable({"letters": {"status": "forbidden"}}))

    refused = do(client, letter, "printed")
    named = do(client, letter, "printed", finding=["letters"], print_anyway="1")

    assert (refused.status_code, named.status_code) == (409, 302)
    assert 'name="finding" value="letters"' in refused.content.decode()
    assert Letter.objects.get().overridden


@pytest.mark.parametrize("printed", [False, True])
@pytest.mark.parametrize("action", ["letter", "envelope", "printed"])
def test_woman_no_longer_public_prints_nothing_and_is_not_named(client, writer, action, printed):
    letter = keep(writer, printed=printed)
    hide(letter.listing)

    shown = client.get(letter.get_absolute_url()).content.decode()
    listed = client.get(MINE).content.decode()
    response = do(client, letter, action)

    assert response.status_code == 409
    assert "This listing is no longer available" in shown
    assert "Letter to Maria" not in shown
    assert ("Maria" in listed) is False


def test_delete_removes_the_letter(client, writer):
    letter = keep(writer)

    assert do(client, letter, "delete").headers["Location"] == MINE
    assert not Letter.objects.exists()


def calendar(client, token):
    return client.get(reverse("letters:calendar", args=[token]))


def test_calendar_holds_mailed_letters_and_a_reminder(client, writer):
    letter = keep(writer, printed=True)
    do(client, letter, "mailed", on=today())
    client.logout()

    response = calendar(client, token_of(writer))

    lines = response.content.decode().split("\r\n")
    due = timezone.localdate() + timedelta(days=30)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert [line for line in lines if line.startswith("DTSTART")] == [
        f"DTSTART;VALUE=DATE:{timezone.localdate():%Y%m%d}",
        f"DTSTART;VALUE=DATE:{due:%Y%m%d}",
        f"DTSTART;VALUE=DATE:{due:%Y%m%d}",
    ]
    assert [line for line in lines if line.startswith("SUMMARY")] == [
        "SUMMARY:Mailed a letter to Maria",
        "SUMMARY:Has Maria written back? Your letter left a month ago.",
        "SUMMARY:Write to Maria",
    ]


def test_calendar_drafts_and_other_writers_are_not_in_it(client, writer):
    keep(writer, printed=True)
    other = keep(make_user(), make_reachable(id_number="2"), printed=True)
    actions.mark_mailed(letter=other, by=other.writer, on=timezone.localdate())

    assert "BEGIN:VEVENT" not in calendar(client, token_of(writer)).content.decode()


def test_calendar_does_not_name_a_woman_no_longer_public(client, writer):
    letter = keep(writer, printed=True)
    do(client, letter, "mailed", on=today())
    hide(letter.listing)

    text = calendar(client, token_of(writer)).content.decode()

    assert ("Maria" in text, letter.code in text) == (False, True)


def test_calendar_of_a_wrong_token_is_not_there(client, writer):
    token = token_of(writer)

    wrong = [
        "x",
        "1-",
        "999999-" + token.partition("-")[2],
        token[:-1] + ("0" if token[-1] != "0" else "1"),
        "²-x",
    ]

    assert [calendar(client, one).status_code for one in wrong] == [404] * 5


def test_calendar_new_password_ends_the_old_address(client, writer):
    before = token_of(writer)
    writer.set_password("another good horse")
    writer.save()

    assert calendar(client, before).status_code == 404
    assert calendar(client, token_of(writer)).status_code == 200
