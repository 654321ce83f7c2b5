"""What the search may forget: changes that every process has read long since, and words that nobody holds any more."""

from profiles.models import Change, SearchText, Word
from profiles.search.text import TIERS, token_of

#: Newest changes kept. A process that is further behind reads everything anew.
KEPT_CHANGES = 20_000
_CHUNK = 500  # values in one question; SQLite takes some thousand


def forget_changes() -> int:
    """Delete all but the newest changes; never the last one, by which processes know where they stand."""
    last = Change.objects.order_by("-seq").values_list("seq", flat=True).first()
    if last is None:
        return 0
    return Change.objects.filter(seq__lte=last - KEPT_CHANGES).delete()[0]


def forget_words() -> int:
    """Delete the words that no listing holds, with the keys they were found by. Reads every text once.

    A word that somebody brings at this very moment may go too; it is then found when spelled rightly, as ever.
    """
    held: set[str] = set()
    for tokens in SearchText.objects.values_list("tokens", flat=True).iterator():
        held.update(tokens.split())
    gone = [
        word for word in Word.objects.values_list("word", flat=True).iterator() if not _is_held(word, held)
    ]
    for start in range(0, len(gone), _CHUNK):
        Word.objects.filter(word__in=gone[start : start + _CHUNK]).delete()
    return len(gone)


def _is_held(word: str, held: set[str]) -> bool:
    token = token_of(word)
    return token in held or any(mark + token in held for mark in TIERS)
