"""Everything that is held about one woman, as a file to give her.

Each model with something about her has a Part, which other applications add to. What is other people's stays out:
who sent a form for her, who reported something, which member of staff decided, what a writer wrote to her.
"""

import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles.fields import Undecryptable
from profiles.models import (
    CONSENT_FIELDS,
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
)
from profiles.models.content import PERSONAL_CONTENT

LISTING = (*PERSONAL_CONTENT, "words_dated")


@dataclass(frozen=True)
class Her:
    """What she is known by here: numbers of her listings and submissions, and who she says she is to her system."""

    listings: tuple[int, ...]
    submissions: tuple[int, ...]
    identities: frozenset[tuple[int, str]]  # number of the system, ID number in upper case


def whose(row: Listing | Submission) -> Her:
    """Everything under the system and ID number of one listing or submission. After an erasure: the listing alone."""
    same = Q(pk__in=[])
    if row.id_number:
        same = Q(system=row.system_id, id_number__iexact=row.id_number)
    own = Q(pk=row.pk if isinstance(row, Listing) else getattr(row, "listing_id", None))
    listings = tuple(Listing.objects.filter(same | own).order_by("pk").values_list("pk", flat=True))
    own = Q(listing__in=listings) | Q(pk=row.pk if isinstance(row, Submission) else None)
    submissions = tuple(Submission.objects.filter(same | own).order_by("pk").values_list("pk", flat=True))
    identity = {(row.system_id, row.id_number.upper())} if row.id_number else set()
    return Her(listings, submissions, frozenset(identity))


@dataclass(frozen=True)
class Part:
    """Rows of one model that are about her, and which of their fields."""

    model: type[models.Model]
    fields: tuple[str, ...]
    rows: Callable[[Her], models.QuerySet[Any]]


PARTS: list[Part] = []

#: What a copy holds: rows of each model as field and value.
Everything = dict[type[models.Model], list[dict[str, Any]]]


def part(
    model: type[models.Model], *fields: str
) -> Callable[[Callable[[Her], models.QuerySet[Any]]], Callable[[Her], models.QuerySet[Any]]]:
    """Decorator: the function finds the rows of `model` that are about her; `fields` of them she gets."""

    def add(rows: Callable[[Her], models.QuerySet[Any]]) -> Callable[[Her], models.QuerySet[Any]]:
        PARTS.append(Part(model, fields, rows))
        return rows

    return add


@part(
    Listing, *LISTING, "slug", "state", "verified_on", "verified_how", "consent_until", "first_published_at",
    "withdrawn_at", "hidden_reason", "override_reason", "letters_sent", "active_writers", "last_letter_on",
)  # fmt: skip
def _listings(her: Her) -> models.QuerySet[Listing]:
    return Listing.objects.filter(pk__in=her.listings)


@part(
    Submission, *LISTING, "code", "state", "source", "submitted_at", "decided_at", "reason", "reply", "override_reason"
)  # fmt: skip
def _submissions(her: Her) -> models.QuerySet[Submission]:
    return Submission.objects.filter(pk__in=her.submissions)


@part(Farewell, "committed_name", "display_name", "id_number", "housing_unit", "language", "made_at")
def _farewells(her: Her) -> models.QuerySet[Farewell]:
    return Farewell.objects.filter(listing__in=her.listings).order_by("pk")


@part(SubmissionPhoto, "original", "alt_text", "width", "height", "decision")
def _submitted_photos(her: Her) -> models.QuerySet[SubmissionPhoto]:
    return SubmissionPhoto.objects.filter(submission__in=her.submissions).order_by("pk")


@part(Photo, "original", "alt_text", "width", "height", "token", "file_key", "approved_at")
def _photos(her: Her) -> models.QuerySet[Photo]:
    return Photo.objects.filter(listing__in=her.listings).order_by("pk")


_STORY = ("listing", "kind", "title", "summary", "body", "language", "alt_text", "written_on")


@part(Story, *_STORY, "drawing_key", "drawing_width", "drawing_height", "approved_at")
def _stories(her: Her) -> models.QuerySet[Story]:
    return Story.objects.filter(listing__in=her.listings).order_by("pk")


@part(StorySubmission, *_STORY, "drawing", "state", "submitted_at", "reply")
def _submitted_stories(her: Her) -> models.QuerySet[StorySubmission]:
    return StorySubmission.objects.filter(listing__in=her.listings)


@part(Scan, "file", "note", "media_type", "added_at")
def _scans(her: Her) -> models.QuerySet[Scan]:
    return Scan.objects.filter(pk__in=scans_of(her)).order_by("pk")


@part(BlockedWriter, "listing", "added_at")
def _blocked(her: Her) -> models.QuerySet[BlockedWriter]:
    return BlockedWriter.objects.filter(listing__in=her.listings).order_by("pk")


@part(Report, "reason", "reported_at", "hid_listing", "handled_at", "outcome")
def _reports(her: Her) -> models.QuerySet[Report]:
    return Report.objects.filter(listing__in=her.listings)


@part(ModerationEvent, "at", "kind", "subject_type", "reason", "fields")
def _events(her: Her) -> models.QuerySet[ModerationEvent]:
    return events_of(her).order_by("at", "pk")


@part(EventWords, "before", "after", "note")
def _words(her: Her) -> models.QuerySet[EventWords]:
    """What a report said is its sender's, so words of reports are left out."""
    events = events_of(her).exclude(subject_type="report")
    return EventWords.objects.filter(event__in=events.values("pk")).order_by("pk")


def events_of(her: Her) -> models.QuerySet[ModerationEvent]:
    """The log of decisions as far as it is about her."""
    slugs = Listing.objects.filter(pk__in=her.listings).values("slug")
    return ModerationEvent.objects.filter(
        Q(listing_slug__in=slugs)
        | Q(subject_type="listing", subject_id__in=her.listings)
        | Q(subject_type="submission", subject_id__in=her.submissions)
    )


def scans_of(her: Her) -> set[int]:
    """Numbers of the scans of her consents."""
    columns = [f"{name}_id" for name in CONSENT_FIELDS if name.endswith("_scan")]
    found = [
        *Listing.objects.filter(pk__in=her.listings).values_list(*columns),
        *Submission.objects.filter(pk__in=her.submissions).values_list(*columns),
    ]
    return {pk for row in found for pk in row if pk}


def copy_of(her: Her) -> bytes:
    """A ZIP file: `everything.json` for programs, `everything.txt` to be printed for her, and her files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        everything: Everything = defaultdict(list)
        for one in PARTS:
            everything[one.model] += _rows(one, her, file)
        labelled = {model._meta.label: rows for model, rows in everything.items()}
        file.writestr(
            "everything.json", json.dumps(labelled, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        )
        file.writestr("everything.txt", _to_read(everything))
    return packed.getvalue()


def _rows(one: Part, her: Her, file: zipfile.ZipFile) -> Iterator[dict[str, Any]]:
    for row in one.rows(her):
        yield {name: _value(row, name, file) for name in one.fields}


def _value(row: models.Model, name: str, file: zipfile.ZipFile) -> Any:
    value = getattr(row, name)
    if isinstance(value, FieldFile):
        return _packed(row, name, value, file) if value else ""
    return str(value) if isinstance(value, models.Model) else value


def _packed(row: models.Model, name: str, stored: FieldFile, file: zipfile.ZipFile) -> str:
    """Put a stored file into the ZIP; its name there, or what became of it."""
    target = f"files/{row._meta.model_name}-{row.pk}-{name}.{(stored.name or '').rpartition('.')[2]}"
    try:
        with stored.storage.open(str(stored.name)) as source:
            file.writestr(target, source.read())
    except (FileNotFoundError, Undecryptable):
        return _("The file is lost.")
    return target


def _to_read(everything: Everything) -> str:
    """Plain text in the site's words: each kind, each row, each field that is filled."""
    lines = [_("All that is kept about you, as of %(day)s") % {"day": timezone.localdate().isoformat()}]
    for model, rows in everything.items():
        for number, row in enumerate(rows, start=1):
            lines += ["", f"{str(model._meta.verbose_name).capitalize()} {number}"]
            filled = [(name, value) for name, value in row.items() if value not in ("", None, [])]
            lines += [f"  {_label(model, name)}: {_plain(value)}" for name, value in filled]
    return "\n".join(lines) + "\n"


def _label(model: type[models.Model], name: str) -> str:
    field = cast("models.Field[Any, Any]", model._meta.get_field(name))
    return str(field.verbose_name)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(value)
