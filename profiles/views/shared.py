"""What several pages share: the one way to a public listing, and women who wait for a letter."""

from django.db.models import QuerySet
from django.http import Http404

from profiles.models import Listing
from profiles.search import SearchParams, find


class Gone(Exception):
    """A page that was public and is not any more. The middleware answers with the one 410 page."""


def public_listing_or_gone(slug: str, among: QuerySet[Listing] | None = None) -> Listing:
    """The public listing with this slug, with its facility, system and photos.

    among: a narrower or wider loaded query to find it in (default: `Listing.objects.public().for_cards()`); it must
    start from `public()`. Raises Gone where she was public once, Http404 where no listing ever had this slug.
    """
    found = (Listing.objects.public().for_cards() if among is None else among).filter(slug=slug).first()
    if found is not None:
        return found
    if Listing.objects.gone().filter(slug=slug).exists():
        raise Gone
    raise Http404


def waiting_for_a_letter(count: int) -> list[Listing]:
    """Women who take new writers and have had no letter yet, in the day's fair order; at most `count` (up to 24)."""
    found = find(SearchParams(no_letter=True)).listings
    return [listing for listing in found if listing.takes_new_writers][:count]
