"""Orders of listings as sorted numbers, and pages cut out of them.

Each order gives a listing a *key* (31 bits); key and listing number together are her *place* (63 bits), so that no
two listings share one. Two orders turn like wheels: "fair" with the moment of the visit, "birthday" with the day.
There the place as read (*turned*) differs from the place as stored. All turned places of one visit are in one order.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from pyroaring import BitMap

from profiles.search.fairness import STANDINGS, WHEEL, start_of

NUMBER_BITS = 32
NUMBERS = (1 << NUMBER_BITS) - 1
PLACE_BITS = 27  # of a place on the fair wheel
YEAR = 372  # days with a number of their own, see codes.birthday_number
NO_BIRTHDAY = 1_000
_STEP = 512  # listings looked at in one go
_WALK = 40_000  # listings that may be looked at one by one before sorting the whole set is cheaper


@dataclass(frozen=True)
class Moment:
    """When a visit began: the span of the fair order, the number of the last change then, and the day of the year."""

    bucket: int
    seq: int
    day: int  # 0 to 371: one less than codes.birthday_number


@dataclass(frozen=True)
class Window:
    """The part of an order that is asked for: `limit` listings after (or before) a turned place, past `skip`."""

    limit: int
    skip: int = 0
    after: int | None = None
    backwards: bool = False


class Order:
    """An order that stands still."""

    def turn(self, places: np.ndarray, moment: Moment) -> np.ndarray:
        """Stored places as they are read at a moment."""
        return places

    def turn_back(self, place: int, moment: Moment) -> int:
        """A read place as it is stored."""
        return place

    def runs(self, places: np.ndarray, moment: Moment) -> list[tuple[int, int]]:
        """Slices of the sorted stored places which, read one after the other, are in turned order."""
        return [(0, len(places))]


class FairOrder(Order):
    """By standing, then around the wheel from the moment's starting point."""

    def turn(self, places: np.ndarray, moment: Moment) -> np.ndarray:
        return self._moved(places, -start_of(moment.bucket))

    def turn_back(self, place: int, moment: Moment) -> int:
        return int(self._moved(np.array([place], dtype=np.int64), start_of(moment.bucket))[0])

    def _moved(self, places: np.ndarray, by: int) -> np.ndarray:
        keys = places >> NUMBER_BITS
        standing, spot = keys >> PLACE_BITS, keys & ((1 << PLACE_BITS) - 1)
        keys = (standing << PLACE_BITS) | ((spot + by) % WHEEL)
        return (keys << NUMBER_BITS) | (places & NUMBERS)

    def runs(self, places: np.ndarray, moment: Moment) -> list[tuple[int, int]]:
        start = start_of(moment.bucket)
        shift = PLACE_BITS + NUMBER_BITS
        marks = [
            mark
            for one in range(STANDINGS)
            for mark in (one << shift, (one << shift) + (start << NUMBER_BITS))
        ]
        cuts = [*np.searchsorted(places, np.array(marks, dtype=np.int64)).tolist(), len(places)]
        found = []
        for one in range(STANDINGS):
            low, middle, high = cuts[2 * one : 2 * one + 3]
            found += [(middle, high), (low, middle)]
        return [(low, high) for low, high in found if low < high]


class BirthdayOrder(Order):
    """From the moment's day around the year; women who did not agree to show it come last."""

    def turn(self, places: np.ndarray, moment: Moment) -> np.ndarray:
        return self._moved(places, -moment.day)

    def turn_back(self, place: int, moment: Moment) -> int:
        return int(self._moved(np.array([place], dtype=np.int64), moment.day)[0])

    def _moved(self, places: np.ndarray, by: int) -> np.ndarray:
        keys = places >> NUMBER_BITS
        keys = np.where(keys < NO_BIRTHDAY, (keys + by) % YEAR, keys)
        return (keys << NUMBER_BITS) | (places & NUMBERS)

    def runs(self, places: np.ndarray, moment: Moment) -> list[tuple[int, int]]:
        marks = np.array([moment.day, NO_BIRTHDAY], dtype=np.int64) << NUMBER_BITS
        today, nobody = np.searchsorted(places, marks).tolist()
        found = [(today, nobody), (0, today), (nobody, len(places))]
        return [(low, high) for low, high in found if low < high]


@dataclass(frozen=True)
class Lane:
    """An order with its listings: all stored places, sorted, some of them of listings that are gone.

    stored: gives the stored places of sorted numbers (uint32) as a fresh array.
    """

    order: Order
    places: np.ndarray
    stored: Callable[[np.ndarray], np.ndarray]


def page(lane: Lane, members: BitMap, moment: Moment, window: Window, moved: dict[int, int]) -> list[int]:
    """Turned places of the members in a window, in reading order whatever the direction.

    moved: stored places of listings that stand elsewhere in this visit than they do now, by number.
    """
    moved = {number: place for number, place in moved.items() if number in members}
    dense = len(members) * 16 > len(lane.places)
    if dense and window.skip * len(lane.places) < _WALK * len(members):
        found = _walked(lane, members, moment, window, moved)
    else:
        found = _sorted(lane, members, moment, window, moved)
    return found[::-1] if window.backwards else found


def _sorted(lane: Lane, members: BitMap, moment: Moment, window: Window, moved: dict[int, int]) -> list[int]:
    numbers = numbers_in(members)
    stored = lane.stored(numbers)
    for number, place in moved.items():
        stored[np.searchsorted(numbers, number)] = place
    turned = lane.order.turn(stored, moment)
    if window.backwards:
        turned = -turned
    if window.after is not None:
        turned = turned[turned > (-window.after if window.backwards else window.after)]
    end = window.skip + window.limit
    if len(turned) > end:
        turned = np.partition(turned, end)[:end]
    turned.sort()
    chosen = turned[window.skip : end]
    return (-chosen if window.backwards else chosen).tolist()


def _walked(lane: Lane, members: BitMap, moment: Moment, window: Window, moved: dict[int, int]) -> list[int]:
    """The same by looking at one listing after the other, which is quick where most of them belong."""
    sign = -1 if window.backwards else 1
    waiting = _turned_moved(lane.order, moment, window, moved)
    found: list[int] = []
    end = window.skip + window.limit
    for place in _read(lane, moment, window):
        number = place & NUMBERS
        if number not in members or number in moved:
            continue
        while waiting and sign * waiting[0] < sign * place:
            found.append(waiting.pop(0))
        found.append(place)
        if len(found) >= end:
            break
    return [*found, *waiting][window.skip : end]


def _turned_moved(order: Order, moment: Moment, window: Window, moved: dict[int, int]) -> list[int]:
    turned = order.turn(np.array(list(moved.values()), dtype=np.int64), moment).tolist()
    after = window.after
    kept = [one for one in turned if after is None or (one < after if window.backwards else one > after)]
    return sorted(kept, reverse=window.backwards)


def _read(lane: Lane, moment: Moment, window: Window) -> Iterator[int]:
    """Turned places in reading order from the window's beginning on, or backwards from it."""
    runs = lane.order.runs(lane.places, moment)
    if window.after is not None:
        runs = _from_here(lane, moment, runs, window.after, backwards=window.backwards)
    for low, high in reversed(runs) if window.backwards else runs:
        for begin, end in _pieces(low, high, backwards=window.backwards):
            piece = lane.order.turn(lane.places[begin:end], moment).tolist()
            yield from reversed(piece) if window.backwards else piece


def _pieces(low: int, high: int, *, backwards: bool) -> Iterator[tuple[int, int]]:
    if backwards:
        return ((max(low, end - _STEP), end) for end in range(high, low, -_STEP))
    return ((begin, min(high, begin + _STEP)) for begin in range(low, high, _STEP))


def _from_here(
    lane: Lane, moment: Moment, runs: list[tuple[int, int]], turned: int, *, backwards: bool
) -> list[tuple[int, int]]:
    """The runs without what lies before a turned place (or, backwards, from it on)."""
    stored = lane.order.turn_back(turned, moment)
    kept = []
    for low, high in runs:
        first, last = lane.order.turn(lane.places[[low, high - 1]], moment).tolist()
        cut = low + int(np.searchsorted(lane.places[low:high], stored, "left" if backwards else "right"))
        if last < turned:
            cut = high
        elif first > turned:
            cut = low
        kept.append((low, cut) if backwards else (cut, high))
    return [(low, high) for low, high in kept if low < high]


def numbers_in(members: BitMap) -> np.ndarray:
    """The numbers of a set, sorted (uint32)."""
    return np.frombuffer(members.to_array(), dtype=np.uint32)
