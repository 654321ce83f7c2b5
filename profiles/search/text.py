"""Words as the search sees them: folded to lower case without accents, letters and digits only."""

import re
import unicodedata

MAX_QUERY_CHARACTERS = 200
MAX_QUERY_WORDS = 12
_WORD = re.compile(r"[^\W_]+", re.UNICODE)


def fold(text: str) -> str:
    """Lower case, without accents or other marks: "Música" and "musica" are the same word."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def words_of(text: str) -> list[str]:
    """The folded words of a text, in order, with repetitions."""
    return _WORD.findall(fold(text))


def padded(texts: list[str]) -> str:
    """All words of some texts once each, sorted, between spaces, so that ` word` finds the beginning of a word."""
    unique = sorted({word for text in texts for word in words_of(text)})
    return f" {' '.join(unique)} " if unique else ""
