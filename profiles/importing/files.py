"""A CSV file as a table, whatever spreadsheet it came from."""

import codecs
import csv
import hashlib
import io
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from profiles.importing.cells import unsafe_cell
from profiles.importing.layout import field_for

MAX_BYTES = 50 * 1024 * 1024
MAX_ROWS = 50_000
MAX_CELL = 100_000  # characters


class BadFile(ValueError):
    """A file that is no table, with words for whoever made it."""


@dataclass(frozen=True)
class Table:
    """Headers as they stand in the file, and rows of cells with the line on which each begins (the header is line 1).

    sha256 is hexadecimal, of the file's bytes.
    """

    headers: list[str]
    rows: list[tuple[int, list[str]]] = field(repr=False)
    encoding: str
    sha256: str


def read_table(data: bytes) -> Table:
    """The table in a CSV file. Commas, semicolons, tabs or bars may part its cells. Raises BadFile."""
    if len(data) > MAX_BYTES:
        raise BadFile(_("This file is larger than 50 MB. Please send it in parts."))
    text, encoding = decode(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    csv.field_size_limit(MAX_CELL)
    rows: list[tuple[int, list[str]]] = []
    headers: list[str] = []
    end = 0
    try:
        for cells in reader:
            begin, end = end + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if not headers:
                headers = [cell.strip() for cell in cells]
            else:
                rows.append((begin, [unsafe_cell(cell) for cell in cells]))
    except csv.Error as error:
        raise BadFile(_("Line %(line)d is not CSV: %(error)s") % {"line": end + 1, "error": error}) from error
    _check(headers, rows)
    return Table(headers, rows, encoding, hashlib.sha256(data).hexdigest())


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file and its encoding: as its first bytes say, else UTF-8, else Windows-1252 as Excel writes it."""
    marks = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
    said = [name for mark, name in marks if data.startswith(mark)]
    for encoding in said or ["utf-8", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding
    raise BadFile(_("This file is not text. Save the sheet as “CSV UTF-8” and try again."))


def guess_columns(table: Table) -> dict[str, str]:
    """For each header the field that it most likely is, each field once; empty where it is none we know."""
    found: dict[str, str] = {}
    for header in table.headers:
        name = field_for(header)
        found[header] = "" if name in found.values() else name
    return found


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t|", key=first.count)


def _check(headers: list[str], rows: list[tuple[int, list[str]]]) -> None:
    if not headers:
        raise BadFile(_("This file is empty."))
    twice = sorted({header for header in headers if header and headers.count(header) > 1})
    if twice:
        raise BadFile(_("Columns stand there twice: %(names)s") % {"names": ", ".join(twice)})
    if len(rows) > MAX_ROWS:
        raise BadFile(_("This file has more than 50,000 rows. Please send it in parts."))
