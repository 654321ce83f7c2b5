"""Letters that came back: what each reason leads to, who may hold, and how staff settle it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from letters import actions, desk, returns
from letters.models import FactChange, Letter, MailingRule, ReturnedLetter
from letters.states import HOLDING_REASONS, LetterState, ReturnOutcome, ReturnReason
from profiles.codes import ALPHABET, check_character
from profiles.errors import NotAllowed, WrongState
from tests.factories import make_facility, make_listing, make_user
from tests.letters.places import make_draft, make_place, make_reachable

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


def _printed(listing, writer=None) -> Letter:
    letter = actions.keep_draft(writer=writer or make_user(), listing=listing, draft=make_draft())
    return actions.mark_printed(letter=letter, listing=listing, by=letter.writer)


def _returned(listing, reason=ReturnReason.MOVED, writer=None) -> ReturnedLetter:
    letter = _printed(listing, writer)
    actions.mark_mailed(letter=letter, by=letter.writer, on=TODAY())
    actions.mark_returned(letter=letter, by=letter.writer, on=TODAY(), reason=reason)
    return ReturnedLetter.objects.get(letter=letter)


def _blank(listing) -> desk.Checked:
    return desk.check_blank_letter(listing, pages=1, paper="letter")


@pytest.mark.parametrize("reason", list(ReturnReason))
def test_return_holds_further_letters_only_where_she_cannot_be_reached(reason) -> None:
    listing, other = make_reachable(), make_reachable(id_number="2")

    _returned(listing, reason)

    assert _blank(listing).has_no_way_past is (reason in HOLDING_REASONS)
    assert not _blank(other).has_no_way_past
    assert list(ReturnedLetter.objects.waiting().values_list("reason", flat=True)) == [reason]


def test_return_holds_for_every_writer_and_says_nothing_of_the_one() -> None:
    listing = make_reachable()
    writer = make_user(pen_name="Wren")
    _returned(listing, ReturnReason.DECEASED, writer)

    (finding,) = _blank(listing).blocked

    assert (
        finding.message == "We are finding out where she is. Until we know, nothing can be printed for her."
    )
    with pytest.raises(desk.Refused):
        _printed(listing)


def test_return_taken_back_by_its_writer_ends_the_hold() -> None:
    listing = make_reachable()
    returned = _returned(listing)

    actions.undo(letter=returned.letter, by=returned.letter.writer)

    assert not _blank(listing).has_no_way_past
    assert ReturnedLetter.objects.count() == 0


def test_return_that_staff_have_handled_stays_when_the_writer_takes_it_back(moderator) -> None:
    returned = _returned(make_reachable())
    returns.handle(returned=returned, by=moderator, outcome=ReturnOutcome.NOTHING)

    actions.undo(letter=returned.letter, by=returned.letter.writer)

    assert ReturnedLetter.objects.count() == 1


def test_return_stays_when_its_writer_deletes_the_letter() -> None:
    returned = _returned(make_reachable())

    actions.throw_away(letter=returned.letter)

    returned.refresh_from_db()
    assert (returned.letter, returned.facility) == (None, returned.listing.facility)


def test_one_account_holds_only_so_many_women_a_day(monkeypatch) -> None:
    monkeypatch.setattr(returns, "HOLDS_A_DAY", 1)
    place, writer = make_place(), make_user()
    first = _returned(make_reachable(place=place), writer=writer)
    second = _returned(make_reachable(place=place, id_number="2"), writer=writer)
    another = _returned(make_reachable(place=place, id_number="3"))

    assert [first.holds, second.holds, another.holds] == [True, False, True]


def test_handle_confirmed_ends_the_hold_and_verifies_her(moderator) -> None:
    listing = make_reachable(verified_on=TODAY() - timedelta(days=30))
    returned = _returned(listing)

    returns.handle(returned=returned, by=moderator, outcome=ReturnOutcome.CONFIRMED, note="Locator agrees.")

    listing.refresh_from_db()
    returned.refresh_from_db()
    assert (listing.verified_on, listing.verified_by) == (TODAY(), moderator)
    assert (returned.handled_by, returned.outcome, returned.staff_note) == (
        moderator,
        "confirmed",
        "Locator agrees.",
    )
    assert not _blank(listing).has_no_way_past


def test_handle_other_outcomes_do_not_verify_her(moderator) -> None:
    listing = make_reachable(verified_on=TODAY() - timedelta(days=30))

    returns.handle(returned=_returned(listing), by=moderator, outcome=ReturnOutcome.CORRECTED)

    listing.refresh_from_db()
    assert listing.verified_on == TODAY() - timedelta(days=30)


def test_handle_rule_right_counts_as_a_check_of_the_rule(moderator) -> None:
    listing = make_reachable({"max_pages": {"max": 5, "counts": ["pages"]}})
    rule = MailingRule.objects.get(type="max_pages")
    returned = _returned(listing, ReturnReason.RULE)
    ReturnedLetter.objects.update(rule=rule)
    returned.refresh_from_db()

    returns.handle(returned=returned, by=moderator, outcome=ReturnOutcome.RULE_RIGHT)

    rule.refresh_from_db()
    assert rule.checked_on == TODAY()
    assert FactChange.objects.get().kind == "checked"


def test_handle_twice_is_refused(moderator) -> None:
    returned = _returned(make_reachable())
    returns.handle(returned=returned, by=moderator, outcome=ReturnOutcome.NOTHING)

    with pytest.raises(WrongState):
        returns.handle(returned=returned, by=moderator, outcome=ReturnOutcome.CONFIRMED)

    returned.refresh_from_db()
    assert returned.outcome == "nothing"


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1}"])
def test_code_finds_the_letter_however_it_is_typed(typed, moderator) -> None:
    letter = _printed(make_reachable())
    spelled = f"{letter.code[:3].lower()}-{letter.code[3:]}"

    actions.mark_returned_by_code(
        code=typed.format(letter.code, spelled), by=moderator, on=TODAY(), reason=ReturnReason.UNKNOWN
    )

    letter.refresh_from_db()
    assert (letter.state, letter.return_reason, letter.mailed_on) == (
        LetterState.RETURNED,
        "unknown",
        TODAY(),
    )
    assert ReturnedLetter.objects.get().letter == letter


@pytest.mark.parametrize("code", ["", "ABC", "0000000", "AAAAAAA"])
def test_code_that_is_none_is_refused_with_help(code) -> None:
    with pytest.raises(NotAllowed, match="no code"):
        returns.find_by_code(code)


def test_code_of_no_letter_or_of_a_draft_is_refused() -> None:
    draft = actions.keep_draft(writer=make_user(), listing=make_reachable(), draft=make_draft())
    body = ALPHABET[:6]

    for code in (draft.code, body + check_character(body)):
        with pytest.raises(NotAllowed, match="No letter of an account"):
            returns.find_by_code(code)


def test_code_of_a_letter_among_the_returns_is_refused(moderator) -> None:
    returned = _returned(make_reachable())

    with pytest.raises(WrongState, match="Came back"):
        actions.mark_returned_by_code(
            code=returned.letter.code, by=moderator, on=TODAY(), reason=ReturnReason.MOVED
        )


def test_staff_take_in_a_letter_without_account_by_her_or_by_the_place(moderator) -> None:
    listing, facility = make_listing(), make_facility()

    hers = returns.take_in(reason=ReturnReason.MOVED, on=TODAY(), by=moderator, listing=listing)
    place = returns.take_in(reason=ReturnReason.REFUSED, on=TODAY(), by=moderator, facility=facility)
    nothing = returns.take_in(reason=ReturnReason.REFUSED, on=TODAY(), by=moderator)

    assert (hers.facility, hers.holds, place.holds, nothing) == (listing.facility, True, False, None)


@pytest.mark.parametrize(
    ("reasons", "days_ago", "suspect"),
    [
        (["refused"], 0, False),
        (["refused", "unknown"], 0, True),
        (["rule", "rule"], 0, True),
        (["moved", "refused"], 0, False),
        (["damaged", "damaged"], 0, False),
        (["refused", "refused"], 91, False),
    ],
)
def test_suspicions_need_two_returns_of_late_that_lie_with_the_place(
    moderator, reasons, days_ago, suspect
) -> None:
    place = make_facility()
    for reason in reasons:
        on = TODAY() - timedelta(days=days_ago)
        returns.take_in(reason=ReturnReason(reason), on=on, by=moderator, facility=place)
        returns.take_in(reason=ReturnReason(reason), on=on, by=moderator, facility=make_facility())

    assert [one.facility for one in returns.suspicions()] == ([place] if suspect else [])


def test_suspicions_end_when_staff_have_handled_one(moderator) -> None:
    place = make_facility()
    made = [
        returns.take_in(reason=ReturnReason.REFUSED, on=TODAY(), by=moderator, facility=place)
        for _one in range(2)
    ]
    (found,) = returns.suspicions()

    returns.handle(returned=made[0], by=moderator, outcome=ReturnOutcome.RULE_CHANGED)

    assert (found.count, found.reasons) == (2, ["Refused without a reason"])
    assert returns.suspicions() == []


@pytest.mark.parametrize("places", [1, 3])
def test_suspicions_cost_the_same_for_one_and_three(moderator, places, django_assert_num_queries) -> None:
    for _place in range(places):
        facility = make_facility()
        for _one in range(2):
            returns.take_in(reason=ReturnReason.REFUSED, on=TODAY(), by=moderator, facility=facility)

    with django_assert_num_queries(3):
        assert len(returns.suspicions()) == places
