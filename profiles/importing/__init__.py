"""Listings as CSV: read, judged row by row, and put in the queue as submissions; and written out again.

Nothing that is imported is public before a moderator approves it.
"""

from profiles.importing.cells import safe_cell, unsafe_cell
from profiles.importing.exporting import export_rows, write_csv
from profiles.importing.files import BadFile, Table, guess_columns, read_table
from profiles.importing.judging import Judged, Outcome, judge
from profiles.importing.layout import HEADERS, REQUIRED
from profiles.importing.storing import open_run, remember_columns, remembered_columns, store

__all__ = [
    "HEADERS",
    "REQUIRED",
    "BadFile",
    "Judged",
    "Outcome",
    "Table",
    "export_rows",
    "guess_columns",
    "judge",
    "open_run",
    "read_table",
    "remember_columns",
    "remembered_columns",
    "safe_cell",
    "store",
    "unsafe_cell",
    "write_csv",
]
