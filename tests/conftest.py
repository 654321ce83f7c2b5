"""What every test has: a database with migrations, files in a folder of its own, a closed network, a fixed cast."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings, settings
from django.contrib.staticfiles.storage import StaticFilesStorage, staticfiles_storage
from django.core.cache import cache
from django.core.files.storage import storages
from django.test import override_settings
from django.utils import translation

from profiles.models import User
from tests import factories
from tests.support import network, redis_server

DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}

_numbers = itertools.count()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test that uses the database, so that the run on PostgreSQL can leave the others out."""
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES.intersection(item.fixturenames):
            item.add_marker("database")


@pytest.fixture(scope="session", autouse=True)
def _closed_network() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        network.close_network(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def _quick_hash_and_plain_static() -> Iterator[None]:
    """A password hash that costs nothing, and static files by their plain names: nothing has collected them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staticfiles_storage, "_wrapped", StaticFilesStorage())
        with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
            yield


@pytest.fixture(scope="session")
def _files_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


@pytest.fixture(autouse=True)
def _own_files(_files_root: Path, monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> None:
    """Files and the withdrawal ledger in a folder of this test. Model fields hold the storages, so these move."""
    folder = _files_root / str(next(_numbers))
    settings.WITHDRAWAL_LEDGER = str(folder / "withdrawals.ledger")
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = folder / "public", folder / "private"
    monkeypatch.setitem(vars(storages["default"]), "location", str(settings.MEDIA_ROOT))
    monkeypatch.setitem(vars(storages["private"]), "location", str(settings.PRIVATE_ROOT))


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def _english() -> None:
    """A visit to a page under /es/ leaves its language behind in the thread; no test starts with another's."""
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, as the site has it: threads then meet as they do there, each with a connection of its own."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """CACHE_URL of a Redis of this run's own. Tests that ask for it are marked `redis`."""
    binary = redis_server.find_binary()
    assert binary is not None, "no redis-server on this machine"
    with redis_server.throwaway_server(binary) as url:
        yield url


@pytest.fixture
def writer(db: None) -> User:
    """Somebody with an account who writes letters."""
    return factories.make_user(pen_name="Wren")


@pytest.fixture
def stranger(db: None) -> User:
    """Somebody else with an account, to whom nothing of the writer's is shown."""
    return factories.make_user(pen_name="Sparrow")


@pytest.fixture
def moderator(db: None) -> User:
    """Staff with every right."""
    return factories.make_moderator()
