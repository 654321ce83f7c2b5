"""A private PostgreSQL that lives as long as the tests: own data, own Unix socket, no port, no password."""

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2

from penpal import processes

FOLDERS = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # Red Hat
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
OWNER = "penpal"
PORT = 5432  # names the socket file; nothing listens on the network
#: Safe only because nobody will ever need this data again.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
START_SECONDS = 60


def find_binaries() -> Path | None:
    """The folder with `initdb` and `postgres`, of the newest version there is; None without."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = [
        folder
        for pattern in FOLDERS
        for folder in Path("/").glob(pattern[1:])
        if (folder / "initdb").exists()
    ]
    return max(found, key=_version, default=None)


@contextmanager
def throwaway_server(binaries: Path, options: Sequence[str] = FAST) -> Iterator[str]:
    """A running server's DATABASE_URL. Server and files are gone afterwards. options: its settings."""
    folder = Path(
        tempfile.mkdtemp(prefix="pg-", dir="/tmp")
    )  # short: a socket's path holds about 100 characters
    try:
        who = unprivileged(folder)
        make_cluster(binaries, folder, who)
        with (folder / "log").open("wb") as log:
            server = processes.start(
                _command(binaries, folder, options), stdout=log, stderr=log, cwd=folder, **who
            )
        try:
            _wait_until_ready(server, folder)
            yield f"postgres://{OWNER}@:{PORT}/{folder}/postgres"
        finally:
            processes.stop(server, signal.SIGINT)  # "fast shutdown": does not wait for clients
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _version(folder: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", str(folder))]


def unprivileged(folder: Path) -> dict[str, Any]:
    """Popen's arguments for a user who is not root, which PostgreSQL refuses to run as; he is given the folder."""
    if os.geteuid() != 0:
        return {}
    names = {user.pw_name for user in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def make_cluster(binaries: Path, folder: Path, who: dict[str, Any]) -> None:
    locale = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"
    options = ["--no-sync", "--auth=trust", f"--username={OWNER}", "--encoding=UTF8", f"--locale={locale}"]
    made = subprocess.run(
        [binaries / "initdb", "--pgdata", folder / "data", *options],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
        **who,
    )
    if made.returncode:
        raise RuntimeError(f"initdb failed:\n{made.stdout}{made.stderr}")


def environment(folder: Path) -> dict[str, str]:
    """Without PGHOST, PGDATA and the like of the person who runs the tests."""
    return {"PATH": os.environ["PATH"], "HOME": str(folder)}


def _command(binaries: Path, folder: Path, options: Sequence[str]) -> list[str]:
    settings = ("listen_addresses=", f"port={PORT}", f"unix_socket_directories={folder}", *options)
    return [str(binaries / "postgres"), "-D", str(folder / "data"), *(f"--{setting}" for setting in settings)]


def _wait_until_ready(server: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            psycopg2.connect(host=str(folder), port=PORT, user=OWNER, dbname="postgres").close()
        except psycopg2.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")
