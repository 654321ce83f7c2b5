"""Visitors, some through the proxy and some straight at a web host, who note which women each page showed and when."""

import http.client
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from penpal.topology.parts import SITE

PROXY = "proxy"
PAGE_SECONDS = 30  # so long a proxy that did not confirm may show an old page
_SLUG = re.compile(rb"/profiles/([a-z0-9]{8})/")
TIMEOUT = 10.0


@dataclass(frozen=True)
class Sight:
    """A page that began at some moment showed a woman."""

    began: float
    through: str
    slug: str


@dataclass
class Seen:
    """What all visitors met. `answers` counts (through, kind of answer); `took` are seconds, through the proxy."""

    sights: list[Sight] = field(default_factory=list)
    answers: Counter[tuple[str, str]] = field(default_factory=Counter)
    took: list[float] = field(default_factory=list)

    def share_of_errors(self, through: str) -> float:
        """Of all requests."""
        mine = Counter({kind: count for (where, kind), count in self.answers.items() if where == through})
        return mine["error"] / max(1, mine.total())


class Visitors:
    """Threads that go on until `stop`. `withdrawn` may grow meanwhile: they like to come back to those women."""

    def __init__(self, hosts: Mapping[str, tuple[str, int]], slugs: Sequence[str], count: int = 4) -> None:
        self.seen = Seen()
        self.living = [name for name in hosts if name != PROXY]
        self.withdrawn: list[str] = []
        self._hosts, self._watched, self._slugs = hosts, frozenset(slugs), list(slugs)
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._visit, args=(number,)) for number in range(count)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def _visit(self, number: int) -> None:
        dice = random.Random(number)  # noqa: S311 - not for secrets
        lines: dict[str, http.client.HTTPConnection] = {}
        while not self._ended.is_set():
            through = PROXY if dice.random() < 0.6 else dice.choice(self.living)
            self._open(through, self._choose(dice), lines)
        for line in lines.values():
            line.close()

    def _choose(self, dice: random.Random) -> str:
        kind = dice.random()
        if kind < 0.3 and self.withdrawn:
            return f"/profiles/{dice.choice(self.withdrawn[-30:])}/"
        if kind < 0.5:
            return f"/profiles/{dice.choice(self._slugs)}/"
        if kind < 0.6:
            return dice.choice(["/", "/es/", "/stories/", "/facilities/", "/profiles/feed/"])
        if kind < 0.8:
            return "/profiles/"
        return f"/profiles/?page={dice.randint(1, 25)}&sort={dice.choice(['newest', 'waiting', 'verified'])}"

    def _open(self, through: str, path: str, lines: dict[str, http.client.HTTPConnection]) -> None:
        line = lines.get(through) or http.client.HTTPConnection(*self._hosts[through], timeout=TIMEOUT)
        lines[through] = line
        began = time.monotonic()
        try:
            line.request("GET", path, headers={"Host": SITE})
            response = line.getresponse()
            content, status = response.read(), response.status
        except (OSError, http.client.HTTPException):
            line.close()
            content, status = b"", 0
        took = time.monotonic() - began
        shown = {slug.decode() for slug in _SLUG.findall(content)} if status == 200 else set()
        with self._lock:
            self.seen.answers[through, "error" if status == 0 or status >= 500 else str(status)] += 1
            self.seen.took += [took] if through == PROXY else []
            self.seen.sights += [Sight(began, through, slug) for slug in shown & self._watched]


def wrongly_shown(
    sights: Sequence[Sight], withdrawn: Mapping[str, tuple[float, bool]]
) -> list[tuple[Sight, float]]:
    """Sights of women after their withdrawal, with how many seconds after.

    withdrawn: when the withdrawal came back, and whether the proxy had confirmed by then. One that had not gets
    PAGE_SECONDS for its own pages, and nothing else does.
    """
    wrong = []
    for sight in sights:
        if sight.slug not in withdrawn:
            continue
        at, confirmed = withdrawn[sight.slug]
        limit = at if confirmed or sight.through != PROXY else at + PAGE_SECONDS
        if sight.began > limit:
            wrong.append((sight, sight.began - at))
    return wrong
