"""An import from the desk: the uploaded file waits in private storage until a job has put its rows in the queue."""

from datetime import timedelta
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from profiles.committed import once_committed
from profiles.errors import WrongState
from profiles.importing.files import Table, read_table
from profiles.importing.judging import Judged, judge
from profiles.importing.storing import open_run, remembered_columns, store
from profiles.models import ImportRun, User

STALLED = timedelta(minutes=5)  # a job that gave no sign of life for so long has died
SIGN_OF_LIFE = 25  # rows


def upload(data: bytes, *, name: str, by: User) -> ImportRun:
    """Keep a file until it is imported. The same file again is the same run. Raises BadFile."""
    run = open_run(read_table(data), name=name, by=by)
    if not run.file:
        run.file.save("list.csv", ContentFile(data), save=True)
    return run


def table_of(run: ImportRun) -> Table:
    """The table of the file that waits. Raises FileNotFoundError where it is gone."""
    with run.file.open("rb") as file:
        return read_table(file.read())


def judged_of(run: ImportRun, table: Table) -> list[Judged]:
    """Every row as it stands now: lines that are in count as done."""
    done = run.imported.values_list("line", flat=True)
    return judge(table, remembered_columns(table), day_first=run.day_first, done=done)


def is_running(run: ImportRun) -> bool:
    """Whether a job is at it. One that was killed counts no longer once it is STALLED, and can be begun again."""
    return run.running_since is not None and run.running_since >= timezone.now() - STALLED


def begin(run: ImportRun) -> None:
    """Queue the job, once. Raises WrongState while one runs."""
    now = timezone.now()
    free = Q(running_since__isnull=True) | Q(running_since__lt=now - STALLED)
    if not ImportRun.objects.filter(free, pk=run.pk).update(running_since=now, finished_at=None):
        raise WrongState
    transaction.on_commit(lambda: run_import.enqueue(run.pk))


@task()
def run_import(run_pk: int) -> int:
    """Put every row without a mistake in the queue; returns how many. Safe to run again."""
    run = ImportRun.objects.select_related("by").filter(pk=run_pk).first()
    if run is None or not run.file:
        return 0
    try:
        table = table_of(run)
        return store(run, judged_of(run, table), by=run.by, progress=partial(_sign_of_life, run.pk))
    finally:
        ImportRun.objects.filter(pk=run.pk).update(running_since=None)


def _sign_of_life(run_pk: int, count: int) -> None:
    if count % SIGN_OF_LIFE == 0:
        ImportRun.objects.filter(pk=run_pk).update(running_since=timezone.now())


def forget(run: ImportRun) -> None:
    """Delete the file; which lines are in stays known."""
    stored = run.file
    name, storage = stored.name, stored.storage
    ImportRun.objects.filter(pk=run.pk).update(file="")
    if name:
        once_committed(storage.delete, name)
