"""What can go wrong on the way to paper, in words for the person who writes.

Every error has a `code` for programs and tests, and a message in the language that is active when it is raised.
The engine's own words never reach a writer: they hold server paths.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from letters.printing.text import TextProblem


class PrintError(Exception):
    """Nothing was printed. `code` says why; `str()` is the message; `field` names the part at fault, or is ""."""

    def __init__(self, code: str, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field


class TooLong(PrintError):
    """A part holds more than a sheet can carry. `limit` and `length` count characters, lines or pages by `code`."""

    def __init__(self, code: str, message: str, *, field: str, limit: int, length: int) -> None:
        super().__init__(code, message, field=field)
        self.limit = limit
        self.length = length


class UnprintableText(PrintError):
    """A part holds characters that must not or cannot be printed. `problems` names each of them and its place."""

    def __init__(self, problems: Sequence[TextProblem], *, field: str) -> None:
        super().__init__("unprintable", " ".join(problem.message for problem in problems), field=field)
        self.problems = list(problems)


def engine_failed() -> PrintError:
    return PrintError(
        "failed", _("This could not be printed. We have kept a note of the error and will look at it.")
    )


def worker_lost() -> PrintError:
    return PrintError("worker_lost", _("Printing stopped unexpectedly. Please try again in a minute."))


def out_of_time() -> PrintError:
    return PrintError("timeout", _("Printing took too long and was stopped. Try a shorter text."))


def all_busy() -> PrintError:
    return PrintError("busy", _("Many letters are being printed right now. Please try again in a minute."))
