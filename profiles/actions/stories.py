"""Stories: approving and declining what came in."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles.actions.events import record_event
from profiles.actions.files import delete_unused_when_committed
from profiles.errors import ActionRefused, NotAllowed, Stale, WrongState
from profiles.models import Listing, Story, StorySubmission, User
from profiles.photos import check_photo, delete_renditions, new_key, write_renditions
from profiles.search import write_listing
from profiles.states import OPEN_SUBMISSIONS, EventKind, ListingState, Reason, StoryKind, SubmissionState

EDITABLE = (*OPEN_SUBMISSIONS, SubmissionState.DRAFT)
COPIED = ("kind", "title", "summary", "body", "language", "alt_text", "written_on", "is_sample")


@transaction.atomic
def submit_story(*, submission: StorySubmission, by: User | None = None) -> StorySubmission:
    """Put an unsaved story in the queue."""
    submission.save()
    record_event(subject=submission, kind=EventKind.SUBMITTED, by=by)
    return submission


@transaction.atomic
def edit_story(
    *, submission: StorySubmission, by: User, version: int, fields: Iterable[str]
) -> StorySubmission:
    """Save the named fields of a waiting story as they stand on the instance, and count the version.

    Raises Stale where somebody saved after `version`, WrongState once it is decided.
    """
    names = list(fields)
    found = StorySubmission.objects.filter(pk=submission.pk, state__in=EDITABLE)
    if not found.filter(version=version).update(version=F("version") + 1):
        raise _why_not_moved(found)
    submission.version = version + 1
    submission.save(update_fields=names)
    record_event(subject=submission, kind=EventKind.EDITED, by=by, fields=names)
    return submission


@transaction.atomic
def show_story(*, story: Story, by: User, shown: bool) -> Story:
    """Take a published story off the site, or show it again."""
    if not Story.objects.filter(pk=story.pk).exclude(is_shown=shown).update(is_shown=shown):
        raise WrongState(_("Somebody has done this already."))
    record_event(subject=story, kind=EventKind.UNHIDDEN if shown else EventKind.HIDDEN, by=by)
    story.is_shown = shown
    write_listing(story.listing_id)
    return story


def approve_story(*, submission: StorySubmission, by: User, version: int) -> Story:
    """Publish a story, or a change to one. It is public while its author's listing is.

    Raises Stale, WrongState, and NotAllowed where its author withdrew, or a drawing or its description is missing.
    """
    present = StorySubmission.objects.select_related("listing", "story").get(pk=submission.pk)
    _refuse(present)
    with _drawing(present) as drawing:
        return _publish(present, by, version, drawing)


@transaction.atomic
def decline_story(
    *, submission: StorySubmission, by: User, version: int, reason: str, note: str = ""
) -> StorySubmission:
    """Refuse a story, with a reason code."""
    if not reason:
        raise NotAllowed(_("Choose a reason for declining."))
    _move(submission, version, SubmissionState.DECLINED, by, reason=Reason(reason), reply=note.strip())
    submission.refresh_from_db()
    record_event(subject=submission, kind=EventKind.DECLINED, by=by, reason=reason, note=note.strip())
    return submission


@transaction.atomic
def _publish(present: StorySubmission, by: User, version: int, drawing: dict[str, Any]) -> Story:
    listing = Listing.objects.select_for_update().get(pk=present.listing_id)
    _move(present, version, SubmissionState.APPROVED, by)
    present = StorySubmission.objects.select_related("listing", "story").get(pk=present.pk)
    _refuse(present)
    story = present.story or Story(listing=listing)
    old_key = story.drawing_key
    values = {name: getattr(present, name) for name in COPIED} | drawing
    for name, value in values.items():
        setattr(story, name, value)
    story.approved_at, story.approved_by = timezone.now(), by
    story.save()
    StorySubmission.objects.filter(pk=present.pk).update(story=story)
    if drawing and old_key:
        delete_unused_when_committed([old_key])
    record_event(subject=present, kind=EventKind.APPROVED, by=by, fields=COPIED)
    write_listing(listing.pk)
    return story


def _refuse(submission: StorySubmission) -> None:
    reasons = []
    if submission.listing.state == ListingState.WITHDRAWN:
        reasons.append(_("She withdrew her listing, so nothing of hers is shown."))
    if submission.kind == StoryKind.DRAWING and not submission.drawing:
        reasons.append(_("The drawing itself is missing."))
    if submission.drawing and not submission.alt_text.strip():
        reasons.append(_("Describe the drawing for people who do not see it."))
    if submission.kind != StoryKind.DRAWING and not submission.body.strip():
        reasons.append(_("The text is missing."))
    if reasons:
        raise NotAllowed(*reasons)


@contextmanager
def _drawing(submission: StorySubmission) -> Iterator[dict[str, Any]]:
    """Columns for a drawing whose renditions are drawn already; they go away on any failure."""
    if not submission.drawing:
        yield {}
        return
    key = new_key()
    try:
        with submission.drawing.open("rb") as file:
            width, height = write_renditions(check_photo(file).image, key)
        yield {"drawing_key": key, "drawing_width": width, "drawing_height": height}
    except BaseException:
        delete_renditions(key)
        raise


def _move(submission: StorySubmission, version: int, state: SubmissionState, by: User, **values: Any) -> None:
    open_ones = StorySubmission.objects.filter(pk=submission.pk, state__in=OPEN_SUBMISSIONS)
    if open_ones.filter(version=version).update(
        state=state, decided_at=timezone.now(), decided_by=by, **values
    ):
        return
    raise _why_not_moved(open_ones)


def _why_not_moved(open_ones: QuerySet[StorySubmission]) -> ActionRefused:
    return Stale() if open_ones.exists() else WrongState(_("Somebody has decided this story already."))
