"""What is left of a withdrawn listing: a tombstone that knows its address, so that it answers "gone", and no person.

It is emptied in the transaction of the withdrawal. Beside it stand, for a while, name and number for the one letter
that confirms it (`Farewell`). `docs/decisions/tombstones.md` says what is kept and why.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from django.db import models, transaction
from django.db.models import Q
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _

from profiles import ledger
from profiles.actions.events import record_event
from profiles.actions.files import delete_private_when_committed, delete_when_committed
from profiles.errors import NotAllowed
from profiles.ids import id_hash
from profiles.models import (
    CONSENT_FIELDS,
    CONTENT_FIELDS,
    BlockedWriter,
    EventWords,
    Farewell,
    Listing,
    ModerationEvent,
    Photo,
    Report,
    Scan,
    Story,
    StorySubmission,
    Submission,
    SubmissionPhoto,
    User,
)
from profiles.states import EventKind, ListingState
from profiles.vocabulary import ConsentItem

ERASE_DAYS = 30  # after a withdrawal: the time to print its confirmation, for which name and number are kept
NOBODY = date(1900, 1, 1)  # where a column needs a day
ERASED = "—"  # where a constraint needs a word

#: Columns that a tombstone keeps although they are content: they point at places, not at her.
KEPT = ("system", "facility")

#: What other applications delete with her, each named by `also_erases` in a module `erasing` of the application. It is
#: called inside the transaction, with the listing.
ALSO: list[Callable[[Listing], None]] = []


def also_erases(function: Callable[[Listing], None]) -> Callable[[Listing], None]:
    """Decorator: delete this too when a listing is emptied."""
    ALSO.append(function)
    return function


#: The same for a woman who never had a listing; called with the numbers of her submissions.
ALSO_SUBMISSIONS: list[Callable[[set[int]], None]] = []


def also_erases_submissions(function: Callable[[set[int]], None]) -> Callable[[set[int]], None]:
    """Decorator: delete this too when submissions are erased."""
    ALSO_SUBMISSIONS.append(function)
    return function


def due() -> models.QuerySet[Listing]:
    """Withdrawn listings that are no empty tombstones: withdrawn by an older version of the site."""
    return Listing.objects.filter(state=ListingState.WITHDRAWN).exclude(committed_name="")


@transaction.atomic
def erase(*, listing: Listing) -> None:
    """Empty a withdrawn listing, and say so in the log. Raises Listing.DoesNotExist for any other."""
    present = (
        Listing.objects.select_for_update()
        .select_related("system")
        .get(pk=listing.pk, state=ListingState.WITHDRAWN)
    )
    empty(present)
    record_event(subject=present, kind=EventKind.ERASED)


def empty(listing: Listing) -> None:
    """Delete everything about her that we hold: content, consents, scans, submissions, stories, words of the log.

    `listing` is withdrawn, locked, and as the database has it. A form that came before the withdrawal and still waits
    goes too, so that it cannot bring her back. Private files go once this is committed.
    """
    same = Q(
        system=listing.system_id, id_number__iexact=listing.id_number, submitted_at__lte=listing.withdrawn_at
    )
    submissions = Submission.objects.filter(Q(listing=listing) | same)
    scans = _scans([listing, *submissions])
    subjects = {"submission": set(submissions.values_list("pk", flat=True)), "listing": {listing.pk}}
    delete_private_when_committed(_private_files(listing, subjects["submission"], scans))
    if not listing.is_sample:
        _keep_for_one_letter(listing)
    _forget_words(listing, subjects)
    delete_when_committed(listing.photos.all())
    submissions.delete()
    for model in (StorySubmission, Story, BlockedWriter):
        model._default_manager.filter(listing=listing).delete()
    Report.objects.filter(listing=listing).update(text="", contact="", address_hash="")
    autodiscover_modules("erasing")
    for also in ALSO:
        also(listing)
    Listing.objects.filter(pk=listing.pk).update(**_blank(listing))
    Scan.objects.filter(pk__in=scans).delete()


@transaction.atomic
def erase_submission(*, submission: Submission, by: User | None = None) -> None:
    """Delete all that is held of a woman who never had a listing. The ledger has it, so that no backup brings it back.

    Raises NotAllowed where she has a listing under the same system and ID number: she withdraws that.
    """
    same = Q(system=submission.system_id, id_number__iexact=submission.id_number)
    if submission.listing_id or Listing.objects.filter(same).exists():
        raise NotAllowed(_("She has a listing. Record her withdrawal there: it deletes everything."))
    rows = list(Submission.objects.select_for_update().filter(same | Q(pk=submission.pk)))
    subjects, scans = {"submission": {row.pk for row in rows}}, _scans([*rows])
    delete_private_when_committed(_private_files(None, subjects["submission"], scans))
    events = ModerationEvent.objects.filter(subject_type="submission", subject_id__in=subjects["submission"])
    EventWords.objects.filter(event__in=events.values("pk")).delete()
    record_event(subject=submission, kind=EventKind.ERASED, by=by)
    autodiscover_modules("erasing")
    for also in ALSO_SUBMISSIONS:
        also(subjects["submission"])
    Submission.objects.filter(pk__in=subjects["submission"]).delete()
    Scan.objects.filter(pk__in=scans).delete()
    ledger.record(ledger.Kind.WITHDRAWN, item=ConsentItem.LISTING, submissions=[row.code for row in rows])


@transaction.atomic
def forget_farewell(*, listing_pk: int) -> None:
    """Her confirmation is printed, or it is too late for one: delete name, number and the note of the withdrawal."""
    Farewell.objects.filter(listing=listing_pk).delete()
    slug = Listing.objects.filter(pk=listing_pk).values("slug")
    EventWords.objects.filter(
        event__in=ModerationEvent.objects.filter(listing_slug__in=slug).values("pk")
    ).delete()


def _keep_for_one_letter(listing: Listing) -> None:
    names = ("committed_name", "display_name", "id_number", "housing_unit", "language")
    Farewell.objects.update_or_create(
        listing=listing, defaults={name: getattr(listing, name) for name in names}
    )


def _private_files(listing: Listing | None, submissions: set[int], scans: set[int]) -> set[str]:
    columns = (
        SubmissionPhoto.objects.filter(submission__in=submissions).values_list("original", flat=True),
        Photo.objects.filter(listing=listing).values_list("original", flat=True),
        StorySubmission.objects.filter(listing=listing).values_list("drawing", flat=True),
        Scan.objects.filter(pk__in=scans).values_list("file", flat=True),
    )
    return {name for column in columns for name in column}


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
    values["id_hash"] = id_hash(listing.system.slug, listing.id_number)
    return values | ({"override_reason": ERASED} if listing.override_by_id else {})
