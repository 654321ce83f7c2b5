"""The stock of sentences that bios are put together from, and how a sentence is read from its file.

Files stand in `words/<language>/<kind>.txt`. A block looks like this:

    # key | interest codes | conditions
    " a headline that suits the block
    - an opening of its paragraph
    + a further sentence or two

`[a|b]` stands for one of several wordings, `{slot}` for a word of this woman. Conditions are words such as `kids`,
`faith catholic` or `age 24-60`; a block suits a woman who meets all of them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from random import Random

WORDS = Path(__file__).parent / "words"
KINDS = ("homes", "jobs", "days", "loves", "families", "spirits", "ahead", "asks")

_CHOICE = re.compile(r"\[([^\]]*)\]")


@dataclass(frozen=True)
class Phrase:
    """A sentence with choices: plain text and tuples of wordings in turn."""

    parts: tuple[str | tuple[str, ...], ...]

    def say(self, dice: Random, slots: Mapping[str, str]) -> str:
        """One wording of it, beginning with a capital."""
        text = "".join(part if isinstance(part, str) else dice.choice(part) for part in self.parts)
        text = text.format_map(slots) if "{" in text else text
        return text[:1].upper() + text[1:]


def read_phrase(text: str) -> Phrase:
    pieces = _CHOICE.split(text)
    return Phrase(tuple(piece if i % 2 == 0 else tuple(piece.split("|")) for i, piece in enumerate(pieces)))


@dataclass(frozen=True, eq=False)
class Block:
    """A theme: what it says of her interests, whom it suits, and its sentences."""

    kind: str
    key: str
    interests: tuple[str, ...]
    needs: frozenset[str]
    youngest: int = 18
    oldest: int = 99
    headlines: list[Phrase] = field(default_factory=list)
    openings: list[Phrase] = field(default_factory=list)
    details: list[Phrase] = field(default_factory=list)

    def suits(self, age: int, traits: frozenset[str]) -> bool:
        return self.youngest <= age <= self.oldest and self.needs <= traits

    def paragraph(self, dice: Random, slots: Mapping[str, str]) -> str:
        """An opening with up to three further sentences in the order of the file."""
        count = min(len(self.details), dice.choice((1, 2, 2, 3)))
        chosen = sorted(dice.sample(range(len(self.details)), count))
        phrases = [dice.choice(self.openings), *(self.details[i] for i in chosen)]
        return " ".join(phrase.say(dice, slots) for phrase in phrases)


def _list(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _block(kind: str, header: str) -> Block:
    key, interests, *rest = (part.strip() for part in header.split("|"))
    needs, youngest, oldest = set(), 18, 99
    for condition in _list(rest[0]) if rest else []:
        ages = re.fullmatch(r"age (\d+)(?:\+|-(\d+))", condition)
        if ages:
            youngest, oldest = int(ages[1]), int(ages[2] or 99)
        elif condition != "any":
            needs.add(condition)
    return Block(kind, key, tuple(_list(interests)), frozenset(needs), youngest, oldest)


@lru_cache(maxsize=32)
def blocks(language: str, kind: str) -> tuple[Block, ...]:
    """All blocks of a kind ("jobs", "asks" ...) in a language ("en" or "es")."""
    found: list[Block] = []
    for line in (WORDS / language / f"{kind}.txt").read_text(encoding="utf-8").splitlines():
        mark, text = line[:2], line[2:].strip()
        if mark == "# ":
            found.append(_block(kind, text))
        elif text:
            block = found[-1]
            {'" ': block.headlines, "- ": block.openings, "+ ": block.details}[mark].append(read_phrase(text))
    return tuple(found)
