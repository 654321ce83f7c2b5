"""Every test, in three runs of pytest: on SQLite, on PostgreSQL, and in a browser. `make test` starts it.

    python -m tests.support.run [--part sqlite|postgresql|browser]... [-- arguments of pytest]

PostgreSQL is a private server made for the run, or the one at TEST_DATABASE_URL. A program that is missing is
installed from the system's packages where that is allowed; else the summary says what could not run, which counts as
a failure where CI=true.
"""

import argparse
import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NoReturn, TypeVar

from penpal import processes
from tests.support import chromium, packages, postgresql, redis_server

ROOT = Path(__file__).resolve().parents[2]
#: Settings of the site: the person's own would change what is tested.
SETTINGS = (
    *("PRODUCTION", "SECRET_KEY", "FIELD_KEYS", "ALLOWED_HOSTS", "TRUSTED_PROXIES", "METRICS_TOKEN"),
    *("DATABASE_URL", "REPLICA_URL", "CACHE_URL", "MEDIA_URL_S3", "EMAIL_URL", "ERROR_MAIL_TO"),
    *("DEFAULT_FROM_EMAIL", "WITHDRAWAL_LEDGER", "BACKUP_RECIPIENTS", "RATE_LIMITS", "PURGING_PROXY"),
    *("SITE_NAME", "ORG_RETURN_ADDRESS", "ORG_CONTACT", "VERIFY_EVERY_MONTHS", "OFFENSE_POLICY"),
    *("SOURCE_URL", "VAR_DIR"),
)
UNIT = ("tests", "--ignore=tests/browser", "--numprocesses=2")
WHOLE_PAGES = (
    "tests/browser",
    "--numprocesses=2",
    "--dist=loadgroup",  # tests of one group share what they started
)
STOP_SECONDS = 60  # for pytest to take down its databases and browsers

Found = TypeVar("Found")


@dataclass(frozen=True)
class Outcome:
    """How one part ended: in words, and whether that is good enough."""

    part: str
    words: str
    good: bool


def main(arguments: list[str] | None = None) -> int:
    """Run the parts and print the summary. Returns the exit status: 0 when every part is good."""
    signal.signal(signal.SIGTERM, _stop)
    parser = argparse.ArgumentParser(prog="python -m tests.support.run")
    parser.add_argument("--part", action="append", choices=PARTS, help="only this part; may be repeated")
    parser.add_argument("pytest", nargs="*", help="arguments handed to pytest")
    options = parser.parse_args(arguments)
    outcomes = [PARTS[part](options.pytest) for part in options.part or PARTS]
    if not _redis_found():
        outcomes.append(_missing("Redis", "no redis-server found"))
    print("\nSummary")
    for outcome in outcomes:
        print(f"  {outcome.part:<12}{outcome.words}")
    return 0 if all(outcome.good for outcome in outcomes) else 1


def run_sqlite(extra: list[str]) -> Outcome:
    """The tests of the code, on SQLite."""
    return _pytest("SQLite", [*UNIT, *_marked(), *extra], {})


def run_postgresql(extra: list[str]) -> Outcome:
    """Those of the same tests that use the database, on PostgreSQL."""
    with contextlib.ExitStack() as stack:
        url = os.environ.get("TEST_DATABASE_URL")
        if not url:
            binaries = _find(postgresql.find_binaries, "postgresql")
            if binaries is None:
                return _missing("PostgreSQL", "no initdb found; install PostgreSQL or set TEST_DATABASE_URL")
            url = stack.enter_context(postgresql.throwaway_server(binaries))
        return _pytest("PostgreSQL", [*UNIT, *_marked("database"), *extra], {"DATABASE_URL": url})


def run_browser(extra: list[str]) -> Outcome:
    """Whole pages, in Chromium."""
    browser = _find(chromium.find_browser, "chromium")
    if browser is None:
        return _missing("Browser", "no Chromium or Chrome found; install one, or set CHROMIUM to the program")
    return _pytest("Browser", [*WHOLE_PAGES, *extra], {"CHROMIUM": browser})


PARTS: dict[str, Callable[[list[str]], Outcome]] = {
    "sqlite": run_sqlite,
    "postgresql": run_postgresql,
    "browser": run_browser,
}


def _find(finder: Callable[[], Found | None], package: str) -> Found | None:
    """What `finder` finds, if need be after installing a package."""
    found = finder()
    if found is None and packages.install(package):
        found = finder()
    return found


@cache
def _redis_found() -> bool:
    return _find(redis_server.find_binary, "redis-server") is not None


def _marked(*wanted: str) -> list[str]:
    """Pytest's choice by marker: tests with all of these, without those that need what is missing."""
    words = [*wanted, *([] if _redis_found() else ["not redis"])]
    return ["-m", " and ".join(words)] if words else []


def _missing(part: str, why: str) -> Outcome:
    return Outcome(part, f"NOT RUN: {why}", good=os.environ.get("CI") != "true")


def _pytest(part: str, arguments: list[str], settings: dict[str, str]) -> Outcome:
    print(f"\nTests: {part}", flush=True)
    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS} | settings
    began = time.monotonic()
    run = processes.start([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, env=environment)
    try:
        status = run.wait()
    finally:
        processes.stop(run, signal.SIGINT, STOP_SECONDS)
    words = "good" if status == 0 else f"FAILED (pytest ended with {status})"
    return Outcome(part, f"{words}, {time.monotonic() - began:.0f} s", status == 0)


def _stop(signum: int, frame: object) -> NoReturn:
    """End by an exception, so that servers and folders are taken down on the way out."""
    sys.exit(128 + signum)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("Stopped.")
