"""Submissions: coming in, being edited, and every decision that publishes nothing."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles import jobs
from profiles.actions.events import record_event
from profiles.errors import ActionRefused, NotAllowed, Stale, WrongState
from profiles.models import CONSENT_FIELDS, CONTENT_FIELDS, Listing, Submission, SubmissionPhoto, User
from profiles.photos import CheckedPhoto
from profiles.states import (
    OPEN_SUBMISSIONS,
    EventKind,
    ListingState,
    Reason,
    Source,
    SubmissionKind,
    SubmissionState,
)
from profiles.vocabulary import Focus

EDITABLE = (*OPEN_SUBMISSIONS, SubmissionState.DRAFT)


@transaction.atomic
def submit(*, submission: Submission, by: User | None = None) -> Submission:
    """Put a submission in the queue: an unsaved one, a draft, or one sent again after changes were asked.

    `by` is the staff member who typed it in, None for the web form. Raises WrongState once it waits or is decided.
    """
    now = timezone.now()
    if submission._state.adding:
        submission.state, submission.submitted_at, submission.entered_by = SubmissionState.WAITING, now, by
        submission.save()
    else:
        back = Submission.objects.filter(
            pk=submission.pk, state__in=(SubmissionState.DRAFT, SubmissionState.CHANGES_ASKED)
        ).update(
            state=SubmissionState.WAITING,
            submitted_at=now,
            version=F("version") + 1,
            decided_at=None,
            decided_by=None,
        )
        if not back:
            raise WrongState(_("This was sent already and waits for us, or it is decided."))
        submission.refresh_from_db()
    record_event(subject=submission, kind=EventKind.SUBMITTED, by=by)
    return submission


@transaction.atomic
def edit(*, submission: Submission, by: User | None, version: int, fields: Iterable[str]) -> Submission:
    """Save the named columns of `submission` as they stand on the instance, and count the version.

    Raises Stale where somebody saved after `version`, WrongState once it is decided. With no fields it only counts
    and logs, which is what a change of its photos needs.
    """
    names = list(fields)
    values = {name: getattr(submission, name) for name in names}
    before = Submission.objects.filter(pk=submission.pk).first()
    if before is None:
        raise why_not_moved(submission.pk, version, EDITABLE)
    if "system" in names and values["system"].pk != before.system_id:
        values |= {"override_by": None, "override_at": None, "override_reason": ""}
    moved = Submission.objects.filter(pk=submission.pk, state__in=EDITABLE, version=version).update(
        version=F("version") + 1, **values
    )
    if not moved:
        raise why_not_moved(submission.pk, version, EDITABLE)
    submission.version = version + 1
    record_event(
        subject=submission,
        kind=EventKind.EDITED,
        by=by,
        fields=names,
        before={name: getattr(before, name) for name in names if name in CONTENT_FIELDS},
        after={name: value for name, value in values.items() if name in CONTENT_FIELDS},
    )
    return submission


@transaction.atomic
def add_photo(*, submission: Submission, photo: CheckedPhoto, alt_text: str = "") -> SubmissionPhoto:
    """Keep a checked photo with a submission, its original in private storage. Counts no version."""
    last = submission.photos.aggregate(last=models.Max("position"))["last"]
    added = SubmissionPhoto(
        submission=submission,
        width=photo.width,
        height=photo.height,
        alt_text=alt_text,
        position=0 if last is None else last + 1,
    )
    added.original.save(f"photo.{photo.suffix}", ContentFile(photo.data), save=False)
    added.save()
    return added


@transaction.atomic
def decide_photo(
    *, photo: SubmissionPhoto, by: User, decision: str, alt_text: str, focus: str = Focus.CENTER
) -> SubmissionPhoto:
    """Accept or refuse one photo of an open submission. Accepting needs a description for people who do not see it.

    `focus` is what stays in sight where its edges are cut off. Nothing is published before the submission is approved.
    """
    if decision == SubmissionPhoto.Decision.ACCEPTED and not alt_text.strip():
        raise NotAllowed(_("Describe each accepted photo for people who do not see it."))
    moved = SubmissionPhoto.objects.filter(
        pk=photo.pk, submission__in=Submission.objects.filter(state__in=OPEN_SUBMISSIONS)
    ).update(decision=decision, alt_text=alt_text.strip(), focus=Focus(focus))
    if not moved:
        raise WrongState(_("This submission is decided already."))
    photo.decision, photo.alt_text, photo.focus = decision, alt_text.strip(), Focus(focus)
    return photo


@transaction.atomic
def ask_for_changes(*, submission: Submission, by: User, version: int, reason: str, note: str) -> Submission:
    """Send it back to whoever sent it, with a note they will read."""
    if not note.strip():
        raise NotAllowed(_("Write a note that says what to change."))
    return _decide(
        submission, by, version, SubmissionState.CHANGES_ASKED, EventKind.CHANGES_ASKED, reason, note
    )


@transaction.atomic
def decline(*, submission: Submission, by: User, version: int, reason: str, note: str = "") -> Submission:
    """Refuse it for good, with a reason code and, if useful, a note that the person who sent it will read."""
    if not reason:
        raise NotAllowed(_("Choose a reason for declining."))
    return _decide(submission, by, version, SubmissionState.DECLINED, EventKind.DECLINED, reason, note)


@transaction.atomic
def override_policy(*, submission: Submission, by: User, version: int, reason: str) -> Submission:
    """Allow approval in spite of a system that restricts listings. It counts for that system alone.

    `reason` is for the record: what she knows of the risk, and how we know. Raises NotAllowed where the reason is
    missing, the right is, or nothing needs it; Stale or WrongState as every decision does.
    """
    if not by.has_perm("profiles.override_policy"):
        raise NotAllowed(_("Only a senior moderator may do this."))
    if not reason.strip():
        raise NotAllowed(_("Write down the reason."))
    if not submission.system.restricts_listings:
        raise NotAllowed(_("This system does not restrict listings."))
    values = {"override_by": by, "override_at": timezone.now(), "override_reason": reason.strip()}
    move(submission, version, {**values, "version": F("version") + 1})
    submission.refresh_from_db()
    record_event(
        subject=submission,
        kind=EventKind.OVERRIDDEN,
        by=by,
        reason=Reason.SYSTEM_POLICY,
        fields=["override_reason"],
        note=reason.strip(),
    )
    return submission


@transaction.atomic
def propose_change(*, listing: Listing, by: User) -> Submission:
    """A change to a listing that starts as its copy. It waits for a decision like any other submission.

    Raises WrongState where one waits already, or she withdrew.
    """
    if listing.state == ListingState.WITHDRAWN:
        raise WrongState(_("She withdrew her listing, so it cannot be changed."))
    if listing.submissions.filter(state__in=OPEN_SUBMISSIONS).exists():
        raise WrongState(_("A change to this listing waits already. Decide on that one first."))
    submission = Submission(
        kind=SubmissionKind.CHANGE,
        listing=listing,
        source=Source.STAFF,
        words_dated=listing.words_dated,
        is_sample=listing.is_sample,
        **{name: getattr(listing, name) for name in (*CONTENT_FIELDS, *CONSENT_FIELDS)},
    )
    return submit(submission=submission, by=by)


def move(submission: Submission, version: int, values: Mapping[str, Any]) -> None:
    """The one conditional write of every decision: it happens only to an open submission of that very version."""
    moved = Submission.objects.filter(pk=submission.pk, state__in=OPEN_SUBMISSIONS, version=version).update(
        **values
    )
    if not moved:
        raise why_not_moved(submission.pk, version, OPEN_SUBMISSIONS)


def why_not_moved(pk: int, version: int, states: Iterable[str]) -> ActionRefused:
    """What to tell somebody whose write found no row: it was decided, or it changed."""
    present = Submission.objects.select_related("decided_by").filter(pk=pk).first()
    if present is None:
        return WrongState(_("This submission is gone."))
    if present.state in states and present.version != version:
        return Stale()
    who = present.decided_by.desk_name if present.decided_by else ""
    if who:
        return WrongState(
            _("%(who)s has decided this already: %(state)s.")
            % {"who": who, "state": present.get_state_display()}
        )
    return WrongState(_("This cannot be decided now: %(state)s.") % {"state": present.get_state_display()})


def _decide(
    submission: Submission,
    by: User,
    version: int,
    state: SubmissionState,
    kind: EventKind,
    reason: str,
    note: str,
) -> Submission:
    decision = {
        "state": state,
        "decided_at": timezone.now(),
        "decided_by": by,
        "reason": Reason(reason),
        "reply": note.strip(),
    }
    move(submission, version, decision)
    submission.refresh_from_db()
    record_event(subject=submission, kind=kind, by=by, reason=reason, note=note.strip())
    jobs.tell_submitter(submission)
    return submission
