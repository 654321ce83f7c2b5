"""Writers whom a woman has blocked: known by account and by return address, and told nothing about her.

Whoever is blocked reads the same neutral sentence wherever a letter would begin, and is left out of letter nights
without a word: which woman it was, or that there was one, is never said.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from letters import correspondences
from letters.models import Correspondence, ReturnAddress
from letters.printing import PrintError
from profiles.blocking import blocking, is_blocked
from profiles.models import BlockedWriter, Listing, User
from profiles.querysets import ListingQuerySet


def people(writer: User, lines: Sequence[str] = ()) -> list[Sequence[str]]:
    """By what a writer may be known: pen name, kept return address, and the lines typed now. One query."""
    kept = ReturnAddress.objects.filter(writer=writer.pk).first()
    known = [[writer.pen_name], kept.lines.splitlines() if kept else [], lines]
    return [one for one in known if one]


def blocked_for(writer: User, lines: Sequence[str] = ()) -> QuerySet[BlockedWriter]:
    """Entries that mean this writer."""
    return blocking(*people(writer, lines))


def without_blocked(listings: ListingQuerySet, writer: User, lines: Sequence[str] = ()) -> ListingQuerySet:
    """The same women without those who want no letters from this writer."""
    return listings.exclude(pk__in=blocked_for(writer, lines).values("listing"))


def refuse_blocked(listing: Listing, writer: Any) -> None:
    """Raises PrintError where she wants no letters from whoever is signed in. A stranger is known by nothing."""
    if writer.is_authenticated and is_blocked(listing, *people(writer)):
        raise PrintError("blocked", _("We cannot take a letter here now. You can write to somebody else."))


def part(writer: User) -> int:
    """Close a writer's correspondences with women who block them, as if they had fallen silent. Returns how many."""
    theirs = Correspondence.objects.of(writer).active()
    found = theirs.filter(listing__in=blocked_for(writer).values("listing"))
    return sum(correspondences.close_silently(one) for one in found)


def part_all() -> int:
    """The same for every writer of a woman who blocks somebody. Returns how many were closed."""
    blocks = BlockedWriter.objects.filter(listing=OuterRef("listing"))
    due = Correspondence.objects.active().filter(Exists(blocks)).values("writer")
    return sum(part(writer) for writer in User.objects.filter(pk__in=due).order_by("pk"))


def on_sign_in(*, user: Any, **kwargs: Any) -> None:
    """Receiver of `user_logged_in`."""
    part(user)
