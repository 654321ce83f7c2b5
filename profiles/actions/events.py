"""Writing to the log of decisions."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from profiles.models import EventWords, Listing, ModerationEvent, Submission, User
from profiles.states import EventKind


@transaction.atomic
def record_event(
    *,
    subject: models.Model,
    kind: EventKind,
    by: User | None = None,
    reason: str = "",
    fields: Iterable[str] = (),
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    note: str = "",
    listing: Listing | None = None,
) -> ModerationEvent:
    """Add one event about `subject` to the log; `by` is None for what the site or the public did.

    Contents (`before`, `after`, `note`) go to EventWords, encrypted; the event itself keeps names of fields only.
    `listing` need not be given where the subject has one.
    """
    listing = listing or (subject if isinstance(subject, Listing) else getattr(subject, "listing", None))
    event = ModerationEvent.objects.create(
        actor_id=by.pk if by else None,
        actor_label=by.label if by else "",
        kind=kind,
        subject_type=subject._meta.model_name or "",
        subject_id=subject.pk,
        subject_label=_label(subject),
        listing_slug=listing.slug if listing else "",
        reason=reason,
        fields=list(fields),
    )
    if before or after or note:
        EventWords.objects.create(event=event, before=_as_json(before), after=_as_json(after), note=note)
    return event


def plain_words(values: Mapping[str, Any]) -> dict[str, Any]:
    """Field values as JSON can hold them: places by their slug."""
    return {name: getattr(value, "slug", value) for name, value in values.items()}


def _as_json(values: Mapping[str, Any] | None) -> str:
    return json.dumps(plain_words(values), cls=DjangoJSONEncoder, ensure_ascii=False) if values else ""


def _label(subject: models.Model) -> str:
    if isinstance(subject, Submission):
        return subject.code
    return subject.slug if isinstance(subject, Listing) else str(subject.pk)
