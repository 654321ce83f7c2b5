"""Cutting checked text into paragraphs, each with its language, its direction, and places where long runs may break."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import NamedTuple

# A run without a place to break is given one this often: 24 wide capitals are half a line, 20 fill the narrow columns
# of addresses and closings.
MAX_RUN = 24
COLUMN_RUN = 20
ZERO_WIDTH_SPACE = "\u200b"
_HYPHENATED_RUN = 36
_UNBROKEN = re.compile(r"[^\s\u200b\u00ad\u2010-\u2014/-]+")
# These scripts are written without spaces and the layout knows where their lines may break.
_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u31ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)


class Paragraph(NamedTuple):
    """Lines that belong together, their language (for hyphens and glyph shapes) and direction ("ltr" or "rtl")."""

    lines: list[str]
    language: str
    direction: str


def paragraphs(text: str, language: str) -> list[Paragraph]:
    """Cut checked text at its blank lines. Single line ends stay, and so do spaces that indent a line."""
    blocks = re.split(r"\n[^\S\n]*\n", text.strip("\n"))
    return [paragraph(block, language) for block in blocks if block.strip()]


def paragraph(text: str, language: str, run: int = MAX_RUN) -> Paragraph:
    """One block of checked text as it will be set, in the letter's language unless its script says another."""
    lines = [_spaced(line) for line in text.strip("\n").split("\n")]
    return Paragraph(
        [break_runs(line, run) for line in lines], language_of(text, language), direction_of(text)
    )


def _spaced(line: str) -> str:
    words = line.lstrip(" ")
    indent = min(len(line) - len(words), 24)
    return "\u00a0" * indent + re.sub(" {2,}", " ", words).rstrip()


def break_runs(text: str, run: int = MAX_RUN) -> str:
    """Let a line break inside runs longer than `run` characters, which would otherwise leave the page.

    Words of letters alone are left to hyphenation up to 36. No break parts a letter from its marks or a joined emoji.
    """
    return _UNBROKEN.sub(lambda match: _broken(match[0], run) if len(match[0]) > run else match[0], text)


def _broken(word: str, run: int) -> str:
    if _SPACELESS.search(word) or (len(word) <= _HYPHENATED_RUN and word.isalpha() and run == MAX_RUN):
        return word
    parts, since = [], 0
    for index, character in enumerate(word):
        if since >= run and _may_break(word[index - 1], character):
            parts.append(ZERO_WIDTH_SPACE)
            since = 0
        parts.append(character)
        since += 1
    return "".join(parts)


_FLAG_OR_SKIN = re.compile("[\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]")


def _may_break(before: str, after: str) -> bool:
    if before == "\u200d" or after == "\u200d" or unicodedata.combining(before) == 9:
        return False
    return not (unicodedata.category(after).startswith("M") or _FLAG_OR_SKIN.match(after))


def direction_of(text: str) -> str:
    """ "rtl" when the first character with a direction of its own is Hebrew, Arabic or alike, else "ltr"."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind == "L":
            return "ltr"
        if kind in ("R", "AL"):
            return "rtl"
    return "ltr"


class Script(NamedTuple):
    """Code points of a script, the language to assume for it, and other languages that a letter in it may be in."""

    first: int
    last: int
    language: str
    others: frozenset[str] = frozenset()


def _script(first: int, last: int, language: str, others: str = "") -> Script:
    return Script(first, last, language, frozenset(others.split()))


LATIN = _script(0x0000, 0x024F, "en")
HEBREW = _script(0x0590, 0x05FF, "he", "yi")
ARABIC = _script(0x0600, 0x06FF, "ar", "fa ur ps ku sd")
RIGHT_TO_LEFT = {language for script in (HEBREW, ARABIC) for language in (script.language, *script.others)}
_SCRIPTS = (
    LATIN,
    _script(0x0370, 0x03FF, "el"),
    _script(0x0400, 0x052F, "ru", "uk be bg sr mk kk ky mn tg"),
    _script(0x0530, 0x058F, "hy"),
    HEBREW,
    ARABIC,
    _script(0x0900, 0x097F, "hi", "mr ne sa"),
    _script(0x0980, 0x09FF, "bn", "as"),
    _script(0x0A00, 0x0A7F, "pa"),
    _script(0x0A80, 0x0AFF, "gu"),
    _script(0x0B00, 0x0B7F, "or"),
    _script(0x0B80, 0x0BFF, "ta"),
    _script(0x0C00, 0x0C7F, "te"),
    _script(0x0C80, 0x0CFF, "kn"),
    _script(0x0D00, 0x0D7F, "ml"),
    _script(0x0D80, 0x0DFF, "si"),
    _script(0x0E00, 0x0E7F, "th"),
    _script(0x0E80, 0x0EFF, "lo"),
    _script(0x1000, 0x109F, "my"),
    _script(0x10A0, 0x10FF, "ka"),
    _script(0x1200, 0x137F, "am", "ti"),
    _script(0x1780, 0x17FF, "km"),
    _script(0x1E00, 0x1EFF, "en"),
    _script(0x3040, 0x30FF, "ja"),
    _script(0x3400, 0x9FFF, "zh", "ja ko"),
    _script(0xAC00, 0xD7A3, "ko"),
)
_NOT_LATIN = {language for script in _SCRIPTS for language in (script.language, *script.others)} - {"en"}


def language_of(text: str, language: str) -> str:
    """The language a paragraph is set in: the letter's own where that is written in the paragraph's main script."""
    found: Counter[Script] = Counter()
    for character, count in Counter(filter(str.isalpha, text)).items():
        found[_script_of(ord(character))] += count
    # Japanese mixes kana and Han; kana alone tells it from Chinese.
    if any(script.language == "ja" for script in found):
        return "ja"
    main = found.most_common(1)[0][0] if found else LATIN
    if main.language == "en":
        return "en" if language in _NOT_LATIN else language
    return language if language in main.others else main.language


def _script_of(point: int) -> Script:
    return next((script for script in _SCRIPTS if script.first <= point <= script.last), LATIN)
