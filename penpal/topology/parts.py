"""The parts of a grown installation: PostgreSQL with replicas, Redis, S3-protocol storage, web hosts, caching proxy."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from django.utils.crypto import get_random_string

from penpal import processes
from penpal.management.commands.serve import web_command
from penpal.topology.hosts import NETWORK, Hosts
from tests.support import packages, postgresql, redis_server, s3_server, varnish
from tests.support.network import free_port
from tests.support.run import SETTINGS
from tests.support.start import copied

NAMES = ("primary", "replica1", "replica2", "redis", "files", "web1", "web2", "proxy", "desk", "visitors")
SITE = "letters.example.org"
START_SECONDS = 90
SECRET_KEY, FIELD_KEY = get_random_string(60), Fernet.generate_key().decode()


class Missing(Exception):
    """A program is not there and could not be installed."""


@dataclass
class Programs:
    """Where the programs are."""

    postgresql: Path
    redis: str
    varnish: str
    wrk: str | None

    @classmethod
    def find(cls) -> "Programs":
        """All of them, installed from the system's packages where they are missing. Raises Missing."""
        return cls(
            _found(postgresql.find_binaries, "postgresql"),
            _found(redis_server.find_binary, "redis-server"),
            _found(varnish.find_binary, "varnish", "varnish-modules"),
            _found(lambda: shutil.which("wrk"), "wrk", needed=False),
        )


def _found(finder: Callable[[], Any], *names: str, needed: bool = True) -> Any:
    found = finder()
    if found is None and all(packages.install(name) for name in names):
        found = finder()
    if found is None and needed:
        raise Missing(f"{' and '.join(names)} cannot be found or installed")
    return found


@dataclass
class Installation:
    """Everything that runs. Use `start`, and `stop` at the end whatever happened."""

    hosts: Hosts
    programs: Programs
    folder: Path
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    project: Path = Path()
    files_url: str = ""
    closing: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        self.ports = {name: free_port() for name in NAMES}
        self._who: dict[str, Any] = {}

    # --- Starting -----------------------------------------------------------------------------------------------

    def start(self, listings: int, say: Callable[[str], None]) -> None:
        """Start the parts one after the other and fill the site with made-up women."""
        self.folder.chmod(0o755)
        self.project = copied(self.folder)
        say("PostgreSQL, Redis and the file store")
        self._start_primary()
        self._start_redis()
        self._start_files()
        say(f"The site's tables and {listings:,} made-up women")
        for arguments in (
            ["migrate", "--verbosity=0"],
            ["load_reference", "--verbosity=0"],
            ["make_sample", f"--listings={listings}", "--verbosity=0"],
            ["collectstatic", "--no-input", "--verbosity=0"],
        ):
            with self.hosts.inside("desk"):
                self.run("desk", ["manage.py", *arguments])
        say("Two replicas, two web hosts and the caching proxy")
        for name in ("replica1", "replica2"):
            self._start_replica(name)
        for name in ("web1", "web2"):
            self.start_web(name)
        self._start_proxy()

    def stop(self) -> None:
        """End every process."""
        for name, process in reversed(self.running.items()):
            processes.stop(
                process, signal.SIGINT if name in ("primary", "replica1", "replica2") else signal.SIGTERM
            )

    def _start(self, name: str, command: list[str], **options: Any) -> None:
        log = (self.folder / f"{name}.log").open("ab")
        self.closing.callback(log.close)
        with self.hosts.inside(name):
            self.running[name] = processes.start(command, stdout=log, stderr=log, **options)
        if name in self.ports:
            self._wait_until_listening(name)

    def _wait_until_listening(self, name: str) -> None:
        deadline = time.monotonic() + START_SECONDS
        while self.running[name].poll() is None and time.monotonic() < deadline:
            try:
                socket.create_connection((self.hosts.address(name), self.ports[name]), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"{name} did not start:\n{(self.folder / f'{name}.log').read_text()[-2000:]}")

    def _start_primary(self) -> None:
        home = self.folder / "primary"
        home.mkdir()
        self._who = postgresql.unprivileged(home)
        postgresql.make_cluster(self.programs.postgresql, home, self._who)
        (home / "data" / "pg_hba.conf").write_text(
            "local all all trust\nhost all all all trust\nhost replication all all trust\n"
        )
        self.start_postgresql("primary")

    def start_postgresql(self, name: str) -> None:
        """Start a server on the data that it has. What it says is committed is on the disk."""
        home = self.folder / name
        settings = {
            "listen_addresses": self.hosts.address(name),
            "port": self.ports[name],
            "unix_socket_directories": home,
            "max_connections": 80,
            "shared_buffers": "128MB",
            "wal_keep_size": "512MB",
            "max_wal_senders": 8,
        }
        options = [f"--{key}={value}" for key, value in settings.items()]
        command = [str(self.programs.postgresql / "postgres"), "-D", str(home / "data"), *options]
        self._start(name, command, cwd=home, **self._who)

    def _start_replica(self, name: str) -> None:
        home = self.folder / name
        home.mkdir()
        postgresql.unprivileged(home)
        source = [
            "-h",
            self.hosts.address("primary"),
            "-p",
            str(self.ports["primary"]),
            "-U",
            postgresql.OWNER,
        ]
        command = [
            str(self.programs.postgresql / "pg_basebackup"),
            *source,
            "-D",
            str(home / "data"),
            "-R",
            "-c",
            "fast",
        ]
        with self.hosts.inside(name):
            subprocess.run(command, check=True, env=postgresql.environment(home), cwd=home, **self._who)
        self.start_postgresql(name)

    def _start_redis(self) -> None:
        quiet = ["--save", "", "--appendonly", "no", "--protected-mode", "no", "--dir", str(self.folder)]
        place = ["--bind", self.hosts.address("redis"), "--port", str(self.ports["redis"])]
        self._start("redis", [self.programs.redis, *place, *quiet])

    def _start_files(self) -> None:
        host, port = self.hosts.address("files"), self.ports["files"]
        self._start("files", [sys.executable, "-m", "moto.server", "-H", host, "-p", str(port)])
        s3_server.make_bucket(self.running["files"], f"http://{host}:{port}")
        self.files_url = f"s3+http://{s3_server.KEY}:{s3_server.SECRET}@{host}:{port}/{s3_server.BUCKET}"

    def start_web(self, name: str) -> None:
        """A web process on a host of its own."""
        command = web_command(self.hosts.address(name), self.ports[name])
        self._start(name, command, cwd=self.project, env=self.environment(name))

    def _start_proxy(self) -> None:
        webs = [(self.hosts.address(name), self.ports[name]) for name in ("web1", "web2")]
        file = self.folder / "site.vcl"
        file.write_text(varnish.pointed_at(webs, SITE).replace('"10.0.0.0"/24', f'"{NETWORK}.0"/24'))
        place = f"{self.hosts.address('proxy')}:{self.ports['proxy']}"
        work = ["-n", str(self.folder / "varnish"), "-s", "malloc,128m", "-j", "none"]
        self._start("proxy", [self.programs.varnish, "-F", "-a", place, "-f", str(file), *work])

    # --- The site's own programs ----------------------------------------------------------------------------------

    def environment(self, name: str) -> dict[str, str]:
        """Settings of the site on a host."""
        kept = {key: value for key, value in os.environ.items() if key not in SETTINGS}
        return kept | {
            "SECRET_KEY": SECRET_KEY,
            "FIELD_KEYS": FIELD_KEY,
            "ALLOWED_HOSTS": SITE,
            "TRUSTED_PROXIES": self.hosts.address("proxy"),
            "DATABASE_URL": self._database("primary"),
            "REPLICA_URL": ",".join(map(self._database, ("replica1", "replica2"))),
            "CACHE_URL": f"redis://{self.hosts.address('redis')}:{self.ports['redis']}/0",
            "MEDIA_URL_S3": self.files_url,
            "PURGING_PROXY": f"http://{self.hosts.address('proxy')}:{self.ports['proxy']}",
            "WITHDRAWAL_LEDGER": str(self.folder / f"{name}.ledger"),
            "RATE_LIMITS": "0",
        }

    def _database(self, name: str) -> str:
        return f"postgres://{postgresql.OWNER}@{self.hosts.address(name)}:{self.ports[name]}/postgres"

    def run(self, name: str, arguments: list[str]) -> None:
        """A Python program of the site's, to its end. Raises CalledProcessError where it fails."""
        environment = self.environment(name) | {"PURGING_PROXY": "", "REPLICA_URL": ""}
        subprocess.run([sys.executable, *arguments], cwd=self.project, env=environment, check=True)

    # --- What goes wrong ------------------------------------------------------------------------------------------

    def lose(self, name: str) -> None:
        """A host is gone from one moment to the next."""
        self.hosts.cut_off(name)
        self.running[name].kill()
        self.running[name].wait()

    def crash_primary(self) -> None:
        """The primary stops at once, without writing anything more, and starts again from its log."""
        primary = self.running["primary"]
        primary.send_signal(signal.SIGQUIT)
        primary.wait()
        self.start_postgresql("primary")

    def answers(self, name: str, path: str) -> int:
        """Status of a page as a visitor gets it from a host; 0 without an answer."""
        connection = http.client.HTTPConnection(self.hosts.address(name), self.ports[name], timeout=10)
        try:
            connection.request("GET", path, headers={"Host": SITE})
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()
