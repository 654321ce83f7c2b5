"""What the review page of a submission shows: fields side by side, hints, photos, the record."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from profiles.admin.diffing import Piece, whole, word_diff
from profiles.fields import CodesField
from profiles.hints import hints_in, labels_of
from profiles.ids import fits
from profiles.models import CONTENT_FIELDS, Listing, ModerationEvent, Submission
from profiles.states import EventKind
from profiles.vocabulary import ConsentItem, HowGiven

#: Fields in her own words, in which hints are looked for.
WORDS = ("headline", "bio", "offense_words", "display_name")
NOTHING = "—"


@dataclass(frozen=True)
class Row:
    """One field: how it is called, both versions, whether they differ, and what was found in it."""

    name: str
    label: str
    before: Sequence[Piece]
    after: Sequence[Piece]
    changed: bool
    hints: Sequence[str] = ()


@dataclass(frozen=True)
class ConsentRow:
    """One consent: as submitted, and as it stands on the listing."""

    item: ConsentItem
    signed: date | None
    how: str
    scan_id: int | None
    before: date | None

    @property
    def changed(self) -> bool:
        return self.signed != self.before


def rows(submission: Submission) -> list[Row]:
    """Every content field of a submission beside its approved listing."""
    return [_row(submission, name) for name in (*CONTENT_FIELDS, "words_dated")]


def consent_rows(submission: Submission) -> list[ConsentRow]:
    """Every consent item, given or not."""
    listing = submission.listing
    return [
        ConsentRow(
            item,
            getattr(submission, f"consent_{item}_on"),
            _how(getattr(submission, f"consent_{item}_how")),
            getattr(submission, f"consent_{item}_scan_id"),
            getattr(listing, f"consent_{item}_on") if listing else None,
        )
        for item in ConsentItem
    ]


def record_of(submission: Submission) -> list[ModerationEvent]:
    """What happened to a submission and to its listing, latest first. One query, words included."""
    about = Q(subject_type="submission", subject_id=submission.pk)
    if submission.listing is not None:
        about |= Q(listing_slug=submission.listing.slug)
    return list(ModerationEvent.objects.filter(about).select_related("words").order_by("-at", "-pk")[:50])


def record_of_listing(listing: Listing) -> list[ModerationEvent]:
    """What happened to a listing, latest first."""
    events = ModerationEvent.objects.filter(listing_slug=listing.slug).select_related("words")
    return list(events.order_by("-at", "-pk")[:50])


def changed_since(submission: Submission, moment: datetime | None) -> list[tuple[ModerationEvent, list[Row]]]:
    """Events that explain why a page opened at a moment is old, latest first, each with the words it changed."""
    kinds = (EventKind.EDITED, EventKind.SUBMITTED, EventKind.WITHDRAWN, EventKind.APPROVED)
    return [
        (event, _rows_of(event))
        for event in record_of(submission)
        if event.kind in kinds and (moment is None or event.at >= moment)
    ]


def _rows_of(event: ModerationEvent) -> list[Row]:
    words = getattr(event, "words", None)
    if words is None or not words.after:
        return []
    before, after = json.loads(words.before or "{}"), json.loads(words.after)
    return [_changed_row(name, _plain(before.get(name)), _plain(value)) for name, value in after.items()]


def _changed_row(name: str, before: str, after: str) -> Row:
    label = str(field_of(name).verbose_name)
    left, right = word_diff(before, after)
    return Row(name, label, left, right, before != after)


def _plain(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)


def field_of(name: str) -> models.Field[Any, Any]:
    """A column that submissions and listings share, or one of a submission alone."""
    return cast("models.Field[Any, Any]", Submission._meta.get_field(name))


def shown(instance: models.Model, name: str) -> str:
    """A field's value as people read it; NOTHING where there is none."""
    field = field_of(name)
    value = getattr(instance, name)
    if isinstance(field, CodesField):
        return ", ".join(field.labels(value)) or NOTHING
    if isinstance(field, models.BooleanField):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if field.choices and value:
        return str(getattr(instance, f"get_{name}_display")())
    return NOTHING if value in (None, "") else str(value)


def _row(submission: Submission, name: str) -> Row:
    label = str(field_of(name).verbose_name)
    after = shown(submission, name)
    hints = hints_in(after) if name in WORDS else []
    found = labels_of(hints)
    if name == "id_number" and fits(submission.system.id_pattern, after) is False:
        found.append(_("Not the usual shape: %(shape)s") % {"shape": submission.system.id_format})
    if submission.listing is None:
        return Row(name, label, (), whole(after, hints), after != NOTHING, found)
    before = shown(submission.listing, name)
    left, right = word_diff(before, after, hints)
    return Row(name, label, left, right, before != after, found)


def _how(value: str) -> str:
    return str(HowGiven(value).label) if value else ""
