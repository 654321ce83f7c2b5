"""What may stand on paper: text goes in as typed; out comes text that prints as it reads, and what in it does not."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby

from django.utils.translation import gettext as _

from letters.printing import fonts

MAX_CHARACTERS = 60_000
MAX_LINES = 4_000
LIMITS = {"too_long": MAX_CHARACTERS, "too_many_lines": MAX_LINES}
MAX_PROBLEMS = 50
MAX_MARKS = 6

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# These turn the order of what a mail room reads around (Unicode Standard Annex 9, section 2).
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Control characters, halves of surrogate pairs, non-characters, and characters that print nothing but can hide text.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb"
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u206a-\u206f\u3164\ufeff\uffa0\U000e0000-\U000e00ff]"
    "|[" + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)) + "]"
)
# Print nothing by themselves and need no glyph: joiners, marks of direction, soft hyphen, variation selectors.
_INVISIBLE = frozenset(
    [0x0A, 0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x2060, 0x2065), *range(0xFE00, 0xFE10)]
)


@dataclass(frozen=True)
class TextProblem:
    """One thing that keeps a text from being printed.

    kind: "unprintable" (no font has it), "bidi_override", "stacked_marks", "too_long" or "too_many_lines".
    character, name: the character and its Unicode name ("" where it has none).
    line, column: where it first stands, both from 1, in the text as cleaned; count: how often it stands there.
    """

    kind: str
    character: str
    name: str
    line: int
    column: int
    message: str
    count: int = 1


@dataclass(frozen=True)
class TextReport:
    """`clean` prints as it reads when `problems` is empty. At most 50 problems are listed, one for each character."""

    clean: str
    problems: list[TextProblem] = field(default_factory=list)

    @property
    def printable(self) -> bool:
        return not self.problems


def check_text(text: str) -> TextReport:
    """Text in NFC with plain line ends and without control characters, and what in it cannot be printed.

    Dropped in silence: control characters, lone surrogates, characters that print nothing and could hide words.
    Named as problems: characters no font has, overrides of the reading direction, more than 6 marks on one letter,
    and more than 60,000 characters or 4,000 lines. 60,000 characters take about 30 ms.
    """
    whole = len(text)
    text = _plain(text[: 2 * MAX_CHARACTERS])
    problems = list(_too_long(whole, text))
    text = text[:MAX_CHARACTERS]
    if text.isascii():
        return TextReport(text, problems)
    problems += _found(_OVERRIDES, text, "bidi_override")
    text = _OVERRIDES.sub("", text)
    problems += _found(_stacked_marks(), text, "stacked_marks")
    # Cut before normalizing: its time grows with the square of the marks on one letter.
    text = unicodedata.normalize("NFC", _stacked_marks().sub(lambda run: run[0][:MAX_MARKS], text))
    return TextReport(text, (problems + list(_unprintable(text)))[:MAX_PROBLEMS])


def _plain(text: str) -> str:
    return _DROPPED.sub("", _LINE_ENDS.sub("\n", text)).replace("\t", "    ")


@cache
def _stacked_marks() -> re.Pattern[str]:
    """More marks on one letter than any language puts there."""
    # From U+0300, where marks begin, to U+1F000: there are none above. As ranges, which the search walks faster.
    marks = [point for point in range(0x300, 0x1F000) if unicodedata.category(chr(point)) in ("Mn", "Me")]
    runs = [list(run) for _gap, run in groupby(enumerate(marks), key=lambda pair: pair[1] - pair[0])]
    ranges = "".join(f"{chr(run[0][1])}-{chr(run[-1][1])}" for run in runs)
    return re.compile(f"[{ranges}]{{{MAX_MARKS + 1},}}")


def _too_long(whole: int, text: str) -> Iterator[TextProblem]:
    if whole > MAX_CHARACTERS:
        words = _("The text has %(count)s characters. At most %(most)s can be printed in one letter.")
        yield TextProblem("too_long", "", "", 0, 0, words % {"count": whole, "most": MAX_CHARACTERS}, whole)
    elif (lines := text.count("\n") + 1) > MAX_LINES:
        words = _("The text has %(count)s lines. At most %(most)s can be printed in one letter.")
        yield TextProblem("too_many_lines", "", "", 0, 0, words % {"count": lines, "most": MAX_LINES}, lines)


def _found(pattern: re.Pattern[str], text: str, kind: str) -> list[TextProblem]:
    first: dict[str, int] = {}
    counts: Counter[str] = Counter()
    for match in pattern.finditer(text):
        first.setdefault(match[0][0], match.start())
        counts[match[0][0]] += 1
    return [_problem(kind, character, text, place, counts[character]) for character, place in first.items()]


def _unprintable(text: str) -> Iterator[TextProblem]:
    used = set(map(ord, set(text))) - _INVISIBLE
    if missing := set(map(chr, used - fonts.printable())):
        yield from _found(re.compile("[" + re.escape("".join(sorted(missing))) + "]"), text, "unprintable")


def unprintable(character: str, text: str) -> TextProblem:
    """The problem for one character that could not be printed although a font lists it."""
    return _problem("unprintable", character, text, max(text.find(character), 0), text.count(character))


def _problem(kind: str, character: str, text: str, place: int, count: int) -> TextProblem:
    line = text.count("\n", 0, place) + 1
    column = place - text.rfind("\n", 0, place)
    name = unicodedata.name(character, "")
    facts = {
        "character": character,
        "name": name or f"U+{ord(character):04X}",
        "line": line,
        "column": column,
    }
    return TextProblem(kind, character, name, line, column, _message(kind) % facts, count)


def _message(kind: str) -> str:
    if kind == "bidi_override":
        return _(
            "Line %(line)s holds a hidden character that turns the reading direction around. Please remove it."
        )
    if kind == "stacked_marks":
        return _("Line %(line)s has too many accents on one letter. Please remove some of them.")
    return _(
        "“%(character)s” (%(name)s) cannot be printed. It is on line %(line)s, character %(column)s. "
        "Please take it out or write it another way."
    )
