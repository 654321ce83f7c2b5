"""Jobs that a dying worker left behind, and what is kept of those that failed."""

import re
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task_backends
from django_tasks.base import TaskResultStatus
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from profiles import marks
from profiles.chores import chore

LOST = timedelta(hours=1)  # longer than any job takes; a letter night of 1,000 takes minutes
MOST_TRIES = 3  # a job that kills its worker each time would stop all others
BEAT_SECONDS = 10

_PLACE = re.compile(r'^  File ".*?([^/"]+/[^/"]+)", line (\d+), in (\w+)', re.MULTILINE)


@chore(_("jobs begun again that a worker left behind when it died"))
def revive_lost() -> int:
    """Those that have run for longer than LOST."""
    return revive(before=timezone.now() - LOST)


def revive_at_start() -> int:
    """With SQLite there is one worker, and it starts now: whatever runs was left behind. Else like revive_lost."""
    return revive(before=timezone.now()) if connection.vendor == "sqlite" else revive_lost()


def revive(*, before: datetime) -> int:
    """Put jobs that began before a moment and never ended into the queue again; after MOST_TRIES they have failed.

    Every job of ours may run twice: it looks first at what is still to be done.
    """
    count = 0
    lost = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=before)
    for pk, workers in lost.values_list("pk", "worker_ids"):
        values: dict[str, Any] = {"status": TaskResultStatus.READY, "started_at": None}
        if len(workers) >= MOST_TRIES:
            values = {"status": TaskResultStatus.FAILED, "finished_at": timezone.now()}
        count += lost.filter(pk=pk).update(**values)
    return count


def forget_words_of_failure(*, task_result: Any, **kwargs: Any) -> None:
    """Receiver of `task_finished`: of a traceback the places in the code stay; its message may quote a person.

    Only the database backend keeps tracebacks.
    """
    if not isinstance(task_backends[task_result.backend], DatabaseBackend):
        return
    failed = DBTaskResult.objects.filter(id=task_result.id, status=TaskResultStatus.FAILED)
    for pk, words in failed.values_list("pk", "traceback"):
        places = [f"{file}:{line} {name}" for file, line, name in _PLACE.findall(words)]
        failed.filter(pk=pk).update(traceback="\n".join(places))


def beat() -> None:
    """Note that the worker of this host runs, at most every BEAT_SECONDS."""
    age = marks.age(marks.WORKER)
    if age is None or abs(age) >= BEAT_SECONDS:
        marks.note(marks.WORKER)
