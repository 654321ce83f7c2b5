"""Writing the search tables: always inside the transaction that changes what is published."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet, TextChoices
from django.utils.text import Truncator
from django.utils.translation import override

from profiles.models import Change, Generation, Listing, SearchRow
from profiles.places import State
from profiles.search.codes import CODE_OF, facility_code, pack, system_code
from profiles.search.text import padded
from profiles.vocabulary import ConsentItem, Faith, Interest, Language, ReleaseKind, Seeking

EXCERPT_CHARACTERS = 200
LIFE_MONTH, UNKNOWN_MONTH = 9999, 9998
CHUNK = 1_000


@transaction.atomic
def write_listing(pk: int) -> None:
    """Make the search agree with one listing: its row is there exactly while it is public. Numbers the change."""
    seq = _next_numbers(1)
    SearchRow.objects.filter(pk=pk).delete()
    listing = _with_what_rows_need().filter(pk=pk).first()
    if listing is not None:
        SearchRow.objects.create(**row_of(listing))
    Change.objects.create(seq=seq, listing_id=pk)


def index_many(pks: Iterable[int]) -> int:
    """The same as `write_listing` for many listings, in chunks. Returns how many of them are public."""
    ordered, written = list(pks), 0
    for start in range(0, len(ordered), CHUNK):
        written += _write_chunk(ordered[start : start + CHUNK])
    return written


@transaction.atomic
def _write_chunk(pks: list[int]) -> int:
    first = _next_numbers(len(pks))
    SearchRow.objects.filter(pk__in=pks).delete()
    rows = [SearchRow(**row_of(listing)) for listing in _with_what_rows_need().filter(pk__in=pks)]
    SearchRow.objects.bulk_create(rows)
    Change.objects.bulk_create(Change(seq=first + n, listing_id=pk) for n, pk in enumerate(pks))
    return len(rows)


def _with_what_rows_need() -> QuerySet[Listing]:
    return Listing.objects.public().select_related("facility", "system").prefetch_related("photos")


def _next_numbers(count: int) -> int:
    """The first of `count` consecutive change numbers. The row stays locked, so numbers commit in order."""
    if not Generation.objects.filter(pk=1).update(n=F("n") + count):
        Generation.objects.get_or_create(pk=1)
        Generation.objects.filter(pk=1).update(n=F("n") + count)
    return Generation.objects.values_list("n", flat=True).get(pk=1) - count + 1


def row_of(listing: Listing) -> dict:
    """The columns of a listing's search row, from what the public may read of her and nothing else."""
    return {
        "listing_id": listing.pk,
        "published": int(listing.first_published_at.timestamp()),
        "verified": listing.verified_on.toordinal() - date(1970, 1, 1).toordinal(),
        "release_month": _release_month(listing),
        "letters": listing.letters_sent,
        "birth_year": listing.birth_date.year,
        "birth_day": listing.birthday.timetuple().tm_yday if listing.birthday else 0,
        "codes": pack(codes_of(listing)),
        "names": padded(_name_texts(listing)),
        "words": padded([*_name_texts(listing), *_other_texts(listing)]),
        "card": {
            "excerpt": Truncator(" ".join(listing.bio.split())).chars(EXCERPT_CHARACTERS),
            "has_photo": shows_photo(listing),
        },
    }


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


def _release_month(listing: Listing) -> int:
    if listing.release_kind == ReleaseKind.DATE and listing.release_date:
        return (listing.release_date.year - 2000) * 12 + listing.release_date.month - 1
    return LIFE_MONTH if listing.release_kind == ReleaseKind.LIFE else UNKNOWN_MONTH


def _name_texts(listing: Listing) -> list[str]:
    facility = listing.facility
    state = State(facility.state).label if facility.state in State.values else ""
    names = [listing.display_name, facility.name, facility.short_name, facility.city, str(state)]
    return [*names, listing.committed_name] if listing.shows_name_and_id else names


def _other_texts(listing: Listing) -> list[str]:
    labels = [text for word in listing.interests for text in _labels(Interest, word)]
    labels += [text for word in shown_seeking(listing) for text in _labels(Seeking, word)]
    labels += _labels(Faith, listing.faith)
    return [listing.headline, listing.bio, *labels]


@lru_cache(maxsize=512)
def _labels(vocabulary: type[TextChoices], word: str) -> list[str]:
    """The label of a code word in each language of the site, so that either finds her."""
    if word not in vocabulary.values:
        return []
    found = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.append(str(vocabulary(word).label))
    return found
