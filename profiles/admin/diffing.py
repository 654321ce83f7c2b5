"""Two versions of a text side by side, word by word."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, pairwise

from profiles.hints import Hint

#: Pairs of words up to which they are compared one by one; beyond, the whole middle counts as replaced.
MOST_PAIRS = 2_000_000
_WORD = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True)
class Piece:
    """A run of characters: whether it differs from the other version, and whether a hint points at it."""

    text: str
    changed: bool
    marked: bool = False


def word_diff(before: str, after: str, hints: Sequence[Hint] = ()) -> tuple[list[Piece], list[Piece]]:
    """Both texts cut into pieces. Joined again, the pieces are the texts, character by character.

    `hints` are places in `after`.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    old_same, new_same = _unchanged(old, new)
    return (
        _pieces(old, old_same, ()),
        _pieces(new, new_same, hints),
    )


def whole(text: str, hints: Sequence[Hint] = ()) -> list[Piece]:
    """One text with its marks, nothing of it changed."""
    words = _WORD.findall(text)
    return _pieces(words, set(range(len(words))), hints)


def _unchanged(old: list[str], new: list[str]) -> tuple[set[int], set[int]]:
    """Places of the words that both versions have in the same order. White space is no difference."""
    left, right = [word.rstrip() for word in old], [word.rstrip() for word in new]
    head = _common(left, right)
    tail = _common(left[head:][::-1], right[head:][::-1])
    old_same = {*range(head), *range(len(left) - tail, len(left))}
    new_same = {*range(head), *range(len(right) - tail, len(right))}
    middle_old, middle_new = left[head : len(left) - tail], right[head : len(right) - tail]
    if len(middle_old) * len(middle_new) <= MOST_PAIRS:
        for block in SequenceMatcher(None, middle_old, middle_new, autojunk=False).get_matching_blocks():
            old_same.update(range(head + block.a, head + block.a + block.size))
            new_same.update(range(head + block.b, head + block.b + block.size))
    return old_same, new_same


def _common(left: Sequence[str], right: Sequence[str]) -> int:
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count


def _pieces(words: Sequence[str], same: set[int], hints: Iterable[Hint]) -> list[Piece]:
    marks = sorted(hints)
    flagged: list[tuple[str, bool, bool]] = []
    at = 0
    for index, word in enumerate(words):
        for part, marked in _cut(word, at, marks):
            flagged.append((part, index not in same, marked))
        at += len(word)
    return [
        Piece("".join(part for part, _changed, _marked in run), changed, marked)
        for (changed, marked), run in groupby(flagged, key=lambda item: (item[1], item[2]))
    ]


def _cut(word: str, at: int, marks: Sequence[Hint]) -> Iterable[tuple[str, bool]]:
    """A word in parts, each marked or not. `at` is the place of its first character in the text."""
    edges = {0, len(word)}
    for mark in marks:
        edges.update(edge - at for edge in (mark.start, mark.end) if 0 < edge - at < len(word))
    cuts = sorted(edges)
    for start, end in pairwise(cuts):
        yield word[start:end], any(mark.start <= at + start < mark.end for mark in marks)
