"""What all measurements share: a clock, the memory of a process, and the empty view that times are multiples of."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory

Action = Callable[[], object]
_PAGE = os.sysconf("SC_PAGE_SIZE")
_TIMES = 500


def timed(action: Action) -> float:
    """Milliseconds by the clock."""
    began = time.perf_counter()
    action()
    return (time.perf_counter() - began) * 1000


def spent(action: Action) -> float:
    """Milliseconds of processor: this process's and, of PostgreSQL on the same machine, its server process's.

    On a busy machine that is what can be compared; waiting for a processor or a disk is not in it.
    """
    server, began = _of_server(), time.process_time()
    action()
    return (time.process_time() - began) * 1000 + _of_server() - server


def _of_server() -> float:
    """Milliseconds that the server process of this connection has run; 0 where there is none to be seen."""
    if connection.vendor != "postgresql" or connection.connection is None:
        return 0.0
    file = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    try:
        return int(file.read_text(encoding="ascii").split()[0]) / 1e6
    except OSError:
        return 0.0


def best(
    action: Callable[[], object], rounds: int = 5, clock: Callable[[Callable[[], object]], float] = timed
) -> float:
    """The least of some rounds: what other programs on the machine take is no cost of ours."""
    return min(clock(action) for _ in range(rounds))


def memory() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE


def bare_application() -> WSGIHandler:
    """Django with the site's addresses and without any middleware."""
    kept, settings.MIDDLEWARE = settings.MIDDLEWARE, []
    try:
        return WSGIHandler()
    finally:
        settings.MIDDLEWARE = kept


def floor() -> float:
    """Milliseconds of an empty view as `spent`, from the WSGI environment to the bytes of the answer: a median."""
    application, client = bare_application(), RequestFactory(headers={"host": "localhost"})

    def answer() -> None:
        request = client.get("/healthz")
        response = application(request.environ, _started)
        b"".join(response)
        response.close()

    answer()
    return median(spent(answer) for _ in range(_TIMES))


def _started(status: str, headers: list[tuple[str, str]], error: Any = None, /) -> Callable[[bytes], object]:
    """What a web server would be told."""
    return len
