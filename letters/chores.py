"""What time makes due for letters: addresses that changed, promises to write, files kept for a few days only."""

from itertools import groupby

from django.utils.translation import gettext_lazy as _

from letters import batches, correspondences, nights
from letters.jobs import send_reminder
from letters.models import Letter
from letters.warnings import warn_about
from profiles.chores import chore


@chore(_("printed letters whose writers were told that an address has changed"))
def warn_of_new_addresses() -> int:
    """Addresses that begin or end on a day change without anybody touching them."""
    return warn_about(Letter.objects.printed_only())


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
