"""The page that says how the site is: for those who may see it, right when all is well and when it is not."""

import io
import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

import penpal
from penpal import status
from profiles import ledger, marks
from profiles.jobs import send_decision_note
from profiles.models import User
from tests.factories import make_user
from tests.support.pages import parse

pytestmark = pytest.mark.django_db
PATH = "/admin/status/"


def _lines() -> dict[str, status.Line]:
    return {line.name: line for line in status.lines()}


def _aged(mark: str, seconds: float) -> None:
    marks.note(mark)
    os.utime(marks.path(mark), (time.time() - seconds,) * 2)


def test_page_shows_each_line_and_each_queue(client: Client, moderator: User) -> None:
    client.force_login(moderator)

    page = parse(client.get(PATH))

    names = page.texts("tbody th")
    assert {"Database", "Last backup", "Withdrawal ledger", "Python", "Submissions", "Reports"} <= set(names)
    assert penpal.__version__ in page.texts("td .num")
    assert f'href="{PATH}"' in client.get("/admin/").content.decode()


@pytest.mark.parametrize(("staff", "answer"), [(True, 403), (False, 302)])
def test_page_is_not_for_everybody(client: Client, staff: bool, answer: int) -> None:
    client.force_login(make_user(is_staff=staff))

    assert client.get(PATH).status_code == answer


@pytest.mark.parametrize(
    ("mark", "name", "seconds", "state"),
    [
        (marks.BACKUP, "Last backup", 3600, "good"),
        (marks.BACKUP, "Last backup", 30 * 3600, "look"),
        (marks.BACKUP, "Last backup", 80 * 3600, "bad"),
        (marks.DAILY, "Last daily run", 3600, "good"),
        (marks.DAILY, "Last daily run", 80 * 3600, "bad"),
        (marks.WORKER, "Job worker of this host", 20, "good"),
        (marks.WORKER, "Job worker of this host", 300, "bad"),
    ],
)
def test_marks_are_judged_by_their_age(mark: str, name: str, seconds: float, state: str) -> None:
    _aged(mark, seconds)

    line = _lines()[name]

    assert (line.state, line.advice == "") == (state, state == "good")


@pytest.mark.parametrize(("production", "state"), [(True, "bad"), (False, "look")])
def test_what_never_happened_is_bad_in_production(
    settings: LazySettings, production: bool, state: str
) -> None:
    settings.PRODUCTION = production

    assert {_lines()[name].state for name in ("Last backup", "Last daily run")} == {state}


def test_daily_and_backup_leave_their_marks(settings: LazySettings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    before = [marks.age(mark) for mark in (marks.DAILY, marks.BACKUP)]

    call_command("daily", stdout=io.StringIO())
    call_command("backup", tmp_path / "backups", stdout=io.StringIO())

    assert before == [None, None]
    assert [marks.age(mark) is None for mark in (marks.DAILY, marks.BACKUP)] == [False, False]


def test_jobs_that_nobody_takes_are_bad() -> None:
    send_decision_note.enqueue(1)
    young = _lines()["Jobs that wait"].state
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(hours=1))

    assert (young, _lines()["Jobs that wait"].state) == ("good", "bad")


def test_failed_jobs_are_to_be_looked_at() -> None:
    send_decision_note.enqueue(1)
    before = _lines()["Jobs that failed in two weeks"]
    DBTaskResult.objects.update(status="FAILED")

    after = _lines()["Jobs that failed in two weeks"]
    assert [(line.value, line.state) for line in (before, after)] == [("0", "good"), ("1", "look")]


def test_ledger_is_judged_by_what_it_is() -> None:
    name = "Withdrawal ledger"
    states = [_lines()[name].state]
    ledger.record(ledger.Kind.MARK)
    states.append(_lines()[name].state)
    path = ledger.path()
    path.write_bytes(b"0000 damaged\n" + path.read_bytes())
    states.append(_lines()[name].state)

    assert states == ["look", "good", "bad"]


def test_disk_that_is_nearly_full_is_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.record(ledger.Kind.MARK)
    real = status.shutil.disk_usage

    def nearly_full(folder: Any) -> Any:
        return type(real(folder))(100, 95, 5)

    monkeypatch.setattr(status.shutil, "disk_usage", nearly_full)
    disks = [line.state for name, line in _lines().items() if name.startswith("Free disk")]

    assert set(disks) == {"bad"}


def test_what_cannot_be_asked_is_a_bad_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Any:
        raise ZeroDivisionError("canary")

    monkeypatch.setattr(status, "LOOKS", (broken, *status.LOOKS))

    lines = status.lines()

    assert (lines[0].value, lines[0].state, len(lines) > 8) == ("ZeroDivisionError", "bad", True)
