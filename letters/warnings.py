"""Letters that should not go out as they were printed: the address has changed since, or mail to her waits."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import cast

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from letters import mailpieces
from letters.desk import with_gaps
from letters.drafts import draft_of
from letters.mailing_rules import Target, check, parse_mailpiece
from letters.models import Letter, ReturnedLetter
from letters.states import LetterState
from letters.targets import targets_for_facilities
from profiles.mail import send_in_all_languages
from profiles.models import Facility, Listing, System


@dataclass(frozen=True)
class Warned:
    """What stands against mailing a letter as it is."""

    address_changed: bool = False
    held: bool = False

    def __bool__(self) -> bool:
        return self.address_changed or self.held


def warnings_for(letters: Iterable[Letter]) -> dict[int, Warned]:
    """What stands against mailing these letters, by their number; letters with nothing against them are left out.

    Only letters that are not in the mail yet can be warned of: drafts of a hold, printed ones of both. Five queries.
    """
    open_letters = [
        letter
        for letter in letters
        if letter.state in (LetterState.DRAFT, LetterState.PRINTED) and letter.listing_id
    ]
    if not open_letters:
        return {}
    listings = _listings(open_letters)
    held = set(
        ReturnedLetter.objects.holding().filter(listing__in=listings).values_list("listing", flat=True)
    )
    targets = targets_for_facilities(
        {listing.facility_id: listing.facility for listing in listings.values()}.values()
    )
    found = {}
    for letter in open_letters:
        listing = listings[cast(int, letter.listing_id)]
        warned = Warned(
            address_changed=letter.state == LetterState.PRINTED
            and _lines_now(letter, listing, targets[listing.facility_id]) != letter.address_lines,
            held=letter.listing_id in held,
        )
        if warned:
            found[letter.pk] = warned
    return found


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
    transaction.on_commit(partial(warn_writers.enqueue, where, place.pk), robust=True)


@task()
def warn_writers(where: str, pk: int) -> int:
    """Tell by e-mail whose printed letters must not be mailed as they are. Returns how many; each letter once."""
    places = Facility.objects.filter(system=pk) if where == "system" else Facility.objects.filter(pk=pk)
    return warn_about(Letter.objects.printed_only().filter(listing__facility__in=places))


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
