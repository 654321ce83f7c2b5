"""Headlines and bios, put together from the stock of sentences around what one woman did, does, loves and asks."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from random import Random
from typing import TYPE_CHECKING, TypeVar

from profiles.sample.names import words_of
from profiles.sample.numbers import in_words
from profiles.sample.phrases import KINDS, Block, blocks

if TYPE_CHECKING:
    from profiles.sample.people import Woman

T = TypeVar("T")

# fmt: off

# The order in which a bio goes through its themes; each is closed by what she asks of a letter.
SHAPES = (
    ("homes", "days", "loves"), ("jobs", "days", "loves"), ("loves", "jobs", "families"),
    ("days", "loves", "spirits"), ("homes", "jobs", "ahead"), ("jobs", "loves", "loves"),
    ("homes", "loves", "families", "days"), ("days", "jobs", "spirits"), ("loves", "days", "ahead"),
    ("families", "days", "loves"), ("jobs", "spirits", "loves"), ("homes", "days", "spirits"),
    ("days", "loves"), ("jobs", "days", "families", "loves"), ("loves", "homes", "days"),
)

GRANDMOTHERS = (
    "sold pies out of a blue cooler on Fridays", "ran a boarding house in {town} and feared nobody",
    "kept bees behind a gas station", "could back a trailer better than any man in {town}",
    "played the organ at two churches and liked neither", "read tea leaves and always told me the good ones",
)


@dataclass(frozen=True)
class Text:
    """What was written: a line, a bio of three to six paragraphs, and the interests both speak of."""

    headline: str
    bio: str
    interests: list[str]


class Told:
    """What the bios so far have said, so that the next ones say something else while there is something else.

    It stops caring after `enough` different texts: the stock of sentences is large, not endless.
    """

    def __init__(self, enough: int = 6_000) -> None:
        self._texts: set[str] = set()
        self._chosen: Counter[Hashable] = Counter()
        self._enough = enough

    def fresh(self, tell: Callable[[], str], tries: int = 5) -> str:
        """The first text from `tell` that has not been told, or its last if all have been."""
        text = tell()
        if len(self._texts) > self._enough:
            return text
        for _ in range(tries - 1):
            if text not in self._texts:
                break
            text = tell()
        self._texts.add(text)
        return text

    def rarest(self, dice: Random, choices: Sequence[T], name: Callable[[T], Hashable]) -> T:
        """Of three drawn, the one chosen least often so far; `name` tells choices apart."""
        drawn = dice.sample(choices, min(3, len(choices)))
        chosen = min(drawn, key=lambda one: self._chosen[name(one)])
        self._chosen[name(chosen)] += 1
        return chosen


@lru_cache(maxsize=50_000)
def _suitable(language: str, kind: str, age: int, traits: frozenset[str]) -> tuple[Block, ...]:
    found = tuple(block for block in blocks(language, kind) if block.suits(age, traits))
    served = tuple(block for block in found if "vet" in block.needs)
    return served if kind == "jobs" and served else found


def _pick(dice: Random, woman: "Woman", kind: str, taken: list[Block], told: Told) -> Block | None:
    """A block of this kind that is not in the bio yet, or None where nothing of the kind suits her."""
    traits = woman.traits & RELEVANT[woman.language, kind]
    choices = [block for block in _suitable(woman.language, kind, woman.age, traits) if block not in taken]
    return told.rarest(dice, choices, lambda block: (block.kind, block.key)) if choices else None


def _relevant() -> dict[tuple[str, str], frozenset[str]]:
    """For each kind, the conditions that any of its blocks asks for: what else she is cannot change the choice."""
    return {
        (language, kind): frozenset().union(*(block.needs for block in blocks(language, kind)))
        for language in ("en", "es")
        for kind in KINDS
    }


RELEVANT = _relevant()


def _themes(dice: Random, woman: "Woman", told: Told) -> list[Block]:
    """The blocks of one bio in their order, before the closing wish."""
    themes: list[Block] = []
    shape = ("jobs", "days", "loves") if woman.veteran else dice.choice(SHAPES)
    for kind in shape:
        block = _pick(dice, woman, kind, themes, told) or _pick(dice, woman, "loves", themes, told)
        if block:
            themes.append(block)
    return themes


def _town(dice: Random, woman: "Woman", themes: list[Block]) -> str:
    """Where she is from: by the sea for a child of the coast, in a city for a child of the city."""
    kinds = [block.key.replace(" ", "_") for block in themes]
    if "city" in woman.traits and any("city" in block.needs for block in themes):
        kinds.append("city")
    towns = next((found for kind in kinds if (found := words_of("towns", kind))), words_of("towns"))
    return dice.choice(towns)


def _soon(months: int, language: str) -> str:
    if language == "es":
        return "un mes" if months <= 1 else f"{in_words(months, 'es')} meses" if months < 12 else "un año"
    return "a month" if months <= 1 else f"{in_words(months)} months" if months < 12 else "about a year"


def _slots(dice: Random, woman: "Woman", town: str, today: date) -> dict[str, str]:
    language = woman.language
    return {
        "town": town,
        "years": in_words(dice.randint(3, max(4, min(27, woman.age - 21))), language),
        "few": in_words(dice.randint(2, 6), language),
        "age": in_words(woman.age, language),
        "soon": _soon(woman.months_left(today) or 12, language),
        "grand": dice.choice(GRANDMOTHERS).format(town=town),
    }


def _headline(dice: Random, themes: list[Block], slots: dict[str, str], told: Told) -> str:
    lines = [phrase for block in themes for phrase in block.headlines]
    if not lines or dice.random() < 0.03:
        return ""
    return told.fresh(lambda: dice.choice(lines).say(dice, slots), tries=8)


def _interests(dice: Random, themes: list[Block]) -> list[str]:
    """Two to seven codes: what the themes are about first, then what they touch."""
    first = [block.interests[0] for block in themes]
    more = [code for block in themes for code in block.interests[1:] if dice.random() < 0.7]
    codes = list(dict.fromkeys([*first, *more]))
    if len(codes) < 2:
        codes += [code for code in ("books", "music", "family", "cooking") if code not in codes][: 2 - len(codes)]
    return codes[:7]


def write(dice: Random, woman: "Woman", today: date, told: Told) -> Text:
    """Headline, bio and interests of one woman."""
    themes = _themes(dice, woman, told)
    slots = _slots(dice, woman, _town(dice, woman, themes), today)
    paragraphs = [told.fresh(partial(block.paragraph, dice, slots)) for block in themes]
    wishes: list[Block] = []
    for _ in range(dice.choice((1, 1, 2))):
        wish = _pick(dice, woman, "asks", wishes, told)
        wishes += [wish] if wish else []
    paragraphs.append(" ".join(told.fresh(partial(wish.paragraph, dice, slots)) for wish in wishes))
    headline = _headline(dice, [*themes, *wishes], slots, told)
    return Text(headline, "\n\n".join(paragraphs), _interests(dice, themes))
