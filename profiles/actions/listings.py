"""Published listings: withdrawal, hiding, verification, and the count of letters."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles import ledger
from profiles.actions import erasing
from profiles.actions.events import record_event
from profiles.actions.files import delete_unused_when_committed, delete_when_committed
from profiles.errors import NotAllowed, WrongState
from profiles.models import Listing, Photo, Story, Submission, User
from profiles.search import write_listing
from profiles.states import CLOSED_SUBMISSIONS, EventKind, FactSource, ListingState, Reason
from profiles.vocabulary import ConsentItem, Seeking


@transaction.atomic
def withdraw(
    *,
    listing: Listing,
    by: User | None,
    item: str = ConsentItem.LISTING,
    reason: str = Reason.HER_WISH,
    note: str = "",
) -> Listing:
    """Take back a consent, at once. `item` LISTING ends the listing for good and leaves a tombstone without anything
    about her (`profiles.actions.erasing`); any other takes only that off her page.

    Submissions that still wait go with her, or lose the same consent and count a version, so that an approval under
    way cannot bring it back. Files go when this commits. Before that the withdrawal ledger has it on the disk, so
    that no backup can bring her back. Raises WrongState where there is nothing to take back, OSError where the
    ledger's disk refuses: then nothing has changed.
    """
    present = _locked(listing)
    if present.state == ListingState.WITHDRAWN:
        raise WrongState(_("This listing is withdrawn already."))
    codes = _codes(present)
    if item == ConsentItem.LISTING:
        _end(present)
    else:
        _take_off(present, ConsentItem(item))
    record_event(
        subject=present, kind=EventKind.WITHDRAWN, by=by, reason=reason, fields=[f"consent_{item}"], note=note
    )
    if item == ConsentItem.LISTING:
        record_event(subject=present, kind=EventKind.ERASED)
    write_listing(present.pk)
    ledger.record(
        ledger.Kind.WITHDRAWN,
        slug=present.slug,
        item=item,
        version=present.version,
        submissions=codes,
    )
    return Listing.objects.get(pk=present.pk)


@transaction.atomic
def hide(*, listing: Listing, by: User | None, reason: str, note: str = "") -> Listing:
    """Take a published listing off the public pages until staff show it again. `reason` is a Reason code."""
    _move(listing, ListingState.PUBLISHED, state=ListingState.HIDDEN, hidden_reason=reason)
    record_event(subject=listing, kind=EventKind.HIDDEN, by=by, reason=reason, note=note)
    write_listing(listing.pk)
    return Listing.objects.get(pk=listing.pk)


@transaction.atomic
def unhide(*, listing: Listing, by: User, note: str = "") -> Listing:
    """Show a hidden listing again, as far as consent and verification let it be seen."""
    if _locked(listing).consent_listing_on is None:
        raise NotAllowed(_("Her consent to being listed is missing."))
    _move(listing, ListingState.HIDDEN, state=ListingState.PUBLISHED, hidden_reason="")
    record_event(subject=listing, kind=EventKind.UNHIDDEN, by=by, note=note)
    write_listing(listing.pk)
    return Listing.objects.get(pk=listing.pk)


@transaction.atomic
def verify(*, listing: Listing, by: User, how: str = FactSource.LOCATOR, on: date | None = None) -> Listing:
    """Note that name, number and facility were checked on a day (default today)."""
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise NotAllowed(_("A check cannot be dated in the future."))
    moved = (
        Listing.objects.filter(pk=listing.pk, verified_on__lte=day)
        .exclude(state=ListingState.WITHDRAWN)
        .update(verified_on=day, verified_by=by, verified_how=FactSource(how))
    )
    if not moved:
        raise WrongState(_("This listing is withdrawn, or was checked after that day."))
    record_event(subject=listing, kind=EventKind.VERIFIED, by=by)
    write_listing(listing.pk)
    return Listing.objects.get(pk=listing.pk)


@transaction.atomic
def remove_photo(*, photo: Photo, by: User, reason: str, note: str = "") -> None:
    """Take one photo off a listing for good. Its files go when this commits."""
    listing = _locked(photo.listing)
    if not listing.photos.filter(pk=photo.pk).exists():
        raise WrongState(_("This photo is gone already."))
    record_event(subject=photo, kind=EventKind.EDITED, by=by, reason=reason, fields=["photos"], note=note)
    delete_when_committed(listing.photos.filter(pk=photo.pk))
    write_listing(listing.pk)
    ledger.record(ledger.Kind.PHOTO_REMOVED, slug=listing.slug, photo=photo.token)


@transaction.atomic
def record_letter(*, listing_pk: int, sent: int, active: int, on: date | None) -> None:
    """Count letters: `sent` and `active` are differences (+1, -1 or 0); `on` is the day of mailing, if any.

    The only writer of these columns. Neither count falls below 0. A listing that is gone does not matter.
    """
    values: dict[str, Any] = {
        "letters_sent": Greatest(F("letters_sent") + sent, Value(0)),
        "active_writers": Greatest(F("active_writers") + active, Value(0)),
    }
    if on is not None:
        values["last_letter_on"] = Greatest(Coalesce("last_letter_on", Value(on)), Value(on))
    if Listing.objects.filter(pk=listing_pk).update(**values):
        write_listing(listing_pk, void=False)


def _locked(listing: Listing) -> Listing:
    return Listing.objects.select_for_update().get(pk=listing.pk)


def _codes(listing: Listing) -> list[str]:
    """Codes of all that was ever sent for this listing: one that waited when a backup was made waits in it still."""
    return list(Submission.objects.filter(listing=listing).order_by("pk").values_list("code", flat=True))


def _move(listing: Listing, since: ListingState, **values: Any) -> None:
    if not Listing.objects.filter(pk=listing.pk, state=since).update(**values):
        state = Listing.objects.get(pk=listing.pk).get_state_display()
        raise WrongState(_("This cannot be done now. The listing stands at: %(state)s.") % {"state": state})


def _end(listing: Listing) -> None:
    """The listing, all its files, and everything about her."""
    listing.state, listing.withdrawn_at = ListingState.WITHDRAWN, timezone.now()
    Listing.objects.filter(pk=listing.pk).update(
        state=listing.state, withdrawn_at=listing.withdrawn_at, consent_listing_on=None
    )
    keys = set(Story.objects.filter(listing=listing).values_list("drawing_key", flat=True)) - {""}
    erasing.empty(listing)
    delete_unused_when_committed(keys)


def _take_off(listing: Listing, item: ConsentItem) -> None:
    """One item, and what stands on her page because of it."""
    values: dict[str, Any] = {f"consent_{item}_on": None}
    if not listing.agrees_to(item):
        raise WrongState(_("She has not agreed to this, or took it back already."))
    if item == ConsentItem.ROMANCE:
        values["seeking"] = [word for word in listing.seeking if word != Seeking.ROMANCE]
    if item == ConsentItem.OFFENSE:
        values["offense_words"] = ""
    Listing.objects.filter(pk=listing.pk).update(version=F("version") + 1, **values)
    if item == ConsentItem.PHOTO:
        delete_when_committed(listing.photos.all())
    waiting = Submission.objects.filter(listing=listing).exclude(state__in=CLOSED_SUBMISSIONS)
    waiting.update(**{f"consent_{item}_on": None}, version=F("version") + 1)
