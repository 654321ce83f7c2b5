"""Listings written as CSV, so that reading the file again changes nothing."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, TextIO

from profiles.importing.cells import safe_cell
from profiles.importing.layout import HEADERS
from profiles.models import Listing


def export_rows(listings: Iterable[Listing]) -> Iterator[list[str]]:
    """The header, then a row for each listing, cells as text that no spreadsheet runs."""
    yield list(HEADERS)
    for listing in listings:
        yield [safe_cell(_text(listing, name)) for name in HEADERS]


def write_csv(listings: Iterable[Listing], file: TextIO) -> int:
    """Write listings to an open text file; returns how many."""
    writer = csv.writer(file)
    written = 0
    for row in export_rows(listings):
        writer.writerow(row)
        written += 1
    return written - 1


def _text(listing: Listing, name: str) -> str:
    if name.endswith("_scan"):
        return str(getattr(listing, f"{name}_id") or "")
    return _plain(getattr(listing, name))


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return ";".join(value)
    return str(getattr(value, "slug", value))
