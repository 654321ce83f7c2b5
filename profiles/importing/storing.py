"""Putting judged rows in the queue. Each row is whole or not there, and none comes twice, however often it is tried."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from profiles.actions.submissions import submit
from profiles.importing.files import Table, guess_columns
from profiles.importing.judging import Judged
from profiles.importing.layout import HEADERS
from profiles.models import ColumnMapping, ImportedRow, ImportRun, User


def open_run(table: Table, *, name: str, by: User | None) -> ImportRun:
    """The run of this very file: a new one, or the one that began before and goes on."""
    run, _is_new = ImportRun.objects.get_or_create(
        sha256=table.sha256, defaults={"name": name[:120], "by": by, "rows": len(table.rows)}
    )
    return run


def store(
    run: ImportRun,
    judged: Iterable[Judged],
    *,
    by: User | None,
    progress: Callable[[int], None] = lambda _count: None,
) -> int:
    """Submit every row that makes a submission; returns how many. Each commits by itself, with the note that it did.

    Stopped in the middle and started again it goes on where it stopped: the notes say which lines are in. At its end
    the run keeps how many rows there were of each outcome, so that nobody need judge them again to read it.
    """
    made, outcomes = 0, Counter[str]()
    for count, one in enumerate(judged, start=1):
        outcomes[one.outcome.value] += 1
        if one.makes and one.submission is not None:
            made += _store_row(run, one, by)
        progress(count)
    ImportRun.objects.filter(pk=run.pk).update(finished_at=timezone.now(), summary=dict(outcomes))
    return made


def _store_row(run: ImportRun, one: Judged, by: User | None) -> int:
    """1, or 0 where another process was faster with this line."""
    try:
        with transaction.atomic():
            note = ImportedRow.objects.create(run=run, line=one.line)
            submission = submit(submission=one.submission, by=by)  # type: ignore[arg-type]
            ImportedRow.objects.filter(pk=note.pk).update(submission=submission)
    except IntegrityError:
        return 0
    return 1


def remembered_columns(table: Table) -> dict[str, str]:
    """The field for each header, as somebody chose for a file with the same headers; else the likeliest."""
    kept = ColumnMapping.objects.filter(headers_hash=_hash(table)).first()
    return kept.columns if kept else guess_columns(table)


def remember_columns(table: Table, columns: Mapping[str, str]) -> None:
    """Keep what was chosen for the next file with these headers."""
    known = {header: columns.get(header, "") for header in table.headers}
    known = {header: name if name in HEADERS else "" for header, name in known.items()}
    ColumnMapping.objects.update_or_create(headers_hash=_hash(table), defaults={"columns": known})


def _hash(table: Table) -> str:
    return hashlib.sha256(json.dumps(table.headers).encode()).hexdigest()
