"""Letters that should not go out as they were printed: the address has changed since, or mail to her waits."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import cast

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from letters import mailpieces
from letters.desk import with_gaps
from letters.drafts import draft_of
from letters.mailing_rules import Target, check, parse_mailpiece
from letters.models import Correspondence, Letter, ReturnedLetter
from letters.states import PARTINGS, LetterState, ReturnOutcome
from letters.targets import targets_for_facilities
from profiles.committed import once_committed
from profiles.mail import send_in_all_languages
from profiles.models import Facility, Listing, System, User
from profiles.states import ListingState

NOT_MAILED = (LetterState.DRAFT, LetterState.PRINTED)


@dataclass(frozen=True)
class Warned:
    """What stands against mailing a letter as it is."""

    address_changed: bool = False
    held: bool = False
    home: bool = False
    died: bool = False

    def __bool__(self) -> bool:
        return self.address_changed or self.held or self.home or self.died


def warnings_for(letters: Iterable[Letter]) -> dict[int, Warned]:
    """What stands against mailing these letters, by their number; letters with nothing against them are left out.

    Of a hold hear letters that are not in the mail yet, of a new address those that are printed, and of a woman to
    whom nobody writes any more all of them. Five queries.
    """
    known = [letter for letter in letters if letter.listing_id]
    if not known:
        return {}
    listings = _listings(known)
    held, partings = _standing(listings)
    printed = {letter.listing_id for letter in known if letter.state == LetterState.PRINTED}
    facilities = {one.facility_id: one.facility for pk, one in listings.items() if pk in printed}
    targets = targets_for_facilities(facilities.values()) if facilities else {}
    found = {}
    for letter in known:
        her = cast(int, letter.listing_id)
        listing = listings[her]
        warned = Warned(
            address_changed=letter.state == LetterState.PRINTED
            and _lines_now(letter, listing, targets[listing.facility_id]) != letter.address_lines,
            held=letter.state in NOT_MAILED and her in held,
            home=partings.get(her) == ReturnOutcome.HOME,
            died=partings.get(her) == ReturnOutcome.DIED,
        )
        if warned:
            found[letter.pk] = warned
    return found


def _standing(listings: Iterable[int]) -> tuple[set[int], dict[int, str]]:
    """Women whose mail waits, and what staff have learned of those to whom nobody writes any more; none of them is
    public again since. One query."""
    there = Q(handled_at__isnull=True, holds=True) | Q(outcome__in=PARTINGS)
    rows = ReturnedLetter.objects.filter(there, listing__in=listings).order_by("handled_at")
    found = list(rows.values_list("listing", "outcome", "listing__state"))
    held = {pk for pk, outcome, _state in found if not outcome}
    partings = {pk: outcome for pk, outcome, state in found if outcome and state != ListingState.PUBLISHED}
    return held, partings


def _listings(letters: Iterable[Letter]) -> dict[int, Listing]:
    found = Listing.objects.filter(pk__in={letter.listing_id for letter in letters})
    return {listing.pk: listing for listing in found.select_related("facility__system", "system")}


def _lines_now(letter: Letter, listing: Listing, target: Target) -> str:
    """The address as it would be printed today; a place to which nothing can be printed has none."""
    piece = mailpieces.typed_letter(draft_of(letter), listing, pages=1)
    return "\n".join(with_gaps(check(parse_mailpiece(piece), target).address_lines))


def tell_writers(place: System | Facility) -> None:
    """Once this commits, look for printed letters that would now go to an old address, and write to their writers."""
    where = "system" if isinstance(place, System) else "facility"
    once_committed(warn_writers.enqueue, where, place.pk)


@task()
def warn_writers(where: str, pk: int) -> int:
    """Tell by e-mail whose printed letters must not be mailed as they are. Returns how many; each letter once."""
    places = Facility.objects.filter(system=pk) if where == "system" else Facility.objects.filter(pk=pk)
    return warn_about(Letter.objects.printed_only().filter(listing__facility__in=places))


def tell_parting(listing: Listing) -> None:
    """Once this commits, write to those who write to her that there is news of her."""
    once_committed(send_parting.enqueue, listing.pk)


@task()
def send_parting(listing_pk: int) -> int:
    """Say by e-mail to each of her writers that there is news, and where it stands. Returns how many were told.

    Her writers: those whose correspondence with her goes on, and those with a letter that is not answered.
    """
    going_on = Correspondence.objects.active().filter(listing=listing_pk).values("writer")
    unanswered = Letter.objects.filter(listing=listing_pk).exclude(state=LetterState.REPLIED).values("writer")
    writers = list(User.objects.filter(Q(pk__in=going_on) | Q(pk__in=unanswered)).order_by("pk"))
    for writer in writers:
        send_in_all_languages(_parting_message, writer.email)
    return len(writers)


def _parting_message() -> tuple[str, str]:
    """Subject and words in the language that is active: no name, since mail may be read by others."""
    words = _(
        "Hello,\n\n"
        "there is news about a woman you have written to. It is the kind of news one should not read in passing, so "
        "we do not write it here. When you have a quiet moment, please open your letters on our site. Until then, "
        "please do not mail anything that is still with you.\n\n"
        "%(site)s"
    ) % {"site": settings.SITE_NAME}
    return _("News about one of your letters"), words


def warn_about(letters: QuerySet[Letter]) -> int:
    """Write to the writers of those of these letters whose address has changed and who have not heard of it."""
    unwarned = list(letters.filter(warned_at__isnull=True).select_related("writer"))
    changed = {pk for pk, warned in warnings_for(unwarned).items() if warned.address_changed}
    by_writer: dict[int, list[Letter]] = defaultdict(list)
    for letter in unwarned:
        if letter.pk in changed:
            by_writer[letter.writer_id].append(letter)
    for theirs in by_writer.values():
        _write_to(theirs)
    return len(changed)


def _write_to(letters: list[Letter]) -> None:
    """One message for all letters of a writer: codes only, since mail may be read by others."""
    with transaction.atomic():
        Letter.objects.filter(pk__in=[letter.pk for letter in letters]).update(warned_at=timezone.now())
        send_in_all_languages(partial(_message, letters), letters[0].writer.email)


def _message(letters: list[Letter]) -> tuple[str, str]:
    """Subject and words in the language that is active."""
    words = _(
        "Hello,\n\n"
        "an address has changed since you printed these letters: %(codes)s. If they are not in the mail yet, "
        "please wait. Open your letters on our site, take the printed mark back, and print them again.\n\n"
        "%(site)s"
    ) % {"codes": ", ".join(letter.code for letter in letters), "site": settings.SITE_NAME}
    return _("An address has changed"), words
