"""What would become of each row: a new submission, a change, nothing, or a mistake to put right. Nothing is stored."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import TextChoices
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles import ids
from profiles.fields import CodesField
from profiles.importing.cells import BadCell, read_day, read_switch, read_word, read_words
from profiles.importing.files import Table
from profiles.importing.layout import CHOICES, DAYS, HEADERS, LISTS, LONG, REQUIRED, SCANS, SWITCHES
from profiles.importing.places import Places
from profiles.models import CONSENT_FIELDS, CONTENT_FIELDS, Listing, Submission
from profiles.rules import is_adult
from profiles.states import OPEN_SUBMISSIONS, ListingState, Source, SubmissionKind
from profiles.vocabulary import ReleaseKind

CHUNK = 400  # ID numbers asked for in one query
Key = tuple[int, str]


class Outcome(TextChoices):
    """What becomes of a row."""

    NEW = "new", gettext_lazy("new")
    CHANGE = "change", gettext_lazy("change to a listing")
    SAME = "same", gettext_lazy("as published")
    WAITING = "waiting", gettext_lazy("waits already")
    DONE = "done", gettext_lazy("imported before")
    BAD = "bad", gettext_lazy("mistake")


#: Outcomes that make a submission.
MAKES = (Outcome.NEW, Outcome.CHANGE)


@dataclass
class Judged:
    """One row: its line, whose it is in a word, what becomes of it, and what there is to say about it.

    `submission` is not saved; it is there for outcomes in MAKES only. `fields` are those that a change changes.
    """

    line: int
    who: str
    outcome: Outcome
    problems: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    submission: Submission | None = None

    @property
    def makes(self) -> bool:
        return self.outcome in MAKES


def judge(
    table: Table,
    columns: Mapping[str, str],
    *,
    day_first: bool = False,
    done: Iterable[int] = (),
    progress: Callable[[int], None] = lambda _count: None,
) -> list[Judged]:
    """Judge every row. `columns` gives the field for each header ("" for none); `done` are lines imported before."""
    known = _Known(table, columns)
    before = set(done)
    seen: dict[Key, int] = {}
    found = []
    for count, (line, cells) in enumerate(table.rows, start=1):
        row = _Row(line, _by_field(table, columns, cells), known, day_first)
        one = Judged(line, row.who, Outcome.DONE) if line in before else row.judged(seen)
        found.append(one)
        progress(count)
    return found


def missing_columns(columns: Mapping[str, str]) -> list[str]:
    """Required fields that no column gives."""
    return [name for name in REQUIRED if name not in columns.values()]


def _by_field(table: Table, columns: Mapping[str, str], cells: list[str]) -> dict[str, str]:
    given = zip(table.headers, cells, strict=False)
    return {columns[header]: cell for header, cell in given if columns.get(header)}


class _Known:
    """What the rows are compared with: places, live listings and open submissions with one of the file's numbers."""

    def __init__(self, table: Table, columns: Mapping[str, str]) -> None:
        self.places = Places()
        numbers = [_by_field(table, columns, cells).get("id_number", "") for _line, cells in table.rows]
        wanted = sorted({_one_line(number).upper() for number in numbers if number.strip()})
        live = Listing.objects.exclude(state=ListingState.WITHDRAWN).select_related("facility", "system")
        waiting = Submission.objects.filter(state__in=OPEN_SUBMISSIONS)
        self.listings: dict[Key, Listing] = _by_key(live, wanted)
        self.waiting: dict[Key, Submission] = _by_key(waiting, wanted)


def _by_key(rows: models.QuerySet[Any], numbers: list[str]) -> dict[Key, Any]:
    found: dict[Key, Any] = {}
    for start in range(0, len(numbers), CHUNK):
        chunk = rows.annotate(number=Upper("id_number")).filter(number__in=numbers[start : start + CHUNK])
        found |= {(row.system_id, row.id_number.upper()): row for row in chunk}
    return found


class _Row:
    """One row on its way to a submission."""

    def __init__(self, line: int, cells: dict[str, str], known: _Known, day_first: bool) -> None:
        self.line, self.cells, self.known, self.day_first = line, cells, known, day_first
        self.problems: list[str] = []
        self.who = _one_line(cells.get("display_name", "")) or _one_line(cells.get("id_number", ""))

    def judged(self, seen: dict[Key, int]) -> Judged:
        values = self._values()
        if self.problems:
            return self._bad()
        key = (values["system"].pk, values["id_number"].upper())
        if key in seen:
            self.problems.append(_("The same system and ID number as line %(line)d.") % {"line": seen[key]})
            return self._bad()
        seen[key] = self.line
        waiting = self.known.waiting.get(key)
        if waiting is not None:
            return Judged(self.line, self.who, Outcome.WAITING, hints=[waiting.code])
        return self._made(values, self.known.listings.get(key))

    def _bad(self) -> Judged:
        return Judged(self.line, self.who, Outcome.BAD, self.problems)

    def _made(self, values: dict[str, Any], listing: Listing | None) -> Judged:
        start = {}
        if listing is not None:
            start = {
                name: getattr(listing, name) for name in (*CONTENT_FIELDS, "words_dated", *CONSENT_FIELDS)
            }
        kind = SubmissionKind.CHANGE if listing else SubmissionKind.NEW
        submission = Submission(kind=kind, listing=listing, source=Source.CSV, **{**start, **values})
        self._check(submission)
        if self.problems:
            return self._bad()
        changed = [name for name in values if listing and getattr(listing, name) != getattr(submission, name)]
        if listing and not changed:
            return Judged(self.line, self.who, Outcome.SAME)
        outcome = Outcome.CHANGE if listing else Outcome.NEW
        return Judged(self.line, self.who, outcome, [], self._hints(submission), changed, submission)

    def _values(self) -> dict[str, Any]:
        """Every field that has a column, as a value. What cannot be read becomes a problem."""
        values: dict[str, Any] = {}
        for name in HEADERS:
            if name not in self.cells:
                continue
            try:
                values[name] = self._value(name, self.cells[name], values)
            except BadCell as bad:
                self.problems.append(f"{name}: {bad}")
        if values.get("release_date") and not values.get("release_kind"):
            values["release_kind"] = ReleaseKind.DATE
        unread = {problem.partition(":")[0] for problem in self.problems}
        for name in REQUIRED:
            if values.get(name) in (None, "") and name not in unread:
                self.problems.append(f"{name}: " + _("This is missing."))
        return values

    def _value(self, name: str, cell: str, before: dict[str, Any]) -> Any:
        if name == "system":
            return self.known.places.system(cell)
        if name == "facility":
            return self.known.places.facility(cell, before.get("system"))
        if name in DAYS:
            return read_day(cell, day_first=self.day_first)
        if name in SWITCHES:
            return read_switch(cell, empty=_column(name).default)
        if name in LISTS:
            return read_words(cell, cast(CodesField, _column(name)).vocabulary)
        if name in CHOICES:
            word = read_word(cell, _column(name).choices or [])
            return word or (_column(name).default if name == "language" else "")
        if name in SCANS:
            return self._scan(name, cell, before)
        if name == "max_writers":
            return _number(cell)
        return cell.replace("\r\n", "\n").strip() if name in LONG else _one_line(cell)

    def _scan(self, name: str, cell: str, before: dict[str, Any]) -> Any:
        """Only a scan that her own listing has: a slip of a digit must not show another woman's paper."""
        if not cell.strip():
            return None
        system, number = before.get("system"), before.get("id_number", "")
        listing = self.known.listings.get((system.pk, number.upper())) if system else None
        own = {getattr(listing, f"{scan}_id"): scan for scan in SCANS} if listing else {}
        if not cell.strip().isdecimal() or int(cell) not in own:
            raise BadCell(_("We have no scan of hers with this number. Leave it empty."))
        return getattr(listing, own[int(cell)])

    def _check(self, submission: Submission) -> None:
        """What a form would say about it."""
        try:
            submission.full_clean(
                exclude=["listing", "system", "facility", *SCANS],
                validate_unique=False,
                validate_constraints=False,
            )
        except ValidationError as wrong:
            for name, messages in wrong.message_dict.items():
                self.problems += [f"{name}: {message}" for message in messages]
        today = timezone.localdate()
        if not is_adult(submission.birth_date, today):
            self.problems.append("birth_date: " + _("She is under 18. Only adults can be listed."))
        if (submission.release_kind == ReleaseKind.DATE) != (submission.release_date is not None):
            self.problems.append("release_date: " + _("A date goes with “date”, and with nothing else."))
        for name in CONSENT_FIELDS:
            if name.endswith("_on") and (getattr(submission, name) or today) > today:
                self.problems.append(f"{name}: " + _("This day is in the future."))
            if (
                name.endswith("_on")
                and getattr(submission, name)
                and not getattr(submission, f"{name[:-3]}_how")
            ):
                self.problems.append(f"{name}: " + _("Say how it reached us."))

    def _hints(self, submission: Submission) -> list[str]:
        hints = []
        if ids.fits(submission.system.id_pattern, submission.id_number) is False:
            hints.append(_("This ID number has an unusual shape for its system."))
        if submission.facility.is_closed:
            hints.append(_("This facility is marked as closed."))
        return hints


def _column(name: str) -> models.Field[Any, Any]:
    return cast("models.Field[Any, Any]", Submission._meta.get_field(name))


def _one_line(cell: str) -> str:
    return " ".join(cell.split())


def _number(cell: str) -> int | None:
    if not cell.strip():
        return None
    if not cell.strip().isdecimal():
        raise BadCell(_("“%(cell)s” is not a whole number.") % {"cell": cell.strip()})
    return int(cell)
