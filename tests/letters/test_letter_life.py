"""Any sequence of steps of letters, of three writers to two women: what must never be true never is.

A machine makes up lives of letters beside a plain model of where each stands and how many each woman was sent.
"""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from letters import actions, correspondences, desk, returns
from letters.leaving import leave
from letters.models import Correspondence, Letter, LetterEvent, ReturnedLetter
from letters.printing import Rendered
from letters.states import CorrespondenceState, LetterState, ReturnOutcome, ReturnReason
from profiles import actions as desk_actions
from profiles.errors import ActionRefused
from profiles.models import Listing, User
from tests.factories import make_moderator, make_user
from tests.letters.places import make_draft, make_place, make_reachable

pytestmark = pytest.mark.django_db

S = LetterState
#: From where each step may be taken, and where it leads.
STEPS = {"printed": (S.DRAFT, S.PRINTED), "mailed": (S.PRINTED, S.MAILED), "replied": (S.MAILED, S.REPLIED)}
BACK = {S.PRINTED: S.DRAFT, S.MAILED: S.PRINTED, S.REPLIED: S.MAILED, S.RETURNED: S.MAILED}


class LetterLife(RuleBasedStateMachine):
    """The model: state by letter, letters sent by woman."""

    letters = Bundle("letters")

    def __init__(self) -> None:
        super().__init__()
        self.undo_all = transaction.atomic()
        self.undo_all.__enter__()
        place = make_place()
        self.moderator = make_moderator()
        self.women = [make_reachable(place=place, id_number=f"88{n}").pk for n in range(2)]
        self.writers = [make_user().pk for _ in range(3)]
        self.state: dict[int, str] = {}
        self.sent = dict.fromkeys(self.women, 0)
        self.today = timezone.localdate()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo_all.__exit__(None, None, None)

    # --- What people do -----------------------------------------------------------------------------------

    @rule(target=letters, writer=st.integers(0, 2), woman=st.integers(0, 1))
    def write(self, writer: int, woman: int) -> Any:
        listing = Listing.objects.public().filter(pk=self.women[woman]).first()
        by = User.objects.filter(pk=self.writers[writer]).first()
        if listing is None or by is None:
            return multiple()
        letter = actions.keep_draft(writer=by, listing=listing, draft=make_draft(body="Canary words"))
        self.state[letter.pk] = S.DRAFT
        return letter.pk

    @rule(pk=letters)
    def print(self, pk: int) -> None:
        """Over the page, which is what asks whether she may still be written to."""
        letter = self._get(pk)
        if letter is None:
            return
        client = Client()
        client.force_login(letter.writer)
        may = letter.state == S.DRAFT and self._reachable(letter)
        answer = client.post(letter.get_absolute_url(), {"action": "printed"})
        assert (answer.status_code == 302) is may, answer.status_code
        if may:
            self.state[pk] = S.PRINTED

    @rule(pk=letters)
    def mail(self, pk: int) -> None:
        if self._step(pk, "mailed", actions.mark_mailed):
            self.sent[self._get(pk).listing_id] += 1  # type: ignore[union-attr]

    @rule(pk=letters)
    def answer(self, pk: int) -> None:
        self._step(pk, "replied", actions.mark_replied)

    @rule(pk=letters, reason=st.sampled_from(ReturnReason.values), by_staff=st.booleans())
    def come_back(self, pk: int, reason: str, by_staff: bool) -> None:
        letter = self._get(pk)
        if letter is None:
            return
        was, facts = letter.state, {"on": self.today, "reason": ReturnReason(reason)}
        try:
            if by_staff:
                actions.mark_returned_by_code(code=letter.code, by=self.moderator, **facts)
            else:
                actions.mark_returned(letter=letter, by=letter.writer, **facts)
        except ActionRefused:
            assert was not in ((S.PRINTED, S.MAILED) if by_staff else (S.MAILED,))
            return
        assert was == S.MAILED or (by_staff and was == S.PRINTED)
        self.sent[letter.listing_id] += was == S.PRINTED
        self.state[pk] = S.RETURNED

    @rule(pk=letters)
    def take_back(self, pk: int) -> None:
        letter = self._get(pk)
        if letter is None:
            return
        try:
            actions.undo(letter=letter, by=letter.writer)
        except ActionRefused:
            assert letter.state == S.DRAFT
            return
        self.sent[letter.listing_id] -= letter.state == S.MAILED
        self.state[pk] = BACK[S(letter.state)]

    @rule(pk=letters)
    def throw_away(self, pk: int) -> None:
        letter = self._get(pk)
        if letter is not None:
            actions.throw_away(letter=letter)
            del self.state[pk]

    @rule()
    def staff_handle_what_came_back(self) -> None:
        for one in ReturnedLetter.objects.filter(handled_at=None):
            returns.handle(returned=one, by=self.moderator, outcome=ReturnOutcome.CONFIRMED, note="")

    @rule(number=st.integers(0, 5))
    def end_a_correspondence(self, number: int) -> None:
        found = Correspondence.objects.active().order_by("pk")[number : number + 1]
        for one in found:
            correspondences.end(correspondence=one)

    @rule(woman=st.integers(0, 1), shown=st.booleans())
    def hide_or_show(self, woman: int, shown: bool) -> None:
        listing = Listing.objects.get(pk=self.women[woman])
        try:
            if shown:
                desk_actions.unhide(listing=listing, by=self.moderator)
            else:
                desk_actions.hide(listing=listing, by=self.moderator, reason="other")
        except ActionRefused:
            return

    @rule()
    def second_woman_withdraws(self) -> None:
        listing = Listing.objects.get(pk=self.women[1])
        try:
            desk_actions.withdraw(listing=listing, by=self.moderator)
        except ActionRefused:
            return

    @rule()
    def last_writer_leaves(self) -> None:
        writer = User.objects.filter(pk=self.writers[2]).first()
        if writer is not None:
            for pk in Letter.objects.of(writer).values_list("pk", flat=True):
                del self.state[pk]
            leave(writer=writer)

    def _get(self, pk: int) -> Letter | None:
        return Letter.objects.select_related("writer", "listing").filter(pk=pk).first()

    def _reachable(self, letter: Letter) -> bool:
        public = Listing.objects.public().filter(pk=letter.listing_id).exists()
        return public and not ReturnedLetter.objects.holding().filter(listing=letter.listing_id).exists()

    def _step(self, pk: int, name: str, act: Any) -> bool:
        letter = self._get(pk)
        if letter is None:
            return False
        begins, ends = STEPS[name]
        try:
            act(letter=letter, by=letter.writer, on=self.today)
        except ActionRefused:
            assert letter.state != begins
            return False
        assert letter.state == begins
        self.state[pk] = ends
        return True

    # --- What must always be so -----------------------------------------------------------------------------

    @invariant()
    def each_letter_stands_where_its_steps_led(self) -> None:
        assert dict(Letter.objects.values_list("pk", "state")) == self.state

    @invariant()
    def counts_of_a_woman_are_what_was_mailed(self) -> None:
        for listing in Listing.objects.filter(pk__in=self.women).exclude(state="withdrawn"):
            active = Correspondence.objects.filter(listing=listing, state=CorrespondenceState.ACTIVE).count()
            assert (listing.letters_sent, listing.active_writers) == (self.sent[listing.pk], active)

    @invariant()
    def only_printed_letters_hold_a_snapshot_of_her(self) -> None:
        for letter in Letter.objects.all():
            held = (letter.printed_at is not None, letter.committed_name != "", letter.address_lines != "")
            assert set(held) == {letter.state != S.DRAFT}

    @invariant()
    def returned_letters_wait_for_staff_once(self) -> None:
        returned = {pk for pk, state in self.state.items() if state == S.RETURNED}
        rows = list(ReturnedLetter.objects.exclude(letter=None).values_list("letter", flat=True))
        assert returned <= set(rows)
        assert len(rows) == len(set(rows))

    @invariant()
    def every_letter_past_a_draft_says_since_when(self) -> None:
        past = {pk for pk, state in self.state.items() if state != S.DRAFT}
        assert past <= set(LetterEvent.objects.values_list("letter", flat=True))

    @invariant()
    def no_word_of_a_letter_is_readable_in_the_database(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT body, choices, return_lines FROM letters_letter")
            assert "Canary" not in str(cursor.fetchall())


def test_no_sequence_of_steps_loses_or_doubles_a_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "render_letter", lambda _sheet: Rendered.of(b"%PDF-", 1, 11.0, []))

    run_state_machine_as_test(
        LetterLife,
        settings=settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
