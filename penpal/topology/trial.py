"""`make topology`: start the grown installation, let visitors and staff work while parts of it die, and tell."""

import json
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg2

from penpal import processes
from penpal.topology.hosts import Hosts
from penpal.topology.parts import NAMES, SITE, Installation, Missing, Programs
from penpal.topology.visitors import PROXY, Visitors, wrongly_shown
from tests.support import postgresql

LISTINGS, WITHDRAWALS, SECONDS = 800, 500, 120.0
TOLD_EVERY = 100  # withdrawals
CATCH_UP_SECONDS = 60
ASKED_TIMES = 20
ROUNDS, ROUND_SECONDS = 5, 4
LEAST_SHARE = 0.8


def main() -> int:
    """Run it all. Returns the exit status: 0 where nothing is wrong."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        programs = Programs.find()
    except Missing as missing:
        say(f"Cannot run: {missing}.")
        return 2
    hosts = Hosts(NAMES)
    hosts.make()
    say("Hosts are network namespaces." if hosts.are_real else "Not root: hosts are ports of this machine.")
    with tempfile.TemporaryDirectory(prefix="topology-", dir="/tmp") as folder:
        installation = Installation(hosts, programs, Path(folder))
        try:
            hosts.enter("visitors")
            installation.start(LISTINGS, say)
            return _tell(_measure_speed(installation), _try(installation), installation)
        finally:
            installation.stop()
            installation.closing.close()
            hosts.remove()


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


# --- Work while parts die ---------------------------------------------------------------------------------------------


class Desk:
    """The staff's process, and what it said."""

    def __init__(self, installation: Installation) -> None:
        command = [sys.executable, "-m", "penpal.topology.desk", str(WITHDRAWALS), str(SECONDS)]
        with installation.hosts.inside("desk"):
            self.process = processes.start(
                command,
                cwd=installation.project,
                env=installation.environment("desk"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        self.slugs: list[str] = self._read()["slugs"]
        self.withdrawn: dict[str, tuple[float, bool]] = {}
        self.approved: list[str] = []

    def _read(self) -> dict:
        line = self.process.stdout.readline() if self.process.stdout else b""
        return json.loads(line) if line else {"what": "end"}

    def work(self, visitors: Visitors) -> None:
        """Let it begin, and take down what it does until it ends."""
        if self.process.stdin:
            self.process.stdin.write(b"go\n")
            self.process.stdin.flush()
        while (done := self._read())["what"] != "end":
            if done["what"] == "withdrawn":
                self.withdrawn[done["slug"]] = (done["at"], done["confirmed"])
                visitors.withdrawn.append(done["slug"])
                if len(self.withdrawn) % TOLD_EVERY == 0:
                    say(f"{len(self.withdrawn):>4} withdrawn")
            else:
                self.approved.append(done["slug"])


def _try(installation: Installation) -> tuple[Desk, Visitors]:
    """Visitors and staff at work for SECONDS, while a replica, the primary and a web host fail in turn."""
    desk = Desk(installation)
    hosts = {
        name: (installation.hosts.address(name), installation.ports[name]) for name in (PROXY, "web1", "web2")
    }
    visitors = Visitors(hosts, desk.slugs)
    working = threading.Thread(target=desk.work, args=(visitors,))
    visitors.start()
    working.start()
    for seconds, words, what in _mishaps(installation, visitors):
        time.sleep(seconds)
        say(f"{len(desk.withdrawn):>4} withdrawn: {words}")
        what()
    working.join()
    time.sleep(5)
    visitors.stop()
    return desk, visitors


def _mishaps(installation: Installation, visitors: Visitors) -> list[tuple[float, str, Callable[[], object]]]:
    def lose_web() -> None:
        visitors.living = ["web2"]  # straight at a host that is gone nobody gets anything
        installation.lose("web1")

    return [
        (SECONDS / 5, "a replica is gone", lambda: installation.lose("replica1")),
        (SECONDS / 5, "the primary crashes and starts again", installation.crash_primary),
        (SECONDS / 5, "a web host is gone", lose_web),
    ]


# --- Speed ------------------------------------------------------------------------------------------------------------


def _measure_speed(installation: Installation) -> tuple[float, float] | None:
    """Pages and static files a second from the proxy's memory, in turn: medians. None without `wrk`."""
    if installation.programs.wrk is None:
        return None
    sheet = _sheet_of(installation)
    say(f"Speed: the directory's page against {sheet}")
    rates: dict[str, list[float]] = {"/profiles/": [], sheet: []}
    for _round in range(ROUNDS):
        for path, found in rates.items():
            found.append(_rate(installation, path))
    return statistics.median(rates["/profiles/"]), statistics.median(rates[sheet])


def _sheet_of(installation: Installation) -> str:
    """The largest static file that the page names, as the proxy has it."""
    sizes = {}
    for file in (installation.project / "var" / "static").rglob("*.css"):
        if re.search(r"\.[0-9a-f]{12}\.css$", file.name) and "admin" not in file.parts:
            sizes[file] = file.stat().st_size
    largest = max(sizes, key=lambda file: sizes[file])
    return f"/static/{largest.relative_to(installation.project / 'var' / 'static')}"


def _rate(installation: Installation, path: str) -> float:
    """Answers a second, as `wrk` counts them over a few seconds with sixteen lines.

    Each is from memory: a round in which the proxy had to answer that no web host does is not counted.
    """
    address = f"http://{installation.hosts.address('proxy')}:{installation.ports['proxy']}{path}"
    headers = ["-H", f"Host: {SITE}", "-H", "Accept-Encoding: gzip"]
    command = [str(installation.programs.wrk), "-t1", "-c16", f"-d{ROUND_SECONDS}s", *headers, address]
    for _time in range(ASKED_TIMES):
        if installation.answers("proxy", path) == 200:
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            if "Non-2xx" not in done.stdout:
                return float(re.findall(r"Requests/sec:\s+([\d.]+)", done.stdout)[0])
        time.sleep(1)
    raise RuntimeError(f"the proxy does not keep {path}")


# --- What is told -----------------------------------------------------------------------------------------------------


def _tell(speed: tuple[float, float] | None, tried: tuple[Desk, Visitors], installation: Installation) -> int:
    desk, visitors = tried
    seen = visitors.seen
    wrong = wrongly_shown(seen.sights, desk.withdrawn)
    lost = _lost(installation, desk)
    pending = sum(not confirmed for _at, confirmed in desk.withdrawn.values())
    took = sorted(seen.took)
    say(f"requests                     {seen.answers.total():,}")
    say(f"through the proxy            p50 {_part(took, 0.5):.0f} ms, p99 {_part(took, 0.99):.0f} ms")
    for through in (PROXY, "web1", "web2"):
        say(f"errors, {through:<20} {seen.share_of_errors(through):.2%}")
    say(f"withdrawals                  {len(desk.withdrawn)}, {pending} without the proxy's word")
    say(f"sights of women to withdraw  {len(seen.sights):,}, wrong {len(wrong)}")
    for sight, late in wrong[:5]:
        say(f"  {sight.slug} through {sight.through}, {late:.2f} s after")
    say(f"approvals                    {len(desk.approved)}, lost {len(lost)}")
    good = not wrong and not lost and len(desk.withdrawn) == WITHDRAWALS
    if speed is not None:
        share = speed[0] / speed[1]
        say(
            f"pages and files a second     {speed[0]:,.0f} and {speed[1]:,.0f}: {share:.2f} (at least {LEAST_SHARE})"
        )
        good = good and share >= LEAST_SHARE
    say("Good." if good else "NOT GOOD.")
    return 0 if good else 1


def _part(ordered: list[float], share: float) -> float:
    """A quantile in milliseconds."""
    return ordered[int(share * (len(ordered) - 1))] * 1000 if ordered else 0.0


def _lost(installation: Installation, desk: Desk) -> list[str]:
    """What was done and is not there: in the primary, in the replica that lives, or on the page of a web host."""
    lost = []
    for name in ("primary", "replica2"):
        deadline = time.monotonic() + CATCH_UP_SECONDS
        while (missing := _missing(installation, name, desk)) and time.monotonic() < deadline:
            time.sleep(0.5)
        lost += [f"{slug} in {name}" for slug in missing]
    pages = [(slug, 200) for slug in desk.approved] + [(slug, 410) for slug in desk.withdrawn]
    for through in (PROXY, "web2"):
        with ThreadPoolExecutor(4) as several:
            found = several.map(lambda page, way=through: _answer(installation, way, *page), pages)
            answers = zip(pages, found, strict=True)
            lost += [f"{slug} through {through}" for (slug, status), answer in answers if answer != status]
    for line in lost[:5]:
        say(f"  lost: {line}")
    return lost


def _answer(installation: Installation, through: str, slug: str, status: int) -> int:
    """How her page answers. Too busy to answer is nothing lost: then it is asked again, some times."""
    for _time in range(ASKED_TIMES):
        answer = installation.answers(through, f"/profiles/{slug}/")
        if answer == status or 0 < answer < 500:
            break
        time.sleep(1)
    return answer


def _missing(installation: Installation, name: str, desk: Desk) -> set[str]:
    connection = psycopg2.connect(
        host=installation.hosts.address(name),
        port=installation.ports[name],
        user=postgresql.OWNER,
        dbname="postgres",
    )
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT slug, state FROM profiles_listing")
        states = dict(cursor.fetchall())
    connection.close()
    expected = dict.fromkeys(desk.approved, "published") | dict.fromkeys(desk.withdrawn, "withdrawn")
    return {slug for slug, state in expected.items() if states.get(slug) != state}
