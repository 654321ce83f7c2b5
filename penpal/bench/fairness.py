"""A year of visitors, three ways to order the directory: who is written to, and who waits.

Visitors look at the first page mostly (the chance to go on is a third on each page) and write to one woman on the page
where they stop. In this world women come and go: each day some are listed who were not before.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from profiles.search.fairness import SPACING, WHEEL, start_of, tier_of
from profiles.search.finding import PAGE_SIZE

DAYS = 365
GO_ON = 1 / 3  # chance that a visitor turns to the next page
MOST_PAGES = 8
TIERS = np.array([tier_of(letters) for letters in range(2_000)])
_BUCKETS_A_DAY = 144
_FIRST_BUCKET = 3_000_000
#: Women, letters in a year, and spans of a day.
WORLDS = ((300, 300, _BUCKETS_A_DAY), (300, 900, _BUCKETS_A_DAY), (231_000, 231_000, 24))


@dataclass(frozen=True)
class Outcome:
    """Shares from 0 to 1; wait in days until the first letter, half of the women waiting longer."""

    without_letter: float
    share_of_luckiest: float
    median_wait: float


@dataclass
class World:
    """Women by number: the day each is listed, her letters, and the day of the first."""

    listed: np.ndarray
    letters: np.ndarray
    first: np.ndarray

    @classmethod
    def new(cls, women: int, dice: np.random.Generator) -> "World":
        """Four fifths are there at the beginning, the others come through the year."""
        later = int(women * 0.2)
        days = np.concatenate([np.zeros(women - later), np.sort(dice.uniform(0, DAYS, later))])
        return cls(days, np.zeros(women, dtype=np.int64), np.full(women, np.inf))


Chooser = Callable[[World, float, np.random.Generator, int], np.ndarray]


def newest(world: World, now: float, dice: np.random.Generator, size: int) -> np.ndarray:
    """The `size` women listed last, the last one first."""
    there = int(np.searchsorted(world.listed, now, side="right"))
    return np.arange(there - 1, max(-1, there - 1 - size), -1)


def random(world: World, now: float, dice: np.random.Generator, size: int) -> np.ndarray:
    """Any women, others for each visitor."""
    there = int(np.searchsorted(world.listed, now, side="right"))
    return dice.integers(0, there, size)


def fair(world: World, now: float, dice: np.random.Generator, size: int) -> np.ndarray:
    """Ours: tier of letters, then the wheel from the span's starting point."""
    there = int(np.searchsorted(world.listed, now, side="right"))
    spots = (np.arange(there) * SPACING - start_of(_FIRST_BUCKET + int(now * _BUCKETS_A_DAY))) % WHEEL
    keys = TIERS[np.minimum(world.letters[:there], 1_999)] * WHEEL + spots
    size = min(size, there - 1)
    first = np.argpartition(keys, size)[:size]
    return first[np.argsort(keys[first])]


ORDERS: dict[str, Chooser] = {"newest first": newest, "random": random, "fair": fair}


def simulate(
    women: int, letters: int, order: str, spans_a_day: int = _BUCKETS_A_DAY, seed: int = 1
) -> Outcome:
    """A year in which `letters` letters are written. Letters count from the next span of time on."""
    dice = np.random.default_rng(seed)
    world = World.new(women, dice)
    times = np.sort(dice.uniform(0, DAYS, letters))
    spans = (times * spans_a_day).astype(np.int64)
    starts = np.flatnonzero(np.diff(spans, prepend=-1))
    for start, end in zip(starts, [*starts[1:], letters], strict=True):
        _write(world, ORDERS[order], times[start:end], dice)
    return _outcome(world)


def _write(world: World, order: Chooser, times: np.ndarray, dice: np.random.Generator) -> None:
    """The letters of one span: each visitor stops on a page and chooses somebody there."""
    shown = order(world, float(times[0]), dice, PAGE_SIZE * MOST_PAGES)
    pages = np.minimum(dice.geometric(1 - GO_ON, len(times)) - 1, MOST_PAGES - 1)
    places = (pages * PAGE_SIZE + dice.integers(0, PAGE_SIZE, len(times))) % len(shown)
    chosen = shown[places]
    np.add.at(world.letters, chosen, 1)
    np.minimum.at(world.first, chosen, times)


def _outcome(world: World) -> Outcome:
    letters = np.sort(world.letters)[::-1]
    waits = np.where(np.isinf(world.first), np.inf, world.first - world.listed)
    return Outcome(
        float((world.letters == 0).mean()),
        float(letters[: max(1, len(letters) // 10)].sum() / max(1, letters.sum())),
        float(np.median(waits)),
    )


def run(*, number: int | None, write: Callable[[str], object]) -> None:
    """Print the table; number: of women and letters, in place of the usual sizes."""
    worlds = ((number, number, 24),) if number else WORLDS
    for line in lines(worlds):
        write(line)


def lines(worlds: tuple[tuple[int, int, int], ...]) -> list[str]:
    """The table of a year: one letter a woman and year on average, or three. At national size spans are hours, which
    saves time and is a little unfair to the fair order."""
    found = ["women    letters  order          no letter  luckiest 10%  median wait (days)"]
    for women, letters, spans in worlds:
        for order in ORDERS:
            outcome = simulate(women, letters, order, spans)
            wait = "more than a year" if np.isinf(outcome.median_wait) else f"{outcome.median_wait:.0f}"
            found.append(
                f"{women:<8,} {letters:<8,} {order:<14} {outcome.without_letter:>8.1%} "
                f"{outcome.share_of_luckiest:>13.1%}  {wait:>18}"
            )
    return found
