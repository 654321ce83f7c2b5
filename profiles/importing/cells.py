"""One cell of a CSV file: from what somebody typed into a spreadsheet to a value, and back.

A spreadsheet runs a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return as a formula. Such cells are
written with an apostrophe before them, which is taken away again on reading.
Source: OWASP, "CSV Injection".
"""

import re
from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

FORMULA = re.compile(r"^'*[=+\-@\t\r＝＋－＠]")
_DATES = ("%Y-%m-%d", "%Y/%m/%d", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y")
_MONTH_FIRST = ("%m/%d/%Y", "%m-%d-%Y", "%m.%d.%Y")
_DAY_FIRST = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_YES = {"yes", "y", "true", "t", "1", "x", "on", "si", "sí", "s"}
_NO = {"no", "n", "false", "f", "0", "off"}


class BadCell(ValueError):
    """A cell that cannot be read, with words for whoever made the file."""


def safe_cell(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def unsafe_cell(text: str) -> str:
    """The text as it was before `safe_cell`."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def read_day(text: str, *, day_first: bool) -> date | None:
    """A date; None where the cell is empty. Raises BadCell, also for a year of two digits."""
    words = " ".join(text.replace("Sept ", "Sep ").split()).removesuffix(" 00:00:00")
    if not words:
        return None
    for form in (*_DATES, *(_DAY_FIRST if day_first else _MONTH_FIRST)):
        try:
            found = datetime.strptime(words, form).date()  # noqa: DTZ007 - a day of the calendar has no zone
        except ValueError:
            continue
        if found.year >= 1900:
            return found
    raise BadCell(_day_problem(words, day_first))


def _day_problem(words: str, day_first: bool) -> str:
    if words.isdecimal():
        return _("“%(cell)s” is a number, not a date. Format the column as text or date and save again.") % {
            "cell": words
        }
    shape = "31/12/1985" if day_first else "12/31/1985"
    return _("“%(cell)s” is not a date. Write 1985-12-31 or %(shape)s.") % {"cell": words, "shape": shape}


def read_switch(text: str, *, empty: bool) -> bool:
    """Yes or no; `empty` where the cell is empty. Raises BadCell."""
    word = text.strip().casefold()
    if not word:
        return empty
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise BadCell(_("“%(cell)s” is neither yes nor no.") % {"cell": text.strip()})


def read_word(text: str, choices: Iterable[tuple[str, object]]) -> str:
    """The code of one word of a closed list, given as its code or as people read it. Raises BadCell."""
    word = text.strip()
    if not word:
        return ""
    known = _spellings(choices)
    if word.casefold() not in known:
        codes = ", ".join(dict.fromkeys(known.values()))
        raise BadCell(
            _("“%(cell)s” is not on the list. Known are: %(codes)s.") % {"cell": word, "codes": codes}
        )
    return known[word.casefold()]


def read_words(text: str, choices: Iterable[tuple[str, object]]) -> list[str]:
    """Several words of a closed list, parted by commas, semicolons, bars or line ends. Raises BadCell."""
    pairs = list(choices)
    known = _spellings(pairs)
    if text.strip().casefold() in known:  # a label that holds a comma itself
        return [known[text.strip().casefold()]]
    words = [word for word in re.split(r"[;,|\n]", text) if word.strip()]
    return sorted({read_word(word, pairs) for word in words})


def _spellings(choices: Iterable[tuple[str, object]]) -> dict[str, str]:
    """Codes by every way to write them: the code itself, and its label in each language of the site."""
    found: dict[str, str] = {}
    pairs = list(choices)
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {str(label).casefold(): str(code) for code, label in pairs}
    return found | {str(code).casefold(): str(code) for code, _label in pairs}
