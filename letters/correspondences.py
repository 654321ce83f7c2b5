"""What keeps a promise to write: begun by the first mailed letter, renewed by each letter and answer, ended or lapsed.

Each active correspondence counts among her active writers, and stops counting the moment it is ended or falls silent,
so that she returns to those who wait.
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import DateField, F, Max, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from letters.models import Correspondence, Letter
from letters.querysets import CorrespondenceQuerySet
from letters.states import CorrespondenceState, Promise
from profiles.actions import record_letter
from profiles.errors import WrongState
from profiles.models import Listing, User

S = CorrespondenceState

SECOND_REMINDER = timedelta(days=14)  # after the day on which a letter was due
SILENCE = timedelta(days=45)  # after that day a correspondence lapses


def mailed(letter: Letter, on: date) -> int:
    """A letter is in the mail. Returns how many active writers she has more: 1 where this begins or renews, else 0."""
    if letter.listing_id is None or letter.night_id is not None:
        return 0
    _found, is_new = Correspondence.objects.get_or_create(
        writer_id=letter.writer_id,
        listing_id=letter.listing_id,
        defaults={"display_name": letter.display_name, "last_on": on},
    )
    if is_new:
        return 1
    renewed = _of(letter).exclude(state=S.ACTIVE).update(state=S.ACTIVE, closed_on=None)
    _touch(_of(letter), on)
    return int(bool(renewed))


def answered(letter: Letter, on: date) -> None:
    """She wrote back: the next letter is due from that day on."""
    _touch(_of(letter), on)


def taken_back(letter: Letter) -> int:
    """A letter was not mailed after all, or not answered. Returns the change in her active writers: 0 or -1."""
    others = _letters(letter).aggregate(mailed=Max("mailed_on"), replied=Max("replied_on"))
    days = [day for day in others.values() if day]
    if days:
        _of(letter).update(last_on=max(days))
        return 0
    was_active = _of(letter).active().exists()
    _of(letter).delete()
    return -int(was_active)


@transaction.atomic
def promise(*, correspondence: Correspondence, every_days: Promise, reminds: bool) -> None:
    """How often the writer wants to write, and whether we remind.

    Who chooses to write more often is not late by that alone: another time between letters counts from today.
    """
    same = Correspondence.objects.filter(pk=correspondence.pk)
    same.exclude(every_days=every_days).update(promised_on=timezone.localdate())
    same.update(every_days=every_days, reminds=reminds, reminders=0)


@transaction.atomic
def end(*, correspondence: Correspondence) -> None:
    """The writer stops. Raises WrongState where it is over already."""
    if not _close(correspondence, S.ENDED):
        raise WrongState(_("This correspondence is over already."))


@transaction.atomic
def end_all(*, writer: User) -> None:
    """The writer leaves the site: no woman waits for them any more."""
    for correspondence in Correspondence.objects.of(writer).active():
        _close(correspondence, S.ENDED)


@transaction.atomic
def close_silently(correspondence: Correspondence) -> bool:
    """Close one as if it had fallen silent: she wants no more letters. False if it was over already."""
    return _close(correspondence, S.LAPSED)


def due(day: date | None = None) -> list[Correspondence]:
    """Active correspondences whose letter is due and whose writer is to be reminded of it now, by writer."""
    day = day or timezone.localdate()
    silent = [one for one in _reachable().filter(reminds=True, reminders__lt=2) if one.due_on <= day]
    return [one for one in silent if one.reminders == 0 or one.due_on + SECOND_REMINDER <= day]


@transaction.atomic
def lapse(day: date | None = None) -> int:
    """Close those that stayed silent long after a letter was due. Returns how many."""
    day = day or timezone.localdate()
    silent = [one for one in _reachable() if one.due_on + SILENCE <= day]
    return sum(_close(one, S.LAPSED) for one in silent)


def reminded(correspondence: Correspondence) -> bool:
    """Note one more reminder. False where another run was first."""
    same = Correspondence.objects.active().filter(pk=correspondence.pk, reminders=correspondence.reminders)
    return bool(same.update(reminders=F("reminders") + 1))


def _reachable() -> QuerySet[Correspondence]:
    """Active ones with a woman to whom mail can be printed: nobody is reminded of somebody who is gone."""
    return (
        Correspondence.objects.active()
        .filter(writer__is_active=True, listing__in=Listing.objects.public())
        .select_related("writer")
        .order_by("writer", "pk")
    )


def _close(correspondence: Correspondence, state: CorrespondenceState) -> bool:
    still = Correspondence.objects.active().filter(pk=correspondence.pk)
    closed = bool(still.update(state=state, closed_on=timezone.localdate()))
    if closed and correspondence.listing_id is not None:
        record_letter(listing_pk=correspondence.listing_id, sent=0, active=-1, on=None)
    return closed


def _touch(found: QuerySet[Correspondence], on: date) -> None:
    found.update(last_on=Greatest(F("last_on"), Value(on, DateField())), reminders=0)


def _of(letter: Letter) -> CorrespondenceQuerySet:
    return Correspondence.objects.filter(
        writer=letter.writer_id, listing=letter.listing_id, listing__isnull=False
    )


def _letters(letter: Letter) -> QuerySet[Letter]:
    """All letters of the writer to her that count."""
    return Letter.objects.sent().filter(writer=letter.writer_id, listing=letter.listing_id, night=None)
