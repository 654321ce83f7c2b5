"""Pages a second over HTTP, from our own web server on the database at hand, against an empty view's.

`wrk` asks where it is installed, else a small client with as many connections, which slows down what is quick.
"""

import http.client
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from penpal import processes
from penpal.bench.mix import questions
from penpal.management.commands.serve import web_command
from tests.support.network import free_port
from tests.support.run import ROOT

CONNECTIONS = 8
SECONDS = 5
_START_SECONDS = 60
_LIST = "/profiles/"
#: With this cookie a page is drawn for one visitor, hence anew; no session is looked up for it.
_ANEW = {"Cookie": "messages=none"}


def report() -> Iterator[str]:
    """Pages a second of the empty view, of a page drawn anew, kept, and not changed since (304)."""
    with _serving("penpal.bench.empty:application") as port:
        empty = rate(port, ["/healthz"])
    with _serving("penpal.wsgi:application") as port:
        mixed = [f"{_LIST}?{params.query_string()}" for _kind, params in questions()]
        rates = {
            "an empty view through all middleware": rate(port, ["/healthz"]),
            "directory, drawn anew, 200 questions in turn": rate(port, mixed, _ANEW),
            "directory, kept": rate(port, [_LIST]),
            "directory, not changed since (304)": rate(port, [_LIST], {"If-None-Match": _etag(port)}),
        }
    yield f"over HTTP, one process with 8 threads: an empty view without middleware {empty:,.0f} pages a second"
    for name, pages in rates.items():
        yield f"  {name}: {pages:,.0f} a second ({pages / empty:.2f} of the empty view's)"


@contextmanager
def _serving(application: str) -> Iterator[int]:
    """The port of a web server of ours with this application."""
    port = free_port()
    command = [*web_command("127.0.0.1", port)[:-1], application]
    environment = os.environ | {"RATE_LIMITS": "0"}
    server = processes.start(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        yield port
    finally:
        processes.stop(server)


def _wait(port: int) -> None:
    ends = time.monotonic() + _START_SECONDS
    while True:
        try:
            return _ask(http.client.HTTPConnection("127.0.0.1", port, timeout=60), _LIST, {})
        except OSError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.2)


def _etag(port: int) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", _LIST)
    return connection.getresponse().headers["ETag"]


def _ask(connection: http.client.HTTPConnection, path: str, headers: Mapping[str, str]) -> None:
    connection.request("GET", path, headers=dict(headers))
    connection.getresponse().read()


def rate(port: int, paths: list[str], headers: Mapping[str, str] | None = None) -> float:
    """Answers a second to these paths in turn, over CONNECTIONS connections for SECONDS."""
    ask = _by_wrk if shutil.which("wrk") else _by_hand
    return ask(port, paths, headers or {})


def _by_wrk(port: int, paths: list[str], headers: Mapping[str, str]) -> float:
    set_headers = "".join(f"wrk.headers[{_lua(name)}] = {_lua(value)}\n" for name, value in headers.items())
    script = f"{set_headers}local paths = {{{', '.join(map(_lua, paths))}}}\nlocal turn = 0\n"
    script += "request = function() turn = turn % #paths + 1 return wrk.format(nil, paths[turn]) end\n"
    with tempfile.TemporaryDirectory(prefix="wrk-") as folder:
        path = Path(folder) / "paths.lua"
        path.write_text(script)
        command = [
            "wrk",
            "-t1",
            f"-c{CONNECTIONS}",
            f"-d{SECONDS}s",
            "-s",
            str(path),
            f"http://127.0.0.1:{port}",
        ]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(r"Requests/sec:\s*([\d.]+)", said)
    if not found or "Non-2xx or 3xx" in said:
        raise RuntimeError(f"wrk: {said}")
    return float(found[1])


def _lua(text: str) -> str:
    """A text as a word of Lua."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _by_hand(port: int, paths: list[str], headers: Mapping[str, str]) -> float:
    ends = time.monotonic() + SECONDS

    def visit(first: int) -> int:
        connection, asked = http.client.HTTPConnection("127.0.0.1", port), 0
        while time.monotonic() < ends:
            _ask(connection, paths[(first + asked) % len(paths)], headers)
            asked += 1
        return asked

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return sum(pool.map(visit, range(CONNECTIONS))) / SECONDS
