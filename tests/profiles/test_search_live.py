"""The index of a process: it follows withdrawals at once, distrusts its snapshot, and cannot show who is gone."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from pyroaring import BitMap

from profiles import actions
from profiles.models import Change, Facility, Listing, User
from profiles.search import SearchParams, Sort, find, index_many, places_changed, write_listing
from profiles.search.index import snapshot
from profiles.search.index.live import build, live
from profiles.search.index.postings import Postings
from profiles.search.text import Term
from profiles.states import ListingState
from tests.factories import make_facility, make_listing, make_moderator

pytestmark = pytest.mark.django_db

#: Another process that withdraws listings one by one and says so after each commit.
WITHDRAW = """
import django, sys
django.setup()
from django.db import connections
connections["default"].settings_dict["NAME"] = sys.argv[1]
from profiles.actions import withdraw
from profiles.models import Listing, User
by = User.objects.get(pk=int(sys.argv[2]))
for pk in sys.argv[3:]:
    withdraw(listing=Listing.objects.get(pk=pk), by=by)
    print(pk, flush=True)
"""


def _found() -> set[int]:
    return {listing.pk for listing in find(SearchParams()).listings}


@pytest.fixture
def women(db: None) -> list[Listing]:
    facility = make_facility()
    return [make_listing(facility=facility) for _ in range(6)]


@pytest.fixture
def always_saved(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(snapshot, "FEWEST", 1)
    monkeypatch.setattr(snapshot, "OFTEN", 1)
    live.forget()
    yield
    live.forget()


def test_withdrawal_counts_at_the_next_question(women: list[Listing], moderator: User) -> None:
    assert find(SearchParams()).total == 6

    actions.withdraw(listing=women[0], by=moderator)

    results = find(SearchParams())
    assert results.total == 5
    assert women[0] not in results.listings


def test_index_that_stopped_following_shows_nobody_who_is_gone(
    women: list[Listing], moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    find(SearchParams())
    monkeypatch.setattr(live, "follows", False)

    actions.withdraw(listing=women[0], by=moderator)

    assert women[0].pk not in _found()


def test_page_is_filled_up_where_listings_have_gone(
    women: list[Listing], moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("profiles.search.finding.PAGE_SIZE", 3)
    order = [listing.pk for page in (1, 2) for listing in find(SearchParams(page=page)).listings]
    monkeypatch.setattr(live, "follows", False)
    for listing in women:
        if listing.pk in order[1:3]:
            actions.withdraw(listing=listing, by=moderator)

    results = find(SearchParams())

    assert [listing.pk for listing in results.listings] == [order[0], order[3], order[4]]
    assert results.next_query is not None


def test_restored_database_is_another_history(women: list[Listing]) -> None:
    """Numbers may be the same again; the marks are not."""
    find(SearchParams())
    with transaction.atomic():
        Listing.objects.filter(pk=women[0].pk).update(state=ListingState.HIDDEN)
        write_listing(women[0].pk)
        assert women[0].pk not in _found()
        transaction.set_rollback(True)
    Listing.objects.filter(pk=women[1].pk).update(state=ListingState.HIDDEN)
    write_listing(women[1].pk)

    results = find(SearchParams())

    assert results.total == 5
    assert women[1] not in results.listings


def test_old_changes_may_be_gone(women: list[Listing]) -> None:
    find(SearchParams())
    Listing.objects.filter(pk=women[0].pk).update(state=ListingState.HIDDEN)
    write_listing(women[0].pk)
    write_listing(women[1].pk)
    Change.objects.filter(seq__lt=Change.objects.latest("seq").seq).delete()

    assert find(SearchParams()).total == 5


def test_days_pass_without_changes() -> None:
    today = timezone.localdate()
    make_listing(consent_until=today + timedelta(days=2))
    make_listing(release_kind="date", release_date=today + timedelta(days=4))
    make_listing(verified_on=today - timedelta(days=100))
    make_listing()

    totals = [find(SearchParams(), today + timedelta(days=days)).total for days in (0, 2, 3, 4, 100, 200)]

    assert totals == [4, 4, 3, 2, 1, 0]


def test_renamed_place_is_found_and_named_anew(women: list[Listing]) -> None:
    facility = women[0].facility
    find(SearchParams())
    Facility.objects.filter(pk=facility.pk).update(name="Juniper Hall")

    places_changed(Listing.objects.filter(facility=facility))

    results = find(SearchParams(q="juniper", sort=Sort.RELEVANCE))
    assert results.total == 6
    assert results.place_names["facility", facility.slug] == "Juniper Hall"


def test_index_many_leaves_what_a_rebuild_would_make(women: list[Listing]) -> None:
    find(SearchParams())
    pks = [make_listing(index=False).pk for _ in range(3)]

    index_many(pks)
    live.refresh()

    fresh = build()
    with live.reading() as store:
        assert list(store.alive) == list(fresh.alive)
        assert {name: places.tolist() for name, places in store.lanes.items()} == {
            name: places.tolist() for name, places in fresh.lanes.items()
        }


# --- The snapshot file ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("always_saved")
def test_snapshot_is_the_owners_alone_and_loads_the_same(women: list[Listing]) -> None:
    find(SearchParams())

    file = snapshot.path()
    loaded, fresh = snapshot.load(), build()

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert loaded is not None
    assert (loaded.alive, loaded.bits, loaded.singles) == (fresh.alive, fresh.bits, fresh.singles)
    assert all((loaded.lanes[name] == fresh.lanes[name]).all() for name in fresh.lanes)


@pytest.mark.usefixtures("always_saved")
@pytest.mark.parametrize("harm", ["bit", "cut", "empty", "other"])
def test_damaged_snapshot_is_not_used(women: list[Listing], harm: str) -> None:
    find(SearchParams())
    content = bytearray(snapshot.path().read_bytes())
    content[len(content) // 2] ^= 1
    damaged = {"bit": bytes(content), "cut": bytes(content[:100]), "empty": b"", "other": b"x" * 400}
    snapshot.path().write_bytes(damaged[harm])
    live.forget()

    assert snapshot.load() is None
    assert find(SearchParams()).total == 6


@pytest.mark.usefixtures("always_saved")
def test_stale_snapshot_catches_up(women: list[Listing], moderator: User) -> None:
    find(SearchParams())
    stale = snapshot.path().read_bytes()
    actions.withdraw(listing=women[0], by=moderator)
    find(SearchParams())
    snapshot.path().write_bytes(stale)
    live.forget()

    results = find(SearchParams())

    assert results.total == 5
    assert women[0] not in results.listings


@pytest.mark.usefixtures("always_saved")
def _ask_nothing(terms: list[Term], _seq: int) -> dict[Term, BitMap]:
    assert terms == []
    return {}


def test_snapshot_brings_common_words_and_keeps_them_true(
    women: list[Listing], moderator: User, always_saved: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new process need not ask the database for a word that it can read from the file."""
    monkeypatch.setattr(snapshot, "NEW_WORDS", 1)
    word = SearchParams(q="quilts", sort=Sort.NEWEST)
    Listing.objects.update(headline="Quilts")
    index_many(one.pk for one in women)
    find(word)
    write_listing(women[0].pk)
    find(word)  # takes the change in and writes the file
    actions.withdraw(listing=women[1], by=moderator)
    live.forget()
    monkeypatch.setattr("profiles.search.index.live.fetch", _ask_nothing)

    results = find(word)

    assert {one.pk for one in results.listings} == {one.pk for one in women} - {women[1].pk}
    assert results.total == 5


def test_snapshot_leaves_out_rare_words() -> None:
    postings = Postings()
    common, rare = Term(("common",)), Term(("rare",))
    postings.keep({common: BitMap(range(1, 30)), rare: BitMap([1])})

    assert postings.common(100) == {common: BitMap(range(1, 30))}


def test_snapshot_ahead_of_the_database_is_not_used(women: list[Listing]) -> None:
    with transaction.atomic():
        make_listing()
        assert find(SearchParams()).total == 7
        transaction.set_rollback(True)
    live.forget()

    assert snapshot.load() is None
    assert find(SearchParams()).total == 6


# --- Two processes ----------------------------------------------------------------------------------------------


def _withdrawing(pks: list[int], by: User) -> subprocess.Popen[str]:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "penpal.settings"}
    name = str(connections["default"].settings_dict["NAME"])
    arguments = [sys.executable, "-c", WITHDRAW, name, str(by.pk), *map(str, pks)]
    return subprocess.Popen(
        arguments, stdout=subprocess.PIPE, text=True, env=environment, cwd=Path(__file__).parents[2]
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("follows", [True, False])
def test_withdrawals_of_another_process_never_leak(follows: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """No page whose request began after the commit holds her; also where changes are not followed at all."""
    facility, by = make_facility(), make_moderator()
    pks = [make_listing(facility=facility).pk for _ in range(20)]
    assert find(SearchParams()).total == 20
    monkeypatch.setattr(live, "follows", follows)
    gone: set[int] = set()

    with _withdrawing(pks[:15], by) as other:
        assert other.stdout is not None
        for line in other.stdout:
            gone.add(int(line))
            assert not _found() & gone

    assert gone == set(pks[:15])
    assert _found() == set(pks[15:])


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("always_saved")
def test_killed_process_leaves_no_half_withdrawal() -> None:
    facility, by = make_facility(), make_moderator()
    pks = [make_listing(facility=facility).pk for _ in range(20)]
    find(SearchParams())

    with _withdrawing(pks, by) as other:
        assert other.stdout is not None
        for _ in range(3):
            other.stdout.readline()
        other.send_signal(signal.SIGKILL)

    live.forget()
    public = set(Listing.objects.public().values_list("pk", flat=True))
    assert _found() == public
    assert len(public) <= 17
    connection.close()
