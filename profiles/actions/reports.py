"""Reports from the public. Some hide a listing before staff have looked, within limits against abuse."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from profiles.actions.events import record_event
from profiles.actions.listings import hide
from profiles.errors import WrongState
from profiles.models import Generation, Listing, Report, User
from profiles.states import HIDING_REASONS, EventKind, ListingState, Reason, ReportReason

HIDES_PER_ADDRESS = 1  # a day
HIDES_PER_SITE = 5  # an hour


@transaction.atomic
def report(*, listing: Listing, reason: str, text: str = "", contact: str = "", address: str = "") -> Report:
    """Take a report in. Reasons in HIDING_REASONS hide a published listing at once, until staff have looked.

    At most HIDES_PER_ADDRESS a day from one network address and HIDES_PER_SITE an hour in all hide anything; the
    rest only wait in the queue. `address` is kept as a keyed hash.
    """
    present = Listing.objects.select_for_update().get(pk=listing.pk)
    sender = _hash(address)
    hides = reason in HIDING_REASONS and present.state == ListingState.PUBLISHED and _within_limits(sender)
    made = Report.objects.create(
        listing=present,
        reason=ReportReason(reason),
        text=text,
        contact=contact,
        address_hash=sender,
        hid_listing=hides,
    )
    record_event(subject=made, kind=EventKind.REPORTED, listing=present)
    if hides:
        hide(listing=present, by=None, reason=Reason.REPORT)
    return made


@transaction.atomic
def handle_report(*, report: Report, by: User, outcome: str) -> Report:
    """Note what was done about a report, which takes it off the queue. Does not touch the listing."""
    moved = Report.objects.filter(pk=report.pk, handled_at__isnull=True).update(
        handled_at=timezone.now(), handled_by=by, outcome=outcome
    )
    if not moved:
        raise WrongState(_("Somebody handled this report already."))
    report.refresh_from_db()
    record_event(subject=report, kind=EventKind.EDITED, by=by, fields=["outcome"])
    return report


def _within_limits(sender: str) -> bool:
    """Whether one more may hide a listing. The lock puts reports in line, so that two at once cannot pass as one."""
    list(Generation.objects.select_for_update().filter(pk=1))
    now = timezone.now()
    hid = Report.objects.filter(hid_listing=True)
    by_address = hid.filter(address_hash=sender, reported_at__gt=now - timedelta(days=1)).count()
    by_site = hid.filter(reported_at__gt=now - timedelta(hours=1)).count()
    return by_address < HIDES_PER_ADDRESS and by_site < HIDES_PER_SITE


def _hash(address: str) -> str:
    """A keyed hash, so that a copy of the database does not tell who reported."""
    return salted_hmac("profiles.report", address, algorithm="sha256").hexdigest() if address else ""
