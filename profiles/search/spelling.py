"""Forgiving mistyped words: a word that nobody has is read as the nearest word that somebody has.

Words are found by deletion keys: a word and a mistyped form of it become equal when the right letters are left out
of both, so that one indexed equality finds the candidates on any database; their true distance is checked after.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from profiles.models import Word, WordKey

SHORTEST = 4  # letters of a word that may be mistyped at all
LONG = 6  # letters from which two mistakes in a name are forgiven
MOST_EDITS = 2
MOST_CORRECTED = 3  # mistyped words of one search that are read otherwise
_CHUNK = 500  # values in one question; SQLite takes some thousand


def edits_of(word: str, *, is_name: bool) -> int:
    """How many mistakes in a word are forgiven: two in a long name of a person or place, none in short words."""
    if len(word) < SHORTEST or word.isdigit():
        return 0
    return 2 if is_name and len(word) >= LONG else 1


def keys_of(word: str, edits: int) -> set[str]:
    """The word with up to `edits` letters left out."""
    return {
        "".join(char for place, char in enumerate(word) if place not in gone)
        for count in range(edits + 1)
        for gone in combinations(range(len(word)), count)
    }


def distance(one: str, other: str, most: int = MOST_EDITS) -> int:
    """Letters to add, leave out, replace or swap with a neighbour; `most` + 1 where it takes more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        before, above, row = row, before, [i]
        for j, right in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return min(row[-1], most + 1)


def learn(*, names: Iterable[str], others: Iterable[str]) -> None:
    """Remember the words of listings, those of names with more mistakes forgiven."""
    wanted = {word: edits_of(word, is_name=False) for word in others}
    wanted |= {word: edits_of(word, is_name=True) for word in names}
    wanted = {word: edits for word, edits in wanted.items() if edits}
    known = _known(wanted)
    new = {word: edits for word, edits in wanted.items() if edits > known.get(word, 0)}
    Word.objects.bulk_create(
        [Word(word=word, edits=edits) for word, edits in sorted(new.items())],
        update_conflicts=True,
        unique_fields=["word"],
        update_fields=["edits"],
    )
    keys = [
        WordKey(key=key, word_id=word)
        for word, edits in sorted(new.items())
        for key in sorted(keys_of(word, edits))
    ]
    WordKey.objects.bulk_create(keys, ignore_conflicts=True, batch_size=2_000)


def near(words: Sequence[str]) -> dict[str, list[tuple[int, str]]]:
    """For each mistyped word the words within their forgiven distance, as (distance, word), nearest first.

    One question to the database, none where no word is long enough.
    """
    keys = {word: keys_of(word, MOST_EDITS) for word in words if edits_of(word, is_name=False)}
    if not keys:
        return {}
    wanted = set().union(*keys.values())
    rows = WordKey.objects.filter(key__in=wanted).values_list("key", "word_id", "word__edits")
    found: dict[str, dict[str, int]] = {word: {} for word in keys}
    for key, other, edits in rows:
        for word, word_keys in keys.items():
            if key in word_keys:
                found[word][other] = edits
    return {word: _within_reach(word, others) for word, others in found.items()}


def _within_reach(word: str, others: Mapping[str, int]) -> list[tuple[int, str]]:
    far = [(distance(word, other), other) for other in others]
    return sorted((steps, other) for steps, other in far if 0 < steps <= others[other])


def _known(words: Iterable[str]) -> dict[str, int]:
    ordered = sorted(words)
    found: dict[str, int] = {}
    for start in range(0, len(ordered), _CHUNK):
        chunk = ordered[start : start + _CHUNK]
        found.update(Word.objects.filter(word__in=chunk).values_list("word", "edits"))
    return found
