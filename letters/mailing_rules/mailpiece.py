"""A mailpiece: what goes into one envelope, read from the JSON of the contract.

Only `pages` is required. Without photos, printed matter, materials or enclosures there are none; everything else
that is missing is unknown and stays `None`.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from letters.addresses import Recipient
from letters.mailing_rules import terms
from letters.mailing_rules.errors import MailpieceError
from letters.mailing_rules.phrases import gettext as _
from letters.mailing_rules.terms import Size, photo_types, same

#: No rule has a limit near this, so a greater number says no more and is read as this one.
MOST = 10**9


@dataclass(frozen=True, slots=True)
class Paper:
    color: str | None = None
    lined: bool | None = None
    weight: str | None = None


@dataclass(frozen=True, slots=True)
class Photos:
    """`types` in the form of `terms.photo_types`, or None where they are not known."""

    count: int = 0
    size: Size | None = None
    types: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class PrintedMatter:
    """Printed web pages, copied articles or clippings; `pages` 0 where there is none."""

    pages: int = 0
    kind: str | None = None
    size: Size | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """The greeting card or postcard. `size` is that of the closed card."""

    size: Size | None = None
    form: str | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """`features` in the form of `terms.same`, or None where they are not known."""

    size: Size | None = None
    color: str | None = None
    tinted: bool | None = None
    padded: bool | None = None
    thickness: float | None = None
    features: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Mailpiece:
    """What goes into one envelope. Lengths in inches, weight in ounces, words in lower case."""

    pages: int
    kind: str | None = None
    sender: str | None = None
    recipient: Recipient | None = None
    double_sided: bool | None = None
    page_size: Size | None = None
    produced: str | None = None
    ink: str | None = None
    tool: str | None = None
    paper: Paper = Paper()
    language: str | None = None
    materials: tuple[str, ...] = ()
    photos: Photos = Photos()
    printed_matter: PrintedMatter = PrintedMatter()
    card: Card = Card()
    enclosures: tuple[str, ...] = ()
    envelope: Envelope | None = None
    labels: bool | None = None
    return_address: str | None = None
    weight_oz: float | None = None
    carrier: str | None = None

    @property
    def sheets(self) -> tuple[int, int]:
        """Fewest and most sheets the letter can have: both sides printed, or one."""
        both_sides = (self.pages + 1) // 2
        if self.double_sided is None:
            return both_sides, self.pages
        return (both_sides, both_sides) if self.double_sided else (self.pages, self.pages)

    def has_enclosure(self, *words: str) -> bool:
        return any(same(enclosure) in words for enclosure in self.enclosures)


def parse_mailpiece(obj: Any) -> Mailpiece:
    """The mailpiece that a JSON value describes. Raises MailpieceError on anything the contract does not have."""
    given = _fields("", obj, _MAILPIECE)
    if "pages" not in given:
        raise _expected("pages", _("a whole number of written sides"))
    return Mailpiece(**given)


def _expected(field: str, what: str) -> MailpieceError:
    return MailpieceError(field, _("expected %(what)s") % {"what": what})


#: Reads one JSON value; the first argument is the field's name for the error.
_Read = Callable[[str, Any], Any]
#: For each field of the JSON: the attribute it becomes, and what reads it.
_Shape = Mapping[str, tuple[str, _Read]]


def _fields(name: str, obj: Any, shape: _Shape) -> dict[str, Any]:
    """The given fields under the names of their dataclass."""
    if not isinstance(obj, dict):
        raise _expected(name, _("an object"))
    given = {}
    for key, value in obj.items():
        field = f"{name}.{key}" if name else str(key)
        if key not in shape:
            raise MailpieceError(field, _("there is no such field"))
        attribute, read = shape[key]
        given[attribute] = read(field, value)
    return given


def _count(field: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _expected(field, _("a whole number, 0 or more"))
    return min(value, MOST)


def _number(field: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
        raise _expected(field, _("a number, 0 or more"))
    return min(value, MOST)


def _length(field: str, value: Any) -> float:
    inches = _number(field, value)
    if not inches:
        raise _expected(field, _("a length of more than 0 inches"))
    return inches


def _flag(field: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _expected(field, _("true or false"))
    return value


def _text(field: str, value: Any) -> str:
    """Text on one line, without spaces around it."""
    if not isinstance(value, str):
        raise _expected(field, _("text"))
    return " ".join(value.split())


def _word(field: str, value: Any) -> str | None:
    """A word of an open list; an empty one says nothing."""
    return _text(field, value).lower() or None


def _one_of(words: Iterable[str]) -> _Read:
    allowed = tuple(words)

    def read(field: str, value: Any) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise _expected(field, _("one of: %(words)s") % {"words": ", ".join(allowed)})
        return value

    return read


def _words(field: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise _expected(field, _("a list of words"))
    read = (_word(f"{field}[{place}]", word) for place, word in enumerate(value))
    return tuple(word for word in read if word)


def _size(field: str, value: Any) -> Size:
    if not isinstance(value, list) or len(value) != 2:
        raise _expected(field, _("two lengths in inches, [width, height]"))
    return Size.of(*(_length(f"{field}[{place}]", side) for place, side in enumerate(value)))


def _named_size(names: Mapping[str, Size]) -> _Read:
    def read(field: str, value: Any) -> Size:
        if isinstance(value, list):
            return _size(field, value)
        return names[_one_of(names)(field, value)]

    return read


def _part(kind: type, shape: _Shape, required: str = "") -> _Read:
    """A nested object, as its dataclass."""

    def read(field: str, value: Any) -> Any:
        given = _fields(field, value, shape)
        if required and required not in given:
            raise _expected(f"{field}.{required}", _("a whole number, 0 or more"))
        return kind(**given)

    return read


_RECIPIENT = {
    part: (part, _text)
    for part in ("first_name", "last_name", "id", "unit", "facility", "facility_code", "jid_number")
}
_PAPER = {
    "color": ("color", _word),
    "lined": ("lined", _flag),
    "weight": ("weight", _one_of(terms.WEIGHTS)),
}
_PHOTOS = {
    "count": ("count", _count),
    "size_in": ("size", _size),
    "types": ("types", lambda field, value: photo_types(_words(field, value))),
}
_PRINTED_MATTER = {
    "pages": ("pages", _count),
    "kind": ("kind", _one_of(terms.PRINTED_KINDS)),
    "size_in": ("size", _size),
}
_CARD = {"size_in": ("size", _size), "form": ("form", _one_of(terms.CARD_FORMS))}
_ENVELOPE = {
    "size": ("size", _named_size(terms.ENVELOPE_SIZES)),
    "color": ("color", _word),
    "tinted": ("tinted", _flag),
    "padded": ("padded", _flag),
    "thickness_in": ("thickness", _length),
    "features": ("features", lambda field, value: terms.same_all(_words(field, value))),
}
_MAILPIECE: _Shape = {
    "kind": ("kind", _one_of(terms.KINDS)),
    "sender": ("sender", _one_of(terms.SENDERS)),
    "recipient": ("recipient", _part(Recipient, _RECIPIENT)),
    "pages": ("pages", _count),
    "sheets_double_sided": ("double_sided", _flag),
    "page_size": ("page_size", _named_size(terms.PAGE_SIZES)),
    "produced": ("produced", _one_of(terms.PRODUCED)),
    "ink": ("ink", _word),
    "tool": ("tool", _one_of(terms.TOOLS)),
    "paper": ("paper", _part(Paper, _PAPER)),
    "language": ("language", _word),
    "materials": ("materials", _words),
    "photos": ("photos", _part(Photos, _PHOTOS, required="count")),
    "printed_matter": ("printed_matter", _part(PrintedMatter, _PRINTED_MATTER, required="pages")),
    "card": ("card", _part(Card, _CARD)),
    "enclosures": ("enclosures", _words),
    "envelope": ("envelope", _part(Envelope, _ENVELOPE)),
    "labels": ("labels", _flag),
    "return_address": ("return_address", _one_of(terms.RETURN_ADDRESSES)),
    "weight_oz": ("weight_oz", _number),
    "carrier": ("carrier", _one_of(terms.CARRIERS)),
}
