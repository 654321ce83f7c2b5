"""Printed letters whose address has changed, or whose woman cannot be reached: their writers hear of it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from letters import actions, facts
from letters.chores import warn_of_new_addresses
from letters.models import Letter, Route
from letters.states import ReturnReason
from letters.warnings import Warned, warn_writers, warnings_for
from profiles.models import Facility
from tests.factories import make_user
from tests.letters.places import make_draft, make_place, make_reachable

pytestmark = pytest.mark.django_db

NEW_LINES = ["{name} {id}", "Digital Center", "PO Box 99", "Phoenix, MD 21131"]


def _printed(listing, writer=None) -> Letter:
    letter = actions.keep_draft(writer=writer or make_user(), listing=listing, draft=make_draft())
    return actions.mark_printed(letter=letter, listing=listing, by=letter.writer)


def _move_center(listing, moderator) -> None:
    route = Route.objects.in_force().get(system=listing.system)
    facts.replace_route(route=route, by=moderator, starts_on=timezone.localdate(), lines=NEW_LINES)


def test_printed_letter_to_an_old_address_is_warned_of_and_others_are_not(moderator) -> None:
    listing, elsewhere = make_reachable(), make_reachable(id_number="2")
    printed, draft = (
        _printed(listing),
        actions.keep_draft(writer=make_user(), listing=listing, draft=make_draft()),
    )
    mailed = _printed(listing)
    actions.mark_mailed(letter=mailed, by=mailed.writer, on=timezone.localdate())
    unmoved = _printed(elsewhere)

    before = warnings_for(Letter.objects.all())
    _move_center(listing, moderator)
    after = warnings_for(Letter.objects.all())

    assert before == {}
    assert after == {printed.pk: Warned(address_changed=True)}
    assert {draft.pk, mailed.pk, unmoved.pk}.isdisjoint(after)


def test_closed_place_is_a_changed_address_too() -> None:
    letter = _printed(make_reachable())

    Facility.objects.update(status="closed")

    assert warnings_for([letter]) == {letter.pk: Warned(address_changed=True)}


def test_hold_warns_drafts_and_printed_letters_of_others() -> None:
    listing = make_reachable()
    first, printed = _printed(listing), _printed(listing)
    draft = actions.keep_draft(writer=make_user(), listing=listing, draft=make_draft())
    actions.mark_mailed(letter=first, by=first.writer, on=timezone.localdate())
    actions.mark_returned(letter=first, by=first.writer, on=timezone.localdate(), reason=ReturnReason.MOVED)

    assert warnings_for(Letter.objects.all()) == {printed.pk: Warned(held=True), draft.pk: Warned(held=True)}


def test_change_of_an_address_writes_to_each_writer_once(
    moderator, django_capture_on_commit_callbacks
) -> None:
    place, writer = make_place(), make_user(email="wren@example.org")
    one, two = make_reachable(place=place), make_reachable(place=place, id_number="2")
    letters = [_printed(one, writer), _printed(two, writer)]

    with django_capture_on_commit_callbacks(execute=True):
        _move_center(one, moderator)
    warn_writers.call("system", one.system_id)
    warn_of_new_addresses()

    (message,) = mail.outbox
    assert message.to == ["wren@example.org"]
    assert all(letter.code in message.body for letter in letters)
    assert one.display_name not in message.body
    assert one.committed_name not in message.body


def test_change_of_another_place_writes_to_nobody(moderator, django_capture_on_commit_callbacks) -> None:
    _printed(make_reachable())
    other = make_reachable(id_number="2")

    with django_capture_on_commit_callbacks(execute=True):
        _move_center(other, moderator)

    assert mail.outbox == []


def test_letter_printed_again_can_be_warned_of_again(moderator) -> None:
    listing = make_reachable()
    letter = _printed(listing)
    _move_center(listing, moderator)
    warn_of_new_addresses()

    letter = actions.undo(letter=letter, by=letter.writer)
    letter = actions.mark_printed(letter=letter, listing=listing, by=letter.writer)

    assert (letter.warned_at, warnings_for([letter])) == (None, {})


def test_address_that_begins_tomorrow_is_told_tomorrow(moderator) -> None:
    listing = make_reachable()
    _printed(listing)
    tomorrow = timezone.localdate() + timedelta(days=1)
    route = Route.objects.get(system=listing.system)
    facts.replace_route(route=route, by=moderator, starts_on=tomorrow, lines=NEW_LINES)

    assert warn_of_new_addresses() == 0
    Route.objects.filter(valid_from=None).update(valid_until=timezone.localdate() - timedelta(days=1))
    Route.objects.filter(valid_from=tomorrow).update(valid_from=timezone.localdate())
    assert warn_of_new_addresses() == 1
    assert warn_of_new_addresses() == 0


@pytest.mark.parametrize("places", [1, 3])
def test_warnings_cost_the_same_for_one_and_three(places, django_assert_num_queries) -> None:
    letters = [_printed(make_reachable(id_number=str(number))) for number in range(places)]

    with django_assert_num_queries(4):
        warnings_for(letters)


def test_writer_sees_the_warning_on_both_pages_and_others_nothing(client, moderator) -> None:
    listing = make_reachable()
    letter = _printed(listing)
    client.force_login(letter.writer)
    words = "The address has changed since you printed this."

    before = client.get("/letters/").content.decode()
    _move_center(listing, moderator)
    after = client.get("/letters/").content.decode()

    assert (words in before, words in after) == (False, True)
    assert words in client.get(letter.get_absolute_url()).content.decode()
    assert "Ready to mail" not in after
