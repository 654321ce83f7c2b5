"""The ground that the tests stand on, and what the project says it needs."""

import ast
import os
import re
import secrets
import socket
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.metadata import packages_distributions
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core.cache.backends.redis import RedisCache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from penpal.environment import looks_random
from profiles.models import User
from tests.support import chromium, network, postgresql, production
from tests.support.run import ROOT, SETTINGS

PIN = re.compile(r"^([a-z0-9-]+)(?:\[[a-z,0-9-]+\])?==\S+(?: ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")
OUR_OWN = {"letters", "penpal", "profiles", "tests"}


def test_network_other_machine_refused():
    with pytest.raises(network.NetworkClosed, match=r"192\.0\.2\.1"), socket.socket() as outgoing:
        outgoing.connect(("192.0.2.1", 80))


def test_network_name_lookup_refused():
    with pytest.raises(network.NetworkClosed, match=r"mail\.example\.org"):
        socket.create_connection(("mail.example.org", 25))


def test_network_this_machine_allowed():
    with socket.create_server(("127.0.0.1", 0)) as listening, socket.socket() as outgoing:
        outgoing.connect(listening.getsockname())

        assert outgoing.getpeername() == listening.getsockname()


@pytest.mark.django_db
def test_database_is_the_one_asked_for():
    wanted = "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"

    assert connection.vendor == wanted


@pytest.mark.django_db
def test_database_was_made_by_migrations():
    applied = MigrationRecorder(connection).applied_migrations()

    assert {("profiles", "0001_initial"), ("letters", "0001_initial")} <= set(applied)


@pytest.mark.django_db(transaction=True)
def test_database_another_thread_sees_what_was_committed():
    user = User.objects.create_user("writer@example.org")

    with ThreadPoolExecutor(1) as pool:
        seen = pool.submit(_in_own_connection, lambda: list(User.objects.all())).result()

    assert seen == [user]


@pytest.mark.parametrize("alias", ["default", "private"])
def test_files_stay_out_of_the_checkout(alias):
    name = storages[alias].save("note.txt", ContentFile(b"x"))

    assert not Path(storages[alias].path(name)).is_relative_to(ROOT)


@pytest.mark.redis
def test_redis_keeps_what_it_is_given(redis_url):
    cache = RedisCache(redis_url.replace("rediscache", "redis"), {})

    cache.set("word", "letter")

    assert cache.get("word") == "letter"
    cache.close()


def test_find_browser_named_one_comes_first(monkeypatch, tmp_path):
    program = tmp_path / "browser"
    program.touch(mode=0o755)
    monkeypatch.setenv("CHROMIUM", str(program))

    assert chromium.find_browser() == str(program)


def test_find_browser_file_that_does_not_run_is_no_browser(monkeypatch, tmp_path):
    program = tmp_path / "browser"
    program.touch(mode=0o644)
    monkeypatch.setenv("CHROMIUM", str(program))

    assert chromium.find_browser() != str(program)


def test_find_postgresql_newest_version_first(monkeypatch, tmp_path):
    for version in ("9", "17", "15"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()
    monkeypatch.setattr(postgresql, "FOLDERS", (f"{tmp_path}/*/bin",))
    monkeypatch.setenv("PATH", "/nowhere")

    assert postgresql.find_binaries() == tmp_path / "17" / "bin"


def test_find_postgresql_none(monkeypatch, tmp_path):
    monkeypatch.setattr(postgresql, "FOLDERS", (f"{tmp_path}/*/bin",))
    monkeypatch.setenv("PATH", "/nowhere")

    assert postgresql.find_binaries() is None


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "requirements-cjk.txt", "requirements-bench.txt"]
)
def test_requirements_each_line_is_a_pin_a_hash_or_a_comment(name):
    lines = (ROOT / name).read_text().splitlines()

    odd = [line for line in lines if not (PIN.match(line) or HASH.match(line) or re.match(r"^ *#", line))]

    assert odd == []


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "requirements-cjk.txt", "requirements-bench.txt"]
)
def test_requirements_each_pin_has_a_hash(name):
    lines = (ROOT / name).read_text().splitlines()

    bare = [line for line, after in pairwise(lines) if PIN.match(line) and not HASH.match(after)]

    assert bare == []


def test_requirements_name_everything_that_is_imported():
    named = {re.split(r"[^A-Za-z0-9-]", line)[0].lower() for line in _lines("requirements.in")}
    distributions = packages_distributions()

    unnamed = {
        module
        for module in _imported_modules("penpal", "profiles", "letters")
        if named.isdisjoint(name.lower().replace("_", "-") for name in distributions.get(module, []))
    }

    assert unnamed == set()


def test_settings_each_one_is_kept_from_the_tests():
    source = (ROOT / "penpal" / "settings.py").read_text()

    read = set(
        re.findall(
            r"\b(?:env\.\w+|flag|lines|one_of|whole_number|fernet_keys|parsed|networks|random_text)\(\s*\"(\w+)\"",
            source,
        )
    )

    assert read - set(SETTINGS) == set()
    assert "SECRET_KEY" in read


def test_settings_production_starts_with_all_it_needs():
    assert production.manage("check").returncode == 0


@pytest.mark.parametrize(
    "setting", ["SECRET_KEY", "FIELD_KEYS", "ALLOWED_HOSTS", "EMAIL_URL", "ORG_RETURN_ADDRESS", "ORG_CONTACT"]
)
def test_settings_production_without_one_refuses_and_names_it(setting):
    done = production.manage("check", **{setting: None})

    assert done.returncode == 1
    assert f"{setting}: " in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("made", [partial(secrets.token_hex, 25), partial(secrets.token_urlsafe, 38)])
def test_settings_random_texts_are_never_taken_for_guessable(made: Callable[[], str]) -> None:
    assert [text for text in (made()[:50] for _ in range(2000)) if not looks_random(text)] == []


def _lines(name: str) -> list[str]:
    return [line for line in (ROOT / name).read_text().splitlines() if line and not line.startswith("#")]


def _imported_modules(*folders: str) -> set[str]:
    """Top-level modules imported anywhere in the folders, without Python's own and ours."""
    found = set()
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - OUR_OWN


def _in_own_connection(query: Callable[[], Any]) -> Any:
    try:
        return query()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("DATABASE_URL", "junk"),
        ("CACHE_URL", "zzz"),
        ("EMAIL_URL", "foo"),
        ("EMAIL_URL", "consolemail://"),
        ("EMAIL_URL", "dummymail://"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "changeme" * 10),
        ("SECRET_KEY", "abcdefghijklmnop" * 4),
        ("METRICS_TOKEN", "short"),
        ("METRICS_TOKEN", "password" * 5),
        ("TRUSTED_PROXIES", "10.0.0.1,proxy.example.org"),
        ("TRUSTED_PROXIES", "10.0.0.1/24"),
        ("TRUSTED_PROXIES", "0.0.0.0/0"),
        ("REPLICA_URL", "postgres://elsewhere/penpal"),
        ("MEDIA_URL_S3", "s3://elsewhere"),
        ("ORG_CONTACT", "not-an-address"),
        ("SOURCE_URL", "code.example/penpal"),
        ("SOURCE_URL", "javascript:alert(1)"),
        ("ORG_RETURN_ADDRESS", "| |"),
        ("VERIFY_EVERY_MONTHS", "often"),
    ],
)
def test_settings_bad_value_is_refused_by_name_in_one_line(setting: str, value: str) -> None:
    done = production.manage("check", **{setting: value})

    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].startswith(f"A setting is not right. {setting}: ")
    assert "Traceback" not in done.stderr
