"""What time makes due for letters: addresses that changed, promises to write, files kept for a few days only."""

from datetime import timedelta
from itertools import groupby

from django.db.models import Q
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from letters import batches, blocked, correspondences, nights
from letters.erasing import empty_mail
from letters.jobs import send_reminder
from letters.models import IncomingMail, Letter
from letters.warnings import warn_about
from profiles.actions.erasing import ERASE_DAYS, ERASED, forget_farewell
from profiles.chores import chore
from profiles.models import Farewell
from profiles.states import ListingState

KEPT_MAIL_DAYS = 365  # who sent a piece of mail, and its scan


@chore(_("printed letters whose writers were told that an address has changed"))
def warn_of_new_addresses() -> int:
    """Addresses that begin or end on a day change without anybody touching them."""
    return warn_about(Letter.objects.printed_only())


@chore(_("correspondences closed because the woman wants no more letters from that writer"))
def part_blocked() -> int:
    """Before anybody is reminded."""
    return blocked.part_all()


@chore(_("writers reminded that a letter is due"))
def remind() -> int:
    """One message for each writer, however many letters are due."""
    count = 0
    for writer, theirs in groupby(correspondences.due(), key=lambda one: one.writer_id):
        told = sum(correspondences.reminded(one) for one in list(theirs))
        if told:
            send_reminder.enqueue(writer, told)
            count += 1
    return count


@chore(_("correspondences closed because nothing was written for long; the women wait for new writers again"))
def close_silent() -> int:
    return correspondences.lapse()


@chore(_("batches of letters to women whose files were deleted after a while"))
def forget_batch_files() -> int:
    return batches.forget_files()


@chore(_("letter nights whose files were deleted after a week"))
def forget_night_files() -> int:
    return nights.forget_files()


@chore(_("withdrawals that nobody confirmed in time; name and number are deleted"))
def forget_farewells() -> int:
    due = list(Farewell.objects.filter(made_at__lt=timezone.now() - timedelta(days=ERASE_DAYS + 1)))
    for one in due:
        forget_farewell(listing_pk=one.pk)
    return len(due)


@chore(_("pieces of mail whose sender and scan were deleted after a year, or because she withdrew"))
def forget_senders_of_mail() -> int:
    """Pieces that came after a withdrawal go too: they speak of somebody who is gone."""
    old = Q(received_on__lt=timezone.localdate() - timedelta(days=KEPT_MAIL_DAYS))
    gone = Q(listing__state=ListingState.WITHDRAWN)
    telling = Q(has__gt=0) | Q(facility__isnull=False) | Q(scan__isnull=False) | ~Q(done__in=("", ERASED))
    # Encrypted columns cannot be compared, but their length can.
    measured = IncomingMail.objects.annotate(has=Length("sender") + Length("id_number"))
    return empty_mail(measured.filter(old | gone).filter(telling))
