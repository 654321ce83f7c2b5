"""Logs that say what happened and to no one whom: no names, addresses, words, paths or queries.

Every line bears the id of its request, which the answer bears too (X-Request-Id), so that somebody who reports an
error can be helped. Of an exception its kind and the places in the code are kept; its message may quote what a
person typed, so it is not.
"""

import hashlib
import json
import logging
import re
import traceback
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.mail import mail_admins
from django.utils.functional import Promise

OURS = ("penpal", "profiles", "letters")
#: Libraries whose arguments are numbers, ids and names of code, never words of people.
KNOWN = (*OURS, "django_tasks", "django_tasks_db", "granian", "_granian")
#: Requests that are refused because of what a visitor sent. Django calls them errors; nobody here can mend them.
VISITORS_FAULT = "django.security"
LEFT_OUT = "[...]"
MAIL_SECONDS = 60 * 60  # one mail about one place in the code within this time

request_id: ContextVar[str] = ContextVar("request_id", default="")
access = logging.getLogger("penpal.access")

_PLAIN = re.compile(r"[\w.,:+-]{1,80}")


class Scrubbed(logging.Formatter):
    """A record as facts without personal data; `as_json` gives a line of JSON, else words for a terminal."""

    def __init__(self, as_json: bool = False) -> None:
        super().__init__()
        self.as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        facts = facts_of(record)
        if self.as_json:
            return json.dumps(facts, ensure_ascii=False)
        rest = " ".join(f"{name}={value}" for name, value in facts.items() if name not in _SPOKEN)
        spoken = " ".join(str(facts[name]) for name in _SPOKEN if facts.get(name))
        return f"{spoken} {rest}".rstrip()


_SPOKEN = ("at", "level", "logger", "message")


def facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """What a record may say."""
    facts: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": logging.getLevelName(_level(record)),
        "logger": record.name,
        "message": _message(record),
    }
    if request_id.get():
        facts["request"] = request_id.get()
    facts |= getattr(record, "facts", {})
    if "status" not in facts and isinstance(getattr(record, "status_code", None), int):
        facts["status"] = record.status_code  # type: ignore[attr-defined]
    if record.exc_info and record.exc_info[0]:
        facts["error"] = record.exc_info[0].__name__
        facts["where"] = places(record.exc_info[2])
    return facts


def _level(record: logging.LogRecord) -> int:
    if _is_of(record.name, (VISITORS_FAULT,)):
        return min(record.levelno, logging.INFO)
    return record.levelno


def _is_of(name: str, packages: tuple[str, ...]) -> bool:
    """Whether a logger is one of these or below one."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def _message(record: logging.LogRecord) -> str:
    """The message with its arguments as far as they can be about nobody.

    Of loggers in KNOWN those are plain words and numbers, of all others numbers only. A message of another library
    that has no arguments may hold anything: the place in the code that wrote it has to do.
    """
    words, is_known = str(record.msg), _is_of(record.name, KNOWN)
    if not record.args:
        return words if is_known else f"{LEFT_OUT} {record.module}:{record.lineno}"
    show = _shown if is_known else _numbers_only
    try:
        if isinstance(record.args, Mapping):
            return words % {name: show(value) for name, value in record.args.items()}
        return words % tuple(show(argument) for argument in record.args)
    except (TypeError, ValueError):
        return words


def _shown(argument: Any) -> Any:
    if isinstance(argument, (int, float, Promise)):
        return argument
    text = str(argument)
    return text if _PLAIN.fullmatch(text) else LEFT_OUT


def _numbers_only(argument: Any) -> Any:
    return argument if isinstance(argument, (int, float)) else LEFT_OUT


def places(tb: TracebackType | None) -> list[str]:
    """Where in the code an exception came from, outermost first: module file, line and function."""
    return [
        f"{'/'.join(frame.filename.rsplit('/', 3)[1:])}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(tb)
    ]


class ErrorMail(logging.Handler):
    """Mails errors to ERROR_MAIL_TO: kind, places in the code and request id, nothing of the request itself."""

    def emit(self, record: logging.LogRecord) -> None:
        if not settings.ADMINS or _is_of(record.name, (VISITORS_FAULT,)):
            return
        facts = facts_of(record)
        place = (facts.get("where") or [facts["logger"]])[-1]
        try:
            key = hashlib.sha256(place.encode()).hexdigest()
            if not cache.add(f"error-mail:{key}", 1, timeout=MAIL_SECONDS):
                return
            words = "\n".join(f"{name}: {_lines(value)}" for name, value in facts.items())
            mail_admins(f"{settings.SITE_NAME}: {facts.get('error', record.levelname)} at {place}", words)
        except Exception:  # noqa: BLE001 - what fails while failing is told on the console
            self.handleError(record)


def _lines(value: Any) -> str:
    return "\n  " + "\n  ".join(value) if isinstance(value, list) else str(value)
