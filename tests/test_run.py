"""The command behind `make test`: what it runs, what it says, and when it counts as failed."""

import os
import sys
from types import SimpleNamespace

import pytest

from tests.support import chromium, packages, postgresql, redis_server, run


@pytest.fixture
def machine(monkeypatch):
    """A machine with every program and nothing to install from, whose pytest runs are noted instead of started."""
    noted = SimpleNamespace(runs=[], status=0)

    def start(command, *, cwd, env):
        noted.runs.append((command[3:], env))
        return SimpleNamespace(wait=lambda: noted.status)

    monkeypatch.setattr(run, "processes", SimpleNamespace(start=start, stop=lambda *arguments: None))
    monkeypatch.setattr(run.signal, "signal", lambda *arguments: None)
    monkeypatch.setattr(packages, "install", lambda package: False)
    monkeypatch.setattr(redis_server, "find_binary", lambda: "/usr/bin/redis-server")
    monkeypatch.setattr(chromium, "find_browser", lambda: "/usr/bin/chromium")
    monkeypatch.setenv("TEST_DATABASE_URL", "postgres://tests@127.0.0.1/tests")
    monkeypatch.delenv("CI", raising=False)
    run._redis_found.cache_clear()
    yield noted
    run._redis_found.cache_clear()


def summary_of(capsys):
    said = capsys.readouterr().out.splitlines()
    return said[said.index("Summary") + 1 :]


def test_main_runs_every_part(machine, capsys):
    status = run.main([])

    assert status == 0
    assert [command for command, _env in machine.runs] == [
        ["tests", "--ignore=tests/browser", "--numprocesses=2"],
        ["tests", "--ignore=tests/browser", "--numprocesses=2", "-m", "database"],
        ["tests/browser", "--numprocesses=2", "--dist=loadgroup"],
    ]
    assert summary_of(capsys) == [
        "  SQLite      good, 0 s",
        "  PostgreSQL  good, 0 s",
        "  Browser     good, 0 s",
    ]


def test_main_part_and_arguments_of_pytest(machine):
    run.main(["--part", "browser", "--", "-k", "home"])

    assert [command for command, _env in machine.runs] == [
        ["tests/browser", "--numprocesses=2", "--dist=loadgroup", "-k", "home"]
    ]


def test_main_failing_part_fails_the_whole_after_the_others_ran(machine, capsys):
    machine.status = 1

    assert run.main([]) == 1
    assert len(machine.runs) == 3
    assert summary_of(capsys)[0] == "  SQLite      FAILED (pytest ended with 1), 0 s"


def test_main_no_test_at_all_is_a_failure(machine):
    machine.status = 5  # pytest's "no tests were collected"

    assert run.main(["--part", "sqlite"]) == 1


def test_main_each_part_gets_its_database_and_no_setting_of_the_persons_own(machine, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://live.example.org/letters")
    monkeypatch.setenv("PRODUCTION", "1")

    run.main([])

    assert [env.get("DATABASE_URL") for _command, env in machine.runs] == [
        None,
        "postgres://tests@127.0.0.1/tests",
        None,
    ]
    assert ["PRODUCTION" in env for _command, env in machine.runs] == [False, False, False]


@pytest.mark.parametrize(("ci", "status"), [("", 0), ("true", 1)])
def test_main_without_a_browser_says_so(machine, monkeypatch, capsys, ci, status):
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(chromium, "find_browser", lambda: None)

    assert run.main(["--part", "browser"]) == status
    assert machine.runs == []
    assert summary_of(capsys) == [
        "  Browser     NOT RUN: no Chromium or Chrome found; install one, or set CHROMIUM to the program"
    ]


@pytest.mark.parametrize(("ci", "status"), [("", 0), ("true", 1)])
def test_main_without_postgresql_says_so(machine, monkeypatch, capsys, ci, status):
    monkeypatch.setenv("CI", ci)
    monkeypatch.delenv("TEST_DATABASE_URL")
    monkeypatch.setattr(postgresql, "find_binaries", lambda: None)

    assert run.main(["--part", "postgresql"]) == status
    assert machine.runs == []
    assert summary_of(capsys) == [
        "  PostgreSQL  NOT RUN: no initdb found; install PostgreSQL or set TEST_DATABASE_URL"
    ]


@pytest.mark.parametrize(("ci", "status"), [("", 0), ("true", 1)])
def test_main_without_redis_leaves_its_tests_out_and_says_so(machine, monkeypatch, capsys, ci, status):
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(redis_server, "find_binary", lambda: None)

    assert run.main(["--part", "sqlite", "--part", "postgresql"]) == status
    assert [command[-2:] for command, _env in machine.runs] == [
        ["-m", "not redis"],
        ["-m", "database and not redis"],
    ]
    assert summary_of(capsys)[-1] == "  Redis       NOT RUN: no redis-server found"


def test_main_installs_what_is_missing(machine, monkeypatch):
    found = [None, "/usr/bin/chromium"]
    installed = []
    monkeypatch.setattr(chromium, "find_browser", lambda: found.pop(0))
    monkeypatch.setattr(packages, "install", lambda package: installed.append(package) or True)

    assert run.main(["--part", "browser"]) == 0
    assert installed == ["chromium"]
    assert [env["CHROMIUM"] for _command, env in machine.runs] == ["/usr/bin/chromium"]


@pytest.mark.parametrize(("user", "calls"), [(0, 2), (1000, 0)])
def test_install_only_as_root(monkeypatch, tmp_path, user, calls):
    log = tmp_path / "log"
    apt = tmp_path / "apt-get"
    apt.write_text(
        f'#!{sys.executable}\nimport sys\nopen({str(log)!r}, "a").write(" ".join(sys.argv[1:]) + "\\n")\n'
    )
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: user)

    assert packages.install("chromium") is (user == 0)
    said = log.read_text().splitlines() if log.exists() else []
    assert said == ["-qq update", "-qq -y --no-install-recommends install chromium"][:calls]
