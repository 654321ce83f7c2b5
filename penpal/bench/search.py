"""The directory's search at several sizes, on throwaway databases: `make bench PART=search` (N=... for one size)."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import psycopg2

from tests.support import postgresql

SIZES = (10_000, 231_000, 1_000_000)
#: As a server is run that must not lose a commit, with room for what is asked often.
OPTIONS = ("shared_buffers=1GB", "max_wal_size=4GB", "maintenance_work_mem=256MB")
ROOT = Path(__file__).resolve().parents[2]


def run(*, number: int | None, write: Callable[[str], object]) -> None:
    """A year of the fair order, then each size on SQLite and, where there is one, on PostgreSQL."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        binaries = postgresql.find_binaries()
        server = stack.enter_context(postgresql.throwaway_server(binaries, OPTIONS)) if binaries else None
        if server is None:
            write("No PostgreSQL on this machine: SQLite only.")
        _run("sqlite:///:memory:", "bench", "fairness")
        for size in (number,) if number else SIZES:
            urls = [f"sqlite:///{folder / f'{size}.sqlite3'}"]
            urls += [_database(server, f"bench_{size}")] if server else []
            for url in urls:
                _run(url, "migrate", "--verbosity=0")
                _run(url, "bench", "here", str(size))


def _database(server: str, name: str) -> str:
    """A new database on a server, as its DATABASE_URL."""
    socket = server.partition(":5432/")[2].rpartition("/")[0]
    with psycopg2.connect(host=socket, user=postgresql.OWNER, dbname="postgres") as connection:
        connection.autocommit = True
        connection.cursor().execute(f"CREATE DATABASE {name}")
    return server.rpartition("/")[0] + f"/{name}"


def _run(url: str, *arguments: str) -> None:
    """One command with a database of its own; raises CalledProcessError where it fails."""
    environment = os.environ | {"DATABASE_URL": url}
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True)
