"""Words as the search sees them, the same on every database.

A text becomes *tokens* of the letters a-z, digits and `=` and `+` alone, so that no database takes them apart:
the folded word itself (`herons`), its stem marked with a language (`e=heron`, `s=garz`), and the words of her name,
her facility and her city marked with their tier (`1=maria`, `2=crain`, `3=gatesville`).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import snowballstemmer

MAX_QUERY_CHARACTERS = 200
MAX_QUERY_WORDS = 12
MAX_WORD = 30  # characters of a word that count
TIERS = ("1=", "2=", "3=")  # name, facility, city: marks of the words that rank before her text
_WORD = re.compile(r"[^\W_]+")
_MARKED_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")  # with accents that stand as signs of their own
_MARKS = {"en": "e=", "es": "s="}
_stemmers = {"en": snowballstemmer.stemmer("english"), "es": snowballstemmer.stemmer("spanish")}
_stemming = Lock()  # a stemmer keeps the word it works on inside itself


def fold(text: str) -> str:
    """Lower case, without accents or other marks: "Música" and "musica" are the same word."""
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def words_of(text: str) -> list[str]:
    """The folded words of a text, in order, with repetitions; of long words their beginning."""
    return [part for word in _MARKED_WORD.findall(text.casefold()) for part in _folded(word)]


@lru_cache(maxsize=100_000)
def _folded(word: str) -> tuple[str, ...]:
    """One word folded; now and then that makes two of it (½), or none."""
    return tuple(part[:MAX_WORD] for part in _WORD.findall(fold(word)))


@lru_cache(maxsize=50_000)
def token_of(word: str) -> str:
    """A folded word in the token alphabet: each other letter becomes `+` and five hexadecimal digits."""
    if word.isascii():
        return word
    return "".join(char if char.isascii() else f"+{ord(char):05x}" for char in word)


@lru_cache(maxsize=100_000)
def stem_of(word: str, language: str) -> str:
    """The marked stem of a folded word in "en" or "es"."""
    with _stemming:
        stem = _stemmers[language].stemWord(word)
    return _MARKS[language] + token_of(stem)


def tokens_of(words: Iterable[str], language: str) -> set[str]:
    """Words and their stems as tokens; those in a language without a stemmer are stemmed as English."""
    stemmer = language if language in _stemmers else "en"
    return {token_of(word) for word in words} | {stem_of(word, stemmer) for word in words}


def tier_tokens(tiers: Sequence[Iterable[str]]) -> set[str]:
    """Marked words of her name, facility and city, given in this order."""
    return {mark + token_of(word) for mark, words in zip(TIERS, tiers, strict=True) for word in words}


def padded(tokens: Iterable[str]) -> str:
    """Tokens once each, sorted, between spaces, so that ` token ` finds one and ` tok` the beginning of one."""
    unique = sorted(set(tokens))
    return f" {' '.join(unique)} " if unique else ""


@dataclass(frozen=True)
class Term:
    """What one word of a question looks for: any of some tokens, or a token that begins with `prefix`."""

    tokens: tuple[str, ...]
    prefix: str = ""

    def fits(self, text: str) -> bool:
        """Whether a padded text holds it."""
        beginning = bool(self.prefix) and f" {self.prefix}" in text
        return beginning or any(f" {token} " in text for token in self.tokens)


@dataclass(frozen=True)
class Question:
    """The terms of one word: `anywhere` decides who is found, `tiers` who comes first."""

    word: str
    anywhere: Term
    tiers: tuple[Term, ...]


def question(word: str, *, last: bool) -> Question:
    """What a folded word asks for. The last word of a search may be unfinished: it finds longer words too."""
    token = token_of(word)
    begins = last and len(token) > 1
    return Question(
        word,
        Term((token, stem_of(word, "en"), stem_of(word, "es")), token if begins else ""),
        tuple(Term((mark + token,), mark + token if begins else "") for mark in TIERS),
    )


def questions(words: Sequence[str]) -> list[Question]:
    """What all words of a search ask for, each once."""
    unique = list(dict.fromkeys(words))
    return [question(word, last=word == words[-1]) for word in unique]
