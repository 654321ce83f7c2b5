"""Cutting checked text into paragraphs, each with its language, its direction, and places where long runs may break."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import NamedTuple

# A run without a place to break is given one this often; 24 wide capitals still fit the narrowest column.
MAX_RUN = 24
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
    """Cut checked text at its blank lines. Single line ends stay; spaces that indent a line stay, others fall together."""
    blocks = re.split(r"\n[^\S\n]*\n", text.strip("\n"))
    return [paragraph(block, language) for block in blocks if block.strip()]


def paragraph(text: str, language: str, run: int = MAX_RUN) -> Paragraph:
    """One block of checked text as it will be set, in the letter's language unless its script says another."""
    lines = [_spaced(line) for line in text.strip("\n").split("\n")]
    return Paragraph([break_runs(line, run) for line in lines], language_of(text, language), direction_of(text))


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


# First and last code point of a script, and the language that decides hyphens and shapes where the letter's own does not
# use that script. Languages of one script may be named by the letter: a letter in Ukrainian stays Ukrainian.
_SCRIPTS = (
    (0x0370, 0x03FF, "el", {"el"}),
    (0x0400, 0x052F, "ru", {"ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg"}),
    (0x0530, 0x058F, "hy", {"hy"}),
    (0x0590, 0x05FF, "he", {"he", "yi"}),
    (0x0600, 0x06FF, "ar", {"ar", "fa", "ur", "ps", "ku", "sd"}),
    (0x0900, 0x097F, "hi", {"hi", "mr", "ne", "sa"}),
    (0x0980, 0x09FF, "bn", {"bn", "as"}),
    (0x0A00, 0x0A7F, "pa", {"pa"}),
    (0x0A80, 0x0AFF, "gu", {"gu"}),
    (0x0B00, 0x0B7F, "or", {"or"}),
    (0x0B80, 0x0BFF, "ta", {"ta"}),
    (0x0C00, 0x0C7F, "te", {"te"}),
    (0x0C80, 0x0CFF, "kn", {"kn"}),
    (0x0D00, 0x0D7F, "ml", {"ml"}),
    (0x0D80, 0x0DFF, "si", {"si"}),
    (0x0E00, 0x0E7F, "th", {"th"}),
    (0x0E80, 0x0EFF, "lo", {"lo"}),
    (0x1000, 0x109F, "my", {"my"}),
    (0x10A0, 0x10FF, "ka", {"ka"}),
    (0x1200, 0x137F, "am", {"am", "ti"}),
    (0x1780, 0x17FF, "km", {"km"}),
    (0x3040, 0x30FF, "ja", {"ja"}),
    (0xAC00, 0xD7A3, "ko", {"ko"}),
    (0x3400, 0x9FFF, "zh", {"zh", "ja", "ko"}),
)
_NOT_LATIN = frozenset().union(*(languages for _first, _last, _default, languages in _SCRIPTS))


def language_of(text: str, language: str) -> str:
    """The language a paragraph is set in: the letter's own where it is written in the paragraph's main script."""
    letters = Counter(character for character in text if character > "\u024f" and character.isalpha())
    latin = sum(1 for character in text if character.isalpha()) - sum(letters.values())
    scripts: Counter[int] = Counter()
    for character, count in letters.items():
        scripts[_script(ord(character))] += count
    # A Japanese paragraph mixes kana and Han, and kana alone tells it from Chinese.
    kana = next(index for index, row in enumerate(_SCRIPTS) if row[2] == "ja")
    if scripts[kana]:
        scripts[kana] += scripts.pop(len(_SCRIPTS) - 1, 0)
    scripts[-1] += latin
    main = scripts.most_common(1)[0][0]
    if main == -1:
        return "en" if language in _NOT_LATIN else language
    _first, _last, default, languages = _SCRIPTS[main]
    return language if language in languages else default


def _script(point: int) -> int:
    for index, (first, last, _default, _languages) in enumerate(_SCRIPTS):
        if first <= point <= last:
            return index
    return -1
