"""How a listing shows itself: stamp, place, opening words and the facts on its card."""

from datetime import date, timedelta
from typing import Any, cast
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from profiles.fields import CodesField
from profiles.models import Listing, Photo
from profiles.search import shown_seeking
from profiles.vocabulary import ConsentItem, Focus, Language

register = template.Library()

OPENING_LENGTH = 130  # characters of her words on a card that has no line of its own
SOON = timedelta(days=365)


def shown_photos(listing: Listing) -> list[Photo]:
    """Her photos in their order, none without her consent. Uses what was prefetched."""
    return list(listing.photos.all()) if listing.agrees_to(ConsentItem.PHOTO) else []


@register.filter
def photos(listing: Listing) -> list[Photo]:
    return shown_photos(listing)


@register.inclusion_tag("_stamp.html")
def stamp(
    listing: Listing, photo: Photo | None = None, size: str = "", described: bool = False
) -> dict[str, Any]:
    """Her photo as a postage stamp, or a letter stamp where she shows none.

    photo: one of her photos (default: the first). size: "", "sm", "fill" or "lg". described: with the photo's
    description; on a card it is left out, since her name stands beside it.
    """
    shown = photo or next(iter(shown_photos(listing)), None)
    return {
        "listing": listing,
        "photo": shown,
        "addresses": photo_addresses(listing.slug, shown) if shown else {},
        "look": " ".join(filter(None, [f"stamp-{size}" if size else "", focus_class(shown)])),
        "size": size,
        "described": described,
        "sizes": {"lg": "(min-width: 72rem) 232px, 260px", "sm": "64px"}.get(size, "160px"),
        "initial": listing.display_name[:1].upper(),
    }


def focus_class(photo: Photo | None) -> str:
    """The class that keeps the chosen part of a photo in sight; nothing for its middle."""
    return f"focus-{photo.focus}" if photo and photo.focus != Focus.CENTER else ""


def photo_addresses(slug: str, photo: Photo) -> dict[str, str]:
    """Addresses of all renditions by name: small_webp, large_webp, small_jpg, large_jpg."""
    return {
        f"{name}_{suffix}": photo.url(slug, width, suffix)
        for name, width in (("small", 320), ("large", 960))
        for suffix in ("webp", "jpg")
    }


@register.filter
def place(listing: Listing) -> str:
    """Short name of her facility and the state it stands in."""
    facility = listing.facility
    name = facility.short_name or facility.name
    return f"{name}, {facility.get_state_display()}" if facility.state else name


@register.filter
def opening(listing: Listing) -> str:
    """Her own line, or the first words of her text cut at a word."""
    words = listing.headline.strip() or " ".join(listing.bio.split())
    words = words.strip('“”"')
    if len(words) <= OPENING_LENGTH or listing.headline:
        return words
    return words[:OPENING_LENGTH].rsplit(" ", 1)[0].rstrip(",;:.–—- ") + "…"


def _labels(name: str, words: Any) -> list[str]:
    """A list of code words as people read it, by the field that holds it."""
    return cast(CodesField, Listing._meta.get_field(name)).labels(words)


@register.filter
def interests(listing: Listing) -> list[str]:
    """Her interests in words."""
    return _labels("interests", listing.interests)


@register.filter
def hopes(listing: Listing) -> list[str]:
    """What she hopes for, in words; romance only where she agreed that this is shown."""
    return _labels("seeking", shown_seeking(listing))


@register.filter
def other_languages(listing: Listing) -> list[tuple[str, str]]:
    """Code and own name of the languages she reads and writes besides English, which nearly everybody here does."""
    return [(code, Language(code).label) for code in listing.languages if code != Language.ENGLISH]


@register.filter
def language_names(listing: Listing) -> list[str]:
    """The languages she reads and writes, each by its own name."""
    return _labels("languages", listing.languages)


@register.simple_tag
def her_language(listing: Any) -> SafeString | str:
    """A lang attribute for words that are not in the page's language, else nothing."""
    return format_html(' lang="{}"', listing.language) if listing.language != get_language() else ""


@register.simple_tag
def writers(listing: Listing) -> SafeString:
    """How many write to her, said so that no woman looks unwanted."""
    if not listing.takes_new_writers:
        return format_html("{}", _("No new writers now"))
    if not listing.letters_sent:
        return format_html('<strong class="sage">{}</strong>', _("No letters yet"))
    if not listing.active_writers:
        return format_html("{}", _("Room for a writer"))
    count = listing.active_writers
    return format_html("{}", ngettext("%(count)d pen pal", "%(count)d pen pals", count) % {"count": count})


def comes_home_soon(listing: Listing, today: date) -> bool:
    return listing.release_date is not None and listing.release_date - today <= SOON


@register.inclusion_tag("_card_foot.html")
def card_foot(listing: Listing) -> dict[str, Any]:
    """The last line of a card: writers, service, coming home, languages."""
    facts = [
        _("Veteran") if listing.veteran else "",
        _("Home within a year") if comes_home_soon(listing, timezone.localdate()) else "",
    ]
    return {
        "writers": writers(listing),
        "facts": [fact for fact in facts if fact],
        "languages": other_languages(listing),
    }


@register.filter
def first_paragraphs(text: str, count: int) -> str:
    """The first paragraphs of a text whose paragraphs are parted by empty lines."""
    paragraphs = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    return "\n\n".join(paragraphs[:count])


@register.simple_tag
def shortlist_without(listings: list[Listing], listing: Listing) -> str:
    """Address of the shortlist with one listing less."""
    kept = [("s", other.slug) for other in listings if other != listing]
    return f"{reverse('profiles:shortlist')}?{urlencode(kept or [('s', '')])}"


@register.simple_tag
def photo_address(listing: Listing, photo: Photo) -> str:
    """Address of the large rendition."""
    return photo.url(listing.slug, 960, "jpg")
