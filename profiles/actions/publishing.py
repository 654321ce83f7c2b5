"""Approval: the one way by which words and photos become public."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from profiles import jobs
from profiles.actions.events import record_event
from profiles.actions.files import delete_when_committed
from profiles.actions.submissions import move
from profiles.errors import NotAllowed, PhotoRefused, Stale, WrongState
from profiles.models import CONTENT_FIELDS, Listing, Photo, Submission, SubmissionPhoto, User
from profiles.photos import check_photo, delete_renditions, new_key, write_renditions
from profiles.rules import consent_until, consents_to_publish, is_overridden, reasons_against_approval
from profiles.search import write_listing
from profiles.states import EventKind, FactSource, SubmissionState
from profiles.vocabulary import ConsentItem, Seeking


@dataclass(frozen=True)
class Ready:
    """Renditions of one accepted photo, drawn before the transaction begins so that no lock waits for them."""

    source: SubmissionPhoto
    key: str
    width: int
    height: int


def approve(
    *, submission: Submission, by: User, version: int, note: str = "", listing_version: int | None = None
) -> Listing:
    """Publish a submission as its present `version`: a new listing, or a change to one.

    Raises Stale where it changed after the moderator opened it (or its listing did, where `listing_version` says what
    the moderator compared it with), WrongState where it is decided already, and NotAllowed
    where consent is missing or expired, she is under 18, her system restricts listings, she is listed already, or a
    photo is undecided. Photos are published only with consent to photos. A closed facility is no obstacle: the
    record notes it, and her page says that mail cannot be sent.
    """
    present = _with_places(submission.pk)
    if present.version == version and present.is_open:
        _refuse(present)  # before any photo is drawn; asked again under the lock
    if listing_version is not None and present.listing and present.listing.version != listing_version:
        raise Stale
    with _renditions(present) as ready:
        return _publish(present, by, version, note, ready)


@transaction.atomic
def _publish(submission: Submission, by: User, version: int, note: str, ready: Sequence[Ready]) -> Listing:
    """All of it under one lock. `submission` is as it was read before, with its listing."""
    now = timezone.now()
    seen = submission.listing
    if seen is not None and Listing.objects.select_for_update().get(pk=seen.pk).version != seen.version:
        raise Stale
    decision = {
        "state": SubmissionState.APPROVED,
        "decided_at": now,
        "decided_by": by,
        "reason": "",
        "reply": note,
    }
    move(submission, version, decision)
    submission = _with_places(submission.pk)
    _refuse(submission)
    before = submission.listing.content() if submission.listing else {}
    consents = consents_to_publish(submission)
    values = _shown_content(submission, consents) | consents
    listing = _write(submission, values, by, now)
    Submission.objects.filter(pk=submission.pk).update(listing=listing)
    submission.listing = listing
    _publish_photos(submission, listing, by, now, ready)
    _record(submission, listing, by, before, values, note)
    write_listing(listing.pk)
    jobs.tell_submitter(submission)
    return Listing.objects.get(pk=listing.pk)


def _with_places(pk: int) -> Submission:
    """Raises WrongState where it went with the woman's withdrawal."""
    found = Submission.objects.select_related("listing", "system", "facility").filter(pk=pk).first()
    if found is None:
        raise WrongState(_("This submission is gone."))
    return found


def _refuse(submission: Submission) -> None:
    reasons = reasons_against_approval(submission)
    photos = list(submission.photos.all())
    if any(photo.decision == SubmissionPhoto.Decision.WAITING for photo in photos):
        reasons.append(_("Accept or refuse each photo first."))
    accepted = [photo for photo in photos if photo.decision == SubmissionPhoto.Decision.ACCEPTED]
    if any(not photo.alt_text.strip() for photo in accepted):
        reasons.append(_("Describe each accepted photo for people who do not see it."))
    if accepted and consents_to_publish(submission)["consent_photo_on"] is None:
        reasons.append(_("She did not agree to showing photos. Refuse the photos, or ask for her consent."))
    if reasons:
        raise NotAllowed(*reasons)


def _checked(photo: SubmissionPhoto) -> Image.Image:
    """The picture of an accepted photo. Raises PhotoRefused where its file is lost, damaged or no photo."""
    try:
        with photo.original.open("rb") as file:
            return check_photo(file).image
    except FileNotFoundError as error:
        words = _("The file of a photo is lost or damaged. Refuse that photo, or take it in once more.")
        raise PhotoRefused(words) from error


@contextmanager
def _renditions(submission: Submission) -> Iterator[list[Ready]]:
    """Renditions of the accepted photos under fresh keys, which nobody can know and which go away on any failure."""
    ready: list[Ready] = []
    try:
        for photo in submission.photos.filter(decision=SubmissionPhoto.Decision.ACCEPTED):
            key = new_key()
            ready.append(Ready(photo, key, 0, 0))
            width, height = write_renditions(_checked(photo), key)
            ready[-1] = Ready(photo, key, width, height)
        yield ready
    except BaseException:
        for one in ready:
            delete_renditions(one.key)
        raise


def _shown_content(submission: Submission, consents: dict[str, Any]) -> dict[str, Any]:
    """Content without what she did not agree to show."""
    values = submission.content()
    if consents["consent_offense_on"] is None:
        values["offense_words"] = ""
    if consents["consent_romance_on"] is None:
        values["seeking"] = [word for word in values["seeking"] if word != Seeking.ROMANCE]
    return values


def _write(submission: Submission, values: dict[str, Any], by: User, now: datetime) -> Listing:
    today = timezone.localdate(now)
    values = values | {
        "words_dated": submission.words_dated,
        "consent_until": consent_until(values["consent_listing_on"]),
        "approved_at": now,
        "approved_by": by,
        "verified_on": today,
        "verified_by": by,
        "verified_how": FactSource.LOCATOR,
    }
    values |= _override(submission)
    if submission.listing is None:
        return _create(submission, values, now)
    listing = submission.listing
    for name, value in values.items():
        setattr(listing, name, value)
    listing.version += 1
    listing.save(update_fields=[*values, "version"])
    return listing


def _override(submission: Submission) -> dict[str, Any]:
    """Who allowed it in spite of the system's policy. What was allowed for one system is not for the next."""
    if submission.override_by_id is None and is_overridden(submission):
        return {}
    return {name: getattr(submission, name) for name in ("override_by", "override_at", "override_reason")}


def _create(submission: Submission, values: dict[str, Any], now: datetime) -> Listing:
    try:
        with transaction.atomic():
            return Listing.objects.create(first_published_at=now, is_sample=submission.is_sample, **values)
    except IntegrityError as error:  # two new submissions for one woman, approved in the same moment
        raise NotAllowed(_("She is already listed: same system and ID number.")) from error


def _publish_photos(
    submission: Submission, listing: Listing, by: User, now: datetime, ready: Sequence[Ready]
) -> None:
    if listing.consent_photo_on is None:
        delete_when_committed(listing.photos.all())
    accepted = submission.photos.filter(decision=SubmissionPhoto.Decision.ACCEPTED)
    if set(accepted.values_list("pk", flat=True)) != {one.source.pk for one in ready}:
        raise Stale
    first = listing.photos.count()
    for position, one in enumerate(ready, start=first):
        Photo.objects.create(
            listing=listing,
            file_key=one.key,
            original=one.source.original.name,
            alt_text=one.source.alt_text,
            focus=one.source.focus,
            width=one.width,
            height=one.height,
            position=position,
            approved_at=now,
            approved_by=by,
        )


def _record(
    submission: Submission,
    listing: Listing,
    by: User,
    before: dict[str, Any],
    after: dict[str, Any],
    note: str,
) -> None:
    changed = [name for name in CONTENT_FIELDS if before.get(name) != after[name]]
    given = [f"consent_{item}" for item in ConsentItem if after[f"consent_{item}_on"]]
    if submission.facility.is_closed:
        note = "\n".join(filter(None, [note, _("Approved although her facility is marked as closed.")]))
    record_event(
        subject=submission,
        kind=EventKind.APPROVED,
        by=by,
        listing=listing,
        fields=[*changed, *given],
        before={name: before[name] for name in changed if name in before},
        after={name: after[name] for name in changed},
        note=note,
    )
