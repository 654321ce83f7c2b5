"""How the site is: what an administrator would ask first, each line with a judgement and what to do."""

import platform
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

import penpal
from profiles import ledger, marks

GOOD, LOOK, BAD = "good", "look", "bad"
HOUR, DAY = 3600, 86_400  # seconds
LEAST_FREE = 0.1  # share of a disk
#: Seconds within which each mark has to be renewed, and the age from which it is bad.
TERMS = {marks.BACKUP: (26 * HOUR, 3 * DAY), marks.DAILY: (26 * HOUR, 3 * DAY), marks.WORKER: (60, 120)}


@dataclass(frozen=True)
class Line:
    """One thing that was looked at. `advice` is empty where all is well."""

    name: str
    value: str
    state: str = GOOD
    advice: str = ""


def lines() -> list[Line]:
    """Every line. What cannot be found out is a bad line, never an error. About ten quick queries."""
    found: list[Line] = []
    for look in LOOKS:
        try:
            found += look()
        except Exception as error:  # noqa: BLE001 - the page is for when things go wrong
            found.append(
                Line(look.__name__.strip("_"), type(error).__name__, BAD, _("It could not be asked."))
            )
    return found


def _database() -> Iterator[Line]:
    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    took = (time.monotonic() - began) * 1000
    version = ".".join(str(part) for part in connection.get_database_version())
    yield Line(_("Database"), f"{connection.display_name} {version}, {took:.0f} ms")
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        yield Line(_("Migrations"), str(missing), BAD, _("Run manage.py migrate."))
    else:
        yield Line(_("Migrations"), _("all applied"))


def _cache() -> Iterator[Line]:
    word = get_random_string(8)
    cache.set("status", word, 10)
    kind = settings.CACHES["default"]["BACKEND"].rpartition(".")[2]
    if cache.get("status") == word:
        yield Line(_("Cache"), kind)
    else:
        yield Line(_("Cache"), kind, BAD, _("It forgets at once: limits against abuse do not count."))


def _jobs() -> Iterator[Line]:
    yield _marked(_("Job worker of this host"), marks.WORKER, _("Is the site started with its worker?"))
    ready = DBTaskResult.objects.ready().aggregate(count=Count("pk"), oldest=Min("enqueued_at"))
    oldest = timezone.now() - ready["oldest"] if ready["oldest"] else timedelta(0)
    late = oldest > timedelta(minutes=15)
    value = _("%(count)d, the oldest for %(age)s") % {
        "count": ready["count"],
        "age": _span(oldest.total_seconds()),
    }
    advice = _("No worker takes them.") if late else ""
    yield Line(_("Jobs that wait"), value if ready["count"] else "0", BAD if late else GOOD, advice)
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).count()
    advice = _("The log says where.") if failed else ""
    yield Line(_("Jobs that failed in two weeks"), str(failed), LOOK if failed else GOOD, advice)


def _marks() -> Iterator[Line]:
    yield _marked(_("Last backup"), marks.BACKUP, _("Is the timer of the backup on?"))
    yield _marked(
        _("Last daily run"), marks.DAILY, _("Is the timer of the daily run on? Nothing is forgotten in time.")
    )


def _marked(name: str, mark: str, advice: str) -> Line:
    age = marks.age(mark)
    within, bad = TERMS[mark]
    if age is None:
        return Line(name, _("never"), BAD if settings.PRODUCTION else LOOK, advice)
    state = GOOD if age <= within else LOOK if age <= bad else BAD
    return Line(name, _("%(age)s ago") % {"age": _span(age)}, state, "" if state == GOOD else advice)


def _span(seconds: float) -> str:
    if seconds < 60:
        return _("%(count)d s") % {"count": max(0, seconds)}
    now = timezone.now()
    return timesince(now - timedelta(seconds=seconds), now, depth=1)


def _disks() -> Iterator[Line]:
    seen = set()
    for name, folder in _folders():
        disk = folder.stat().st_dev
        if disk not in seen:
            seen.add(disk)
            usage = shutil.disk_usage(folder)
            value = _("%(free).1f of %(total).1f GB") % {"free": usage.free / 1e9, "total": usage.total / 1e9}
            low = usage.free < usage.total * LEAST_FREE
            advice = _("Make room: a full disk publishes, prints and stores nothing.") if low else ""
            yield Line(_("Free disk: %(name)s") % {"name": name}, value, BAD if low else GOOD, advice)


def _folders() -> Iterator[tuple[str, Path]]:
    """Folders that are written to, as far as they are on this host, with what is in them."""
    if connection.vendor == "sqlite":
        yield _("database"), Path(str(connection.settings_dict["NAME"])).parent
    for name, folder in (
        (_("private files"), Path(settings.PRIVATE_ROOT)),
        (_("public files"), Path(settings.MEDIA_ROOT)),
        (_("ledger"), ledger.path().parent),
    ):
        if folder.exists():
            yield name, folder


def _ledger() -> Iterator[Line]:
    name = _("Withdrawal ledger")
    try:
        entries = ledger.read(ledger.path())
    except ledger.LedgerDamaged as damaged:
        yield Line(name, str(damaged), BAD, _("Bring back its copy from the other disk before any restore."))
        return
    if not entries:
        yield Line(name, _("empty"), LOOK, _("It begins with the first backup or withdrawal."))
        return
    value = _("%(count)d lines, the last of %(day)s") % {"count": len(entries), "day": entries[-1].at[:10]}
    moved = not ledger.is_live(ledger.path(), entries)
    advice = _("It was copied or moved here. The next line that is written makes it whole.") if moved else ""
    yield Line(name, value, LOOK if moved else GOOD, advice)


def _mail() -> Iterator[Line]:
    kind = settings.EMAIL_BACKEND.split(".")[-2]
    leaves = kind not in ("console", "dummy", "locmem")
    yield Line(_("Mail"), kind, GOOD if leaves else LOOK, "" if leaves else _("Nothing leaves this machine."))
    told = len(settings.ADMINS)
    advice = "" if told else _("Set ERROR_MAIL_TO.")
    yield Line(_("People told of errors"), str(told), GOOD if told else LOOK, advice)


def _versions() -> Iterator[Line]:
    yield Line(_("Version of the site"), penpal.__version__)
    yield Line("Django", django.get_version())
    yield Line("Python", platform.python_version())


LOOKS: tuple[Callable[[], Iterator[Line]], ...] = (
    _database,
    _cache,
    _jobs,
    _marks,
    _disks,
    _ledger,
    _mail,
    _versions,
)


def summary(found: list[Line]) -> dict[str, Any]:
    """The worst state, and the lines with it first."""
    order = {BAD: 0, LOOK: 1, GOOD: 2}
    return {
        "lines": sorted(found, key=lambda line: order[line.state]),
        "bad": sum(x.state == BAD for x in found),
    }
