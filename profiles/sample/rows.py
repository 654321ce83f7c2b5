"""From a made-up woman to the rows of her listing."""

import string
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from profiles.codes import ALPHABET, SLUG_LENGTH
from profiles.models import Facility, Listing, ModerationEvent, Photo, System, User
from profiles.rules import consent_until
from profiles.sample.bios import Told
from profiles.sample.dice import dice_of
from profiles.sample.numbers import id_number
from profiles.sample.people import person
from profiles.sample.pictures import HEIGHT, WIDTH, portrait_key
from profiles.sample.placing import Place
from profiles.sample.portraits import alt_text, portrait_spec
from profiles.states import EventKind
from profiles.vocabulary import ConsentItem, HowGiven

SLUGS = len(ALPHABET) ** SLUG_LENGTH
SPREAD = 40_000_000_003  # odd to the number of slugs, so that every listing of a run gets another one


@dataclass
class Source:
    """Where the rows of one run come from: its seed, its day, who decided, and what has been said and given out.

    taken: ID numbers that are in use, by key of the system.
    """

    seed: int
    today: date
    staff: list[User]
    taken: set[tuple[int, str]] = field(default_factory=set)
    told: Told = field(default_factory=Told)
    _serials: dict[int, int] = field(default_factory=dict)

    def free_serial(self, system: System) -> int:
        """The next number of a system whose ID nobody has."""
        serial = self._serials.get(system.pk, -1) + 1
        while (system.pk, id_number(id_shape(system), serial)) in self.taken:
            serial += 1
        self._serials[system.pk] = serial
        return serial

    def content(
        self, number: int, facility: Facility, place: Place, language: str | None = None
    ) -> dict[str, Any]:
        """What the `number`-th woman's listing says, with `consents` and `portrait` beside it."""
        system = facility.system
        if system is None:
            raise ValueError(f"{facility.slug} belongs to no system")
        made = person(
            f"{self.seed} {number}",
            today=self.today,
            id_shape=id_shape(system),
            serial=self.free_serial(system),
            language=language,
            told=self.told,
        )
        unit = _unit(dice_of("unit", self.seed, number)) if place.needs_unit else ""
        return {"system": system, "facility": facility, "housing_unit": unit, **made}


def id_shape(system: System) -> str:
    """What is known of the shape of a system's ID numbers."""
    return system.id_pattern or system.id_format


def _unit(dice: Random) -> str:
    return f"{dice.choice('ABCDEF')}-{dice.randint(101, 248)}"


@dataclass(frozen=True)
class Days:
    """The dates of a listing's life, oldest first."""

    written: date
    signed: date
    published: date
    verified: date


def days_of(dice: Random, today: date) -> Days:
    """Dates that keep the listing public on `today` and for some weeks after."""
    published = today - timedelta(days=min(dice.randrange(0, 290), dice.randrange(0, 290)))
    signed = published - timedelta(days=dice.randint(2, 14))
    verified = today - timedelta(days=dice.randrange(0, 1 + min(100, (today - published).days)))
    return Days(signed - timedelta(days=dice.randrange(0, 6)), signed, published, verified)


def consent_columns(dice: Random, items: list[str], signed: date) -> dict[str, Any]:
    """Columns of the consents in `items`, signed on one day; the others stay empty."""
    how = HowGiven.SIGNED_FORM if dice.random() < 0.85 else HowGiven.SIGNED_LETTER
    columns: dict[str, Any] = {}
    for item in ConsentItem.values:
        given = item in items
        columns[f"consent_{item}_on"] = signed if given else None
        columns[f"consent_{item}_how"] = how.value if given else ""
    return columns


def letter_columns(dice: Random, listing_max: int | None, days: Days, today: date) -> dict[str, Any]:
    """How many letters went to her: none for two in five, rarely more than a dozen."""
    shown = (today - days.published).days
    sent = 0 if dice.random() < 0.4 or shown < 10 else 1 + min(int(dice.expovariate(1 / 3.5)), 24)
    active = min(sent, dice.randint(0, 4), listing_max or 4)
    last = today - timedelta(days=dice.randrange(0, max(1, min(60, shown)))) if sent else None
    return {"letters_sent": sent, "active_writers": active, "last_letter_on": last}


@lru_cache(maxsize=8)
def _first_slug(seed: int) -> int:
    return dice_of("slug", seed).randrange(SLUGS)


def slug_of(seed: int, number: int) -> str:
    """A listing's slug; different for each number of one seed."""
    rest = (number * SPREAD + _first_slug(seed)) % SLUGS
    letters = []
    for _ in range(SLUG_LENGTH):
        rest, place = divmod(rest, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters).lower()


def at_noon(day: date, dice: Random) -> datetime:
    """Some moment in the American working day."""
    return datetime(day.year, day.month, day.day, dice.randint(14, 21), dice.randrange(60), tzinfo=UTC)


def listing_of(source: Source, number: int, content: dict[str, Any]) -> Listing:
    """An approved, public listing, not saved."""
    dice = dice_of("listing", source.seed, number)
    days = days_of(dice, source.today)
    approved = at_noon(days.published, dice)
    items = content["consents"]
    values = {name: value for name, value in content.items() if name not in ("consents", "portrait")}
    return Listing(
        **values,
        **consent_columns(dice, items, days.signed),
        **letter_columns(dice, values["max_writers"], days, source.today),
        slug=slug_of(source.seed, number),
        consent_until=consent_until(days.signed),
        approved_at=approved,
        approved_by=dice.choice(source.staff),
        first_published_at=approved,
        words_dated=days.written,
        verified_on=days.verified,
        verified_by=dice.choice(source.staff),
        is_sample=True,
    )


def photo_of(listing: Listing, seed: int) -> Photo:
    """Her portrait, not saved; the files are those of the pool."""
    dice = dice_of("token", listing.slug)
    return Photo(
        listing=listing,
        token="".join(dice.choices(string.ascii_letters + string.digits, k=16)),
        file_key=portrait_key(seed),
        alt_text=alt_text(portrait_spec(seed), listing.language),
        width=WIDTH,
        height=HEIGHT,
        approved_at=listing.approved_at,
        approved_by=listing.approved_by,
    )


def arrival_of(listing: Listing) -> ModerationEvent:
    """The line of the log that says it came in, one to nine days before it was approved, not saved."""
    event = approval_of(listing)
    event.kind = EventKind.SUBMITTED
    event.at -= timedelta(days=1 + listing.pk % 9)
    return event


def approval_of(listing: Listing) -> ModerationEvent:
    """The line of the log that says who approved it, not saved."""
    return ModerationEvent(
        at=listing.approved_at,
        actor_id=listing.approved_by_id,
        actor_label=listing.approved_by.label,
        kind=EventKind.APPROVED,
        subject_type="listing",
        subject_id=listing.pk,
        subject_label=listing.slug,
        listing_slug=listing.slug,
    )
