"""The directory: search, shortlist and feed. Everything it shows and keeps stands in the address."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from profiles.audience import Audience, audience
from profiles.models import Listing
from profiles.search import (
    Chip,
    Results,
    SearchParams,
    Sort,
    chips_of,
    clear_query,
    facets_of,
    find,
)
from profiles.search.cards import load_cards
from profiles.templatetags.listing import opening, place
from profiles.views.keeping import kept

MOST_RELAXATIONS = 5  # filters that the page without results tries to leave out, one at a time
MOST_ON_SHORTLIST = 20
FEED_LENGTH = 50
#: Groups that stand open beside the results before anything is chosen.
OPEN_FACETS = ("seeking", "state", "interest")


@audience(Audience.PUBLIC)
@kept
def directory(request: HttpRequest) -> HttpResponse:
    """Listings that fit the address, 24 a page, with what narrows or widens them."""
    results = find(SearchParams.from_query(query_of(request)), load=load_cards)
    facets = facets_of(results)
    context = {
        "results": results,
        "params": results.params,
        "facets": facets,
        "open_facets": OPEN_FACETS,
        "chips": chips_of(results, facets),
        "clear_query": clear_query(results.params),
        "sorts": sort_options(results.params),
        "relaxations": [] if results.total else relaxations(results),
    }
    return render(request, "profiles/directory.html", context)


def query_of(request: HttpRequest) -> QueryDict:
    """The query string, of one that is far too long its beginning: here it is no error, whatever it holds."""
    try:
        return request.GET
    except TooManyFieldsSent:
        most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS - 1
        first = request.META["QUERY_STRING"].split("&")[:most]
        request.GET = QueryDict("&".join([*first, "left_out=1"]))  # no filter's name: so the page says it
        return request.GET


def sort_options(params: SearchParams) -> list[tuple[str, str, bool]]:
    """Value, label and whether it is in force, for each order that makes sense here.

    The order that is used when none is named has an empty value, so that a new search begins with its own.
    """
    usual = Sort.RELEVANCE if params.words else Sort.FAIR
    offered = [order for order in Sort if order != Sort.RELEVANCE or params.words]
    return [
        ("" if order == usual else order.value, str(order.label), order == params.sort) for order in offered
    ]


@dataclass(frozen=True)
class Relaxation:
    """What one filter less would find."""

    chip: Chip
    total: int
    listings: list[Listing]


def relaxations(results: Results) -> list[Relaxation]:
    """The best filters to leave out of a search that found nobody, most finds first."""
    tried = [
        Relaxation(chip, found.total, found.listings[:3])
        for chip, (name, value) in list(zip(chips_of(results), results.params.filters, strict=True))[
            :MOST_RELAXATIONS
        ]
        for found in [find(results.params.without(name, value), results.today)]
    ]
    return sorted((one for one in tried if one.total), key=lambda one: -one.total)


@audience(Audience.PUBLIC)
def shortlist(request: HttpRequest) -> HttpResponse:
    """Listings named in the address (`?s=slug&s=slug`), in that order. Nothing is kept on the server."""
    slugs = named_slugs(request)
    shown = slugs[:MOST_ON_SHORTLIST]
    listings = public_in_order(shown)
    context = {
        "listings": listings,
        "missing": len(shown) - len(listings),
        "too_many": len(slugs) > MOST_ON_SHORTLIST,
        "most": MOST_ON_SHORTLIST,
    }
    return render(request, "profiles/shortlist.html", context)


@audience(Audience.PUBLIC)
def recent(request: HttpRequest) -> HttpResponse:
    """Listings that the browser remembers and names in the address, newest first; those that are gone without a word.

    The server remembers nobody's visits, and nothing of her is in the browser but the code of her page.
    """
    listings = public_in_order(named_slugs(request)[:MOST_ON_SHORTLIST])
    return render(request, "profiles/recent.html", {"listings": listings})


def named_slugs(request: HttpRequest) -> list[str]:
    """What the address names with `s`, each once."""
    return list(dict.fromkeys(request.GET.getlist("s")))


def public_in_order(slugs: list[str]) -> list[Listing]:
    """The public ones among these listings, in the order of the slugs, ready for cards."""
    found = {listing.slug: listing for listing in Listing.objects.public().filter(slug__in=slugs).for_cards()}
    return [found[slug] for slug in slugs if slug in found]


class HerWordsFeed(Atom1Feed):
    """Atom in which each summary is plain text in her language, whatever that of the feed is."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        language = {"type": "text", "xml:lang": item["words_language"]}
        handler.addQuickElement("summary", item["words"], language)


@audience(Audience.PUBLIC)
def feed(request: HttpRequest) -> HttpResponse:
    """The newest listings of women who agreed to be found by search engines, as Atom (RFC 4287)."""
    listings = (
        Listing.objects.public()
        .filter(consent_search_engines_on__isnull=False)
        .for_cards()
        .order_by("-first_published_at", "pk")[:FEED_LENGTH]
    )
    atom = HerWordsFeed(
        title=_("New listings at %(site)s") % {"site": settings.SITE_NAME},
        link=request.build_absolute_uri(reverse("profiles:list")),
        description="",
        author_name=settings.SITE_NAME,
        feed_url=request.build_absolute_uri(),
        language=get_language(),
    )
    for listing in listings:
        atom.add_item(**_entry(request, listing))
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)


def _entry(request: HttpRequest, listing: Listing) -> dict[str, Any]:
    address = request.build_absolute_uri(listing.get_absolute_url())
    return {
        "title": f"{listing.display_name}, {place(listing)}",
        "link": address,
        "unique_id": address,
        "description": None,
        "words": opening(listing),
        "words_language": listing.language,
        "pubdate": listing.first_published_at,
        "updateddate": listing.approved_at,
    }
