"""Writing the search tables: always inside the transaction that changes what is published."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from secrets import randbits

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet, TextChoices
from django.utils import timezone
from django.utils.translation import override

from profiles.models import Change, Generation, Listing, SearchRow, SearchText
from profiles.places import State
from profiles.proxies import tell_when_committed
from profiles.search.cards import card_of
from profiles.search.codes import (
    CODE_OF,
    LIFE_DAY,
    UNKNOWN_DAY,
    birthday_number,
    day_number,
    facility_code,
    pack,
    system_code,
)
from profiles.search.fairness import standing_of
from profiles.search.spelling import learn
from profiles.search.text import padded, tier_tokens, tokens_of, words_of
from profiles.vocabulary import ConsentItem, Faith, Interest, Language, ReleaseKind, Seeking

CHUNK = 1_000


@transaction.atomic
def write_listing(pk: int, *, void: bool = True) -> None:
    """Make the search agree with one listing: its row is there exactly while it is public. Numbers the change.

    void: pages that our caching proxies keep may not be given out any more; False where an old one does no harm.
    """
    _write([pk], void=void)


def index_many(pks: Iterable[int], progress: Callable[[int], object] | None = None) -> int:
    """The same as `write_listing` for many listings, in chunks of one transaction each.

    progress: called after each chunk with the number of listings gone through. Returns how many of them are public.
    """
    ordered, written = list(pks), 0
    for start in range(0, len(ordered), CHUNK):
        chunk = ordered[start : start + CHUNK]
        with transaction.atomic():
            written += _write(chunk)
        if progress:
            progress(start + len(chunk))
    return written


def places_changed(listings: QuerySet[Listing]) -> int:
    """After a change of systems or facilities (name, city, state, policy): write the rows of these listings anew.

    Also where there is none, so that every process reads the names of places again. Returns how many are public.
    """
    written = index_many(listings.values_list("pk", flat=True))
    with transaction.atomic():
        _number_changes([0], {})
    return written


def _write(pks: list[int], *, void: bool = True) -> int:
    """Number the changes first: that row's lock keeps others from reading `before` while this is under way."""
    numbers = _next_numbers(len(pks))
    before = dict(SearchRow.objects.filter(pk__in=pks).values_list("pk", "fair"))
    SearchText.objects.filter(pk__in=pks).delete()
    SearchRow.objects.filter(pk__in=pks).delete()
    listings = list(_with_what_rows_need().filter(pk__in=pks))
    if listings:
        SearchRow.objects.bulk_create(SearchRow(**row_of(listing)) for listing in listings)
        texts = [Text.of(listing) for listing in listings]
        SearchText.objects.bulk_create(
            SearchText(listing_id=listing.pk, tokens=text.tokens())
            for listing, text in zip(listings, texts, strict=True)
        )
        learn(
            names={word for text in texts for words in text.tiers for word in words},
            others={word for text in texts for words in text.words.values() for word in words},
        )
    _number_changes(pks, before, numbers)
    if void:
        tell_when_committed(numbers + len(pks) - 1)
    return len(listings)


def _with_what_rows_need() -> QuerySet[Listing]:
    return Listing.objects.public().select_related("facility", "system").prefetch_related("photos")


def _next_numbers(count: int) -> int:
    """The first of `count` consecutive change numbers. The row stays locked, so numbers commit in order."""
    if not Generation.objects.filter(pk=1).update(n=F("n") + count):
        Generation.objects.get_or_create(pk=1)
        Generation.objects.filter(pk=1).update(n=F("n") + count)
    return Generation.objects.values_list("n", flat=True).get(pk=1) - count + 1


def _number_changes(pks: list[int], before: dict[int, int], first: int | None = None) -> None:
    first = _next_numbers(len(pks)) if first is None else first
    now = int(time.time())
    Change.objects.bulk_create(
        Change(seq=first + n, listing_id=pk, mark=randbits(62), fair_before=before.get(pk), at=now)
        for n, pk in enumerate(pks)
    )


def row_of(listing: Listing) -> dict:
    """The columns of a listing's search row, from what the public may read of her and nothing else."""
    listed_on = timezone.localdate(listing.first_published_at)
    return {
        "listing_id": listing.pk,
        "published": int(listing.first_published_at.timestamp()),
        "listed_on": day_number(listed_on),
        "waits_since": day_number(listing.last_letter_on or listed_on),
        "verified": day_number(listing.verified_on),
        "consent_on": day_number(listing.consent_listing_on or date.max),  # public() asks for one
        "consent_until": day_number(listing.consent_until),
        "release_day": _release_day(listing),
        "birth": day_number(listing.birth_date),
        "birth_day": birthday_number(listing.birthday) if listing.birthday else 0,
        "letters": listing.letters_sent,
        "fair": standing_of(listing.letters_sent, takes_new_writers=listing.takes_new_writers),
        "codes": pack(codes_of(listing)),
        "card": card_of(listing),
    }


@dataclass(frozen=True)
class Text:
    """The folded words by which a listing can be found: of names by tier, of all else by language."""

    tiers: tuple[set[str], ...]
    words: dict[str, set[str]]

    @classmethod
    def of(cls, listing: Listing) -> "Text":
        words = {language: _words(labels) for language, labels in _label_texts(listing).items()}
        words.setdefault(listing.language, set()).update(_words([listing.headline, listing.bio]))
        return cls(tuple(_words([text]) for text in _tier_texts(listing)), words)

    def tokens(self) -> str:
        """Every token by which she can be found, padded."""
        names = set().union(*self.tiers)
        found = tokens_of(names, "en") | tier_tokens(self.tiers)
        return padded(found.union(*(tokens_of(words, language) for language, words in self.words.items())))


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in words_of(text)}


def shows_photo(listing: Listing) -> bool:
    """Whether a photo of her may be and is shown."""
    return listing.agrees_to(ConsentItem.PHOTO) and bool(listing.photos.all())


def shown_seeking(listing: Listing) -> list[str]:
    """What she hopes for, as far as she agreed to show it."""
    return [
        word
        for word in listing.seeking
        if word != Seeking.ROMANCE or (listing.agrees_to(ConsentItem.ROMANCE) and not listing.no_romance)
    ]


def codes_of(listing: Listing) -> list[int]:
    """Numbers of every facet option that fits her."""
    words = [
        ("state", listing.facility.state),
        ("faith", listing.faith),
        ("release_kind", listing.release_kind),
    ]
    words += [("interest", word) for word in listing.interests]
    words += [("language", word) for word in listing.languages]
    words += [("seeking", word) for word in shown_seeking(listing)]
    flags = {
        "veteran": listing.veteran,
        "photo": shows_photo(listing),
        "women_only": listing.women_only,
        "es": Language.SPANISH in listing.languages,
    }
    words += [("flag", name) for name, holds in flags.items() if holds]
    places = [system_code(listing.system_id), facility_code(listing.facility_id)]
    return places + [CODE_OF[pair] for pair in words if pair in CODE_OF]


def _release_day(listing: Listing) -> int:
    if listing.release_kind == ReleaseKind.DATE and listing.release_date:
        return day_number(listing.release_date)
    return LIFE_DAY if listing.release_kind == ReleaseKind.LIFE else UNKNOWN_DAY


def _tier_texts(listing: Listing) -> tuple[str, str, str]:
    """Her name, her facility, its city and state."""
    facility = listing.facility
    state = str(State(facility.state).label) if facility.state in State.values else ""
    name = listing.display_name
    if listing.shows_name_and_id:
        name = f"{name} {listing.committed_name}"
    return name, f"{facility.name} {facility.short_name}", f"{facility.city} {state}"


def _label_texts(listing: Listing) -> dict[str, list[str]]:
    """What she likes, hopes for and believes, in each language of the site, so that either finds her."""
    words: list[tuple[type[TextChoices], str]] = [(Interest, word) for word in listing.interests]
    words += [(Seeking, word) for word in shown_seeking(listing)]
    words += [(Faith, listing.faith)]
    return {
        language: [_label(vocabulary, word, language) for vocabulary, word in words]
        for language, _name in settings.LANGUAGES
    }


@lru_cache(maxsize=512)
def _label(vocabulary: type[TextChoices], word: str, language: str) -> str:
    with override(language):
        return str(vocabulary(word).label) if word in vocabulary.values else ""
