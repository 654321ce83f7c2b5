"""Where a request reads, with replicas and without."""

from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, router
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve

from penpal import patience, replicas
from penpal.environment import with_replicas
from penpal.replicas import PRESENT, PRIMARY, Pool, Reading, Router, Routing
from profiles.audience import Audience, audience
from profiles.models import Change, Facility, Generation, Listing, Photo, SearchRow, SearchText, Story
from profiles.views.site import home
from tests.factories import make_facility

SHOWN = (Listing, Photo, Story, SearchRow, Change, Generation)


@pytest.fixture
def two_replicas(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with two replicas; nothing connects to them, and both count as good."""
    pool = Pool(["replica1", "replica2"])
    monkeypatch.setattr(pool, "_is_good", lambda alias: True)
    monkeypatch.setattr(replicas, "pool", pool)


def _seen(request: Any, view: Any, model: Any = Facility) -> str:
    """Where a view reads a model from."""
    seen = []

    @audience(view.audience) if hasattr(view, "audience") else lambda function: function
    def asking(request: Any) -> HttpResponse:
        seen.append(Router().db_for_read(model))
        return HttpResponse()

    def answer(request: Any) -> HttpResponse:
        routing.process_view(request, asking, (), {})
        return asking(request)

    routing = Routing(answer)
    routing(request)
    return seen[0]


@pytest.mark.parametrize("model", SHOWN)
def test_what_shows_a_woman_is_read_from_the_primary(two_replicas: None, model: Any) -> None:
    assert _seen(RequestFactory().get("/"), home, model) == PRESENT


@pytest.mark.parametrize("model", [Facility, SearchText])
def test_reference_and_search_texts_are_read_from_replicas_in_turn(two_replicas: None, model: Any) -> None:
    seen = [_seen(RequestFactory().get("/"), home, model) for _ in range(4)]

    assert seen == ["replica1", "replica2", "replica1", "replica2"]


def test_only_known_tables_are_read_from_replicas() -> None:
    personal = {model._meta.label_lower for model in apps.get_models() if getattr(model, "PERSONAL", None)}

    assert {model._meta.label_lower for model in apps.get_models()} >= replicas.SERVED
    assert {
        label for label in replicas.SERVED & personal if "search" not in label and "word" not in label
    } == set()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_whoever_sends_something_reads_from_the_primary(two_replicas: None, method: str) -> None:
    assert _seen(getattr(RequestFactory(), method)("/"), home) == PRIMARY


def test_whoever_has_a_session_reads_from_the_primary(two_replicas: None) -> None:
    request = RequestFactory().get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "somebody"

    assert _seen(request, home) == PRESENT


@pytest.mark.parametrize("path", ["/list/status/abc/", "/letters/", "/accounts/login/", "/admin/"])
def test_pages_for_one_person_are_read_from_the_primary(two_replicas: None, path: str) -> None:
    assert _seen(RequestFactory().get(path), resolve(path).func) == PRIMARY


def test_nothing_is_remembered_after_a_request(two_replicas: None) -> None:
    _seen(RequestFactory().get("/"), home)

    assert Router().db_for_read(Facility) == PRIMARY


def test_what_was_written_is_read_where_it_was_written(
    two_replicas: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = Reading(from_replica=True)
    token = replicas._reading.set(reading)

    assert Router().db_for_read(Facility) == "replica1"
    assert Router().db_for_write(Facility) == PRIMARY
    assert Router().db_for_read(Facility) == PRIMARY

    replicas._reading.reset(token)


def test_no_replica_left_means_the_primary(two_replicas: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replicas.pool, "_is_good", lambda alias: False)

    assert _seen(RequestFactory().get("/"), home) == PRESENT


def test_migrations_run_on_the_primary_alone() -> None:
    assert [Router().allow_migrate(db, "profiles") for db in (PRIMARY, PRESENT, "replica1")] == [
        True,
        False,
        False,
    ]


# --- Health -----------------------------------------------------------------------------------------------------


@pytest.fixture
def positions(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """How far each log goes; an exception stands for a server that does not answer. `asked` counts."""
    found: dict[str, Any] = {PRESENT: 100, "replica1": 100, "now": 1000.0, "asked": []}

    def position(alias: str, function: str) -> int | None:
        found["asked"].append(alias)
        if isinstance(found[alias], Exception):
            raise found[alias]
        return found[alias]

    monkeypatch.setattr(replicas, "_log_position", position)
    monkeypatch.setattr(replicas.time, "monotonic", lambda: found["now"])
    monkeypatch.setattr(replicas, "connections", {"replica1": Closing()})
    return found


class Closing:
    connection = None

    def close(self) -> None:
        """Nothing is open."""


def test_good_replica_is_asked_once_a_second(positions: dict[str, Any]) -> None:
    pool = Pool(["replica1"])

    chosen = [pool.choose(), pool.choose()]
    positions["now"] += 1.1
    chosen.append(pool.choose())

    assert chosen == ["replica1"] * 3
    assert positions["asked"] == [PRESENT, "replica1"] * 2


def test_dead_replica_is_left_alone_and_tried_again(positions: dict[str, Any]) -> None:
    pool = Pool(["replica1"])
    positions["replica1"] = OperationalError("gone")

    first, second = pool.choose(), pool.choose()
    asked = len(positions["asked"])
    positions["replica1"] = 100
    positions["now"] += replicas.AVOID_SECONDS + 0.1

    assert (first, second, asked) == (None, None, 2)
    assert pool.choose() == "replica1"


@pytest.mark.parametrize(("replayed", "chosen"), [(99, None), (100, "replica1"), (None, None)])
def test_replica_has_to_have_come_as_far_as_the_primary_was(
    positions: dict[str, Any], replayed: int | None, chosen: str | None
) -> None:
    """A server that replays nothing at all is no replica."""
    positions["replica1"] = replayed

    assert Pool(["replica1"]).choose() == chosen


def test_replica_may_be_seconds_behind(positions: dict[str, Any]) -> None:
    pool = Pool(["replica1"])
    pool.choose()
    positions["now"] += 6
    positions[PRESENT] = 200  # the replica still stands at 100, where the primary was six seconds ago

    assert pool.choose() == "replica1"
    positions["now"] += 6
    assert pool.choose() is None


def test_page_whose_replica_dies_is_made_from_the_primary(
    two_replicas: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replicas, "connections", {"replica1": Closing()})
    aliases = []

    @audience(Audience.PUBLIC)
    def page(request: Any) -> HttpResponse:
        aliases.append(Router().db_for_read(Facility))
        if aliases[-1] != PRESENT:
            raise OperationalError("gone")
        return HttpResponse("whole")

    def answer(request: Any) -> Any:
        routing.process_view(request, page, (), {})
        try:
            return page(request)
        except OperationalError as error:
            return routing.process_exception(request, error)

    routing = Routing(answer)
    request = RequestFactory().get("/")
    request.resolver_match = resolve("/")
    request.resolver_match.func = page

    assert routing(request).content == b"whole"
    assert aliases == ["replica1", PRESENT]
    assert replicas.pool._avoid_until.keys() == {"replica1"}


# --- Settings ---------------------------------------------------------------------------------------------------


def test_replicas_need_postgresql() -> None:
    with pytest.raises(ImproperlyConfigured, match="REPLICA_URL: needs PostgreSQL"):
        with_replicas({"ENGINE": "django.db.backends.sqlite3"}, ["postgres://x@y/z"])


def test_replicas_that_make_no_sense_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "install", lambda: None)
    primary = {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}

    with pytest.raises(ImproperlyConfigured, match="REPLICA_URL"):
        with_replicas(primary, ["sqlite:///x"])


def test_databases_beside_the_primary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "install", lambda: None)
    primary = {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": "one",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }

    found = with_replicas(primary, ["postgres://u:p@two/db", "postgres://u:p@three:6000/db"])

    assert {alias: (database["HOST"], database["CONN_MAX_AGE"]) for alias, database in found.items()} == {
        "present": ("one", 60),
        "replica1": ("two", 60),
        "replica2": ("three", 60),
    }
    assert found["present"]["OPTIONS"] == {"connection_factory": patience.Present}


@pytest.mark.django_db
def test_without_replicas_pages_read_as_always(client: Client) -> None:
    facility = make_facility()

    assert client.get(facility.get_absolute_url()).status_code == 200
    assert router.db_for_read(Facility) == PRIMARY
