"""Decisions on submissions, over every state they can be met in."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from profiles import actions
from profiles.errors import NotAllowed, Stale, WrongState
from profiles.jobs import send_decision_note
from profiles.models import (
    CONTENT_FIELDS,
    EventWords,
    Listing,
    ModerationEvent,
    Photo,
    SearchRow,
    Submission,
    SubmissionPhoto,
)
from profiles.photos import check_photo, rendition_path
from profiles.states import OPEN_SUBMISSIONS, EventKind, ListingState, Reason, SubmissionKind, SubmissionState
from tests.factories import (
    make_facility,
    make_listing,
    make_moderator,
    make_submission,
    make_system,
    make_withdrawn,
)

pytestmark = pytest.mark.django_db

ACCEPTED, REFUSED = SubmissionPhoto.Decision.ACCEPTED, SubmissionPhoto.Decision.REFUSED


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def decided(state: SubmissionState) -> dict[str, Any]:
    """Fields of a submission in a state."""
    if state in (SubmissionState.DRAFT, SubmissionState.WAITING):
        return {"state": state}
    return {"state": state, "decided_at": timezone.now(), "decided_by": make_moderator()}


def photo_of(
    submission: Submission, decision: str = ACCEPTED, alt_text: str = "She laughs."
) -> SubmissionPhoto:
    out = io.BytesIO()
    Image.new("RGB", (400, 500), "teal").save(out, "JPEG")
    photo = actions.add_photo(submission=submission, photo=check_photo(out), alt_text=alt_text)
    SubmissionPhoto.objects.filter(pk=photo.pk).update(decision=decision)
    return photo


def public_files() -> int:
    try:
        return sum(
            len(default_storage.listdir(f"photos/{name}")[1]) for name in default_storage.listdir("photos")[0]
        )
    except FileNotFoundError:
        return 0


def change_to(listing: Listing, **fields: Any) -> Submission:
    submission = actions.propose_change(listing=listing, by=make_moderator())
    Submission.objects.filter(pk=submission.pk).update(**fields)
    submission.refresh_from_db()
    return submission


# --- Approving ---


def test_approve_publishes_what_was_submitted() -> None:
    submission, joan = make_submission(), make_moderator()

    listing = actions.approve(submission=submission, by=joan, version=1)

    submission.refresh_from_db()
    assert {name: getattr(listing, name) for name in CONTENT_FIELDS} == submission.content()
    assert (listing.state, listing.version, listing.approved_by, listing.verified_by) == (
        ListingState.PUBLISHED,
        1,
        joan,
        joan,
    )
    assert (listing.verified_on, listing.consent_listing_on) == (days_ago(0), submission.consent_listing_on)
    assert (submission.state, submission.decided_by, submission.listing) == ("approved", joan, listing)
    assert list(Listing.objects.public()) == [listing]
    assert SearchRow.objects.get().listing == listing


def test_approve_keeps_consent_for_twelve_months() -> None:
    submission = make_submission(consent_listing_on=date(2026, 2, 28))

    listing = actions.approve(submission=submission, by=make_moderator(), version=1)

    assert listing.consent_until == date(2027, 2, 28)


def test_approve_writes_one_event_with_its_words() -> None:
    submission, joan = make_submission(bio="I mend books."), make_moderator()

    listing = actions.approve(submission=submission, by=joan, version=1, note="Welcome.")

    event = ModerationEvent.objects.get()
    assert (event.kind, event.actor_id, event.actor_label) == (EventKind.APPROVED, joan.pk, "Joan R.")
    assert (event.subject_type, event.subject_id, event.subject_label, event.listing_slug) == (
        "submission",
        submission.pk,
        submission.code,
        listing.slug,
    )
    assert "bio" in event.fields
    assert "I mend books." not in str(event.fields)
    assert (event.words.note, '"bio": "I mend books."' in event.words.after) == ("Welcome.", True)


@pytest.mark.parametrize("state", SubmissionState)
def test_approve_takes_open_submissions_only(state: SubmissionState) -> None:
    submission = make_submission(**decided(state))

    if state in OPEN_SUBMISSIONS:
        actions.approve(submission=submission, by=make_moderator(), version=1)
    else:
        with pytest.raises(WrongState):
            actions.approve(submission=submission, by=make_moderator(), version=1)

    submission.refresh_from_db()
    assert (submission.state == SubmissionState.APPROVED, Listing.objects.count()) == (
        state in (*OPEN_SUBMISSIONS, SubmissionState.APPROVED),
        int(state in OPEN_SUBMISSIONS),
    )


def test_approve_refuses_text_that_changed_since() -> None:
    submission, joan = make_submission(), make_moderator()
    submission.bio = "Something else."
    actions.edit(submission=submission, by=joan, version=1, fields=["bio"])

    with pytest.raises(Stale):
        actions.approve(submission=submission, by=joan, version=1)

    assert Listing.objects.count() == 0


def test_approve_refuses_a_second_moderator() -> None:
    submission = make_submission()
    actions.approve(submission=submission, by=make_moderator(), version=1)

    with pytest.raises(WrongState, match=r"Joan R\. has decided this already: Approved"):
        actions.approve(submission=submission, by=make_moderator(), version=1)

    assert Listing.objects.count() == 1


REFUSED_SUBMISSIONS: list[tuple[dict[str, Any], str]] = [
    ({"consent_listing_on": None}, "consent to being listed is missing"),
    ({"consent_listing_on": days_ago(-1)}, "dated in the future"),
    ({"consent_listing_on": days_ago(400)}, "expired"),
    ({"birth_date": days_ago(18 * 365)}, "under 18"),
    ({"release_kind": "date", "release_date": None}, "date she comes home is missing"),
]


@pytest.mark.parametrize(("fields", "words"), REFUSED_SUBMISSIONS)
def test_approve_refuses_what_must_not_be_public(fields: dict[str, Any], words: str) -> None:
    submission = make_submission(**fields)

    with pytest.raises(NotAllowed, match=words):
        actions.approve(submission=submission, by=make_moderator(), version=1)

    submission.refresh_from_db()
    assert (submission.state, Listing.objects.count(), ModerationEvent.objects.count()) == ("waiting", 0, 0)


def test_approve_takes_her_on_her_eighteenth_birthday() -> None:
    today = timezone.localdate()
    submission = make_submission(birth_date=date(today.year - 18, today.month, min(today.day, 28)))

    assert actions.approve(submission=submission, by=make_moderator(), version=1).age == 18


def test_approve_refuses_a_system_that_restricts_listings() -> None:
    facility = make_facility(system=make_system(name="Strict Department", restricts_listings=True))

    with pytest.raises(NotAllowed, match="Strict Department restricts such listings"):
        actions.approve(submission=make_submission(facility=facility), by=make_moderator(), version=1)


def test_approve_refuses_a_facility_of_another_system() -> None:
    submission = make_submission(system=make_system())

    with pytest.raises(NotAllowed, match="does not belong to this system"):
        actions.approve(submission=submission, by=make_moderator(), version=1)


def test_approve_notes_that_a_facility_is_closed() -> None:
    submission = make_submission(facility=make_facility(status="closed"))

    actions.approve(submission=submission, by=make_moderator(), version=1)

    assert EventWords.objects.get().note == "Approved although her facility is marked as closed."


@pytest.mark.parametrize("state", [ListingState.PUBLISHED, ListingState.HIDDEN])
def test_approve_refuses_a_woman_who_is_listed_already(state: ListingState) -> None:
    listing = make_listing(state=state, id_number="AB-1")
    submission = make_submission(facility=listing.facility, id_number="ab-1")

    with pytest.raises(NotAllowed, match=listing.slug):
        actions.approve(submission=submission, by=make_moderator(), version=1)


def test_approve_takes_the_same_number_in_another_system() -> None:
    make_listing(id_number="AB-1")

    listing = actions.approve(submission=make_submission(id_number="AB-1"), by=make_moderator(), version=1)

    assert listing.id_number == "AB-1"


def test_approve_refuses_consent_older_than_a_withdrawal() -> None:
    listing = make_listing(id_number="AB-1")
    actions.withdraw(listing=listing, by=None)
    submission = make_submission(facility=listing.facility, id_number="AB-1")

    with pytest.raises(NotAllowed, match="after this form was signed"):
        actions.approve(submission=submission, by=make_moderator(), version=1)


def test_approve_takes_a_new_form_after_a_withdrawal() -> None:
    gone = make_withdrawn(id_number="AB-1")
    submission = make_submission(facility=gone.facility, id_number="AB-1", consent_listing_on=days_ago(0))

    listing = actions.approve(submission=submission, by=make_moderator(), version=1)

    assert (listing.pk != gone.pk, listing.slug != gone.slug) == (True, True)


def test_approve_change_keeps_slug_and_counts_version() -> None:
    listing = make_listing(headline="Old line.")
    submission = change_to(listing, headline="New line.")

    changed = actions.approve(submission=submission, by=make_moderator(), version=1)

    assert (changed.pk, changed.slug, changed.version, changed.headline) == (
        listing.pk,
        listing.slug,
        2,
        "New line.",
    )
    assert changed.first_published_at == listing.first_published_at
    event = ModerationEvent.objects.get(kind=EventKind.APPROVED)
    assert (event.fields, event.words.before) == (
        ["headline", "consent_listing"],
        '{"headline": "Old line."}',
    )


@pytest.mark.parametrize("state", [ListingState.PUBLISHED, ListingState.HIDDEN])
def test_approve_change_leaves_the_state(state: ListingState) -> None:
    listing = make_listing(state=state)

    changed = actions.approve(submission=change_to(listing), by=make_moderator(), version=1)

    assert changed.state == state


def test_approve_change_refuses_when_the_listing_changed_since() -> None:
    listing = make_listing()
    submission = change_to(listing, headline="New line.")
    Listing.objects.filter(pk=listing.pk).update(version=2)

    with pytest.raises(Stale):
        actions.approve(submission=submission, by=make_moderator(), version=1, listing_version=1)


def test_approve_change_of_a_withdrawn_listing_is_refused() -> None:
    listing = make_listing()
    submission = change_to(listing)
    actions.withdraw(listing=listing, by=None)

    with pytest.raises(WrongState, match="This submission is gone"):
        actions.approve(submission=submission, by=make_moderator(), version=1)

    assert list(Listing.objects.public()) == []


def test_approve_change_does_not_bring_back_a_withdrawn_consent() -> None:
    listing = make_listing(consent_name_and_id_on=days_ago(10))
    submission = change_to(listing)
    actions.withdraw(listing=listing, by=None, item="name_and_id")

    changed = actions.approve(submission=submission, by=make_moderator(), version=2)

    assert changed.consent_name_and_id_on is None


def test_approve_change_with_an_older_form_keeps_the_newer_consents() -> None:
    listing = make_listing(consent_listing_on=days_ago(5), consent_birthday_on=days_ago(5))
    submission = change_to(listing, consent_listing_on=days_ago(90), consent_birthday_on=None)

    changed = actions.approve(submission=submission, by=make_moderator(), version=1)

    assert (changed.consent_listing_on, changed.consent_birthday_on) == (days_ago(5), days_ago(5))


def test_approve_change_with_a_newer_form_takes_its_consents_whole() -> None:
    listing = make_listing(consent_listing_on=days_ago(90), consent_birthday_on=days_ago(90))
    submission = change_to(listing, consent_listing_on=days_ago(5), consent_birthday_on=None)

    changed = actions.approve(submission=submission, by=make_moderator(), version=1)

    assert (changed.consent_listing_on, changed.consent_birthday_on) == (days_ago(5), None)


@pytest.mark.parametrize("agreed", [True, False])
def test_approve_copies_offense_and_romance_only_with_consent(agreed: bool) -> None:
    signed = days_ago(10) if agreed else None
    submission = make_submission(
        offense_words="In my words.",
        seeking=["friendship", "romance"],
        consent_offense_on=signed,
        consent_romance_on=signed,
    )

    listing = actions.approve(submission=submission, by=make_moderator(), version=1)

    expected = ("In my words.", ["friendship", "romance"]) if agreed else ("", ["friendship"])
    assert (listing.offense_words, listing.seeking) == expected


# --- Photos ---


def test_approve_publishes_accepted_photos_only() -> None:
    submission, joan = make_submission(consent_photo_on=days_ago(10)), make_moderator()
    accepted = photo_of(submission)
    photo_of(submission, decision=REFUSED)

    listing = actions.approve(submission=submission, by=joan, version=1)

    photo = Photo.objects.get()
    assert (photo.listing, photo.alt_text, photo.width, photo.height) == (listing, "She laughs.", 400, 500)
    assert (photo.original.name, photo.approved_by) == (accepted.original.name, joan)
    assert default_storage.exists(rendition_path(photo.file_key, 960, "webp"))
    assert (public_files(), list(Photo.objects.public())) == (4, [photo])


@pytest.mark.parametrize(
    ("consent", "decision", "alt_text", "words"),
    [
        (None, ACCEPTED, "She laughs.", "did not agree to showing photos"),
        (days_ago(10), SubmissionPhoto.Decision.WAITING, "", "Accept or refuse each photo"),
        (days_ago(10), ACCEPTED, " ", "Describe each accepted photo"),
    ],
)
def test_approve_refuses_photos_that_may_not_be_shown(
    consent: date | None, decision: str, alt_text: str, words: str
) -> None:
    submission = make_submission(consent_photo_on=consent)
    photo_of(submission, decision=decision, alt_text=alt_text)

    with pytest.raises(NotAllowed, match=words):
        actions.approve(submission=submission, by=make_moderator(), version=1)

    assert (Photo.objects.count(), public_files()) == (0, 0)


def test_approve_that_fails_leaves_no_public_file(monkeypatch: pytest.MonkeyPatch) -> None:
    submission = make_submission(consent_photo_on=days_ago(10))
    photo_of(submission)
    seen = []

    def fail(pk: int) -> None:
        seen.append(public_files())
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("profiles.actions.publishing.write_listing", fail)
    with pytest.raises(RuntimeError):
        actions.approve(submission=submission, by=make_moderator(), version=1)

    submission.refresh_from_db()
    assert (seen, public_files(), Photo.objects.count(), submission.state) == ([4], 0, 0, "waiting")


def test_approve_change_adds_photos_after_the_old_ones() -> None:
    submission, joan = make_submission(consent_photo_on=days_ago(10)), make_moderator()
    photo_of(submission, alt_text="First.")
    listing = actions.approve(submission=submission, by=joan, version=1)
    change = change_to(listing)
    photo_of(change, alt_text="Second.")

    actions.approve(submission=change, by=joan, version=1)

    assert [photo.alt_text for photo in listing.photos.all()] == ["First.", "Second."]
    assert public_files() == 8


def test_approve_change_without_photo_consent_removes_photos(
    django_capture_on_commit_callbacks: Any,
) -> None:
    submission, joan = make_submission(consent_photo_on=days_ago(30)), make_moderator()
    photo_of(submission)
    listing = actions.approve(submission=submission, by=joan, version=1)
    change = change_to(listing, consent_listing_on=days_ago(1), consent_photo_on=None)

    with django_capture_on_commit_callbacks(execute=True):
        actions.approve(submission=change, by=joan, version=1)

    assert (Photo.objects.count(), public_files()) == (0, 0)


@pytest.mark.parametrize("state", SubmissionState)
def test_decide_photo_only_while_open(state: SubmissionState) -> None:
    submission = make_submission(**decided(state))
    photo = photo_of(submission, decision=SubmissionPhoto.Decision.WAITING)

    if state in OPEN_SUBMISSIONS:
        actions.decide_photo(photo=photo, by=make_moderator(), decision=ACCEPTED, alt_text=" New. ")
    else:
        with pytest.raises(WrongState):
            actions.decide_photo(photo=photo, by=make_moderator(), decision=ACCEPTED, alt_text="New.")

    photo.refresh_from_db()
    expected = (ACCEPTED, "New.") if state in OPEN_SUBMISSIONS else ("waiting", "She laughs.")
    assert (photo.decision, photo.alt_text) == expected


# --- Asking, declining, sending again, editing ---


@pytest.mark.parametrize("state", SubmissionState)
def test_ask_for_changes_takes_open_submissions_only(state: SubmissionState) -> None:
    submission, joan = make_submission(**decided(state)), make_moderator()
    asked = {"submission": submission, "by": joan, "version": 1, "reason": Reason.CONTACT, "note": "Please…"}

    if state in OPEN_SUBMISSIONS:
        actions.ask_for_changes(**asked)
        submission.refresh_from_db()
        assert (submission.state, submission.reply, submission.reason) == (
            "changes_asked",
            "Please…",
            "contact",
        )
        assert ModerationEvent.objects.get().kind == EventKind.CHANGES_ASKED
    else:
        with pytest.raises(WrongState):
            actions.ask_for_changes(**asked)
        assert ModerationEvent.objects.count() == 0


@pytest.mark.parametrize("state", SubmissionState)
def test_decline_takes_open_submissions_only(state: SubmissionState) -> None:
    submission, joan = make_submission(**decided(state)), make_moderator()
    declined = {"submission": submission, "by": joan, "version": 1, "reason": Reason.UNSAFE}

    if state in OPEN_SUBMISSIONS:
        actions.decline(**declined)
        submission.refresh_from_db()
        assert (submission.state, submission.decided_by, submission.reason) == ("declined", joan, "unsafe")
        assert ModerationEvent.objects.get().reason == "unsafe"
    else:
        with pytest.raises(WrongState):
            actions.decline(**declined)
        assert ModerationEvent.objects.count() == 0


def test_decisions_need_their_words() -> None:
    submission, joan = make_submission(), make_moderator()

    with pytest.raises(NotAllowed, match="what to change"):
        actions.ask_for_changes(submission=submission, by=joan, version=1, reason="", note=" ")
    with pytest.raises(NotAllowed, match="reason"):
        actions.decline(submission=submission, by=joan, version=1, reason="")


@pytest.mark.parametrize("state", SubmissionState)
def test_submit_takes_drafts_and_what_was_sent_back(state: SubmissionState) -> None:
    submission = make_submission(**decided(state))

    if state in (SubmissionState.DRAFT, SubmissionState.CHANGES_ASKED):
        actions.submit(submission=submission)
        assert (submission.state, submission.version, submission.decided_by) == ("waiting", 2, None)
        assert ModerationEvent.objects.get().kind == EventKind.SUBMITTED
    else:
        with pytest.raises(WrongState):
            actions.submit(submission=submission)


def test_submit_takes_an_unsaved_one() -> None:
    joan = make_moderator()
    unsaved = make_submission()
    Submission.objects.all().delete()
    unsaved.pk = None
    unsaved._state.adding = True

    actions.submit(submission=unsaved, by=joan)

    assert (Submission.objects.get().state, Submission.objects.get().entered_by) == ("waiting", joan)


@pytest.mark.parametrize("state", SubmissionState)
def test_edit_only_until_it_is_decided(state: SubmissionState) -> None:
    submission, joan = make_submission(bio="Before.", **decided(state)), make_moderator()
    submission.bio, submission.headline = "After.", "Not named."

    if state in (*OPEN_SUBMISSIONS, SubmissionState.DRAFT):
        actions.edit(submission=submission, by=joan, version=1, fields=["bio"])
    else:
        with pytest.raises(WrongState):
            actions.edit(submission=submission, by=joan, version=1, fields=["bio"])

    present = Submission.objects.get()
    may = state in (*OPEN_SUBMISSIONS, SubmissionState.DRAFT)
    assert (present.bio, present.version) == (("After.", 2) if may else ("Before.", 1))
    assert present.headline != "Not named."


def test_edit_logs_fields_and_keeps_words_beside() -> None:
    submission = make_submission(bio="Before.")
    submission.bio = "After."

    actions.edit(submission=submission, by=make_moderator(), version=1, fields=["bio"])

    event = ModerationEvent.objects.get()
    assert (event.kind, event.fields) == (EventKind.EDITED, ["bio"])
    assert (event.words.before, event.words.after) == ('{"bio": "Before."}', '{"bio": "After."}')


def test_edit_refuses_an_old_page() -> None:
    submission, joan = make_submission(), make_moderator()
    actions.edit(submission=submission, by=joan, version=1, fields=["bio"])

    with pytest.raises(Stale):
        actions.edit(submission=submission, by=joan, version=1, fields=["bio"])


def test_propose_change_copies_the_listing() -> None:
    listing, joan = make_listing(consent_birthday_on=days_ago(10)), make_moderator()

    submission = actions.propose_change(listing=listing, by=joan)

    assert (submission.content(), submission.consents()) == (listing.content(), listing.consents())
    assert (submission.kind, submission.listing, submission.state) == (
        SubmissionKind.CHANGE,
        listing,
        "waiting",
    )


def test_propose_change_refuses_a_second_one_and_withdrawn_listings() -> None:
    listing, joan = make_listing(), make_moderator()
    actions.propose_change(listing=listing, by=joan)

    with pytest.raises(WrongState, match="waits already"):
        actions.propose_change(listing=listing, by=joan)
    with pytest.raises(WrongState, match="withdrew"):
        actions.propose_change(listing=make_withdrawn(), by=joan)


# --- The note to whoever sent it ---


def test_decision_note_goes_to_the_submitter_in_neutral_words() -> None:
    submission = make_submission(submitter_email="sister@example.org", display_name="Maria")

    assert send_decision_note.call(submission.pk) is True

    (message,) = mail.outbox
    assert (message.to, submission.code in message.body) == (["sister@example.org"], True)
    assert [word for word in ("Maria", "pen pal", "prison", "inmate") if word in message.body] == []


@pytest.mark.parametrize(("address", "queued"), [("sister@example.org", 1), ("", 0)])
def test_decision_queues_a_note_when_it_is_committed(
    address: str, queued: int, django_capture_on_commit_callbacks: Any
) -> None:
    submission = make_submission(submitter_email=address)

    with django_capture_on_commit_callbacks() as callbacks:
        actions.approve(submission=submission, by=make_moderator(), version=1)

    assert len(callbacks) == queued


def test_approve_keeps_what_of_a_photo_stays_in_sight() -> None:
    by = make_moderator()
    submission = make_submission(consent_photo_on=timezone.localdate(), consent_photo_how="signed_form")
    photo = photo_of(submission, "waiting")

    actions.decide_photo(photo=photo, by=by, decision=ACCEPTED, alt_text="She laughs.", focus="top-right")
    listing = actions.approve(submission=submission, by=by, version=1)

    assert listing.photos.get().focus == "top-right"
