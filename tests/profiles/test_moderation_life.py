"""Any sequence of decisions, in any order: what must never be true never is.

A machine makes up lives of submissions and listings beside a plain model of what should be public.
"""

from datetime import date
from typing import Any

import pytest
from django.db import transaction
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

from profiles import actions, ledger
from profiles.errors import ActionRefused
from profiles.models import Listing, ModerationEvent, Photo, SearchRow, Submission
from profiles.states import ListingState, SubmissionState
from profiles.vocabulary import ConsentItem
from tests.factories import make_facility, make_moderator, make_photo, make_submission

pytestmark = pytest.mark.django_db

ADULT, CHILD = date(1985, 3, 14), date(2020, 3, 14)


class ModerationLife(RuleBasedStateMachine):
    """The model: by slug, the words approved last and whether it is published; slugs that were withdrawn."""

    submissions, listings = Bundle("submissions"), Bundle("listings")

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.moderator = make_moderator()
        self.facility = make_facility()
        self.words: dict[str, str] = {}
        self.published: set[str] = set()
        self.withdrawn: set[str] = set()
        self.without_photos: set[str] = set()
        self.events = 0
        self.count = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    # --- What people do -----------------------------------------------------------------------------------

    @rule(target=submissions, consent=st.booleans(), adult=st.booleans(), photo=st.booleans())
    def send(self, consent: bool, adult: bool, photo: bool) -> int:
        self.count += 1
        fields: dict[str, Any] = {"facility": self.facility, "bio": f"Words number {self.count}."}
        if not consent:
            fields["consent_listing_on"] = None
        if photo:
            fields["consent_photo_on"] = date(2026, 1, 1)
        return make_submission(birth_date=ADULT if adult else CHILD, **fields).pk

    @rule(target=listings, pk=submissions, late=st.booleans())
    def approve(self, pk: int, late: bool) -> Any:
        row = Submission.objects.get(pk=pk)
        before = None if row.listing is None else row.listing.slug
        try:
            listing = actions.approve(submission=row, by=self.moderator, version=row.version - late)
        except ActionRefused:
            return multiple()
        assert not late
        assert row.state in (SubmissionState.WAITING, SubmissionState.CHANGES_ASKED)
        assert before not in self.withdrawn
        assert (row.consent_listing_on is not None, row.birth_date) == (True, ADULT)
        self.words[listing.slug] = row.bio
        if before is None:
            self.published.add(listing.slug)
        if listing.consent_photo_on is None:
            self.without_photos.add(listing.slug)
        else:
            self.without_photos.discard(listing.slug)
        return listing.slug

    @rule(pk=submissions)
    def decline(self, pk: int) -> None:
        row = Submission.objects.get(pk=pk)
        self._try(
            lambda: actions.decline(
                submission=row, by=self.moderator, version=row.version, reason="other", note=""
            )
        )

    @rule(pk=submissions, again=st.booleans())
    def ask_for_changes(self, pk: int, again: bool) -> None:
        row = Submission.objects.get(pk=pk)
        self._try(
            lambda: actions.ask_for_changes(
                submission=row, by=self.moderator, version=row.version, reason="contact", note="x"
            )
        )
        if again:
            self._try(lambda: actions.submit(submission=Submission.objects.get(pk=pk)))

    @rule(target=submissions, slug=listings)
    def propose(self, slug: str) -> Any:
        self.count += 1
        try:
            made = actions.propose_change(listing=Listing.objects.get(slug=slug), by=self.moderator)
        except ActionRefused:
            return multiple()
        made.bio = f"Words number {self.count}."
        actions.edit(submission=made, by=self.moderator, version=made.version, fields=["bio"])
        return made.pk

    @rule(slug=listings)
    def hide(self, slug: str) -> None:
        if self._try(lambda: actions.hide(listing=self._get(slug), by=self.moderator, reason="other")):
            self.published.discard(slug)

    @rule(slug=listings)
    def unhide(self, slug: str) -> None:
        if self._try(lambda: actions.unhide(listing=self._get(slug), by=self.moderator)):
            self.published.add(slug)

    @rule(slug=listings, item=st.sampled_from(ConsentItem.values))
    def withdraw(self, slug: str, item: str) -> None:
        if not self._try(lambda: actions.withdraw(listing=self._get(slug), by=None, item=item)):
            return
        if item == ConsentItem.LISTING:
            self.published.discard(slug)
            self.withdrawn.add(slug)
        if item in (ConsentItem.LISTING, ConsentItem.PHOTO):
            self.without_photos.add(slug)

    @rule(slug=listings)
    def add_photo(self, slug: str) -> None:
        listing = self._get(slug)
        if slug not in self.without_photos:
            make_photo(listing)

    @rule(slug=listings, reason=st.sampled_from(["danger", "wrong"]), address=st.integers(1, 3))
    def report(self, slug: str, reason: str, address: int) -> None:
        made = actions.report(listing=self._get(slug), reason=reason, address=f"203.0.113.{address}")
        if made.hid_listing:
            assert reason == "danger"
            self.published.discard(slug)

    @rule(slug=listings)
    def verify(self, slug: str) -> None:
        self._try(lambda: actions.verify(listing=self._get(slug), by=self.moderator))

    def _get(self, slug: str) -> Listing:
        return Listing.objects.get(slug=slug)

    def _try(self, step: Any) -> bool:
        try:
            step()
        except ActionRefused:
            return False
        return True

    # --- What must always be so -----------------------------------------------------------------------------

    @invariant()
    def public_is_what_should_be_public(self) -> None:
        public = dict(Listing.objects.public().values_list("slug", "bio"))
        assert public == {slug: self.words[slug] for slug in self.published}

    @invariant()
    def search_has_just_what_is_public(self) -> None:
        rows = set(SearchRow.objects.values_list("listing__slug", flat=True))
        assert rows == self.published

    @invariant()
    def withdrawn_stays_withdrawn_and_is_in_the_ledger(self) -> None:
        states = set(
            Listing.objects.filter(slug__in=self.withdrawn).values_list("state", "consent_listing_on")
        )
        assert states <= {(ListingState.WITHDRAWN, None)}
        known = {entry.slug for entry in ledger.read(ledger.path()) if entry.item == ConsentItem.LISTING}
        assert self.withdrawn <= known

    @invariant()
    def no_photo_without_consent(self) -> None:
        assert not Photo.objects.filter(listing__slug__in=self.without_photos).exists()

    @invariant()
    def settled_submissions_say_who_and_when(self) -> None:
        settled = Submission.objects.filter(state__in=(SubmissionState.APPROVED, SubmissionState.DECLINED))
        assert not settled.filter(decided_by=None).exists()

    @invariant()
    def the_log_only_grows(self) -> None:
        now = ModerationEvent.objects.count()
        assert now >= self.events
        self.events = now


def test_no_sequence_of_decisions_shows_what_it_should_not() -> None:
    run_state_machine_as_test(
        ModerationLife,
        settings=settings(
            max_examples=20,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
