"""One of each case that staff meet: submissions of every kind and state, listings that have gone out of sight."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property, lru_cache
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from profiles import actions
from profiles.models import Facility, Listing, Scan, Submission
from profiles.photos import check_photo
from profiles.rules import consent_until
from profiles.sample.dice import dice_of
from profiles.sample.placing import Place
from profiles.sample.portraits import alt_text, jpeg, portrait_spec
from profiles.sample.rows import Source, consent_columns, listing_of
from profiles.sample.still_lifes import draw_form
from profiles.search import index_many
from profiles.states import ListingState, Reason, ReportReason, SubmissionState
from profiles.states import Source as CameBy
from profiles.vocabulary import ConsentItem, ReleaseKind

SCAN_NOTE = "Sample: a drawing of a form, not a document"
FIRST_NUMBER = (
    5_000_000  # far from the numbers of public listings, so that a later run can go on counting those
)
PHOTO_WIDTH = 800  # pixels of an "original" that came with a submission

NEW_WORDS = (
    "Since I wrote the last time I have moved to the honor unit, which has a window you can open with a stick. "
    "I have taken up watercolors. Everything I paint is a lake, whether I mean it to be or not."
)
CONTACT_WORDS = (
    "You can also reach my cousin at 555-0142 or cousin@example.org, and he will tell you how to send money."
)
THIRD_PARTY_WORDS = (
    "My best friend here is Wilhelmina Quackenbush, number 00000000, who sleeps in the bunk above mine."
)


@dataclass
class Desk:
    """What the cases are made from: places of each kind, numbers for more women, and who decides."""

    source: Source
    known: Mapping[str, Place]
    numbers: Iterator[int]
    turns: Iterator[int] = field(default_factory=count)
    portraits: dict[str, int] = field(default_factory=dict)  # by committed name

    def facilities(self, *, takes_letters: bool = True, **conditions: Any) -> list[Facility]:
        """The facilities of that kind, by slug."""
        women = Facility.objects.listed().filter(system__isnull=False, **conditions)
        found = women.select_related("system").order_by("slug")
        return [one for one in found if self.place(one).takes_letters == takes_letters]

    @cached_property
    def ordinary(self) -> list[Facility]:
        """Where nothing stands in the way. There is one at least: public listings were made before."""
        return self.facilities(system__restricts_listings=False)

    def some_facility(self) -> Facility:
        """Any of the ordinary ones."""
        return dice_of("case place", self.source.seed, next(self.turns)).choice(self.ordinary)

    def place(self, facility: Facility) -> Place:
        return self.known.get(facility.slug, Place(takes_letters=False, has_address=False))

    def content(self, facility: Facility | None = None, **changes: Any) -> dict[str, Any]:
        """A woman who is not listed yet, at an ordinary place unless one is given."""
        at = facility or self.some_facility()
        return self.source.content(next(self.numbers), at, self.place(at), "en") | changes

    def submission(self, facility: Facility | None = None, **changes: Any) -> Submission:
        """A new submission, not saved: a paper form signed some days ago, unless told otherwise."""
        meta = {
            name: changes.pop(name)
            for name in ("source", "state", "submitter_relation", "attested_permission")
            if name in changes
        }
        content = self.content(facility, **changes)
        dice = dice_of("case", self.source.seed, content["committed_name"])
        signed = self.source.today - timedelta(days=dice.randint(15, 30))
        columns = consent_columns(dice, content.pop("consents"), signed)
        self.portraits[content["committed_name"]] = content.pop("portrait")
        return Submission(
            **content, **columns, words_dated=signed, is_sample=True, **{"source": CameBy.PAPER} | meta
        )

    def listing(self, **changes: Any) -> Listing:
        """A saved sample listing that differs from a public one in `changes`."""
        number = next(self.numbers)
        at = changes.pop("facility", None) or self.some_facility()
        listing = listing_of(self.source, number, self.source.content(number, at, self.place(at), "en"))
        for name, value in changes.items():
            setattr(listing, name, value)
        listing.save()
        index_many([listing.pk])
        return listing


@transaction.atomic
def make_cases(source: Source, known: Mapping[str, Place]) -> int:
    """Make them all; returns how many. Cases whose kind of place is not there are left out."""
    desk = Desk(source, known, count(FIRST_NUMBER))
    parts = (_waiting, _warned, _odd_places, _changes, _decided, _unfinished, _ended, _reported)
    return sum(part(desk) for part in parts)


def _send(desk: Desk, submission: Submission, *, days_ago: int = 1, photo: bool = False) -> Submission:
    """Into the queue as if some days ago, with a scan of the form and, if asked, with her portrait."""
    if submission.source == CameBy.PAPER:
        _attach_scan(desk, submission)
    by = None if submission.source == CameBy.WEB else desk.source.staff[0]
    actions.submit(submission=submission, by=by)
    Submission.objects.filter(pk=submission.pk).update(submitted_at=timezone.now() - timedelta(days=days_ago))
    if photo:
        spec = portrait_spec(desk.portraits[submission.committed_name])
        checked = check_photo(io.BytesIO(jpeg(spec, PHOTO_WIDTH)))
        actions.add_photo(submission=submission, photo=checked, alt_text=alt_text(spec))
    return submission


@lru_cache(maxsize=1)
def _form() -> bytes:
    file = io.BytesIO()
    draw_form().save(file, "JPEG", quality=80)
    return file.getvalue()


def _attach_scan(desk: Desk, submission: Submission) -> None:
    scan = Scan(media_type="image/jpeg", note=SCAN_NOTE, added_by=desk.source.staff[0])
    scan.file.save("form.jpg", ContentFile(_form()))
    for item in ConsentItem.values:
        if submission.agrees_to(item):
            setattr(submission, f"consent_{item}_scan", scan)


def _waiting(desk: Desk) -> int:
    """New submissions by every way in; one of them waits for too long already."""
    ways: tuple[dict[str, Any], ...] = (
        {"source": CameBy.PAPER},
        {"source": CameBy.PAPER},
        {"source": CameBy.WEB, "submitter_relation": "sister", "attested_permission": True},
        {"source": CameBy.WEB, "submitter_relation": "chaplain", "attested_permission": True},
        {"source": CameBy.CSV},
        {"source": CameBy.STAFF},
    )
    for place, way in enumerate(ways):
        submission = desk.submission(consents=["listing", "photo", "name_and_id"], **way)
        _send(desk, submission, days_ago=9 if place == 0 else place, photo=place < 3)
    return len(ways)


def _warned(desk: Desk) -> int:
    """Submissions that the hints should point at."""
    women = (
        desk.submission(bio=f"{desk.content()['bio']}\n\n{CONTACT_WORDS}"),
        desk.submission(bio=f"{desk.content()['bio']}\n\n{THIRD_PARTY_WORDS}"),
        desk.submission(birth_date=desk.source.today - timedelta(days=17 * 365)),
        desk.submission(consents=[]),
    )
    for submission in women:
        _send(desk, submission, days_ago=3)
    return len(women)


def _odd_places(desk: Desk) -> int:
    """A woman at each kind of place where no letter goes, or where being listed can harm her."""
    unreachable = Facility.objects.filter(status=Facility.Status.OPEN, system__restricts_listings=False)
    no_address = [one.pk for one in unreachable if not desk.place(one).has_address]
    has_address = [one.pk for one in unreachable if desk.place(one).has_address]
    places = (
        closed := desk.facilities(takes_letters=False, status=Facility.Status.CLOSED),
        desk.facilities(takes_letters=False, pk__in=no_address),
        desk.facilities(takes_letters=False, pk__in=has_address),
        desk.facilities(system__restricts_listings=True),
    )
    found = [kind[0] for kind in places if kind]
    for place in found:
        _send(desk, desk.submission(place), days_ago=2)
    for place in closed[:1]:
        desk.listing(facility=place, state=ListingState.HIDDEN, hidden_reason=Reason.IDENTITY)
    return len(found) + len(closed[:1])


def _changes(desk: Desk) -> int:
    """Changes to public listings: new words, a move, a new date of coming home."""
    today, other = desk.source.today, desk.some_facility()
    edits: tuple[dict[str, Any], ...] = (
        {"bio": NEW_WORDS},
        {"headline": "I have a window now. Ask me what is in it.", "interests": ["art", "nature"]},
        {"release_kind": ReleaseKind.DATE, "release_date": today + timedelta(days=200)},
        {"facility": other, "system": other.system, "paused": True},
    )
    women = Listing.objects.public().filter(is_sample=True).order_by("-pk")[: len(edits)]
    for listing, fields in zip(women, edits, strict=False):
        change = actions.propose_change(listing=listing, by=desk.source.staff[0])
        for name, value in fields.items():
            setattr(change, name, value)
        actions.edit(submission=change, by=desk.source.staff[0], version=change.version, fields=fields)
    return len(women)


def _decided(desk: Desk) -> int:
    """Submissions that were declined, each for another reason, and one that was sent back."""
    refusals = (
        (Reason.THIRD_PARTY, "Please send it again without your friend’s name and number."),
        (Reason.CONTACT, "We cannot show telephone numbers or e-mail addresses."),
        (Reason.DUPLICATE, ""),
    )
    for reason, note in refusals:
        submission = _send(desk, desk.submission(), days_ago=14)
        actions.decline(
            submission=submission,
            by=desk.source.staff[1],
            version=submission.version,
            reason=reason,
            note=note,
        )
    submission = _send(desk, desk.submission(source=CameBy.WEB, attested_permission=True), days_ago=6)
    actions.ask_for_changes(
        submission=submission,
        by=desk.source.staff[1],
        version=submission.version,
        reason=Reason.IDENTITY,
        note="The number does not match the name in the official locator. Please look at it once more.",
    )
    return len(refusals) + 1


def _unfinished(desk: Desk) -> int:
    desk.submission(source=CameBy.WEB, state=SubmissionState.DRAFT).save()
    return 1


def _ended(desk: Desk) -> int:
    """Listings that went out of sight by themselves, and two that women withdrew."""
    today = desk.source.today
    signed = today - timedelta(days=400)
    desk.listing(consent_listing_on=signed, consent_until=consent_until(signed))
    for months in (7, 9):
        desk.listing(verified_on=today - timedelta(days=31 * months))
    desk.listing(release_kind=ReleaseKind.DATE, release_date=today - timedelta(days=3))
    for _ in range(2):
        actions.withdraw(listing=desk.listing(), by=desk.source.staff[0])
    actions.hide(listing=desk.listing(), by=desk.source.staff[1], reason=Reason.UNSAFE)
    return 7


def _reported(desk: Desk) -> int:
    """Reports from the public; the first hides its listing until staff have looked."""
    actions.report(
        listing=desk.listing(), reason=ReportReason.REMOVE, text="She wrote to me that she wants it gone."
    )
    actions.report(
        listing=desk.listing(), reason=ReportReason.WRONG, text="Her number on the envelope came back."
    )
    return 2
