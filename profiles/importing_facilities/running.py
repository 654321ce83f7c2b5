"""Bringing the federal list in from the desk: the file waits in private storage until a job has stored what it says."""

import io
from collections.abc import Callable
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from profiles.committed import once_committed
from profiles.errors import WrongState
from profiles.importing_facilities.layout import BadFile, BadRow, SourceRow, read_rows
from profiles.importing_facilities.planning import Plan, apply, plan
from profiles.models import FacilityImport, User

MAX_BYTES = 20 * 2**20  # five times the list of 2022
STALLED = timedelta(minutes=30)  # a job that began longer ago than this has died


def upload(data: bytes, *, name: str, by: User) -> FacilityImport:
    """Keep a file until it is stored. Raises BadFile where it is not in the layout of the list."""
    rows = _rows(data)
    run = FacilityImport(name=name[:120], rows=len(rows), by=by)
    run.file.save("facilities.csv", ContentFile(data), save=True)
    return run


def plan_of(run: FacilityImport) -> Plan:
    """What storing the file would do as things stand now. Raises FileNotFoundError where it is gone; takes seconds."""
    with run.file.open("rb") as file:
        return plan(_rows(file.read()))


def _rows(data: bytes) -> list[SourceRow | BadRow]:
    try:
        text = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig", newline="")
        rows = list(read_rows(text))
    except UnicodeDecodeError as error:
        raise BadFile(_("line 1: expected text in UTF-8")) from error
    if not rows:
        raise BadFile(_("line 2: expected a row for each facility"))
    return rows


def begin(run: FacilityImport) -> None:
    """Queue the job, once. Raises WrongState while one runs, and where the file is gone."""
    now = timezone.now()
    free = Q(running_since__isnull=True) | Q(running_since__lt=now - STALLED)
    waiting = FacilityImport.objects.filter(free, pk=run.pk).exclude(file="")
    if not waiting.update(running_since=now, problem="", done=0, total=0):
        raise WrongState(_("This import is running, or its file is gone."))
    transaction.on_commit(lambda: run_facility_import.enqueue(run.pk))


@task()
def run_facility_import(run_pk: int) -> int:
    """Store what the file says, part by part; returns how many places. Safe to run again after it stopped half-way."""
    run = FacilityImport.objects.select_related("by").filter(pk=run_pk).exclude(file="").first()
    if run is None:
        return 0
    mine = FacilityImport.objects.filter(pk=run.pk)
    try:
        made = plan_of(run)
        mine.update(total=made.changes)
        apply(made, by=run.by, why=_("federal list"), progress=_telling(run))
    except (BadFile, OSError, DatabaseError) as error:
        mine.update(problem=_("It stopped: %(error)s") % {"error": str(error)[:200]}, running_since=None)
        return 0
    mine.update(counts=counts_of(made), finished_at=timezone.now(), running_since=None)
    forget(run)
    return made.changes


def _telling(run: FacilityImport) -> Callable[[int], None]:
    """Notes how far it is, where whoever watches the page can read it."""

    def tell(done: int) -> None:
        FacilityImport.objects.filter(pk=run.pk).update(done=done)

    return tell


def counts_of(made: Plan) -> dict[str, int]:
    """How many rows or places of each kind a plan has."""
    return {
        "new": len(made.new),
        "known": made.matched,
        "changed": len(made.changed),
        "filled": len(made.filled),
        "kept": len(made.kept),
        "differs": len(made.differences),
        "unchanged": made.unchanged,
        "bad": len(made.bad),
        "gone": len(made.gone),
    }


def forget(run: FacilityImport) -> None:
    """Delete the file; what became of it stays known."""
    stored = run.file
    name, storage = stored.name, stored.storage
    FacilityImport.objects.filter(pk=run.pk).update(file="")
    if name:
        once_committed(storage.delete, name)
