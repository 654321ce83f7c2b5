"""A promise to write: begun, renewed, reminded of, ended and lapsed; and what she sees of it in her count."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from letters import actions, chores, correspondences
from letters.models import Correspondence
from letters.states import CorrespondenceState as S
from letters.states import Promise
from profiles.errors import WrongState
from profiles.models import Listing
from tests.factories import make_user
from tests.letters.places import make_draft, make_reachable

pytestmark = pytest.mark.django_db


def mailed(writer, listing, days_ago=0):
    """A letter in the mail since so many days."""
    letter = actions.keep_draft(writer=writer, listing=listing, draft=make_draft(attested=("known",)))
    letter = actions.mark_printed(letter=letter, listing=listing, by=writer)
    return actions.mark_mailed(letter=letter, by=writer, on=timezone.localdate() - timedelta(days=days_ago))


def active_writers(listing):
    return Listing.objects.get(pk=listing.pk).active_writers


def state_of(writer):
    return Correspondence.objects.get(writer=writer).state


def test_first_mailed_letter_begins_it_and_the_second_does_not(writer):
    listing = make_reachable()

    mailed(writer, listing, 5)
    mailed(writer, listing)

    (one,) = Correspondence.objects.all()
    assert (one.last_on, one.every_days, active_writers(listing)) == (timezone.localdate(), Promise.MONTH, 1)


def test_letter_taken_back_ends_what_it_began(writer):
    listing = make_reachable()
    letter = mailed(writer, listing)

    actions.undo(letter=letter, by=writer)

    assert (Correspondence.objects.count(), active_writers(listing)) == (0, 0)


def test_second_letter_taken_back_leaves_the_first(writer):
    listing = make_reachable()
    mailed(writer, listing, 9)
    letter = mailed(writer, listing)

    actions.undo(letter=letter, by=writer)

    (one,) = Correspondence.objects.all()
    assert (one.last_on, active_writers(listing)) == (timezone.localdate() - timedelta(days=9), 1)


def test_answer_moves_the_due_day_and_taking_it_back_moves_it_back(writer):
    today = timezone.localdate()
    letter = actions.mark_replied(letter=mailed(writer, make_reachable(), 20), by=writer, on=today)

    assert Correspondence.objects.get().due_on == today + timedelta(days=30)

    actions.undo(letter=letter, by=writer)
    assert Correspondence.objects.get().due_on == today + timedelta(days=10)


def test_end_counts_once_and_cannot_be_done_twice(writer):
    listing = make_reachable()
    mailed(writer, listing)
    one = Correspondence.objects.get()

    correspondences.end(correspondence=one)

    assert (state_of(writer), active_writers(listing)) == (S.ENDED, 0)
    with pytest.raises(WrongState):
        correspondences.end(correspondence=one)
    assert active_writers(listing) == 0


@pytest.mark.parametrize("close", [lambda one: correspondences.end(correspondence=one), None])
def test_new_letter_opens_it_again(writer, close):
    listing = make_reachable()
    mailed(writer, listing, 200)
    if close:
        close(Correspondence.objects.get())
    else:
        correspondences.lapse()

    mailed(writer, listing)

    assert (state_of(writer), active_writers(listing)) == (S.ACTIVE, 1)


@pytest.mark.parametrize(("days", "messages"), [(0, 0), (29, 0), (30, 1), (43, 1), (44, 1), (74, 1)])
def test_reminder_comes_when_a_letter_is_due(writer, days, messages, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    mailed(writer, make_reachable(), days)

    chores.remind()

    assert len(mail.outbox) == messages


def test_reminder_comes_twice_at_most_and_names_nobody(writer, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    listing = make_reachable(display_name="Marisol")
    mailed(writer, listing, 44)

    counts = [chores.remind() for _run in range(4)]

    assert (counts, len(mail.outbox)) == ([1, 1, 0, 0], 2)
    said = mail.outbox[0].subject + mail.outbox[0].body
    assert [name in said for name in ("Marisol", listing.slug, "Delgado", "prison", "incarcerated")] == [
        False
    ] * 5


def test_reminder_is_one_for_each_writer(writer, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    mailed(writer, make_reachable(), 31)
    mailed(writer, make_reachable(id_number="00000418"), 31)

    assert (chores.remind(), len(mail.outbox)) == (1, 1)
    assert "2 letters are due" in mail.outbox[0].body


@pytest.mark.parametrize("why", ["off", "hidden", "inactive"])
def test_reminder_stays_away(writer, why):
    listing = make_reachable()
    mailed(writer, listing, 31)
    if why == "off":
        Correspondence.objects.update(reminds=False)
    elif why == "hidden":
        Listing.objects.filter(pk=listing.pk).update(state="hidden")
    else:
        type(writer).objects.filter(pk=writer.pk).update(is_active=False)

    assert correspondences.due() == []


@pytest.mark.parametrize(("days", "state", "active"), [(74, S.ACTIVE, 1), (75, S.LAPSED, 0)])
def test_silence_closes_it_and_returns_her_to_those_who_wait(writer, days, state, active):
    listing = make_reachable(max_writers=1)
    mailed(writer, listing, days)

    chores.close_silent()

    assert (state_of(writer), active_writers(listing)) == (state, active)
    assert Listing.objects.writable().filter(pk=listing.pk).exists() is (active == 0)
    assert chores.close_silent() == 0


@pytest.mark.parametrize(
    ("before", "days", "state"),
    [(Promise.TWO_MONTHS, 0, S.ACTIVE), (Promise.TWO_MONTHS, 44, S.ACTIVE), (Promise.TWO_MONTHS, 45, S.LAPSED),
     (Promise.FORTNIGHT, 0, S.LAPSED)],
)  # fmt: skip
def test_promise_to_write_more_often_closes_nothing_at_once(writer, before, days, state):
    listing = make_reachable()
    mailed(writer, listing, 61)
    Correspondence.objects.update(every_days=before)

    correspondences.promise(
        correspondence=Correspondence.objects.get(), every_days=Promise.FORTNIGHT, reminds=True
    )
    correspondences.lapse(timezone.localdate() + timedelta(days=days))

    assert state_of(writer) == state


def test_page_is_the_writers_own(client, writer, stranger):
    mailed(writer, make_reachable())
    page = Correspondence.objects.get().get_absolute_url()

    client.force_login(stranger)
    assert client.get(page).status_code == 404
    client.force_login(writer)
    assert client.get(page).status_code == 200


def test_page_keeps_a_promise_and_ends(client, writer):
    mailed(writer, make_reachable())
    one = Correspondence.objects.get()
    client.force_login(writer)

    client.post(one.get_absolute_url(), {"action": "promise", "every_days": "90"})
    kept = Correspondence.objects.get()
    client.post(one.get_absolute_url(), {"action": "end"})

    assert (kept.every_days, kept.reminds, state_of(writer)) == (90, False, S.ENDED)


def test_page_refuses_a_promise_that_is_none(client, writer):
    mailed(writer, make_reachable())
    one = Correspondence.objects.get()
    client.force_login(writer)

    page = client.post(one.get_absolute_url(), {"action": "promise", "every_days": "1"})

    assert page.status_code == 200
    assert Correspondence.objects.get().every_days == 30


def test_page_and_list_do_not_name_a_woman_who_is_gone(client, writer):
    listing = make_reachable(display_name="Marisol")
    mailed(writer, listing)
    Listing.objects.filter(pk=listing.pk).update(state="hidden")
    client.force_login(writer)

    pages = [Correspondence.objects.get().get_absolute_url(), reverse("letters:mine")]

    assert ["Marisol" in client.get(page).content.decode() for page in pages] == [False, False]


def test_last_letter_is_a_frame_on_the_desk(client):
    page = client.get(reverse("letters:write", args=[make_reachable().slug]) + "?last=1")

    assert page.context["form"]["body"].value().startswith("I need to stop writing after this letter.")


@pytest.mark.parametrize(("consent", "shown"), [(True, True), (False, False)])
def test_calendar_has_the_due_day_and_her_birthday_only_if_she_shows_it(client, writer, consent, shown):
    fields = (
        {"consent_birthday_on": timezone.localdate(), "consent_birthday_how": "signed_form"}
        if consent
        else {}
    )
    mailed(writer, make_reachable(**fields))
    client.force_login(writer)

    feed = client.get(client.get(reverse("letters:mine")).context["calendar"]).content.decode()

    assert "SUMMARY:Write to Maria" in feed
    assert (("SUMMARY:Birthday of Maria" in feed), ("1985" in feed)) == (shown, False)


def test_leaving_writer_frees_each_woman(writer):
    listing = make_reachable()
    mailed(writer, listing)
    mailed(make_user(), listing)

    correspondences.end_all(writer=writer)

    assert active_writers(listing) == 1
