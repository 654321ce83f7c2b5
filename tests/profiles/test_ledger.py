"""The withdrawal ledger: what it remembers, and that it has it before the database does."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NoReturn

import pytest
from django.db import transaction
from django.utils import timezone

from profiles import actions, ledger
from profiles.ledger import Entry, Kind, LedgerDamaged
from profiles.models import Listing
from profiles.states import ListingState
from tests.factories import make_listing, make_photo, make_submission


def _entries() -> list[Entry]:
    return ledger.read(ledger.path())


@pytest.mark.django_db
def test_withdraw_writes_one_line_without_her_name() -> None:
    listing = make_listing(display_name="Canary", committed_name="Canary Bird")
    code = make_submission(listing=listing).code
    make_submission()

    actions.withdraw(listing=listing, by=None)

    [entry] = _entries()
    assert (entry.kind, entry.slug, entry.item, entry.version) == ("withdrawn", listing.slug, "listing", 1)
    assert entry.submissions == (code,)
    assert "Canary" not in ledger.path().read_text()


@pytest.mark.django_db
def test_withdraw_one_item_names_it() -> None:
    listing = make_listing(consent_photo_on=timezone.localdate())

    actions.withdraw(listing=listing, by=None, item="photo")

    assert [(entry.slug, entry.item) for entry in _entries()] == [(listing.slug, "photo")]


@pytest.mark.django_db
def test_removed_photo_is_remembered_by_its_token(moderator: Any) -> None:
    photo = make_photo(make_listing())

    actions.remove_photo(photo=photo, by=moderator, reason="photo")

    assert [(entry.kind, entry.photo) for entry in _entries()] == [("photo_removed", photo.token)]


@pytest.mark.django_db
def test_refused_withdrawal_writes_nothing() -> None:
    listing = make_listing()

    with pytest.raises(actions.listings.WrongState):
        actions.withdraw(listing=listing, by=None, item="photo")

    assert _entries() == []


@pytest.mark.django_db(transaction=True)
def test_line_is_on_the_disk_before_the_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    listing = make_listing()
    steps: list[str] = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda descriptor: (steps.append("fsync"), real(descriptor))[1])

    with transaction.atomic():
        transaction.on_commit(lambda: steps.append("commit"))
        actions.withdraw(listing=listing, by=None)

    assert steps[-1] == "commit"
    assert "fsync" in steps[:-1]


@pytest.mark.django_db(transaction=True)
def test_withdrawal_that_fails_to_commit_stays_in_the_ledger() -> None:
    listing = make_listing()

    def withdraw_and_fail() -> NoReturn:
        with transaction.atomic():
            actions.withdraw(listing=listing, by=None)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        withdraw_and_fail()

    assert Listing.objects.get().state == ListingState.PUBLISHED
    assert [entry.slug for entry in _entries()] == [listing.slug]


@pytest.mark.django_db(transaction=True)
def test_full_disk_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither half a line nor half a withdrawal."""
    ledger.record(Kind.MARK)
    before = ledger.path().read_bytes()
    listing = make_listing()

    def full(descriptor: int, data: bytes) -> NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ledger.os, "write", full)
    with pytest.raises(OSError, match="No space left"):
        actions.withdraw(listing=listing, by=None)

    assert Listing.objects.get().state == ListingState.PUBLISHED
    assert ledger.path().read_bytes() == before


def test_disk_that_fills_up_in_mid_line_leaves_no_half_line(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.record(Kind.MARK)
    before = ledger.path().read_bytes()
    real, left = os.write, [5]

    def nearly_full(descriptor: int, data: Any) -> int:
        if not left.pop():
            raise OSError(28, "No space left on device")
        left.append(0)
        return real(descriptor, bytes(data[:5]))

    monkeypatch.setattr(ledger.os, "write", nearly_full)
    with pytest.raises(OSError, match="No space left"):
        ledger.record(Kind.MARK)

    assert ledger.path().read_bytes() == before


def test_half_a_line_left_by_a_crash_is_passed_over_and_then_replaced() -> None:
    ledger.record(Kind.WITHDRAWN, slug="abcd2345")
    with ledger.path().open("ab") as file:
        file.write(b'0123456789abcdef {"half')

    assert [entry.slug for entry in _entries()] == ["abcd2345"]

    ledger.record(Kind.WITHDRAWN, slug="efgh6789")

    assert [entry.slug for entry in _entries()] == ["abcd2345", "efgh6789"]


def test_half_a_line_longer_than_a_block_is_replaced() -> None:
    ledger.record(Kind.WITHDRAWN, slug="abcd2345")
    with ledger.path().open("ab") as file:
        file.write(b"x" * 10_000)

    ledger.record(Kind.WITHDRAWN, slug="efgh6789")

    assert [entry.slug for entry in _entries()] == ["abcd2345", "efgh6789"]


def test_changed_line_in_the_middle_is_not_believed() -> None:
    ledger.record(Kind.WITHDRAWN, slug="abcd2345")
    ledger.record(Kind.WITHDRAWN, slug="efgh6789")
    ledger.path().write_text(ledger.path().read_text().replace("abcd2345", "zzzz2345"))

    with pytest.raises(LedgerDamaged):
        _entries()


def test_ledger_is_for_its_owner_alone() -> None:
    ledger.record(Kind.MARK)

    assert ledger.path().stat().st_mode & 0o777 == 0o600


def test_missing_ledger_has_no_entries(tmp_path: Path) -> None:
    assert ledger.read(tmp_path / "none") == []


def test_writers_at_once_lose_nothing() -> None:
    slugs = [f"slug{number:04}" for number in range(40)]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda slug: ledger.record(Kind.WITHDRAWN, slug=slug), slugs))

    assert sorted(entry.slug for entry in _entries()) == slugs


def test_live_ledger_is_told_from_a_copy() -> None:
    ledger.append(ledger.path(), [Entry(id="x", at="2026-01-05T10:00:00+00:00", kind="mark")])

    assert not ledger.is_live(ledger.path(), _entries())

    ledger.record(Kind.MARK)

    assert ledger.is_live(ledger.path(), _entries())


def test_missing_or_empty_ledger_is_not_live(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()

    assert not ledger.is_live(tmp_path / "none", [])
    assert not ledger.is_live(tmp_path / "empty", [])
