"""The directory's cards and filter list are drawn by Jinja2: the same as Django's templates say, and as safe."""

from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override
from lxml import html

from profiles.models import Listing
from profiles.search import SearchParams, facets_of, find, write_listing
from profiles.search.cards import load_cards
from profiles.states import ListingState
from profiles.templatetags.directory import cards, facet_list
from tests.factories import make_facility, make_listing, make_photo

pytestmark = pytest.mark.django_db

NASTY = "<b>&\"'{{ 7 }}{% x %}"


def _tree(markup: str) -> list[Any]:
    """Elements in their order with attributes and words, spaces evened out."""
    nodes = html.fragment_fromstring(markup, create_parent="main").iter()
    return [
        (
            node.tag,
            dict(node.attrib),
            " ".join((node.text or "").split()),
            " ".join((node.tail or "").split()),
        )
        for node in nodes
    ]


@pytest.fixture
def cast(db: None) -> list[Listing]:
    today = timezone.localdate()
    shown = make_listing(consent_photo_on=today, interests=["art", "books", "music", "sewing"])
    make_photo(shown, alt_text=NASTY, focus="top-left")
    write_listing(shown.pk)
    hidden = make_listing(display_name=NASTY, headline=NASTY)
    make_photo(hidden)
    return [
        shown,
        hidden,
        make_listing(headline="", bio="word " * 90, language="es", languages=["en", "es", "ar"]),
        make_listing(
            headline="", bio="short", veteran=True, release_kind="date", release_date=today + timedelta(99)
        ),
        make_listing(paused=True, interests=[], facility=make_facility(short_name="", state="")),
        make_listing(letters_sent=4),
        make_listing(letters_sent=4, active_writers=2, birth_date=today.replace(year=today.year - 30, day=1)),
    ]


@pytest.mark.parametrize("language", ["en", "es"])
def test_cards_say_what_the_django_template_says(cast: list[Listing], language: str) -> None:
    found = load_cards([listing.pk for listing in cast], timezone.localdate())
    listings = Listing.objects.public().for_cards().in_bulk()

    with override(language):
        fast = cards([found[listing.pk] for listing in cast])
        slow = "".join(
            f"<li>{render_to_string('_listing_card.html', {'listing': listings[listing.pk]})}</li>"
            for listing in cast
        )

    assert _tree(fast) == _tree(slow)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "params", [SearchParams(), SearchParams(faith="jewish", interest=("art",), veteran=True)]
)
def test_facet_list_says_what_the_django_template_says(
    cast: list[Listing], params: SearchParams, language: str
) -> None:
    for word in ["art", "books", "music", "sewing", "dance", "film", "games"]:
        make_listing(interests=[word], faith="jewish", facility=make_facility(name=NASTY))

    with override(language):
        facets = facets_of(find(params))
        fast = facet_list(facets, ("state",))
        slow = "".join(
            render_to_string("profiles/_facet.html", {"facet": facet, "open_facets": ("state",)})
            for facet in facets
        )

    assert _tree(fast) == _tree(slow)


def test_load_cards_leaves_out_who_is_not_public(cast: list[Listing]) -> None:
    """Whatever the index believes."""
    gone, stays = cast[0], cast[1]
    Listing.objects.filter(pk=gone.pk).update(state=ListingState.HIDDEN)

    assert list(load_cards([gone.pk, stays.pk], timezone.localdate())) == [stays.pk]


def test_load_cards_of_many(cast: list[Listing]) -> None:
    facility = make_facility()
    pks = [make_listing(facility=facility).pk for _ in range(30)]

    assert set(load_cards(pks, timezone.localdate())) == set(pks)


def test_counts_beside_sensitive_options_are_not_said_below_five() -> None:
    facility = make_facility()
    for number in range(6):
        make_listing(facility=facility, faith="jewish", veteran=number < 4, release_kind="life")
    make_listing(facility=facility, faith="hindu")

    said = {
        (facet.name, option.value): option.count
        for facet in facets_of(find(SearchParams()))
        for option in facet.options
    }

    assert (said["faith", "jewish"], said["faith", "hindu"]) == (6, None)
    assert (said["flags", "veteran"], said["flags", "no_letter"]) == (None, 7)
    assert (said["release", "life"], said["release", "unknown"]) == (6, None)
