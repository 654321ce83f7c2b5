"""Phrases of the check in the reader's language, each looked up once.

A check says some dozens of phrases. Asking each time which language is active, and then for the phrase, took longer
than all the judging. There are no more phrases to keep than stand in the code.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from django.utils import translation

_speaking: ContextVar[str | None] = ContextVar("_speaking")


@contextmanager
def one_language() -> Iterator[None]:
    """What is said within is said in the language that is active now; nothing within may switch to another."""
    token = _speaking.set(translation.get_language())
    try:
        yield
    finally:
        _speaking.reset(token)


def language() -> str | None:
    """The code of the active language; None where translations are off."""
    try:
        return _speaking.get()
    except LookupError:
        return translation.get_language()


def gettext(message: str) -> str:
    """Django's `gettext` for phrases that stand in the code, remembered within `one_language`."""
    try:
        return _phrase(_speaking.get(), message)
    except LookupError:
        return translation.gettext(message)


@cache
def _phrase(_language: str | None, message: str) -> str:
    """The language is the active one; it tells the remembered phrases apart."""
    return translation.gettext(message)
