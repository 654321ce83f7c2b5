"""Backups and the way back, on both databases and from each to the other."""

import gzip
import io
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyrage
import pytest
from cryptography.fernet import Fernet
from django.conf import LazySettings, settings
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.utils import timezone

from penpal.backup import keys, tables
from profiles import actions, ledger
from profiles.ledger import Entry, Kind
from profiles.models import EventWords, Listing, ModerationEvent, Photo, SearchRow, Submission
from profiles.states import ListingState
from tests.factories import make_listing, make_moderator, make_photo, make_submission, make_user
from tests.support.run import ROOT, SETTINGS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def identity(tmp_path: Path, settings: LazySettings) -> Path:
    """A key pair of the test's own; the file with the secret half."""
    text, public = keys.new_identity()
    (tmp_path / "identity.txt").write_text(text)
    settings.BACKUP_RECIPIENTS = [public]
    return tmp_path / "identity.txt"


@pytest.fixture
def back_up(tmp_path: Path, identity: Path) -> Callable[[], Path]:
    """Makes a backup and returns its file."""

    def make() -> Path:
        call_command("backup", tmp_path / "backups", stdout=io.StringIO())
        return max((tmp_path / "backups").iterdir())

    return make


@pytest.fixture
def put_back(identity: Path) -> Callable[..., str]:
    """Restores a backup in place of what there is; returns what the command said."""

    def restore(source: Path, **options: Any) -> str:
        said = io.StringIO()
        call_command("restore", source, identity=identity, replace=True, stdout=said, **options)
        return said.getvalue()

    return restore


def _contents() -> dict[str, list[Any]]:
    """Every row of every table as the backup would have it."""
    with tables.snapshot() as frozen:
        return {table.name: list(tables._rows(frozen, table)) for table in tables.tables()}


def _public() -> list[str]:
    return sorted(Listing.objects.public().values_list("slug", flat=True))


def _all_kinds_of_rows() -> None:
    moderator, writer = make_moderator(), make_user(pen_name="Wren Ünï")
    listing = make_listing(
        consent_photo_on=timezone.localdate(), bio="Line one.\nLine 2 \u2028 “quoted” \\ 'x' 日本"
    )
    make_photo(listing)
    submission = make_submission(submitter_email="mother@example.org")
    actions.ask_for_changes(
        submission=submission, by=moderator, version=1, reason="contact", note="Leave out the number."
    )
    actions.verify(listing=listing, by=moderator)
    assert writer.pk


def test_drill_brings_back_every_row_and_file(back_up: Callable, put_back: Callable) -> None:
    _all_kinds_of_rows()
    for label in ("default", "private"):
        storages[label].save("photos/ab/abc-320.webp", ContentFile(b"picture of " + label.encode()))
    before = _contents()

    saved = back_up()
    call_command("flush", interactive=False, verbosity=0)
    for label in ("default", "private"):
        storages[label].delete("photos/ab/abc-320.webp")
    put_back(saved)

    assert _contents() == before
    assert len(before["profiles_listing"]) == 1
    for label in ("default", "private"):
        with storages[label].open("photos/ab/abc-320.webp") as file:
            assert file.read() == b"picture of " + label.encode()
    assert Submission.objects.get().submitter_email == "mother@example.org"
    assert [words.note for words in EventWords.objects.all() if words.note] == ["Leave out the number."]


def test_rows_made_after_a_restore_are_numbered_on(back_up: Callable, put_back: Callable) -> None:
    first = make_listing()

    put_back(back_up())

    assert make_listing().pk > first.pk


def test_log_is_guarded_again_after_a_restore(back_up: Callable, put_back: Callable) -> None:
    listing = make_listing()
    actions.hide(listing=listing, by=None, reason="other")

    put_back(back_up())

    with pytest.raises(DatabaseError, match="never changed"):
        ModerationEvent.objects.update(kind="approved")


def test_sign_ins_are_not_in_a_backup_and_end_with_it(
    client: Any, back_up: Callable, put_back: Callable
) -> None:
    client.force_login(make_moderator())

    put_back(back_up())

    assert Session.objects.count() == 0


def test_nothing_in_the_file_can_be_read_without_the_key(back_up: Callable, tmp_path: Path) -> None:
    make_listing(bio="Canary bio")

    saved = back_up()

    assert b"Canary" not in saved.read_bytes()
    assert saved.read_bytes().startswith(b"age-encryption.org/v1")
    assert saved.stat().st_mode & 0o777 == 0o600
    text, _public_key = keys.new_identity()
    (tmp_path / "other.txt").write_text(text)
    with pytest.raises(CommandError, match="not its key"):
        call_command("restore", saved, identity=tmp_path / "other.txt", replace=True)


def test_backup_holds_no_keys_and_encrypted_texts_stay_encrypted(back_up: Callable, identity: Path) -> None:
    make_submission(submitter_email="canary@example.org")

    sealed = pyrage.decrypt(back_up().read_bytes(), keys.identities(identity))

    with tarfile.open(fileobj=io.BytesIO(sealed)) as tar:
        clear = b"".join(tar.extractfile(info).read() for info in tar if "submission.0" not in info.name)
        part = next(info.name for info in tar if info.name.startswith("database/profiles_submission.0"))
        rows = gzip.decompress(tar.extractfile(part).read())
    assert b"canary@example.org" not in rows
    assert b"T0" in rows
    for secret in [*settings.FIELD_KEYS, settings.SECRET_KEY]:
        assert secret.encode() not in clear + rows


def test_restore_without_the_field_key_is_refused(
    back_up: Callable, put_back: Callable, settings: LazySettings
) -> None:
    make_listing()
    saved = back_up()
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(CommandError, match="FIELD_KEYS lacks a key"):
        put_back(saved)


@pytest.mark.parametrize("damage", ["cut", "flipped", "not a backup", "empty"])
def test_damaged_backup_changes_nothing(back_up: Callable, put_back: Callable, damage: str) -> None:
    make_listing()
    saved = back_up()
    data = saved.read_bytes()
    middle = len(data) // 2
    saved.write_bytes(
        {
            "cut": data[:-300],
            "flipped": data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :],
            "not a backup": b"hello",
            "empty": b"",
        }[damage]
    )
    make_listing()
    before = _contents()

    with pytest.raises(CommandError, match="Nothing was restored"):
        put_back(saved)

    assert _contents() == before


def test_restore_that_fails_half_way_changes_nothing(
    back_up: Callable, put_back: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_listing()
    saved = back_up()
    make_listing()
    before = _contents()

    def fail() -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr(tables, "check_and_count_on", fail)
    with pytest.raises(RuntimeError):
        put_back(saved)

    assert _contents() == before
    actions.hide(listing=Listing.objects.first(), by=None, reason="other")
    with pytest.raises(DatabaseError, match="never changed"):
        ModerationEvent.objects.update(kind="approved")


def test_listings_are_not_replaced_unasked(back_up: Callable, identity: Path) -> None:
    make_listing()
    saved = back_up()

    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", saved, identity=identity)


def test_check_only_reads(back_up: Callable, identity: Path) -> None:
    make_listing()
    saved = back_up()
    Listing.objects.update(display_name="Changed")
    said = io.StringIO()

    call_command("restore", saved, identity=identity, check=True, stdout=said)

    assert "is whole" in said.getvalue()
    assert Listing.objects.get().display_name == "Changed"


def test_full_disk_leaves_no_half_backup(
    tmp_path: Path, identity: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_listing()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CommandError, match="No space left"):
        call_command("backup", tmp_path / "backups")

    assert list((tmp_path / "backups").iterdir()) == []


def test_keep_deletes_the_oldest(tmp_path: Path, identity: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in ("01", "02", "03"):
        (folder / f"penpal-202001{day}T000000Z.tar.age").touch()

    call_command("backup", folder, keep=2, stdout=io.StringIO())

    assert len(list(folder.iterdir())) == 2
    assert (folder / "penpal-20200103T000000Z.tar.age").exists()


# --- Who withdrew since stays withdrawn --------------------------------------------------------------------


def test_old_backup_never_republishes_a_withdrawn_listing(back_up: Callable, put_back: Callable) -> None:
    gone, stays = make_listing(), make_listing()
    saved = back_up()
    actions.withdraw(listing=gone, by=None)

    said = put_back(saved)

    assert _public() == [stays.slug]
    assert Listing.objects.get(slug=gone.slug).state == ListingState.WITHDRAWN
    assert SearchRow.objects.count() == 1
    assert "1 listings withdrawn" in said
    assert "hidden" not in said


def test_old_backup_never_brings_back_one_consent(back_up: Callable, put_back: Callable) -> None:
    listing = make_listing(consent_photo_on=timezone.localdate())
    make_photo(listing)
    saved = back_up()
    actions.withdraw(listing=listing, by=None, item="photo")

    put_back(saved)

    assert _public() == [listing.slug]
    assert Listing.objects.get().consent_photo_on is None
    assert Photo.objects.count() == 0


def test_old_backup_never_brings_back_a_removed_photo(back_up: Callable, put_back: Callable) -> None:
    listing, moderator = make_listing(consent_photo_on=timezone.localdate()), make_moderator()
    removed, stays = make_photo(listing), make_photo(listing)
    saved = back_up()
    actions.remove_photo(photo=removed, by=moderator, reason="photo")

    put_back(saved)

    assert [photo.token for photo in Photo.objects.all()] == [stays.token]


def test_consent_given_again_before_the_backup_stays(back_up: Callable, put_back: Callable) -> None:
    listing, moderator = make_listing(consent_photo_on=timezone.localdate()), make_moderator()
    actions.withdraw(listing=listing, by=None, item="photo")
    change = actions.propose_change(listing=Listing.objects.get(), by=moderator)
    Submission.objects.filter(pk=change.pk).update(consent_photo_on=timezone.localdate())
    actions.approve(submission=Submission.objects.get(), by=moderator, version=change.version)

    put_back(back_up())

    assert Listing.objects.get().consent_photo_on == timezone.localdate()


def test_submission_approved_and_withdrawn_since_cannot_be_approved_again(
    back_up: Callable, put_back: Callable
) -> None:
    submission, moderator = make_submission(), make_moderator()
    saved = back_up()
    listing = actions.approve(submission=submission, by=moderator, version=1)
    actions.withdraw(listing=listing, by=None)

    put_back(saved)

    waiting = Submission.objects.get()
    assert (waiting.state, waiting.consent_listing_on) == ("waiting", None)
    with pytest.raises(actions.publishing.NotAllowed):
        actions.approve(submission=waiting, by=make_moderator(), version=waiting.version)


def test_lost_ledger_hides_every_listing(back_up: Callable, put_back: Callable) -> None:
    gone, stays = make_listing(), make_listing()
    saved = back_up()
    actions.withdraw(listing=gone, by=None)
    ledger.path().unlink()

    said = put_back(saved)

    assert _public() == []
    assert "2 listings are hidden" in said
    actions.unhide(listing=Listing.objects.get(slug=stays.slug), by=make_moderator())
    assert _public() == [stays.slug]


def test_lost_ledger_stays_known_when_the_same_backup_is_restored_again(
    back_up: Callable, put_back: Callable
) -> None:
    make_listing()
    saved = back_up()
    ledger.path().unlink()
    put_back(saved)

    said = put_back(saved)

    assert _public() == []
    assert "has a gap since the backup" in said


def test_backup_made_after_a_gap_is_as_good_as_any(back_up: Callable, put_back: Callable) -> None:
    listing = make_listing()
    saved = back_up()
    ledger.path().unlink()
    put_back(saved)
    actions.unhide(listing=Listing.objects.get(), by=make_moderator())

    put_back(back_up())

    assert _public() == [listing.slug]


def test_fresh_ledger_in_place_of_the_lost_one_hides_every_listing(
    back_up: Callable, put_back: Callable
) -> None:
    make_listing()
    saved = back_up()
    ledger.path().unlink()
    ledger.record(Kind.MARK)

    said = put_back(saved)

    assert _public() == []
    assert "lacks lines that the backup has" in said


def test_old_copy_in_place_of_the_ledger_hides_every_listing(
    back_up: Callable, put_back: Callable, tmp_path: Path
) -> None:
    """An older copy holds all that the backup knows, and still not the withdrawals since."""
    make_listing()
    saved = back_up()
    entries = ledger.read(ledger.path())
    ledger.path().unlink()
    hour_ago = timezone.now() - timedelta(hours=1)
    ledger.append(ledger.path(), entries)
    ledger.append(ledger.path(), [Entry(id="old", at=hour_ago.isoformat(), kind="mark")])

    said = put_back(saved)

    assert _public() == []
    assert "is a copy, or was moved" in said


def test_copy_as_new_as_the_crash_is_enough(back_up: Callable, put_back: Callable, tmp_path: Path) -> None:
    gone, stays = make_listing(), make_listing()
    saved = back_up()
    actions.withdraw(listing=gone, by=None)
    crash = timezone.now()
    call_command("copy_ledger", tmp_path / "copy")
    ledger.path().unlink()

    put_back(saved, ledger=[tmp_path / "copy"], crashed_at=crash)

    assert _public() == [stays.slug]


@pytest.mark.parametrize("late", [True, False])
def test_ledgers_of_several_hosts_count_together(
    back_up: Callable, put_back: Callable, tmp_path: Path, settings: Any, late: bool
) -> None:
    """Each host wrote withdrawals that no other has. One whose copy is too old hides everybody."""
    one, other, stays = make_listing(), make_listing(), make_listing()
    saved = back_up()
    actions.withdraw(listing=one, by=None)
    first, settings.WITHDRAWAL_LEDGER = settings.WITHDRAWAL_LEDGER, str(tmp_path / "second.ledger")
    actions.withdraw(listing=other, by=None)
    call_command("copy_ledger", tmp_path / "copy-2")
    settings.WITHDRAWAL_LEDGER = first
    crash = timezone.now() + timedelta(hours=1)
    moment = timezone.now() + timedelta(hours=2 if late else 0)
    ledger.append(Path(first), [Entry(id="end-1", at=(crash + timedelta(hours=2)).isoformat(), kind="mark")])
    ledger.append(tmp_path / "copy-2", [Entry(id="end-2", at=moment.isoformat(), kind="mark")])
    Path(first).rename(tmp_path / "copy-1")

    put_back(saved, ledger=[tmp_path / "copy-1", tmp_path / "copy-2"], crashed_at=crash)

    assert _public() == ([stays.slug] if late else [])
    withdrawn = set(Listing.objects.filter(state=ListingState.WITHDRAWN).values_list("slug", flat=True))
    assert withdrawn == {one.slug, other.slug}


def test_own_ledger_is_not_enough_where_another_host_is_named(
    back_up: Callable, put_back: Callable, tmp_path: Path
) -> None:
    make_listing()
    saved = back_up()
    ledger.record(Kind.MARK)
    copies = [tmp_path / "copy-1", tmp_path / "copy-2"]
    call_command("copy_ledger", copies[0])
    copies[1].write_bytes(b"")

    put_back(saved, ledger=copies, crashed_at=timezone.now() - timedelta(hours=1))

    assert _public() == []


def test_copy_older_than_the_crash_hides_every_listing_and_still_counts(
    back_up: Callable, put_back: Callable, tmp_path: Path
) -> None:
    gone, stays = make_listing(), make_listing()
    saved = back_up()
    actions.withdraw(listing=gone, by=None)
    call_command("copy_ledger", tmp_path / "copy")
    ledger.path().unlink()

    put_back(saved, ledger=[tmp_path / "copy"], crashed_at=timezone.now() + timedelta(seconds=1))

    states = dict(Listing.objects.values_list("slug", "state"))
    assert states == {gone.slug: ListingState.WITHDRAWN, stays.slug: ListingState.HIDDEN}


def test_damaged_ledger_hides_every_listing_and_its_good_lines_count(
    back_up: Callable, put_back: Callable
) -> None:
    gone, stays = make_listing(), make_listing()
    saved = back_up()
    actions.withdraw(listing=gone, by=None)
    whole = ledger.path().read_bytes()
    ledger.path().write_bytes(b"garbage\n" + whole)

    put_back(saved)

    states = dict(Listing.objects.values_list("slug", "state"))
    assert states == {gone.slug: ListingState.WITHDRAWN, stays.slug: ListingState.HIDDEN}


def test_withdrawal_during_the_restored_life_counts_too(back_up: Callable, put_back: Callable) -> None:
    """Crash, restore, withdrawal, crash: the same old backup again."""
    first, second = make_listing(), make_listing()
    saved = back_up()
    actions.withdraw(listing=first, by=None)
    put_back(saved)
    actions.withdraw(listing=Listing.objects.get(slug=second.slug), by=None)

    put_back(saved)

    assert _public() == []
    assert set(Listing.objects.values_list("state", flat=True)) == {ListingState.WITHDRAWN}


# --- From one database to the other ------------------------------------------------------------------------


def _manage(folder: Path, *arguments: str | Path) -> None:
    """A management command on a site with SQLite and files of its own under `folder`."""
    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS} | {
        "DATABASE_URL": f"sqlite:///{folder}/other.sqlite3",
        "WITHDRAWAL_LEDGER": str(ledger.path()),
        "FIELD_KEYS": settings.FIELD_KEYS[0],
        "BACKUP_RECIPIENTS": settings.BACKUP_RECIPIENTS[0],
    }
    command = [sys.executable, "manage.py", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_drill_through_an_empty_sqlite_database_and_back(
    back_up: Callable, put_back: Callable, identity: Path, tmp_path: Path
) -> None:
    """On PostgreSQL this crosses to SQLite and back; the empty database gets its tables from the restore."""
    _all_kinds_of_rows()
    before = _contents()
    there = tmp_path / "there"
    there.mkdir()

    saved = back_up()
    _manage(there, "restore", saved, "--identity", identity)
    _manage(there, "backup", there / "backups")
    call_command("flush", interactive=False, verbosity=0)
    put_back(next((there / "backups").iterdir()))

    assert _contents() == before


# --- Keys -------------------------------------------------------------------------------------------------


def test_make_backup_key_writes_a_secret_file_that_opens_backups(
    tmp_path: Path, settings: LazySettings, put_back: Callable
) -> None:
    said = io.StringIO()

    call_command("make_backup_key", tmp_path / "new.txt", stdout=said)

    settings.BACKUP_RECIPIENTS = [said.getvalue().strip()]
    assert (tmp_path / "new.txt").stat().st_mode & 0o777 == 0o600
    assert str(keys.identities(tmp_path / "new.txt")[0].to_public()) == str(keys.recipients()[0])
    with pytest.raises(CommandError, match="Name a new file"):
        call_command("make_backup_key", tmp_path / "new.txt")


def test_laptop_makes_its_own_key_once(tmp_path: Path, settings: LazySettings) -> None:
    settings.BACKUP_RECIPIENTS, settings.VAR_DIR = [], tmp_path

    first, second = keys.recipients(), keys.recipients()

    assert str(first[0]) == str(second[0]) == str(keys.identities(None)[0].to_public())


def test_production_makes_no_key_by_itself(tmp_path: Path, settings: LazySettings) -> None:
    settings.BACKUP_RECIPIENTS, settings.VAR_DIR, settings.PRODUCTION = [], tmp_path, True

    with pytest.raises(CommandError, match="Set BACKUP_RECIPIENTS"):
        call_command("backup", tmp_path / "backups")
