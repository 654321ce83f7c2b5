"""Many hours in a few minutes: visitors, writers, senders and staff at once, over HTTP: `make bench PART=load N=10`.

A copy of the project is started as `make run` starts it, on SQLite, once with 10,000 listings and once with ten times
as many. N is the minutes of each. Told are the times of each kind of work, errors, and the memory of each process.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from penpal import processes
from penpal.bench import crowd
from tests.support.network import free_port
from tests.support.run import SETTINGS
from tests.support.start import copied

MINUTES = 10
SIZES = (10_000, 100_000)
ORIGINALS = 500  # women made in the ordinary way; the others are copies
WARM_SHARE = 0.2  # of the time, after which memory is first measured
MOST_GROWTH = 0.1  # of memory, between then and the end
_PAGE = os.sysconf("SC_PAGE_SIZE")
_PREPARE = """
import json
from penpal.bench.loading import load
from profiles.models import Facility, Listing
from tests.factories import make_submission
load({size}, originals={originals})
facility = Listing.objects.public().order_by("pk").first().facility
facts = {{
    "slugs": list(Listing.objects.public().order_by("pk").values_list("slug", flat=True)[:2000]),
    "facility": facility.pk,
    "places": list(Facility.objects.listed().order_by("pk").values_list("slug", flat=True)),
    "waiting": [make_submission(facility=facility).pk for _ in range({waiting})],
}}
print(json.dumps(facts))
"""


def run(*, number: int | None, write: Callable[[str], object]) -> None:
    """`number` (MINUTES) minutes at each of SIZES. Raises RuntimeError where the site does not start."""
    for size in SIZES:
        with tempfile.TemporaryDirectory(prefix="load-") as folder:
            for line in _trial(Path(folder), size, number or MINUTES):
                write(line)


@dataclass
class Memory:
    """Bytes in memory of each process of the site, by what it runs, when warm and at the end."""

    warm: dict[str, int] = field(default_factory=dict)
    end: dict[str, int] = field(default_factory=dict)

    def lines(self) -> Iterator[str]:
        for name in sorted(self.end):
            grown = self.end[name] / self.warm.get(name, self.end[name]) - 1
            verdict = "flat" if grown <= MOST_GROWTH else "GROWS"
            sizes = f"{self.warm.get(name, 0) >> 20} MB warm, {self.end[name] >> 20} MB at the end"
            yield f"memory, {name:<11} {sizes}: {verdict}"


def _trial(folder: Path, size: int, minutes: int) -> Iterator[str]:
    project, port = copied(folder), free_port()
    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    environment |= {"PORT": str(port), "RATE_LIMITS": "0", "TRUSTED_PROXIES": "127.0.0.1"}
    began = time.monotonic()
    facts = _prepare(project, environment, size, waiting=minutes * 60)
    yield f"{size:,} listings on SQLite (loaded in {time.monotonic() - began:.0f} s), {minutes} minutes"
    with _serving(project, environment) as (pid, sign_in):
        people = crowd.Crowd(port, facts, sign_in)
        memory = Memory()
        with people.at_work():
            time.sleep(minutes * 60 * WARM_SHARE)
            memory.warm = memory_of(pid)
            time.sleep(minutes * 60 * (1 - WARM_SHARE))
            memory.end = memory_of(pid)
        yield from people.lines(minutes * 60)
        yield from memory.lines()


def _prepare(project: Path, environment: dict[str, str], size: int, waiting: int) -> dict:
    """Fill the database; returns what the crowd has to know."""
    code = _PREPARE.format(size=size, originals=ORIGINALS, waiting=waiting)
    printed = b""
    for arguments in (
        ["migrate", "--verbosity=0"],
        ["collectstatic", "--no-input", "--verbosity=0"],
        ["shell", "-c", code],
    ):
        command = [sys.executable, "manage.py", *arguments]
        printed = subprocess.run(
            command, cwd=project, env=environment, check=True, stdout=subprocess.PIPE
        ).stdout
    return json.loads(printed.splitlines()[-1])


@contextmanager
def _serving(project: Path, environment: dict[str, str]) -> Iterator[tuple[int, tuple[str, str]]]:
    """The running site: number of its first process, and e-mail address and password of the moderator."""
    command = [sys.executable, "manage.py", "serve", "--no-prepare"]
    site = processes.start(command, cwd=project, env=environment, stdout=subprocess.PIPE)
    try:
        sign_in = ("", "")
        for line in iter(site.stdout.readline, b"") if site.stdout else ():
            words = line.decode().split()
            if words[:2] == ["Demo", "moderator:"]:
                sign_in = (words[2], words[3])
            if b"Ctrl-C" in line:
                break
        if site.poll() is not None:
            raise RuntimeError("The site did not start.")
        threading.Thread(target=_drain, args=(site,), daemon=True).start()
        yield site.pid, sign_in
    finally:
        processes.stop(site)


def _drain(site: "subprocess.Popen[bytes]") -> None:
    for _line in site.stdout or ():
        continue


def memory_of(pid: int) -> dict[str, int]:
    """Bytes in memory of the processes that began with this one, by what they run."""
    found: dict[str, int] = {}
    for number in _family(pid):
        try:
            words = Path(f"/proc/{number}/cmdline").read_text().split("\0")
            resident = int(Path(f"/proc/{number}/statm").read_text().split()[1]) * _PAGE
        except (FileNotFoundError, ProcessLookupError):
            continue
        name = next((word for word in ("db_worker", "granian", "serve") if word in words), "others")
        found[name] = found.get(name, 0) + resident
    return found


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    threads = Path(f"/proc/{pid}/task").glob("*/children") if children.exists() else []
    return [
        pid,
        *(one for file in threads for child in file.read_text().split() for one in _family(int(child))),
    ]
