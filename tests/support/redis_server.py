"""A private Redis that lives as long as the tests: a free port of 127.0.0.1, nothing kept on disk."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

import redis

from penpal import processes
from tests.support.network import free_port

START_SECONDS = 30


def find_binary() -> str | None:
    """The server's program, Redis or its fork Valkey; None without."""
    return shutil.which("redis-server") or shutil.which("valkey-server")


@contextmanager
def throwaway_server(binary: str) -> Iterator[str]:
    """A running server's CACHE_URL. The server is gone afterwards."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="redis-") as folder:
        quiet = ["--save", "", "--appendonly", "no", "--dir", folder]
        command = [binary, "--bind", "127.0.0.1", "--port", str(port), *quiet]
        server = processes.start(command, stdout=subprocess.DEVNULL)
        try:
            _wait_until_ready(server, port)
            yield f"rediscache://127.0.0.1:{port}/0"
        finally:
            processes.stop(server)


def _wait_until_ready(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with redis.Redis(port=port) as client:
                client.ping()
        except redis.ConnectionError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("Redis did not start.")
