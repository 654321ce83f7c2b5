"""What is held about one woman where mail is: this application's part of her copy."""

from django.db.models import Q, QuerySet

from letters.models import (
    Correspondence,
    IncomingMail,
    Letter,
    NightLetter,
    PrintedLetter,
    ReturnedLetter,
)
from profiles.her import Her, part
from profiles.models import Scan

#: What was copied onto a letter from her listing when it was printed.
PRINTED = ("committed_name", "id_number", "address_lines")


@part(
    IncomingMail, "received_on", "kind", "sender", "id_number", "facility", "scan", "done", "language", "large_print",
    "forwarded_on",
)  # fmt: skip
def _incoming(her: Her) -> QuerySet[IncomingMail]:
    return IncomingMail.objects.filter(pk__in=incoming_of(her))


@part(Scan, "file", "note", "media_type", "added_at")
def _scans_of_mail(her: Her) -> QuerySet[Scan]:
    mail = IncomingMail.objects.filter(pk__in=incoming_of(her))
    return Scan.objects.filter(pk__in=mail.values("scan")).order_by("pk")


@part(PrintedLetter, "kind", "name", "place", "pages")
def _letters_to_her(her: Her) -> QuerySet[PrintedLetter]:
    return PrintedLetter.objects.filter(listing__in=her.listings)


@part(
    Letter, "display_name", *PRINTED, "printed_at", "mailed_on", "replied_on", "returned_on", "return_reason"
)
def _letters_from_writers(her: Her) -> QuerySet[Letter]:
    """What was printed on them of her; the words are their writers'."""
    return Letter.objects.filter(listing__in=her.listings).order_by("pk")


@part(NightLetter, "display_name", *PRINTED, "facility_name", "state")
def _letters_of_nights(her: Her) -> QuerySet[NightLetter]:
    return NightLetter.objects.filter(listing__in=her.listings).order_by("pk")


@part(Correspondence, "display_name", "state", "last_on", "closed_on")
def _correspondences(her: Her) -> QuerySet[Correspondence]:
    return Correspondence.objects.filter(listing__in=her.listings).order_by("pk")


@part(ReturnedLetter, "reason", "returned_on", "words", "staff_note", "recorded_at", "outcome")
def _returned(her: Her) -> QuerySet[ReturnedLetter]:
    return ReturnedLetter.objects.filter(listing__in=her.listings)


def incoming_of(her: Her) -> list[int]:
    """Numbers of the pieces of mail that name her listing or submission, or nobody's but her ID number.

    The number stands encrypted, so pieces without a listing are read one by one; there are few.
    """
    known = IncomingMail.objects.filter(Q(listing__in=her.listings) | Q(submission__in=her.submissions))
    numbers = {number for _system, number in her.identities}
    loose = IncomingMail.objects.filter(listing=None, submission=None).select_related("facility")
    found = [one.pk for one in loose.iterator() if _is_hers(one, her, numbers)]
    return sorted({*known.values_list("pk", flat=True), *found})


def _is_hers(mail: IncomingMail, her: Her, numbers: set[str]) -> bool:
    number = mail.id_number.strip().upper()
    if mail.facility is None:
        return number in numbers
    return (mail.facility.system_id, number) in her.identities
