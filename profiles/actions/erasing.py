"""What is left of a withdrawn listing: a tombstone that knows its address, so that it answers "gone", and no person."""

from datetime import date, timedelta
from typing import Any, cast

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from profiles.actions.events import record_event
from profiles.models import (
    CONSENT_FIELDS,
    CONTENT_FIELDS,
    BlockedWriter,
    EventWords,
    Listing,
    ModerationEvent,
    Report,
    Scan,
    Story,
    StorySubmission,
    Submission,
)
from profiles.states import EventKind, ListingState

ERASE_DAYS = 30  # after a withdrawal: time to print its confirmation, and to see a mistake
NOBODY = date(1900, 1, 1)  # where a column needs a day
ERASED = "—"  # where a constraint needs a word

#: Columns that a tombstone keeps although they are content: they point at places, not at her.
KEPT = ("system", "facility")


def due(now: Any = None) -> models.QuerySet[Listing]:
    """Withdrawn listings whose words and name are still there after ERASE_DAYS."""
    before = (now or timezone.now()) - timedelta(days=ERASE_DAYS)
    withdrawn = Listing.objects.filter(state=ListingState.WITHDRAWN, withdrawn_at__lt=before)
    return withdrawn.exclude(committed_name="")


@transaction.atomic
def erase(*, listing: Listing) -> None:
    """Delete everything about her that we hold: content, consents, scans, submissions, stories, words of the log.

    Files go with the daily search for files that no row names. A form that came before the withdrawal and still
    waits goes too, so that it cannot bring her back.
    """
    present = Listing.objects.select_for_update().get(pk=listing.pk, state=ListingState.WITHDRAWN)
    same = Q(
        system=present.system_id, id_number__iexact=present.id_number, submitted_at__lte=present.withdrawn_at
    )
    submissions = Submission.objects.filter(Q(listing=present) | same)
    scans = _scans([present, *submissions])
    subjects = {"submission": set(submissions.values_list("pk", flat=True)), "listing": {present.pk}}
    _forget_words(present, subjects)
    submissions.delete()
    StorySubmission.objects.filter(listing=present).delete()
    Story.objects.filter(listing=present).delete()
    BlockedWriter.objects.filter(listing=present).delete()
    Report.objects.filter(listing=present).update(text="", contact="", address_hash="")
    Listing.objects.filter(pk=present.pk).update(**_blank(present))
    Scan.objects.filter(pk__in=scans).delete()
    record_event(subject=present, kind=EventKind.ERASED)


def _forget_words(listing: Listing, subjects: dict[str, set[int]]) -> None:
    about = Q(listing_slug=listing.slug)
    for kind, pks in subjects.items():
        about |= Q(subject_type=kind, subject_id__in=pks)
    events = ModerationEvent.objects.filter(about).values("pk")
    EventWords.objects.filter(event__in=events).delete()


def _scans(rows: list[Listing | Submission]) -> set[int]:
    names = [f"{name}_id" for name in CONSENT_FIELDS if name.endswith("_scan")]
    return {pk for row in rows for pk in (getattr(row, name) for name in names) if pk}


def _blank(listing: Listing) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in (*CONTENT_FIELDS, *CONSENT_FIELDS):
        field = cast("models.Field[Any, Any]", Listing._meta.get_field(name))
        if name not in KEPT:
            empty = None if field.null else field.get_default()
            values[name] = NOBODY if name == "birth_date" else empty
    values |= {"words_dated": None, "verified_on": NOBODY, "hidden_reason": "", "last_letter_on": None}
    values |= {"letters_sent": 0, "active_writers": 0}
    return values | ({"override_reason": ERASED} if listing.override_by_id else {})
