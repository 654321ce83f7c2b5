"""Withdrawals while another process reads: does a page show a woman whose withdrawal had been committed before?

The reader goes on in four ways: as it should; without reading changes; from a snapshot older than every withdrawal,
without reading changes; and killed without warning again and again, each time beginning anew from what is on disk.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from django.db import transaction
from django.utils import timezone

from penpal import processes
from profiles.models import Listing
from profiles.search import index_many, write_listing
from profiles.states import ListingState
from tests.support.run import ROOT

WITHDRAWALS = 1_000
KILLS = 4
WAYS = ("following", "deaf", "stale snapshot", "killed")
#: Reads pages and says of each when its request began (monotonic, the same clock in all processes) and who was on it.
_READER = """
import json, sys, time
import django
django.setup()
from profiles.search import SearchParams, Sort, find
from profiles.search.cards import load_cards
from profiles.search.index.live import live
live.refresh()
live.follows = sys.argv[1] == "1"
print("ready", flush=True)
while True:
    began = time.monotonic()
    shown = find(SearchParams(sort=Sort.VERIFIED), load=load_cards).listings
    print(json.dumps([began, [card.slug for card in shown]]), flush=True)
"""


@dataclass
class Outcome:
    """How many pages were read, and how many times somebody was on one that began after her withdrawal."""

    withdrawals: int = 0
    pages: int = 0
    leaks: int = 0
    gone: dict[str, float] = field(default_factory=dict)  # when each withdrawal was committed

    def see(self, line: str) -> None:
        """Take in a page that the reader told of."""
        if not line.startswith("["):
            return
        began, slugs = json.loads(line)
        self.pages += 1
        self.leaks += sum(self.gone.get(slug, began) < began for slug in slugs)


def report() -> Iterator[str]:
    """Each way in turn, a quarter of WITHDRAWALS each; everybody is listed again afterwards."""
    total = 0
    for way in WAYS:
        outcome = trial(way, WITHDRAWALS // len(WAYS))
        total += outcome.leaks
        yield (
            f"withdrawals while another process reads ({way}): {outcome.withdrawals}, "
            f"pages {outcome.pages:,}, leaks {outcome.leaks}"
        )
    yield f"leaks in all: {total}"


def trial(way: str, withdrawals: int) -> Outcome:
    """Withdraw the women at the front of an order, one by one, while a process reads its first page."""
    outcome = Outcome()
    front = list(
        Listing.objects.public().order_by("-verified_on", "pk").values_list("pk", "slug")[:withdrawals]
    )
    reader = _Reader(outcome, follows=way in ("following", "killed"))
    try:
        for turn, (pk, slug) in enumerate(front):
            if way == "stale snapshot" and turn == withdrawals // 2:
                reader.begin_anew()
            if way == "killed" and turn and turn % max(1, withdrawals // KILLS) == 0:
                reader.begin_anew()
            _hide(pk)
            outcome.gone[slug] = time.monotonic()
            outcome.withdrawals += 1
            reader.read()
        reader.read()
    finally:
        reader.kill()
        _list_again([pk for pk, _slug in front])
    return outcome


class _Reader:
    """The other process. It is stopped by SIGKILL, always: that is how it would go."""

    def __init__(self, outcome: Outcome, *, follows: bool) -> None:
        self._outcome, self._follows = outcome, follows
        self._start()

    def _start(self) -> None:
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "penpal.settings"}
        command = [sys.executable, "-c", _READER, str(int(self._follows))]
        self._process = processes.start(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE)
        self._said: IO[bytes] = self._process.stdout or sys.stdin.buffer
        while self._said.readline() != b"ready\n":
            if self._process.poll() is not None:
                raise RuntimeError("The reading process ended.")

    def begin_anew(self) -> None:
        self.kill()
        self._start()

    def read(self) -> None:
        """One page that began after now."""
        now = time.monotonic()
        for line in iter(self._said.readline, b""):
            self._outcome.see(line.decode())
            if json.loads(line)[0] > now:
                return

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


@transaction.atomic
def _hide(pk: int) -> None:
    Listing.objects.filter(pk=pk).update(
        state=ListingState.WITHDRAWN, withdrawn_at=timezone.now(), consent_listing_on=None
    )
    write_listing(pk)


def _list_again(pks: list[int]) -> None:
    Listing.objects.filter(pk__in=pks, state=ListingState.WITHDRAWN).update(
        state=ListingState.PUBLISHED, withdrawn_at=None, consent_listing_on=timezone.localdate()
    )
    index_many(pks)
