"""The cards of a page: what a card shows, kept ready in the search row, and asked for together with the question
whether she is public now."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connections, router

from profiles.models import Listing, SearchRow
from profiles.vocabulary import ConsentItem, Focus

ASKED = 24  # numbers in one question; one compiled question serves all
EXCERPT_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows of a listing, under the names that a listing has for it."""

    slug: str
    display_name: str
    place: str
    birth_date: date
    language: str
    headline: str
    bio: str  # its beginning
    interests: list[str]
    languages: list[str]
    veteran: bool
    letters_sent: int
    active_writers: int
    takes_new_writers: bool
    release_date: date | None
    photo: str | None  # token of the photo that she agreed to show
    photo_alt: str
    photo_focus: str = Focus.CENTER  # a row written before there was a choice has none

    def age_on(self, day: date) -> int:
        """Her age in whole years on a day."""
        born = self.birth_date
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def card_of(listing: Listing) -> dict[str, Any]:
    """A listing's card as it is stored. Needs facility and photos at hand."""
    facility = listing.facility
    name = facility.short_name or facility.name
    photos = list(listing.photos.all()) if listing.agrees_to(ConsentItem.PHOTO) else []
    release = listing.release_date
    return {
        "slug": listing.slug,
        "display_name": listing.display_name,
        "place": f"{name}, {facility.get_state_display()}" if facility.state else name,
        "birth_date": listing.birth_date.toordinal(),
        "language": listing.language,
        "headline": listing.headline,
        "bio": " ".join(listing.bio.split())[:EXCERPT_CHARACTERS],
        "interests": list(listing.interests),
        "languages": list(listing.languages),
        "veteran": listing.veteran,
        "letters_sent": listing.letters_sent,
        "active_writers": listing.active_writers,
        "takes_new_writers": listing.takes_new_writers,
        "release_date": release.toordinal() if release else None,
        "photo": photos[0].token if photos else None,
        "photo_alt": photos[0].alt_text if photos else "",
        "photo_focus": photos[0].focus if photos else Focus.CENTER,
        "has_photo": bool(photos),
    }


def load_cards(numbers: Sequence[int], today: date) -> dict[int, Card]:
    """Cards of those of these listings that are public now. One question for each 24."""
    found: dict[int, Card] = {}
    for start in range(0, len(numbers), ASKED):
        found |= _ask(numbers[start : start + ASKED], today)
    return found


def _ask(numbers: Sequence[int], today: date) -> dict[int, Card]:
    using = router.db_for_read(SearchRow)
    sql, compiled, places = _compiled(using, today, settings.VERIFY_EVERY_MONTHS)
    values = list(compiled)
    for place, number in zip(places, [*numbers, *[0] * (ASKED - len(numbers))], strict=True):
        values[place] = number
    with connections[using].cursor() as cursor:
        cursor.execute(sql, values)
        return {number: _read(stored) for number, stored in cursor.fetchall() if stored}


@lru_cache(maxsize=8)
def _compiled(using: str, today: date, verify_months: int) -> tuple[str, tuple[Any, ...], list[int]]:
    """The question as SQL with its values, and where among them the numbers go.

    It is `SearchRow.objects.public()` itself; putting it together anew takes longer than answering it.
    """
    markers = [-1 - place for place in range(ASKED)]
    query = SearchRow.objects.public(today).filter(pk__in=markers).values_list("pk", "card")
    sql, values = query.query.get_compiler(using=using).as_sql()
    return sql, tuple(values), [values.index(marker) for marker in markers]


def _read(stored: str) -> Card:
    values = json.loads(stored)
    del values["has_photo"]
    values["birth_date"] = date.fromordinal(values["birth_date"])
    values["release_date"] = date.fromordinal(values["release_date"]) if values["release_date"] else None
    return Card(**values)
