"""What letters' own tables forget when a woman withdraws, in the same transaction."""

from django.db.models import QuerySet

from letters.models import IncomingMail
from profiles.actions.erasing import ERASED, also_erases, also_erases_submissions
from profiles.actions.files import delete_private_when_committed
from profiles.models import Listing, Scan


@also_erases
def erase_mail(listing: Listing) -> None:
    """Name, number, place, scan and remarks of every piece of hers. That a piece came, when, and its kind stay."""
    empty_mail(IncomingMail.objects.filter(listing=listing))


@also_erases_submissions
def erase_mail_of_submissions(submissions: set[int]) -> None:
    """The same for a woman who never had a listing."""
    empty_mail(IncomingMail.objects.filter(submission__in=submissions))


def empty_mail(mail: QuerySet[IncomingMail]) -> int:
    """Take out of these pieces what tells who sent them. Returns how many had something."""
    pieces = list(mail.values_list("pk", "scan"))
    scans = Scan.objects.filter(pk__in=[scan for _pk, scan in pieces if scan])
    delete_private_when_committed(scans.values_list("file", flat=True))
    emptied = IncomingMail.objects.filter(pk__in=[pk for pk, _scan in pieces])
    emptied.update(sender="", id_number="", facility=None, scan=None)
    # What waits for a hand still waits, and what was done stays done.
    emptied.exclude(done="").update(done=ERASED)
    scans.delete()
    return len(pieces)
