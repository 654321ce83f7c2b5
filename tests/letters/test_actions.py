"""Each step of a letter, from where it may be taken and from where not."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from letters import actions, desk
from letters.models import Letter, LetterEvent, ReturnAddress
from letters.printing import TEMPLATE_VERSION
from letters.states import LetterState, ReturnReason
from profiles.errors import WrongState
from profiles.models import Listing
from tests.factories import make_user
from tests.letters.places import make_draft, make_reachable

pytestmark = pytest.mark.django_db

S = LetterState


def kept(writer=None, listing=None, **draft):
    return actions.keep_draft(
        writer=writer or make_user(), listing=listing or make_reachable(), draft=make_draft(**draft)
    )


def at(state, writer=None, listing=None):
    """A letter that has come as far as a state by the steps themselves."""
    letter = kept(writer, listing)
    today = timezone.localdate()
    steps = {
        S.PRINTED: lambda x: actions.mark_printed(letter=x, listing=x.listing, by=x.writer),
        S.MAILED: lambda x: actions.mark_mailed(letter=x, by=x.writer, on=today),
        S.REPLIED: lambda x: actions.mark_replied(letter=x, by=x.writer, on=today),
        S.RETURNED: lambda x: actions.mark_returned(
            letter=x, by=x.writer, on=today, reason=ReturnReason.MOVED
        ),
    }
    for step in {S.DRAFT: [], S.RETURNED: [S.PRINTED, S.MAILED, S.RETURNED]}.get(
        state, [one for one in (S.PRINTED, S.MAILED, S.REPLIED) if list(S).index(one) <= list(S).index(state)]
    ):
        letter = steps[step](letter)
    return letter


def counts(listing):
    listing = Listing.objects.get(pk=listing.pk)
    return listing.letters_sent, listing.active_writers, listing.last_letter_on


def test_keep_draft_comes_back_as_typed():
    letter = kept(photos=2, enclosures=("drawing",))

    assert actions.draft_of(letter) == make_draft(photos=2, enclosures=("drawing",))


def test_keep_draft_again_replaces_words_and_keeps_the_code():
    letter = kept()

    again = actions.keep_draft(
        writer=letter.writer, listing=letter.listing, draft=make_draft(body="New words."), letter=letter
    )

    assert (again.pk, again.code, again.body) == (letter.pk, letter.code, "New words.")


@pytest.mark.parametrize("state", [state for state in S if state != S.DRAFT])
def test_keep_draft_refuses_what_is_on_paper(state):
    letter = at(state)

    with pytest.raises(WrongState):
        actions.keep_draft(
            writer=letter.writer, listing=letter.listing, draft=make_draft(body="Changed."), letter=letter
        )

    assert Letter.objects.get(pk=letter.pk).body == letter.body


def test_mark_printed_keeps_where_it_goes():
    letter = kept()

    printed = actions.mark_printed(letter=letter, listing=letter.listing, by=letter.writer)

    assert printed.committed_name == "Maria Elena Delgado"
    assert printed.id_number == "00000417"
    assert printed.address_lines.splitlines()[0] == "Maria Elena Delgado #00000417"
    assert (printed.pages, printed.template_version, printed.overridden) == (1, TEMPLATE_VERSION, False)
    assert printed.sha256 == actions.reprint(printed, letter.listing).rendered.sha256
    assert [finding["rule"] for finding in printed.findings] == ["mail_route"]


def test_mark_printed_refused_leaves_a_draft():
    letter = kept(listing=make_reachable({"letters": {"status": "forbidden"}}))

    with pytest.raises(desk.Refused):
        actions.mark_printed(letter=letter, listing=letter.listing, by=letter.writer)

    assert Letter.objects.get(pk=letter.pk).state == S.DRAFT


def test_mark_printed_past_a_named_refusal_says_so():
    letter = kept(listing=make_reachable({"letters": {"status": "forbidden"}}))

    printed = actions.mark_printed(letter=letter, listing=letter.listing, by=letter.writer, named=["letters"])

    assert printed.overridden


def test_mark_mailed_counts_the_letter_and_the_writer_once():
    writer, listing, today = make_user(), make_reachable(), timezone.localdate()

    at(S.MAILED, writer, listing)
    first = counts(listing)
    at(S.MAILED, writer, listing)
    second = counts(listing)
    at(S.MAILED, make_user(), listing)

    assert (first, second, counts(listing)) == ((1, 1, today), (2, 1, today), (3, 2, today))


def test_printed_letters_do_not_count():
    listing = make_reachable()

    at(S.PRINTED, listing=listing)

    assert counts(listing) == (0, 0, None)


STEPS = {
    S.PRINTED: lambda x: actions.mark_printed(letter=x, listing=x.listing, by=x.writer),
    S.MAILED: lambda x: actions.mark_mailed(letter=x, by=x.writer, on=timezone.localdate()),
    S.REPLIED: lambda x: actions.mark_replied(letter=x, by=x.writer, on=timezone.localdate()),
    S.RETURNED: lambda x: actions.mark_returned(
        letter=x, by=x.writer, on=timezone.localdate(), reason=ReturnReason.RULE
    ),
}
ALLOWED = {(S.DRAFT, S.PRINTED), (S.PRINTED, S.MAILED), (S.MAILED, S.REPLIED), (S.MAILED, S.RETURNED)}


@pytest.mark.parametrize("before", list(S))
@pytest.mark.parametrize("after", list(STEPS))
def test_steps_only_from_where_they_begin(before, after):
    letter = at(before)
    events = LetterEvent.objects.count()

    if (before, after) in ALLOWED:
        assert STEPS[after](letter).state == after
        assert LetterEvent.objects.count() == events + 1
    else:
        with pytest.raises(WrongState):
            STEPS[after](letter)
        assert Letter.objects.get(pk=letter.pk).state == before
        assert LetterEvent.objects.count() == events


def test_steps_taken_twice_from_an_old_page_count_once():
    letter = at(S.PRINTED)
    actions.mark_mailed(letter=letter, by=letter.writer, on=timezone.localdate())

    with pytest.raises(WrongState):
        actions.mark_mailed(letter=letter, by=letter.writer, on=timezone.localdate())

    assert counts(letter.listing)[:2] == (1, 1)


@pytest.mark.parametrize(
    ("state", "back"),
    [(S.PRINTED, S.DRAFT), (S.MAILED, S.PRINTED), (S.REPLIED, S.MAILED), (S.RETURNED, S.MAILED)],
)
def test_undo_goes_one_step_back(state, back):
    letter = at(state)

    assert actions.undo(letter=letter, by=letter.writer).state == back


def test_undo_of_a_draft_refuses():
    letter = kept()

    with pytest.raises(WrongState):
        actions.undo(letter=letter, by=letter.writer)


def test_undo_printed_forgets_the_snapshot():
    letter = at(S.PRINTED)

    undone = actions.undo(letter=letter, by=letter.writer)

    assert {name: getattr(undone, name) for name in actions.EMPTY_SNAPSHOT} == actions.EMPTY_SNAPSHOT


def test_undo_mailed_takes_the_counts_back():
    writer, listing = make_user(), make_reachable()
    first, second = at(S.MAILED, writer, listing), at(S.MAILED, writer, listing)

    actions.undo(letter=second, by=writer)
    after_one = counts(listing)[:2]
    actions.undo(letter=first, by=writer)

    assert (after_one, counts(listing)[:2]) == ((1, 1), (0, 0))


@pytest.mark.parametrize("change", [{"id_number": "999"}, {"committed_name": "Maria Other"}])
def test_reprint_refuses_when_her_address_changed(change):
    letter = at(S.PRINTED)
    Listing.objects.filter(pk=letter.listing_id).update(**change)

    with pytest.raises(WrongState):
        actions.reprint(letter, Listing.objects.get(pk=letter.listing_id))


def test_throw_away_keeps_what_was_counted():
    letter = at(S.MAILED)

    actions.throw_away(letter=letter)

    assert not Letter.objects.exists()
    assert counts(letter.listing)[:2] == (1, 1)


def test_keep_return_address_replaces_and_deletes():
    writer = make_user()

    actions.keep_return_address(writer=writer, pen_name="Ellen", lines=["Ellen Marsh", "Duluth"])
    actions.keep_return_address(writer=writer, pen_name="E.", lines=["Ellen Marsh", "Oulu"])
    replaced = ReturnAddress.objects.get(writer=writer).lines
    actions.keep_return_address(writer=writer, pen_name="E.", lines=[])

    writer.refresh_from_db()
    assert (replaced, writer.pen_name) == ("Ellen Marsh\nOulu", "E.")
    assert not ReturnAddress.objects.exists()


def test_letters_are_encrypted_in_the_database():
    letter = at(S.PRINTED)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT body, return_lines, choices, committed_name, id_number, address_lines FROM letters_letter"
        )
        stored = " ".join(cursor.fetchone())

    assert [word for word in ("kitchen", "Ellen", "Delgado", "00000417") if word in stored] == []
    assert letter.body == make_draft().body


def test_mark_mailed_older_day_does_not_move_the_last_letter_back():
    listing, today = make_reachable(), timezone.localdate()
    at(S.MAILED, listing=listing)
    late = at(S.PRINTED, listing=listing)

    actions.mark_mailed(letter=late, by=late.writer, on=today - timedelta(days=9))

    assert counts(listing) == (2, 2, today)
    assert isinstance(today, date)
