"""Facts in plain words: lists, sizes, counts."""

from collections.abc import Iterable

from django.utils.translation import pgettext

from letters.mailing_rules.phrases import gettext as _
from letters.mailing_rules.terms import Size, same
from letters.mailing_rules.vocabulary import TABLES

_EIGHTHS = {1: "⅛", 2: "¼", 3: "⅜", 4: "½", 5: "⅝", 6: "¾", 7: "⅞"}
_BY_MEANING = {
    kind: {**{same(word): label for word, label in table.items()}, **table} for kind, table in TABLES.items()
}


def say_word(word: str, kind: str) -> str:
    """A word of the data as people say it; singular and plural are one."""
    table = _BY_MEANING[kind]
    label = table.get(word) or table.get(same(word))
    return str(label) if label else word.replace("_", " ")


def say_words(words: Iterable[str], kind: str) -> list[str]:
    """The words as people say them, each once, in their order."""
    return list(dict.fromkeys(say_word(word, kind) for word in words))


def and_list(parts: Iterable[str]) -> str:
    """ "a", "a and b", "a, b, and c". Spanish has another "and" before the sound of an i."""
    parts = list(parts)
    if parts and parts[-1].lower().startswith(("i", "hi")):
        two = pgettext("the last begins with i or hi", "%(first)s and %(last)s")
        return _joined(parts, two, pgettext("the last begins with i or hi", "%(first)s, and %(last)s"))
    return _joined(parts, _("%(first)s and %(last)s"), _("%(first)s, and %(last)s"))


def or_list(parts: Iterable[str]) -> str:
    """ "a", "a or b", "a, b, or c". Spanish has another "or" before the sound of an o."""
    parts = list(parts)
    if parts and parts[-1].lower().startswith(("o", "ho")):
        two = pgettext("the last begins with o or ho", "%(first)s or %(last)s")
        return _joined(parts, two, pgettext("the last begins with o or ho", "%(first)s, or %(last)s"))
    return _joined(parts, _("%(first)s or %(last)s"), _("%(first)s, or %(last)s"))


def _joined(parts: list[str], two: str, more: str) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return (two if len(parts) == 2 else more) % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def say_number(number: float) -> str:
    """ "13", "0.25": two decimals at most, no needless zeros."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def say_length(inches: float) -> str:
    """Inches with eighths as people write them: "4⅛"; other fractions with two decimals."""
    whole, part = divmod(inches, 1)
    if not part:
        return say_number(inches)
    eighth = _EIGHTHS.get(int(part * 8)) if part * 8 == int(part * 8) else None
    return f"{say_number(whole) if whole else ''}{eighth}" if eighth else say_number(inches)


def say_size(size: Size) -> str:
    """ "4 × 6 inches"."""
    return _("%(width)s × %(height)s inches") % {
        "width": say_length(size.short),
        "height": say_length(size.long),
    }
