"""The short parts of a letter or an envelope: names, numbers, lines of an address. Cleaned, or refused by name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from letters.printing.errors import PrintError, TooLong, UnprintableText
from letters.printing.text import LIMITS, check_text

MAX_NAME = 120
MAX_LINE = 120
MAX_ADDRESS_LINES = 9
MAX_SHORT_TEXT_LINES = 4

_PLACEHOLDER = re.compile(r"\{[^{}]*\}?")
_CODE = re.compile(r"[0-9A-Za-z]{7}")
# Marks of direction and joiners that could make two names look the same in print.
_UNSEEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u2060-\u2064]")


def one_line(text: str, field: str, *, most: int = MAX_LINE, required: bool = False) -> str:
    """The text on one line, checked. Raises TooLong, UnprintableText, and PrintError("missing") if it is required."""
    line = _UNSEEN.sub("", " ".join(checked(text, field).split()))
    if len(line) > most:
        raise _too_long(field, most, len(line))
    if required and not line:
        message = _("A page cannot be printed without her name, number and address.")
        raise PrintError("missing", message, field=field)
    return line


def identity(text: str, field: str, *, most: int = MAX_NAME) -> str:
    """A part of what the mail room needs to find her: never empty, never with a gap left to fill in."""
    line = one_line(text, field, most=most, required=True)
    refuse_placeholder(line, field)
    return line


def address(lines: Sequence[str], field: str = "address_lines") -> list[str]:
    """Delivery lines in the order given, without empty ones. Raises PrintError("placeholder") for an unfilled `{…}`."""
    cleaned = address_lines(lines, field)
    if not cleaned:
        raise PrintError("missing", _("There is no address to print."), field=field)
    return cleaned


def address_lines(lines: Sequence[str], field: str) -> list[str]:
    """As `address`, but there may be none: a return address can be left to be written by hand."""
    cleaned = [line for text in lines if (line := one_line(text, field))]
    for line in cleaned:
        refuse_placeholder(line, field)
    if len(cleaned) > MAX_ADDRESS_LINES:
        raise _too_many_lines(field, MAX_ADDRESS_LINES, len(cleaned))
    return cleaned


def refuse_placeholder(line: str, field: str) -> None:
    if gap := _PLACEHOLDER.search(line):
        message = _("The address still has a part to fill in: %(part)s. It cannot be printed yet.")
        raise PrintError("placeholder", message % {"part": gap[0]}, field=field)


def few_lines(text: str, field: str) -> str:
    """A closing or a signature: up to four lines of up to 120 characters, joined by line ends."""
    lines = [one_line(line, field) for line in checked(text, field).strip().split("\n")]
    if len(lines) > MAX_SHORT_TEXT_LINES:
        raise _too_many_lines(field, MAX_SHORT_TEXT_LINES, len(lines))
    return "\n".join(lines)


def short_code(code: str | None) -> str:
    """The letter's own code, or "" without one."""
    if code and not _CODE.fullmatch(code):
        raise PrintError("bad_code", _("The letter's code must be seven letters and digits."), field="code")
    return code or ""


def checked(text: str, field: str) -> str:
    """Text as it will print. Raises UnprintableText naming what will not, or TooLong."""
    report = check_text(text)
    for problem in report.problems:
        if limit := LIMITS.get(problem.kind):
            raise TooLong(problem.kind, problem.message, field=field, limit=limit, length=problem.count)
    if report.problems:
        raise UnprintableText(report.problems, field=field)
    return report.clean


def chosen(value: str, allowed: Sequence[str], field: str) -> str:
    """The value, if it is one of those allowed. Raises PrintError("unknown_option") naming them."""
    if value not in allowed:
        message = _("“%(value)s” is not one of: %(allowed)s.") % {
            "value": value,
            "allowed": ", ".join(allowed),
        }
        raise PrintError("unknown_option", message, field=field)
    return value


def label(field: str) -> str:
    """What a writer calls a part of the letter."""
    names = {
        "committed_name": _("name"),
        "id_number": _("ID number"),
        "id_label": _("name of the number"),
        "address_lines": _("address"),
        "sender_lines": _("return address"),
        "return_lines": _("return address"),
        "date_text": _("date"),
        "salutation": _("greeting"),
        "closing": _("closing"),
        "signature": _("signature"),
        "photo_words": _("description of a photo"),
    }
    return names[field]


def _too_long(field: str, most: int, length: int) -> TooLong:
    message = _("The %(field)s has %(count)s characters. At most %(most)s fit on one line.")
    facts = {"field": label(field), "count": length, "most": most}
    return TooLong("too_long", message % facts, field=field, limit=most, length=length)


def _too_many_lines(field: str, most: int, length: int) -> TooLong:
    message = _("The %(field)s has %(count)s lines. At most %(most)s can be printed.")
    facts = {"field": label(field), "count": length, "most": most}
    return TooLong("too_many_lines", message % facts, field=field, limit=most, length=length)
