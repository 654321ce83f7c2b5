"""After a backup was restored: nobody comes back who withdrew since it was made.

Called inside the transaction that restores, so that no moment exists in which she is public again.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from profiles.actions.events import record_event
from profiles.actions.files import delete_when_committed
from profiles.actions.listings import hide, withdraw
from profiles.ledger import Entry, Kind
from profiles.models import Listing, Photo, Submission
from profiles.search import write_listing
from profiles.states import CLOSED_SUBMISSIONS, EventKind, ListingState, Reason
from profiles.vocabulary import ConsentItem


@dataclass
class Replayed:
    """What the ledger changed in what the backup had."""

    listings: int = 0
    items: int = 0
    photos: int = 0
    submissions: int = 0


@transaction.atomic
def replay(*, entries: Iterable[Entry]) -> Replayed:
    """Do again what the ledger says and the database does not know. Doing it twice changes nothing more."""
    done = Replayed()
    for entry in entries:
        if entry.kind == Kind.WITHDRAWN:
            _withdraw_again(entry, done)
        elif entry.kind == Kind.PHOTO_REMOVED:
            _remove_again(entry, done)
    return done


@transaction.atomic
def hide_everything() -> int:
    """Hide every published listing until staff show it again, one by one. Returns how many were hidden."""
    note = _(
        "A backup was restored, and withdrawals since it was made may be missing. Ask her, then show it again."
    )
    published = list(Listing.objects.filter(state=ListingState.PUBLISHED).values_list("pk", flat=True))
    for pk in published:
        hide(listing=Listing.objects.get(pk=pk), by=None, reason=Reason.OTHER, note=note)
    return len(published)


def _withdraw_again(entry: Entry, done: Replayed) -> None:
    listing = Listing.objects.filter(slug=entry.slug).first()
    if listing is None:
        # Approved after the backup: in it her submission still waits, and must not be approved once more.
        done.submissions += _take_consent(entry)
    elif entry.item == ConsentItem.LISTING:
        if listing.state != ListingState.WITHDRAWN:
            withdraw(listing=listing, by=None, note=_("Withdrawn before; known from the ledger."))
            done.listings += 1
    elif listing.version <= entry.version:
        _withdraw_item_again(listing, entry, done)


def _withdraw_item_again(listing: Listing, entry: Entry, done: Replayed) -> None:
    if listing.state != ListingState.WITHDRAWN and listing.agrees_to(entry.item):
        note = _("Withdrawn before; known from the ledger.")
        withdraw(listing=listing, by=None, item=entry.item, note=note)
        done.items += 1
    # Past the line's version, so that a consent she gives from now on is not taken back by it again.
    newer = Greatest(F("version"), Value(entry.version + 1))
    Listing.objects.filter(pk=listing.pk).update(version=newer)


def _take_consent(entry: Entry) -> int:
    open_ones = Submission.objects.filter(code__in=entry.submissions).exclude(state__in=CLOSED_SUBMISSIONS)
    with_consent = open_ones.filter(**{f"consent_{entry.item}_on__isnull": False})
    return with_consent.update(**{f"consent_{entry.item}_on": None}, version=F("version") + 1)


def _remove_again(entry: Entry, done: Replayed) -> None:
    photo = Photo.objects.filter(token=entry.photo).select_related("listing").first()
    if photo is None:
        return
    record_event(subject=photo, kind=EventKind.EDITED, reason=Reason.PHOTO, fields=["photos"])
    delete_when_committed(Photo.objects.filter(pk=photo.pk))
    write_listing(photo.listing.pk)
    done.photos += 1
