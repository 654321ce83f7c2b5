"""The columns of the federal list, and what their words mean.

Source: HIFLD Open Data, "Prison Boundaries", attribute table as exported in 2022. Unknown is written "NOT AVAILABLE"
or -999 there.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TextIO

from django.utils.translation import gettext as _

from profiles.importing_facilities.spelling import as_people_write
from profiles.models import Facility
from profiles.places import State

COLUMNS = (
    "FACILITYID", "NAME", "ADDRESS", "CITY", "STATE", "ZIP", "TELEPHONE", "TYPE", "STATUS", "SOURCE", "SOURCEDATE",
)  # fmt: skip
#: Columns that tell more where they are there.
EXTRA = ("ZIP4", "COUNTY", "SECURELVL")
_UNKNOWN = frozenset({"", "-999", "NOT AVAILABLE", "NA", "N/A", "UNKNOWN", "NULL"})

KINDS = {
    "STATE": Facility.Kind.STATE_PRISON,
    "FEDERAL": Facility.Kind.FEDERAL,
    "COUNTY": Facility.Kind.COUNTY_JAIL,
    "LOCAL": Facility.Kind.COUNTY_JAIL,
    "MULTI": Facility.Kind.COUNTY_JAIL,
    "NOT AVAILABLE": Facility.Kind.OTHER,
}
STATUSES = {
    "OPEN": Facility.Status.OPEN,
    "CLOSED": Facility.Status.CLOSED,
    "NOT AVAILABLE": Facility.Status.UNKNOWN,
}
#: The list counts immigration detention as federal.
_IMMIGRATION = re.compile(r"\b(ICE|IMMIGRATION|SERVICE PROCESSING CENTER|INS)\b")


class BadFile(Exception):
    """The file as a whole cannot be read; the message says what was expected."""


@dataclass(frozen=True)
class BadRow:
    """A row that is left out: its line in the file, the field, and what was expected there."""

    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return _("line %(line)d, %(field)s: %(message)s") % vars(self)


@dataclass(frozen=True)
class SourceRow:
    """One facility of the list, in our words. Empty texts are unknown. `county` and `juvenile` are not stored."""

    line: int
    source_id: str
    name: str
    street: str
    city: str
    state: str
    zip: str
    phone: str
    kind: str
    status: str
    source_url: str
    source_date: date | None
    county: str
    type: str
    juvenile: bool


class _Wrong(Exception):
    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


def read_rows(file: TextIO) -> Iterator[SourceRow | BadRow]:
    """Every row of the file, or why it is left out. Raises BadFile where a column is missing.

    `file` is opened with newline="" and as UTF-8; undecodable bytes raise BadFile at the row that holds them.
    """
    reader = csv.DictReader(file, strict=True)
    seen: dict[str, int] = {}
    try:
        _check_header(reader.fieldnames or ())
        for row in reader:
            yield _read(row, reader.line_num, seen)
    except csv.Error as error:
        raise BadFile(
            _("line %(line)d: not CSV (%(error)s)") % {"line": reader.line_num, "error": error}
        ) from error
    except UnicodeDecodeError as error:
        raise BadFile(
            _("line %(line)d or later: expected text in UTF-8") % {"line": reader.line_num + 1}
        ) from error


def _check_header(names: Sequence[str]) -> None:
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise BadFile(
            _(
                "line 1: these columns are missing: %(missing)s. Expected the layout of HIFLD Prison Boundaries."
            )
            % {"missing": ", ".join(missing)}
        )


def _read(row: dict[str, str], line: int, seen: dict[str, int]) -> SourceRow | BadRow:
    try:
        read = _row(row, line)
        if read.source_id in seen:
            raise _Wrong(
                "FACILITYID",
                _("%(id)s stands in line %(line)d already")
                % {"id": read.source_id, "line": seen[read.source_id]},
            )
    except _Wrong as wrong:
        return BadRow(line, wrong.field, wrong.message)
    seen[read.source_id] = line
    return read


def _row(row: dict[str, str], line: int) -> SourceRow:
    if None in row or any(row[name] is None for name in COLUMNS):
        raise _Wrong(_("row"), _("expected as many fields as the first line has"))
    name, juvenile = _name(row), _plain(row.get("SECURELVL")).upper() == "JUVENILE"
    kind = _one_of(row, "TYPE", KINDS)
    return SourceRow(
        line=line,
        source_id=_source_id(row),
        name=name,
        street=as_people_write(_at_most(row, "ADDRESS", 200)),
        city=as_people_write(_at_most(row, "CITY", 100)),
        state=_one_of(row, "STATE", {code: code for code in State.values}),
        zip=_zip(row),
        phone=_at_most(row, "TELEPHONE", 40),
        kind=Facility.Kind.ICE
        if row["TYPE"] == "FEDERAL" and _IMMIGRATION.search(row["NAME"].upper())
        else kind,
        status=_one_of(row, "STATUS", STATUSES),
        source_url=_url(row),
        source_date=_date(row),
        county=_plain(row.get("COUNTY")).upper(),
        type=_plain(row["TYPE"]).upper(),
        juvenile=juvenile,
    )


def _plain(text: str | None) -> str:
    """A field on one line; what stands for unknown is nothing."""
    plain = " ".join((text or "").split())
    return "" if plain.upper() in _UNKNOWN else plain


def _source_id(row: dict[str, str]) -> str:
    number = _plain(row["FACILITYID"])
    if not re.fullmatch(r"[0-9]{1,18}", number):
        raise _Wrong("FACILITYID", _("expected a number of up to 18 digits"))
    return number


def _name(row: dict[str, str]) -> str:
    name = _at_most(row, "NAME", 200)
    if not re.search(r"[^\W\d_]", name):
        raise _Wrong("NAME", _("expected a name"))
    return as_people_write(name)


def _at_most(row: dict[str, str], field: str, most: int) -> str:
    text = _plain(row[field])
    if len(text) > most:
        raise _Wrong(field, _("expected at most %(most)d characters") % {"most": most})
    return text


def _one_of(row: dict[str, str], field: str, known: Mapping[str, str]) -> str:
    """What a word of a closed list means."""
    word = " ".join(row[field].split()).upper()
    if word not in known:
        raise _Wrong(field, _("expected one of: %(known)s") % {"known": ", ".join(sorted(known))})
    return known[word]


def _zip(row: dict[str, str]) -> str:
    code, more = _plain(row["ZIP"]), _plain(row.get("ZIP4"))
    if code and not re.fullmatch(r"[0-9]{5}", code):
        raise _Wrong("ZIP", _("expected five digits"))
    return f"{code}-{more}" if code and re.fullmatch(r"[0-9]{4}", more) else code


def _url(row: dict[str, str]) -> str:
    """The source, where it is a web address; the list also names sources in words."""
    url = _plain(row["SOURCE"])
    return url if re.fullmatch(r"https?://\S{1,390}", url) else ""


def _date(row: dict[str, str]) -> date | None:
    text = _plain(row["SOURCEDATE"])
    if not text:
        return None
    try:
        year, month, day = (int(part) for part in text.split()[0].split("/"))
        return date(year, month, day)
    except ValueError:
        raise _Wrong("SOURCEDATE", _("expected a date such as 2018/04/30")) from None
