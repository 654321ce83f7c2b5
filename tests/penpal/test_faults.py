"""What happens when the machine fails in the middle: nothing lost, nothing doubled, nothing half public."""

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any, NoReturn

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from PIL import Image

from profiles import actions, chores, ledger, photos
from profiles.errors import PhotoRefused
from profiles.models import (
    EventWords,
    Listing,
    ModerationEvent,
    Photo,
    SearchRow,
    Submission,
    SubmissionPhoto,
    User,
)
from profiles.photos import check_photo, rendition_path
from profiles.states import EventKind, ListingState
from tests.factories import make_listing, make_moderator, make_photo, make_submission, make_user
from tests.support import victim

pytestmark = pytest.mark.django_db(transaction=True)
KILLED = -9


def _picture() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (1000, 1200), "teal").save(out, "JPEG")
    return out


def _submission_with_photo() -> Submission:
    submission = make_submission(consent_photo_on=timezone.localdate())
    actions.add_photo(submission=submission, photo=check_photo(_picture()), alt_text="She laughs.")
    SubmissionPhoto.objects.update(decision="accepted")
    return submission


def _public_files() -> list[str]:
    """Whole public files; what was only half written bears another name."""
    return [name for name in chores._files(storages["default"], "photos") if ".new-" not in name]


def _status(client: Client, path: str) -> int:
    """Status of an answer that may hold an open file."""
    response = client.get(path)
    response.close()
    return response.status_code


def approve_one(submission: int, by: int) -> None:
    """For the process that dies."""
    row = Submission.objects.get(pk=submission)
    actions.approve(submission=row, by=User.objects.get(pk=by), version=row.version)


def withdraw_one(listing: int) -> None:
    actions.withdraw(listing=Listing.objects.get(pk=listing), by=None)


def daily() -> None:
    call_command("daily", stdout=io.StringIO())


def _tidy(monkeypatch: pytest.MonkeyPatch) -> None:
    """What `daily` does a day later."""
    monkeypatch.setattr(chores, "GRACE", timedelta(0))
    daily()


@pytest.mark.parametrize(
    "kill_at",
    [
        "profiles.photos:_replace_file#3",
        "os:fdopen",
        "profiles.actions.publishing:_write",
        "profiles.actions.publishing:write_listing",
        "profiles.actions.publishing:write_listing+",
        "profiles.jobs:tell_submitter+",
        "django.db.backends.base.base:BaseDatabaseWrapper._commit",
    ],
)
def test_approval_killed_before_its_commit_never_happened(
    kill_at: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission, moderator = _submission_with_photo(), make_moderator()

    status = victim.run(
        "tests.penpal.test_faults:approve_one", kill_at, submission=submission.pk, by=moderator.pk
    )

    assert status == KILLED
    assert (Listing.objects.count(), Photo.objects.count(), SearchRow.objects.count()) == (0, 0, 0)
    assert Submission.objects.get().state == "waiting"
    assert not ModerationEvent.objects.filter(kind=EventKind.APPROVED).exists()
    listing = actions.approve(submission=submission, by=moderator, version=submission.version)
    _tidy(monkeypatch)
    assert len(_public_files()) == 4
    assert client.get(listing.get_absolute_url()).status_code == 200


def test_approval_killed_after_its_commit_is_whole(client: Client) -> None:
    submission, moderator = _submission_with_photo(), make_moderator()

    victim.run(
        "tests.penpal.test_faults:approve_one",
        "django.db.backends.base.base:BaseDatabaseWrapper._commit+",
        submission=submission.pk,
        by=moderator.pk,
    )

    listing = Listing.objects.get()
    assert Submission.objects.get().state == "approved"
    assert client.get(listing.get_absolute_url()).status_code == 200
    [photo] = listing.photos.all()
    assert {_status(client, photo.url(listing.slug, width, "jpg")) for width in (320, 960)} == {200}


def test_photo_killed_in_mid_file_leaves_no_half_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    submission, moderator = _submission_with_photo(), make_moderator()

    victim.run(
        "tests.penpal.test_faults:approve_one",
        "os:fdopen",
        submission=submission.pk,
        by=moderator.pk,
    )

    for name in _public_files():
        with storages["default"].open(name) as file, Image.open(file) as picture:
            picture.load()
    _tidy(monkeypatch)
    assert list(chores._files(storages["default"], "photos")) == []


@pytest.mark.parametrize(
    ("kill_at", "state"),
    [
        ("profiles.ledger:record", ListingState.PUBLISHED),
        ("profiles.ledger:record+", ListingState.PUBLISHED),
        ("django.db.backends.base.base:BaseDatabaseWrapper._commit+", ListingState.WITHDRAWN),
    ],
)
def test_withdrawal_killed_is_whole_or_not_there_and_never_missing_in_the_ledger(
    kill_at: str, state: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = make_listing(consent_photo_on=timezone.localdate())
    photo = make_photo(listing, file_key="abcdef")
    photos.write_renditions(Image.new("RGB", (400, 500)), "abcdef")

    victim.run("tests.penpal.test_faults:withdraw_one", kill_at, listing=listing.pk)

    withdrawn = state == ListingState.WITHDRAWN
    assert Listing.objects.get().state == state
    assert SearchRow.objects.exists() is not withdrawn
    assert client.get(listing.get_absolute_url()).status_code == (410 if withdrawn else 200)
    assert _status(client, photo.url(listing.slug, 320, "jpg")) == (410 if withdrawn else 200)
    if withdrawn:
        assert [entry.slug for entry in ledger.read(ledger.path())] == [listing.slug]
        _tidy(monkeypatch)
        assert _public_files() == []


def _due_for_daily() -> None:
    """Something for several jobs."""
    old = timezone.now() - timedelta(days=400)
    drafts = [make_submission(state="draft") for _ in range(3)]
    Submission.objects.filter(pk__in=[one.pk for one in drafts]).update(submitted_at=old)
    declined = make_submission()
    actions.decline(submission=declined, by=make_moderator(), version=1, reason="other", note="Sorry.")
    Submission.objects.filter(pk=declined.pk).update(decided_at=old)
    expired = make_listing()
    Listing.objects.filter(pk=expired.pk).update(
        consent_until=timezone.localdate() - timedelta(days=1), consent_listing_on=old.date()
    )
    make_listing()


def _nothing_is_due() -> bool:
    return (Submission.objects.count(), EventWords.objects.count(), SearchRow.objects.count()) == (0, 0, 1)


@pytest.mark.parametrize(
    "kill_at",
    [
        "profiles.chores:index_many",
        "profiles.models:Scan.objects.filter",
        "django.db.backends.base.base:BaseDatabaseWrapper._commit#2",
    ],
)
def test_daily_killed_in_the_middle_is_done_by_the_next_one(kill_at: str) -> None:
    _due_for_daily()

    assert victim.run("tests.penpal.test_faults:daily", kill_at) == KILLED
    daily()

    assert _nothing_is_due()


def test_two_daily_at_once_do_no_harm() -> None:
    _due_for_daily()
    start = Barrier(2)

    def run() -> None:
        try:
            start.wait(30)
            daily()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(run), pool.submit(run)]:
            done.result()

    assert _nothing_is_due()
    assert Listing.objects.filter(state=ListingState.PUBLISHED).count() == 2


def test_full_disk_publishes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    submission, moderator = _submission_with_photo(), make_moderator()
    real, left = photos._replace_file, [2]

    def full(*args: Any) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise OSError(28, "No space left on device")
        real(*args)

    monkeypatch.setattr(photos, "_replace_file", full)
    with pytest.raises(OSError, match="No space left"):
        actions.approve(submission=submission, by=moderator, version=submission.version)

    assert (Listing.objects.count(), _public_files()) == (0, [])
    assert Submission.objects.get().state == "waiting"


@pytest.mark.parametrize("damage", [b"", b"\xff\xd8\xff" + b"x" * 50, None])
def test_damaged_original_publishes_nothing(damage: bytes | None) -> None:
    submission, moderator = _submission_with_photo(), make_moderator()
    original = SubmissionPhoto.objects.get().original
    if damage is None:
        data = _picture().getvalue()
        damage = data[: len(data) // 2]
    original.storage.delete(original.name)
    original.storage.save(original.name, ContentFile(damage))

    with pytest.raises(PhotoRefused):
        actions.approve(submission=submission, by=moderator, version=submission.version)

    assert (Listing.objects.count(), _public_files()) == (0, [])


def test_missing_rendition_is_not_found_and_her_page_still_opens(client: Client) -> None:
    listing = make_listing(consent_photo_on=timezone.localdate())
    photo = make_photo(listing, file_key="abcdef")
    photos.write_renditions(Image.new("RGB", (400, 500)), "abcdef")
    storages["default"].delete(rendition_path("abcdef", 320, "jpg"))

    assert _status(client, photo.url(listing.slug, 320, "jpg")) == 404
    assert _status(client, photo.url(listing.slug, 960, "jpg")) == 200
    assert client.get(listing.get_absolute_url()).status_code == 200


# --- The database goes and comes back ----------------------------------------------------------------------


@pytest.fixture
def _no_database() -> Iterator[None]:
    """Connections are refused."""
    settings = connection.settings_dict
    before = dict(settings)
    connection.close()
    settings["NAME"], settings["HOST"] = "/nowhere/at/all.sqlite3", "/nowhere"
    yield
    connection.close()
    settings.update(before)


@pytest.fixture
def signed_in(client: Client) -> Client:
    client.force_login(make_user())
    client.raise_request_exception = False
    return client


@pytest.mark.usefixtures("signed_in", "_no_database")
@pytest.mark.parametrize("path", ["/", "/profiles/", "/profiles/?q=books", "/letters/", "/readyz"])
def test_database_gone_is_said_plainly(signed_in: Client, path: str) -> None:
    response = signed_in.get(path)

    assert response.status_code == 503
    assert path == "/readyz" or response.headers["Retry-After"] == "120"


@pytest.mark.usefixtures("_no_database")
def test_process_is_alive_without_its_database(client: Client) -> None:
    assert client.get("/healthz").status_code == 200


def test_database_back_again_is_used_again(client: Client) -> None:
    client.raise_request_exception = False
    settings = connection.settings_dict
    before = dict(settings)
    connection.close()
    settings["NAME"], settings["HOST"] = "/nowhere/at/all.sqlite3", "/nowhere"
    gone = client.get("/profiles/").status_code
    settings.update(before)
    connection.close()

    assert (gone, client.get("/profiles/").status_code) == (503, 200)


def test_error_that_is_none_of_the_database_stays_an_error(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any) -> NoReturn:
        raise ZeroDivisionError

    client.raise_request_exception = False
    monkeypatch.setattr("penpal.limits.limit_for", broken)

    assert client.get("/profiles/").status_code == 500
