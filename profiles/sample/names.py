"""Names for women who do not exist: first names by generation and last names, by the family of a portrait; towns."""

from functools import lru_cache
from random import Random

from profiles.sample.phrases import WORDS

ORIGINS = {
    "willow": (("vi", 30), ("hmong", 14), ("zh", 18), ("ko", 14), ("tl", 16), ("pacific", 8)),
    "olive": (("ar", 75), ("hi", 25)),
}
"""Families of portraits that several groups of names share, with weights."""


@lru_cache(maxsize=1)
def _lists() -> dict[str, list[str]]:
    """The lists of `words/names.txt` by key."""
    lines = (WORDS / "names.txt").read_text(encoding="utf-8").splitlines()[1:]
    pairs = (line.split(": ", 1) for line in lines if line)
    return {key: [word.replace("_", " ") for word in words.split()] for key, words in pairs}


def words_of(*key: str) -> list[str]:
    """A list of names or towns, for example `words_of("last", "birch")`; empty where there is none of that key."""
    return _lists().get(" ".join(key), [])


@lru_cache(maxsize=1)
def _short_forms() -> dict[str, str]:
    return dict(pair.split("=") for pair in words_of("short"))


def full_name(dice: Random, origin: str, age: int) -> tuple[str, str, str]:
    """First, middle (often empty) and last name, in fashion when a woman of this age was born."""
    generation = "young" if age <= 33 else "grown" if age <= 52 else "older"
    middle = dice.choice(words_of("middle")) if origin in ("birch", "walnut") and dice.random() < 0.3 else ""
    return dice.choice(words_of("first", origin, generation)), middle, dice.choice(words_of("last", origin))


def display_name(dice: Random, first: str, last: str) -> str:
    """What she likes to be called: mostly her first name with an initial, at times a short form or the first name."""
    short = _short_forms().get(first)
    called = short if short and dice.random() < 0.5 else first
    return called if dice.random() < 0.25 else f"{called} {last[0]}."
