"""Letters that we owe the women, computed from state each time: whatever has been printed has a row and is not owed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from letters.models import IncomingMail, PrintedLetter
from letters.states import IncomingKind, OwedKind
from profiles.actions.erasing import ERASE_DAYS
from profiles.models import Farewell, Listing, Submission
from profiles.querysets import months_before
from profiles.states import ListingState, Source, SubmissionState
from profiles.vocabulary import HowGiven

RENEWAL_WEEKS = 10  # before consent or verification lapses
REMINDER_WEEKS = 4


@dataclass(frozen=True)
class Owed:
    """One letter: what it answers, to whom, and since when. `person` has the columns of a listing's content.

    due: for a renewal, the last day before she would be hidden. large: in large print.
    """

    key: str
    kind: OwedKind
    person: Listing | Submission
    since: date
    listing: Listing | None = None
    due: date | None = None
    large: bool = False


def owed(today: date | None = None) -> list[Owed]:
    """Every letter we owe on a day, oldest first. Samples get no mail. Seven queries, however many there are."""
    day = today or timezone.localdate()
    found = [*_packets(), *_of_submissions(), *_of_published(day), *_withdrawn(day)]
    keys = [one.key for one in found]
    printed = set(PrintedLetter.objects.filter(key__in=keys).values_list("key", flat=True)) if keys else set()
    left = [one for one in found if one.key not in printed and _is_next(one, printed)]
    return sorted(_with_size(left), key=lambda one: (one.since, one.key))


def lapses_on(listing: Listing) -> date:
    """The last day on which she is shown unless consent and verification are renewed."""
    verified_until = months_before(listing.verified_on, -settings.VERIFY_EVERY_MONTHS) - timedelta(days=1)
    return min(listing.consent_until, verified_until)


def _is_next(one: Owed, printed: set[str]) -> bool:
    """A reminder only follows a renewal."""
    return one.kind != OwedKind.REMINDER or one.key.replace("reminder:", "renewal:", 1) in printed


def _with_size(letters: list[Owed]) -> Iterator[Owed]:
    """In large print for whoever is known to read it, from any piece of her mail."""
    noted = IncomingMail.objects.filter(large_print=True).values_list("listing_id", "submission_id")
    pairs = list(noted) if letters else []
    listings, submissions = {pair[0] for pair in pairs} - {None}, {pair[1] for pair in pairs} - {None}
    for one in letters:
        known = submissions if isinstance(one.person, Submission) else listings
        yield replace(one, large=one.large or one.person.pk in known)


def _packets() -> Iterator[Owed]:
    asked = IncomingMail.objects.filter(kind=IncomingKind.ASKS_FORM, facility__system__isnull=False)
    for mail in asked.select_related("facility__system"):
        if mail.sender and mail.id_number and mail.facility and mail.facility.system:
            person = Listing(
                committed_name=mail.sender,
                display_name=mail.sender.split()[0],
                id_number=mail.id_number,
                facility=mail.facility,
                system=mail.facility.system,
                language=mail.language,
            )
            yield Owed(f"packet:{mail.pk}", OwedKind.PACKET, person, mail.received_on, large=mail.large_print)


def _of_submissions() -> Iterator[Owed]:
    open_ones = Submission.objects.open().filter(is_sample=False).select_related("facility__system", "system")
    for one in open_ones:
        since = timezone.localdate(one.submitted_at)
        unsigned = one.consent_listing_how == HowGiven.FAMILY
        if one.state == SubmissionState.WAITING and unsigned:
            yield Owed(f"proof:{one.pk}:{one.version}", OwedKind.PROOF, one, since)
        if one.state == SubmissionState.CHANGES_ASKED and one.source != Source.WEB:
            yield Owed(f"changes:{one.pk}:{one.version}", OwedKind.CHANGES, one, since)


def _of_published(day: date) -> Iterator[Owed]:
    told = PrintedLetter.objects.filter(listing=OuterRef("pk"), kind=OwedKind.UP)
    # A few days wider than due: months differ in length, and `lapses_on` decides to the day.
    soon = day + timedelta(weeks=RENEWAL_WEEKS, days=5)
    lapsing = Q(consent_until__lte=soon) | Q(
        verified_on__lte=months_before(soon, settings.VERIFY_EVERY_MONTHS)
    )
    rows = Listing.objects.filter(lapsing | ~Exists(told), state=ListingState.PUBLISHED, is_sample=False)
    for one in rows.select_related("facility__system", "system"):
        yield Owed(f"up:{one.pk}", OwedKind.UP, one, timezone.localdate(one.first_published_at), one)
        due = lapses_on(one)
        for kind, weeks in ((OwedKind.RENEWAL, RENEWAL_WEEKS), (OwedKind.REMINDER, REMINDER_WEEKS)):
            since = due - timedelta(weeks=weeks)
            if since <= day:
                yield Owed(f"{kind}:{one.pk}:{due.isoformat()}", kind, one, since, one, due)


def _withdrawn(day: date) -> Iterator[Owed]:
    """Her listing is an empty tombstone by then: name and number stand beside it until this letter is printed."""
    rows = Farewell.objects.filter(made_at__date__gte=day - timedelta(days=ERASE_DAYS))
    for one in rows.select_related("listing__facility__system", "listing__system"):
        since = timezone.localdate(one.listing.withdrawn_at)
        yield Owed(f"withdrawn:{one.pk}", OwedKind.WITHDRAWN, one.person(), since, one.listing)
