"""Reading a rule's value: each function takes what stands in the data and gives it back in the form checks use.

All raise RuleValueError with what was expected. Values come from YAML files and from a form staff fill in.
"""

import math
import re
from collections.abc import Collection
from typing import Any

from letters.mailing_rules.errors import RuleValueError
from letters.mailing_rules.phrases import gettext as _
from letters.mailing_rules.terms import Size

_WORD = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*x\s*(\d+(?:\.\d+)?)")


def expected(field: str, what: str) -> RuleValueError:
    return RuleValueError(field, _("expected %(what)s") % {"what": what})


def one_of(value: Any, words: Collection[str], field: str = "") -> str:
    """One word of a closed list."""
    if not isinstance(value, str) or value not in words:
        raise expected(field, _("one of: %(words)s") % {"words": ", ".join(words)})
    return value


def number(value: Any, field: str = "") -> float:
    """A number of 0 or more, not infinite."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
        raise expected(field, _("a number, 0 or more"))
    return value


def whole(value: Any, field: str = "") -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise expected(field, _("a whole number, 0 or more"))
    return value


def flag(value: Any, field: str = "") -> bool:
    if not isinstance(value, bool):
        raise expected(field, _("true or false"))
    return value


def size(value: Any, field: str = "") -> Size:
    """A size in inches such as "8.5x11"."""
    found = _SIZE.fullmatch(value) if isinstance(value, str) else None
    if found is None or not all(float(side) > 0 for side in found.groups()):
        raise expected(field, _('width and height in inches, such as "8.5x11"'))
    return Size.of(float(found[1]), float(found[2]))


def size_range(value: Any, field: str = "") -> tuple[Size, Size]:
    """Two sizes in inches such as "3.5x4.25 to 4.25x6", the smaller first."""
    ends = value.split(" to ") if isinstance(value, str) else []
    if len(ends) != 2:
        raise expected(field, _('two sizes in inches, such as "3.5x4.25 to 4.25x6"'))
    low, high = (size(end, field) for end in ends)
    if low.over(high):
        raise expected(field, _("the smaller size first"))
    return low, high


def words(value: Any, among: Collection[str] | None = None, field: str = "") -> tuple[str, ...]:
    """A list of one or more words in lower case, parts joined by `_`; of a closed list where one is given."""
    if not isinstance(value, list | tuple) or not value:
        raise expected(field, _("a list of words"))
    for word in value:
        if among is not None:
            one_of(word, among, field)
        elif not isinstance(word, str) or not _WORD.fullmatch(word):
            raise expected(field, _("words in lower case, such as paper_clips"))
    return tuple(value)


def text(value: Any, field: str = "") -> str:
    if not isinstance(value, str) or not value.strip():
        raise expected(field, _("some words"))
    return value.strip()


class Fields:
    """A value made of named parts. Take each part that may stand in it, then say `done()`."""

    def __init__(self, value: Any, name: str = "") -> None:
        if not isinstance(value, dict):
            raise expected(name, _("named parts"))
        self._left = dict(value)
        self._name = name
        self._known: list[str] = []
        self._empty = not value

    def take(self, key: str, read: Any, *args: Any, default: Any = None) -> Any:
        """The part as `read` gives it back, or `default` where it is missing."""
        self._known.append(key)
        if key not in self._left:
            return default
        field = f"{self._name}.{key}" if self._name else key
        return read(self._left.pop(key), *args, field=field)

    def done(self) -> None:
        """Complain about parts nobody took, and about a value without any."""
        if self._left or self._empty:
            raise expected(
                str(next(iter(self._left), "")) or self._name,
                _("only these parts: %(parts)s") % {"parts": ", ".join(self._known)},
            )
