"""Jobs, files and clocks that fail in the middle: what a worker left behind is done by the next one, once."""

import io
import os
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.db.models import Q, Sum
from django.test import Client, RequestFactory
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult
from PIL import Image

from letters import nights
from letters.mailpieces import Draft
from letters.models import Letter, LetterEvent, Night
from penpal import jobs
from profiles import actions, chores, marks
from profiles.errors import NotAllowed, PhotoRefused
from profiles.importing import running
from profiles.models import ImportRun, Listing, Submission, SubmissionPhoto, User
from profiles.photos import check_photo
from profiles.search.index import live, snapshot
from profiles.visitors import TooOften, limit
from tests.factories import make_facility, make_listing, make_moderator, make_submission, make_user
from tests.letters.places import make_place, make_reachable
from tests.support import victim

pytestmark = pytest.mark.django_db(transaction=True)
KILLED, HERE = -9, "tests.penpal.test_faults_jobs"
NEVER = "profiles.ledger:is_live#99"
COMMIT = "django.db.backends.base.base:BaseDatabaseWrapper._commit"


def work() -> None:
    """For the process that dies: a worker that takes what is in the queue, then ends."""
    call_command("db_worker", batch=True, verbosity=0, stdout=io.StringIO())


def _killed_and_revived(kill_at: str) -> None:
    """A worker dies at `kill_at`; an hour later another one goes on."""
    assert victim.run(f"{HERE}:work", kill_at) == KILLED
    assert jobs.revive_lost() == 0
    lost = timezone.now() - jobs.LOST - timedelta(minutes=1)
    DBTaskResult.objects.filter(status="RUNNING").update(started_at=lost)
    assert jobs.revive_lost() == 1
    assert victim.run(f"{HERE}:work", NEVER) == 0
    due = Q(run_after__lte=timezone.now()) | Q(started_at__isnull=False)
    now = DBTaskResult.objects.filter(due)
    assert set(now.values_list("status", flat=True)) == {"SUCCESSFUL"}


def _tidy(monkeypatch: pytest.MonkeyPatch) -> None:
    """What `daily` does a day later."""
    monkeypatch.setattr(chores, "GRACE", timedelta(0))
    call_command("daily", stdout=io.StringIO())


def _private_files() -> list[str]:
    folder = Path(storages["private"].location)
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


# --- Import of a CSV file ------------------------------------------------------------------------------------


def _upload(by: User) -> ImportRun:
    place = make_facility()
    head = "system,facility,committed_name,display_name,id_number,birth_date,bio,release_kind,consent_listing_on,"
    lines = [
        f"{place.system.slug},{place.slug},Woman {n},W{n},Z{n},1985-03-14,I bake.,unknown,2026-05-01,signed_form"
        for n in range(4)
    ]
    return running.upload("\n".join([f"{head}consent_listing_how", *lines]).encode(), name="list.csv", by=by)


@pytest.mark.parametrize(
    "kill_at",
    [
        "profiles.importing.running:table_of",
        "profiles.importing.storing:submit#2",
        "profiles.importing.storing:submit#2+",
        "profiles.importing.storing:_store_row#3+",
        f"{COMMIT}#4+",
    ],
)
def test_import_killed_goes_on_and_takes_each_row_once(kill_at: str) -> None:
    run = _upload(make_moderator())
    running.begin(run)

    _killed_and_revived(kill_at)

    assert sorted(Submission.objects.values_list("id_number", flat=True)) == ["Z0", "Z1", "Z2", "Z3"]
    run.refresh_from_db()
    assert (run.running_since, run.finished_at is None, run.imported.count()) == (None, False, 4)


# --- Letter nights -------------------------------------------------------------------------------------------


def _night(writer: User) -> Night:
    place = make_place()
    women = [make_reachable(place=place, id_number=f"77{n}", display_name=f"W{n} Y.") for n in range(3)]
    draft = Draft(
        greeting="Dear {name},", return_lines=("Club", "PO Box 12", "Duluth, MN 00000"), sender="person"
    )
    return nights.start(writer=writer, slugs=[one.slug for one in women], draft=draft, ruled_pages=1)


@pytest.mark.parametrize("kill_at", ["letters.actions:mark_mailed#2", "letters.actions:mark_mailed#2+"])
def test_marking_a_night_as_mailed_killed_counts_each_letter_once(kill_at: str) -> None:
    night = _night(make_user())
    assert victim.run(f"{HERE}:work", NEVER) == 0
    night.refresh_from_db()
    nights.mark_printed(night=night)
    nights.mark_mailed(night=night, on=timezone.localdate())

    _killed_and_revived(kill_at)

    assert set(Letter.objects.values_list("state", flat=True)) == {"mailed"}
    assert LetterEvent.objects.filter(kind="mailed").count() == 3
    assert Listing.objects.aggregate(sent=Sum("letters_sent"))["sent"] == 3


# --- Jobs ----------------------------------------------------------------------------------------------------


@task()
def fail(words: str) -> None:
    raise ValueError(f"Key (email)=({words}) already exists")


def _job(**fields: Any) -> DBTaskResult:
    fail.enqueue("canary@example.org")
    row = DBTaskResult.objects.get()
    DBTaskResult.objects.update(**fields)
    return row


def test_job_that_kills_its_worker_each_time_is_given_up() -> None:
    _job(status="RUNNING", started_at=timezone.now() - timedelta(hours=2), worker_ids=["a", "b", "c"])

    assert [jobs.revive_lost(), jobs.revive_lost()] == [1, 0]

    row = DBTaskResult.objects.get()
    assert (row.status, row.finished_at is None) == ("FAILED", False)


@pytest.mark.parametrize("status", ["READY", "SUCCESSFUL", "FAILED"])
def test_jobs_that_nobody_left_behind_are_left_alone(status: str) -> None:
    _job(status=status, started_at=timezone.now() - timedelta(hours=2))

    assert jobs.revive_lost() == 0


def test_failed_job_keeps_where_it_failed_and_no_words() -> None:
    fail.enqueue("canary@example.org")

    work_here = victim.run(f"{HERE}:work", NEVER)

    row = DBTaskResult.objects.get()
    assert (work_here, row.status, row.exception_class_path) == (0, "FAILED", "builtins.ValueError")
    assert "test_faults_jobs.py" in row.traceback
    assert "canary" not in row.traceback


# --- Files ---------------------------------------------------------------------------------------------------


def write_snapshot() -> None:
    """For the process that dies."""
    snapshot.write(snapshot.pack(live.build()))


@pytest.mark.parametrize("kill_at", ["os:fdopen", "pathlib:Path.replace"])
def test_snapshot_killed_while_it_is_written_leaves_the_old_one(
    kill_at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_listing()
    write_snapshot()
    before = snapshot.path().read_bytes()
    make_listing()

    assert victim.run(f"{HERE}:write_snapshot", kill_at) == KILLED

    assert snapshot.path().read_bytes() == before
    store = snapshot.load()
    assert store is not None
    assert len(store.alive) == 1
    _tidy(monkeypatch)
    assert _private_files() == ["search/index.bin"]


def test_snapshot_on_a_full_disk_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: Any, **kwargs: Any) -> Any:
        raise OSError(28, "No space left on device")

    make_listing()
    monkeypatch.setattr(snapshot.tempfile, "mkstemp", full)

    write_snapshot()

    assert snapshot.load() is None


def add_photo(submission: int) -> None:
    """For the process that dies."""
    out = io.BytesIO()
    Image.new("RGB", (600, 700), "teal").save(out, "JPEG")
    out.seek(0)
    row = Submission.objects.get(pk=submission)
    actions.add_photo(submission=row, photo=check_photo(out), alt_text="She laughs.")


def test_photo_killed_while_it_is_taken_in_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    submission = make_submission()

    status = victim.run(
        f"{HERE}:add_photo", "django.core.files.storage.base:Storage.save+", submission=submission.pk
    )

    assert (status, SubmissionPhoto.objects.count(), len(_private_files())) == (KILLED, 0, 1)
    _tidy(monkeypatch)
    assert _private_files() == []
    add_photo(submission.pk)
    assert SubmissionPhoto.objects.count() == 1


def test_private_file_that_was_damaged_is_missing_rather_than_an_error(
    client: Client, moderator: User
) -> None:
    submission = make_submission(consent_photo_on=timezone.localdate())
    add_photo(submission.pk)
    photo = SubmissionPhoto.objects.get()
    path = Path(photo.original.path)
    path.write_bytes(path.read_bytes()[:-9])
    client.force_login(moderator)
    client.raise_request_exception = False

    assert client.get(f"/admin/profiles/submission/{submission.pk}/photos/{photo.pk}/").status_code == 404
    SubmissionPhoto.objects.update(decision="accepted")
    with pytest.raises(PhotoRefused):
        actions.approve(submission=submission, by=moderator, version=submission.version)
    assert Listing.objects.count() == 0


# --- The clock -----------------------------------------------------------------------------------------------


class _Clock:
    """Both clocks that the site reads, put forward or back."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.shift = timedelta(0)
        now, seconds = timezone.now, time.time
        patch.setattr(timezone, "now", lambda: now() + self.shift)
        patch.setattr(time, "time", lambda: seconds() + self.shift.total_seconds())


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> _Clock:
    return _Clock(monkeypatch)


DAYS = [timedelta(days=1), timedelta(days=-1)]


@pytest.mark.parametrize("jump", DAYS, ids=["forward", "back"])
def test_clock_jump_lets_nobody_wait_longer_than_a_span(clock: _Clock, jump: timedelta) -> None:
    request = RequestFactory().get("/")
    limit(request, "knock", most=1, minutes=10)
    with pytest.raises(TooOften):
        limit(request, "knock", most=1, minutes=10)
    clock.shift = jump

    limit(request, "knock", most=1, minutes=10)
    with pytest.raises(TooOften) as again:
        limit(request, "knock", most=1, minutes=10)
    assert again.value.minutes == 10


@pytest.mark.parametrize("jump", DAYS, ids=["forward", "back"])
def test_clock_jump_leaves_sign_ins_and_asks_for_the_password_where_it_matters(
    clock: _Clock, client: Client, moderator: User, jump: timedelta
) -> None:
    listing = make_listing()
    client.post("/admin/login/", {"username": moderator.email, "password": "correct horse battery"})
    clock.shift = jump

    assert client.get("/admin/").status_code == 200
    assert client.get(f"/admin/profiles/listing/{listing.pk}/withdraw/do/").status_code == 302


@pytest.mark.parametrize("jump", DAYS, ids=["forward", "back"])
def test_clock_jump_frees_claims(clock: _Clock, jump: timedelta) -> None:
    first, second, submission = make_moderator(), make_moderator(), make_submission()
    actions.claim(submission=submission, by=first)
    with pytest.raises(NotAllowed):
        actions.claim(submission=submission, by=second)
    clock.shift = jump

    assert actions.claim(submission=submission, by=second).claimed_by == second


@pytest.mark.parametrize("jump", DAYS, ids=["forward", "back"])
def test_clock_jump_and_daily_delete_nothing_early_and_show_the_same(
    clock: _Clock, client: Client, jump: timedelta
) -> None:
    listing, draft = make_listing(), make_submission(state="draft")
    declined = make_submission()
    actions.decline(submission=declined, by=make_moderator(), version=1, reason="other", note="Sorry.")
    clock.shift = jump

    call_command("daily", stdout=io.StringIO())

    assert Submission.objects.filter(pk__in=[draft.pk, declined.pk]).count() == 2
    assert client.get(listing.get_absolute_url()).status_code == 200
    assert client.get("/profiles/").context["results"].total == 1


def test_clock_put_back_hides_a_withdrawal_no_less(clock: _Clock, client: Client, moderator: User) -> None:
    listing, other = make_listing(), make_listing()
    assert client.get("/profiles/").context["results"].total == 2
    clock.shift = timedelta(days=-1)

    actions.withdraw(listing=listing, by=moderator, note="")

    assert client.get(listing.get_absolute_url()).status_code == 410
    assert [row.slug for row in Listing.objects.public()] == [other.slug]
    assert client.get("/profiles/").context["results"].total == 1


def test_beat_is_noted_now_and_then_and_a_full_disk_stops_nobody(
    clock: _Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs.beat()
    path = marks.path(marks.WORKER)
    os.utime(path, (1, 1))
    jobs.beat()
    first = path.stat().st_mtime
    os.utime(path, (time.time() - 3, time.time() - 3))
    before = path.stat().st_mtime
    jobs.beat()

    assert first > datetime(2020, 1, 1).timestamp()  # noqa: DTZ001 - long after the first second of 1970
    assert path.stat().st_mtime == before

    def full(*args: Any, **kwargs: Any) -> Any:
        raise OSError(28, "No space left on device")

    path.unlink()
    monkeypatch.setattr(Path, "touch", full)
    jobs.beat()
    assert not path.exists()


def test_file_for_an_import_on_a_full_disk_leaves_no_half_run(monkeypatch: pytest.MonkeyPatch) -> None:
    by, real = make_moderator(), storages["private"]._save

    def full(name: str, content: ContentFile) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storages["private"], "_save", full)
    with pytest.raises(OSError, match="No space left"):
        _upload(by)
    monkeypatch.setattr(storages["private"], "_save", real)

    run = _upload(by)
    assert (Submission.objects.count(), run.file.storage.exists(run.file.name)) == (0, True)
