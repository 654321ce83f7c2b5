"""Where a visitor stands in an order, as the address bar carries it (`after`).

`fair-2x8k1-1f` names an order and when the visit began: the span of the fair order and the number of the last change.
A fourth part adds the place after which the page begins; a fifth, `p`, turns that into the place before which it ends.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from django.utils import timezone

from profiles.search.codes import birthday_number
from profiles.search.fairness import BUCKET_SECONDS, bucket_of
from profiles.search.index.orders import Moment

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_STRETCH_BITS = 63  # above a turned place stands the number of its stretch (the tier of a text search)
_MOST = 1 << 66


@dataclass(frozen=True)
class Visit:
    """When somebody began to look through an order, and how far they have come."""

    order: str
    moment: Moment
    stretch: int = 0
    place: int | None = None
    backwards: bool = False

    @classmethod
    def begin(cls, order: str, now: datetime, seq: int) -> Self:
        return cls(order, _moment(bucket_of(now), seq))

    @classmethod
    def read(cls, text: str, order: str, now: datetime, seq: int) -> Self | None:
        """The visit that a text names; None for another order, and for what makes no sense or lies ahead."""
        name, *parts = text.split("-")
        numbers = [number for part in parts[:3] if (number := _number(part)) is not None]
        if name != order or len(numbers) not in (2, 3) or parts[len(numbers) :] not in ([], ["p"]):
            return None
        bucket, began, *place = numbers
        if bucket > bucket_of(now) or began > seq or bucket < bucket_of(now) - _OLDEST:
            return None
        visit = cls(order, _moment(bucket, began))
        return visit.at(place[0], backwards=parts[-1] == "p") if place else visit

    def at(self, position: int, *, backwards: bool = False) -> Self:
        """The same visit, come to a position (stretch and place in one number)."""
        stretch, place = divmod(position, 1 << _STRETCH_BITS)
        return replace(self, stretch=stretch, place=place, backwards=backwards)

    def __str__(self) -> str:
        parts = [self.order, _text(self.moment.bucket), _text(self.moment.seq)]
        if self.place is not None:
            parts.append(_text(position(self.stretch, self.place)))
        return "-".join(parts + ["p"] * self.backwards)


_OLDEST = 7 * 86_400 // BUCKET_SECONDS  # a week: an older address begins a new visit


def position(stretch: int, place: int) -> int:
    """Stretch and place as one number that sorts as they do."""
    return (stretch << _STRETCH_BITS) + place


def _moment(bucket: int, seq: int) -> Moment:
    day = datetime.fromtimestamp(bucket * BUCKET_SECONDS, tz=timezone.get_default_timezone())
    return Moment(bucket, seq, birthday_number(day.date()) - 1)


def _text(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"


def _number(text: str) -> int | None:
    if not text or len(text) > 14 or any(char not in _DIGITS for char in text):
        return None
    found = int(text, 36)
    return found if found < _MOST else None
