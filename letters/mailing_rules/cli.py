"""The check on lines of text: JSON in, JSON out, one line on standard error where something is wrong.

No Django models: targets are any mapping from a slug to a `Target` that raises KeyError for an unknown slug.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, NoReturn, Protocol

from letters.mailing_rules.check import check
from letters.mailing_rules.errors import MailpieceError
from letters.mailing_rules.mailpiece import parse_mailpiece
from letters.mailing_rules.model import Target
from letters.mailing_rules.phrases import gettext as _

#: Exit status where any input was bad.
BAD_INPUT = 2
_LONGEST_ERROR = 300  # characters


class Output(Protocol):
    def write(self, text: str, /) -> object: ...


class Ran(NamedTuple):
    stdout: str
    stderr: str
    exit: int


class _BadInput(Exception):
    """What is wrong with one input, on one line."""


def run_one(text: str, slug: str, targets: Mapping[str, Target]) -> Ran:
    """One mailpiece, one result. On bad input nothing but one line on standard error, and exit status 2."""
    try:
        result = _check(_read(text), slug, targets)
    except _BadInput as error:
        return Ran("", f"{error}\n", BAD_INPUT)
    return Ran(_line(result), "", 0)


def run_lines(lines: Iterable[str], targets: Mapping[str, Target], out: Output) -> int:
    """One result for each line that is not empty, in order. Returns the exit status: 2 if any line was bad.

    Each line is a mailpiece with one more key, `target`. A bad line gives an object with `target` and `error`.
    """
    exit_status = 0
    for line in lines:
        if not line.strip():
            continue
        slug: Any = None
        try:
            obj = _read(line.strip())
            slug = _take_target(obj)
            out.write(_line(_check(obj, slug, targets)))
        except _BadInput as error:
            exit_status = BAD_INPUT
            out.write(_line({"target": slug, "error": str(error)}))
    return exit_status


def _read(text: str) -> Any:
    """The JSON value of a text. Bytes that were no UTF-8 are lone surrogates in it."""
    try:
        text.encode()
        return json.loads(text, parse_constant=_refuse_constant)
    except RecursionError:
        raise _bad(_("not JSON that can be read: too deeply nested")) from None
    except UnicodeEncodeError:
        raise _bad(_("not JSON: not UTF-8")) from None
    except ValueError as error:
        raise _bad(_("not JSON: %(error)s") % {"error": error}) from None


def _refuse_constant(name: str) -> NoReturn:
    """`NaN` and `Infinity`, which Python would take, are no JSON."""
    raise ValueError(name)


def _take_target(obj: Any) -> str:
    """The slug of a line, taken out of it."""
    if not isinstance(obj, dict):
        raise _bad(_("expected an object"))
    slug = obj.pop("target", None)
    if not isinstance(slug, str):
        raise _bad(_("target: expected the slug of a system or a facility"))
    return slug


def _check(obj: Any, slug: str, targets: Mapping[str, Target]) -> dict[str, Any]:
    try:
        piece = parse_mailpiece(obj)
        return check(piece, _target(slug, targets)).as_json()
    except MailpieceError as error:
        raise _bad(str(error)) from None


def _target(slug: str, targets: Mapping[str, Target]) -> Target:
    try:
        return targets[slug]
    except KeyError:
        raise _bad(_("unknown slug: %(slug)s") % {"slug": slug}) from None


def _bad(message: str) -> _BadInput:
    """An error on one line that any terminal can show, whatever was typed."""
    printable = "".join(char if char.isprintable() else " " for char in message)
    return _BadInput(" ".join(printable.split())[:_LONGEST_ERROR])


def _line(obj: dict[str, Any]) -> str:
    return json.dumps(obj) + "\n"
