"""Filling a site with made-up women: public listings in bulk, stories, and one of each case that staff meet."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from django.db import transaction
from django.db.models import QuerySet

from profiles.models import Facility, Listing, ModerationEvent, Photo, Scan, StorySubmission, Submission, User
from profiles.sample import pictures
from profiles.sample.cases import SCAN_NOTE, make_cases
from profiles.sample.dice import dice_of
from profiles.sample.placing import Place, places, weights
from profiles.sample.publishing import make_stories
from profiles.sample.rows import Source, approval_of, arrival_of, listing_of, photo_of
from profiles.search import index_many

CHUNK = 500
STAFF = (
    ("Sample moderator", "sample-moderator@example.org"),
    ("Second sample moderator", "sample-second@example.org"),
)

Progress = Callable[[int, int], None]


class NoPlace(Exception):
    """There is no facility where a letter would be taken; load the reference data first."""


@dataclass
class Made:
    """How many of each were made."""

    listings: int = 0
    photos: int = 0
    stories: int = 0
    cases: int = 0


def make_sample(*, listings: int, seed: int, today: date, progress: Progress | None = None) -> Made:
    """Add `listings` public sample listings, and, to a site without any sample yet, stories and every other case.

    The same seed, day and reference data give the same women. progress is called with how many there are and how many
    there will be. Raises NoPlace.
    """
    known = places()
    first = not Listing.objects.filter(is_sample=True).exists()
    source = Source(seed, today, _staff(), taken=_taken())
    made = Made()
    for chunk in _chunks(source, _placed(source, known, listings)):
        made.listings += len(chunk.listings)
        made.photos += chunk.save()
        if progress:
            progress(made.listings, listings)
    if first:
        made.stories = make_stories(source)
        made.cases = make_cases(source, known)
    return made


def remove_sample() -> int:
    """Delete every sample row and the private files of sample submissions; returns how many listings went.

    The log of decisions stays, as it always does, and so do the drawings, which the next run uses.
    """
    for submission in Submission.objects.filter(is_sample=True).prefetch_related("photos"):
        for photo in submission.photos.all():
            photo.original.delete(save=False)
    StorySubmission.objects.filter(is_sample=True).delete()
    Submission.objects.filter(is_sample=True).delete()
    for scan in Scan.objects.filter(note=SCAN_NOTE):
        scan.file.delete(save=False)
        scan.delete()
    removed = 0
    while pks := list(_sample().values_list("pk", flat=True)[:CHUNK]):
        with transaction.atomic():
            Listing.objects.filter(pk__in=pks).delete()
            index_many(pks)
        removed += len(pks)
    return removed


def _sample() -> QuerySet[Listing]:
    return Listing.objects.filter(is_sample=True)


def _staff() -> list[User]:
    """The accounts in whose name the sample was approved; nobody can sign in with them."""
    staff = []
    for pen_name, email in STAFF:
        user, new = User.objects.get_or_create(
            email=email, defaults={"pen_name": pen_name, "is_active": False}
        )
        if new:
            user.set_unusable_password()
            user.save(update_fields=["password"])
        staff.append(user)
    return staff


def _taken() -> set[tuple[int, str]]:
    """ID numbers in use, sample or not, by key of the system."""
    found = Listing.objects.values_list("system_id", "id_number")
    return {*found, *Submission.objects.values_list("system_id", "id_number")}


def _placed(source: Source, known: Mapping[str, Place], count: int) -> Iterator[tuple[int, Facility, Place]]:
    """A number and a place for each new woman."""
    women = Facility.objects.listed().filter(system__isnull=False, system__restricts_listings=False)
    facilities = [
        facility
        for facility in women.select_related("system").order_by("slug")
        if facility.slug in known and known[facility.slug].takes_letters
    ]
    if not facilities:
        raise NoPlace
    start = _sample().count()
    dice = dice_of("places", source.seed, start)
    chosen = dice.choices(facilities, weights(facilities), k=count)
    return ((start + i, facility, known[facility.slug]) for i, facility in enumerate(chosen))


@dataclass
class Chunk:
    """Some listings with the portraits of those who agreed to show one."""

    listings: list[Listing] = field(default_factory=list)
    portraits: list[tuple[Listing, int]] = field(default_factory=list)

    def save(self) -> int:
        """Write rows, files and search rows; returns how many photos there are."""
        pictures.write_portraits(seed for _, seed in self.portraits)
        with transaction.atomic():
            Listing.objects.bulk_create(self.listings)
            Photo.objects.bulk_create(photo_of(listing, seed) for listing, seed in self.portraits)
            events = [(arrival_of(listing), approval_of(listing)) for listing in self.listings]
            ModerationEvent.objects.bulk_create(chain.from_iterable(events))
            index_many(listing.pk for listing in self.listings)
        return len(self.portraits)


def _chunks(source: Source, placed: Iterator[tuple[int, Facility, Place]]) -> Iterator[Chunk]:
    chunk = Chunk()
    for number, facility, place in placed:
        content = source.content(number, facility, place)
        listing = listing_of(source, number, content)
        chunk.listings.append(listing)
        if "photo" in content["consents"]:
            chunk.portraits.append((listing, content["portrait"]))
        if len(chunk.listings) == CHUNK:
            yield chunk
            chunk = Chunk()
    if chunk.listings:
        yield chunk
