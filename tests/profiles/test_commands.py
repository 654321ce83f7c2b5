"""daily, make_field_key, rotate_field_keys."""

import io
import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.fernet import Fernet
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from profiles import chores
from profiles.models import Scan, SearchRow, Submission, SubmissionPhoto
from profiles.photos import new_key, write_renditions
from tests.factories import make_listing, make_moderator, make_photo, make_story, make_submission
from tests.profiles.test_actions import photo_of

pytestmark = pytest.mark.django_db


def said(command: str) -> str:
    out = io.StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


def files(alias: str) -> list[Path]:
    return sorted(path for path in Path(storages[alias].location).rglob("*") if path.is_file())


def grow_old(alias: str) -> None:
    """Make every file two days old."""
    then = (timezone.now() - timedelta(days=2)).timestamp()
    for path in files(alias):
        os.utime(path, (then, then))


def renditions(key: str) -> str:
    write_renditions(Image.new("RGB", (40, 50), "teal"), key)
    return key


def test_daily_deletes_old_public_files_that_nothing_uses() -> None:
    listing = make_listing()
    make_photo(listing, file_key=renditions(new_key()))
    make_story(listing, drawing_key=renditions(new_key()))
    renditions(new_key())
    grow_old("default")
    renditions(new_key())  # perhaps of an approval that is still running

    first, second = said("daily"), said("daily")

    assert len(files("default")) == 12
    assert "     4 public files deleted" in first
    assert "     0 public files deleted" in second


def test_daily_deletes_old_private_files_that_nothing_uses() -> None:
    photo_of(make_submission())
    Scan().file.save("x.pdf", ContentFile(b"%PDF"))
    scan = Scan(media_type="application/pdf")
    scan.file.save("x.pdf", ContentFile(b"%PDF"))
    grow_old("private")

    said("daily")

    kept = {str(path.relative_to(storages["private"].location)) for path in files("private")}
    assert kept == {SubmissionPhoto.objects.get().original.name, *Scan.objects.values_list("file", flat=True)}


@pytest.mark.parametrize(
    ("state", "decision", "days", "kept"),
    [
        ("declined", "waiting", 91, 0),
        ("declined", "accepted", 91, 0),
        ("declined", "waiting", 89, 1),
        ("approved", "refused", 91, 0),
        ("approved", "accepted", 91, 1),
        ("waiting", "refused", None, 1),
    ],
)
def test_daily_forgets_photos_decided_against(state: str, decision: str, days: int | None, kept: int) -> None:
    decided = {}
    if days is not None:
        decided = {"decided_at": timezone.now() - timedelta(days=days), "decided_by": make_moderator()}
    photo_of(make_submission(state=state, **decided), decision=decision)
    grow_old("private")

    said("daily")

    assert (SubmissionPhoto.objects.count(), len(files("private"))) == (kept, kept)


def test_daily_takes_out_of_the_search_what_time_has_hidden() -> None:
    lapsed, public = make_listing(), make_listing()
    type(lapsed).objects.filter(pk=lapsed.pk).update(consent_until=timezone.localdate() - timedelta(days=1))

    said("daily")

    assert list(SearchRow.objects.values_list("pk", flat=True)) == [public.pk]


def test_daily_forgets_expired_sessions() -> None:
    for days in (-1, 1):
        Session.objects.create(session_key=f"key{days}", expire_date=timezone.now() + timedelta(days=days))

    said("daily")

    assert list(Session.objects.values_list("session_key", flat=True)) == ["key1"]


def test_daily_does_the_rest_when_one_job_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    done = []

    def fail() -> int:
        raise OSError("the disk is gone")

    def work() -> int:
        done.append(1)
        return 1

    monkeypatch.setattr(chores, "CHORES", [chores.Chore("one", fail), chores.Chore("two", work)])

    with pytest.raises(CommandError, match="1 of 2 jobs failed"):
        said("daily")

    assert done == [1]


def test_make_field_key_prints_a_key() -> None:
    key = said("make_field_key").strip()

    assert Fernet(key).decrypt(Fernet(key).encrypt(b"words")) == b"words"


def stored(submission: Submission) -> str:
    """What stands in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT submitter_name FROM profiles_submission WHERE id = %s", [submission.pk])
        return cursor.fetchone()[0]


def test_rotate_field_keys_encrypts_with_the_first_key(settings: LazySettings) -> None:
    submissions = [make_submission(submitter_name=name) for name in ("Rosa", "Lucía", "")]
    new = Fernet.generate_key().decode()
    settings.FIELD_KEYS = [new, *settings.FIELD_KEYS]

    said("rotate_field_keys")

    opened = [Fernet(new).decrypt(stored(one)).decode() for one in submissions[:2]]
    assert (opened, stored(submissions[2])) == (["Rosa", "Lucía"], "")
    settings.FIELD_KEYS = [new]
    assert Submission.objects.get(pk=submissions[1].pk).submitter_name == "Lucía"


def test_rotate_field_keys_goes_through_all_rows(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("profiles.management.commands.rotate_field_keys.ROWS_AT_ONCE", 2)
    submissions = [make_submission(submitter_name=f"Rosa {n}") for n in range(5)]
    new = Fernet.generate_key().decode()
    settings.FIELD_KEYS = [new, *settings.FIELD_KEYS]

    words = said("rotate_field_keys")

    assert "       5 profiles.Submission" in words
    settings.FIELD_KEYS = [new]
    names: list[Any] = [Submission.objects.get(pk=one.pk).submitter_name for one in submissions]
    assert names == [f"Rosa {n}" for n in range(5)]


def test_rotate_field_keys_holds_the_texts_of_one_row_at_a_time(settings: LazySettings) -> None:
    for number in range(3):
        make_submission(submitter_name=f"Rosa {number}")
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_KEYS]

    with CaptureQueriesContext(connection) as queries:
        said("rotate_field_keys")

    asked = [one["sql"] for one in queries if '"submitter_name"' in one["sql"].partition(" FROM ")[0]]
    reads = [sql for sql in asked if sql.startswith("SELECT")]
    assert [len(re.findall(r'"id" = \d+', sql)) for sql in reads] == [1, 1, 1]


def test_rotate_field_keys_takes_second_steps_and_files_along(settings: LazySettings) -> None:
    moderator, secret = make_moderator(), generate_totp_secret()
    TOTP.activate(moderator, secret)
    codes = RecoveryCodes.activate(moderator).get_unused_codes()
    name = storages["private"].save("scans/a/plain.pdf", ContentFile(b"scan"))
    Path(storages["private"].path(name)).write_bytes(b"scan from before files were encrypted")
    new = Fernet.generate_key().decode()
    settings.FIELD_KEYS = [new, *settings.FIELD_KEYS]

    words = said("rotate_field_keys")

    settings.FIELD_KEYS = [new]
    rows = {row.type: row for row in Authenticator.objects.all()}
    assert Fernet(new).decrypt(rows["totp"].data["secret"]).decode() == secret
    assert rows["recovery_codes"].wrap().get_unused_codes() == codes
    assert b"scan" not in Path(storages["private"].path(name)).read_bytes()[20:]
    assert storages["private"].open(name).read() == b"scan from before files were encrypted"
    assert "       2 second steps of sign-ins\n       1 private files\n" in words


def test_rotate_field_keys_without_the_old_key_of_a_second_step_says_so(settings: LazySettings) -> None:
    TOTP.activate(make_moderator(), generate_totp_secret())
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(CommandError, match=r"mfa\.Authenticator\.data holds a text that no key"):
        said("rotate_field_keys")


def test_rotate_field_keys_without_the_old_key_says_what_to_do(settings: LazySettings) -> None:
    submission = make_submission(submitter_name="Rosa")
    before = stored(submission)
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(CommandError, match=r"Submission\.submitter_name holds a text that no key"):
        said("rotate_field_keys")

    assert stored(submission) == before
