"""What the search costs on the database at hand: times as multiples of an empty view, facts as numbers, and which of
the targets of docs/performance.md (T1 to T13) that meets. Times are processor time where nothing else is said.

Changes are made and taken back: not for a database that is in use.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils import timezone

from penpal.bench import baseline, leaks, loading, pages
from penpal.bench.measuring import best, floor, memory, spent, timed
from penpal.bench.mix import questions
from penpal.bench.plans import COMMONEST, plans
from profiles import ledger
from profiles.models import Generation, Listing
from profiles.search import SearchParams, Sort, find, write_listing
from profiles.search.cards import load_cards
from profiles.search.index import snapshot
from profiles.search.index.live import build, live
from profiles.search.index.store import Store
from profiles.views import directory

ROUNDS = 5
BASELINE_SECONDS = 20
_NOBODYS = 2  # number of a row of Generation that only a bare commit writes
CHANGED = 40  # listings that are withdrawn and published again


def run(*, number: int | None, write: Callable[[str], object]) -> None:
    """Fill the database with `number` listings where it has none, then measure."""
    if number and not Listing.objects.exists():
        write(f"loaded {number:,} listings in {timed(lambda: loading.load(number)) / 1000:.0f} s")
    for line in Report().lines():
        write(line)


@dataclass
class Report:
    """All measurements of one database, line by line; `floor` is measured anew before each part."""

    floor: float = 0.0

    def lines(self) -> Iterator[str]:
        load = os.getloadavg()[0]
        count = Listing.objects.public().count()
        yield f"\n{connection.vendor}, {count:,} public listings; {os.cpu_count()} cores, load {load:.1f}"
        for part in (
            self.building,
            self.answers,
            self.words,
            self.pages,
            self.baseline,
            self.plans,
            self.changes,
        ):
            self.floor = floor()
            yield f"(an empty view: {self.floor:.3f} ms)"
            yield from part()
        yield from pages.report()
        yield from leaks.report()

    def times(self, milliseconds: float) -> float:
        return milliseconds / self.floor

    def said(self, name: str, taken: list[float], half: float = 0, most: float = 0) -> str:
        """p50 and p95 as milliseconds and multiples, with a verdict where there is a target."""
        p50, p95 = median(taken), quantiles(taken, n=20)[-1]
        good = self.times(p50) <= half and self.times(p95) <= most
        verdict = _verdict(f"p50 {half:.0f}x, p95 {most:.0f}x", good) if half else ""
        return (
            f"{name}: p50 {p50:.2f} ms ({self.times(p50):.0f}x), "
            f"p95 {p95:.2f} ms ({self.times(p95):.0f}x){verdict}"
        )

    # --- The index ----------------------------------------------------------------------------------------------

    def building(self) -> Iterator[str]:
        """T11: size in memory, and the snapshot."""
        before = memory()
        stores: list[Store] = []
        took = timed(lambda: stores.append(build()))
        grown = memory() - before
        packed = snapshot.pack(stores[0])
        read = best(lambda: snapshot.unpack(packed), 3)
        size = bytes_of(stores[0]) / max(1, len(stores[0].alive))
        good = _verdict("T11", size <= 120 and took >= 50 * read)
        yield f"index: built in {took / 1000:.1f} s, {size:.0f} bytes a listing, memory +{grown >> 20} MB"
        yield (
            f"snapshot: {len(packed) / 1e6:.1f} MB, read in {read:.0f} ms, "
            f"{took / read:.0f} times quicker than built{good}"
        )
        live.forget()
        live.refresh()

    # --- Answers ------------------------------------------------------------------------------------------------

    def answers(self) -> Iterator[str]:
        """T1 to T3 (growth is for the reader of several sizes), and T7."""
        mix = questions()
        asks = [partial(find, params, load=load_cards) for _kind, params in mix]
        yield self.said("200 questions, first time, processor time", [spent(ask) for ask in asks])
        yield self.said("200 questions, warm, by the clock", [best(ask, ROUNDS) for ask in asks])
        warm = [best(ask, ROUNDS, spent) for ask in asks]
        big = Listing.objects.count() > 500_000
        yield self.said("200 questions, warm, processor time", warm, *((90, 250) if big else (40, 150)))
        for kind in sorted({kind for kind, _params in mix}):
            taken = [took for took, (other, _params) in zip(warm, mix, strict=True) if other == kind]
            yield f"  {kind:<18} median {median(taken):.2f} ms ({self.times(median(taken)):.0f}x)"
        with CaptureQueriesContext(connection) as queries:
            find(SearchParams(q=COMMONEST, sort=Sort.RELEVANCE, state="TX"), load=load_cards)
        yield f"questions to the database for one warm answer: {len(queries)}{_verdict('T7', len(queries) <= 4)}"

    def words(self) -> Iterator[str]:
        """T6: the commonest word when nobody has asked for it yet, and in a new process with a snapshot."""
        word = SearchParams(q=COMMONEST, sort=Sort.RELEVANCE)
        again = best(lambda: find(word, load=load_cards), ROUNDS, spent)
        cold = min(self._without_words(word) for _ in range(3))
        with live.reading() as store:
            store.words = live.postings.common(len(store.alive))
            restored = snapshot.unpack(snapshot.pack(store, store.words))
        good = _verdict("T6", cold <= 40 * again and len(restored.words) == len(store.words) > 0)
        yield (
            f"commonest word: first use {cold:.1f} ms, {cold / again:.0f} times the next one; "
            f"{len(restored.words)} common words come with the snapshot{good}"
        )

    def _without_words(self, word: SearchParams) -> float:
        live.postings = type(live.postings)()
        return spent(lambda: find(word, load=load_cards))

    # --- Pages --------------------------------------------------------------------------------------------------

    def pages(self) -> Iterator[str]:
        """T5: the whole page in process, drawn anew and kept."""
        mix = [params for _kind, params in questions()[:60]]
        whole = median(best(partial(drawn, params), 3, spent) for params in mix)
        data = median(best(partial(find, params, load=load_cards), 3, spent) for params in mix)
        kept = median(best(partial(drawn, params, anew=False), 3, spent) for params in mix)
        share = 1 - data / whole
        good = _verdict("T5", self.times(whole) <= 70 and share <= 0.5)
        yield f"whole page, drawn anew: p50 {whole:.2f} ms ({self.times(whole):.0f}x), drawing {share:.0%}{good}"
        yield f"whole page, kept: p50 {kept:.2f} ms ({self.times(kept):.0f}x)"
        same = drawn(mix[0]).content == drawn(mix[0], anew=False).content
        yield f"a page that was kept is the one drawn anew: {same}{_verdict('T12', same)}"

    # --- The naive way ------------------------------------------------------------------------------------------

    def baseline(self) -> Iterator[str]:
        """T4: the naive way, for as long as there is time, with its answers compared."""
        today, now = timezone.localdate(), timezone.now()
        slow: list[float] = []
        quick: list[float] = []
        agreeing = 0
        ends = monotonic() + BASELINE_SECONDS
        for _kind, params in questions(seed=11):
            if params.words or (monotonic() > ends and slow):
                continue
            answer: list[baseline.Answer] = []
            slow.append(spent(partial(_keep, answer, params, today, now)))
            quick.append(best(partial(find, params, today, now, load_cards), 3, spent))
            mine = find(params, today, now)
            page = [listing.pk for listing in mine.listings]
            agreeing += baseline.agrees(answer[0], mine.total, page, mine.counts)
        times = median(slow) / median(quick)
        good = _verdict("T4", times >= 200 and agreeing == len(slow))
        yield (
            f"naive ORM: p50 {median(slow):.0f} ms, {times:.0f} times ours; "
            f"{agreeing} of {len(slow)} answers equal{good}"
        )

    def plans(self) -> Iterator[str]:
        """T8, where there is PostgreSQL, and before changes that its index has not put in order yet."""
        if connection.vendor == "postgresql":
            for plan in plans():
                yield f"{plan}{_verdict('T8', plan.is_good)}"

    # --- Changes ------------------------------------------------------------------------------------------------

    def changes(self) -> Iterator[str]:
        """T10: what a withdrawal takes, beside commits that do nothing else."""
        pks = list(Listing.objects.public().order_by("-pk").values_list("pk", flat=True)[: CHANGED * 4 : 4])
        Generation.objects.get_or_create(pk=_NOBODYS)
        bare = median(timed(_bare_commit) for _ in range(CHANGED))
        Generation.objects.filter(pk=_NOBODYS).delete()
        with TemporaryDirectory(prefix="ledger-") as folder:
            append = median(timed(partial(_append, Path(folder) / "ledger")) for _ in range(CHANGED))
        yield f"a bare commit: {bare:.2f} ms; a line put down safely in a file, as the ledger does: {append:.2f} ms"
        for name, state in (("withdrawal", "hidden"), ("publication", "published")):
            commits, applied = [], []
            for pk in pks:
                commits.append(timed(partial(_set_state, pk, state)))
                applied.append(spent(live.refresh))
            times, took = median(commits) / bare, median(applied)
            good = _verdict("T10", times <= 3 and self.times(took) <= 1) if name == "withdrawal" else ""
            yield (
                f"{name}: commit p50 {median(commits):.2f} ms ({times:.1f} times a bare one), "
                f"taken in by a process in {took:.2f} ms ({self.times(took):.1f}x){good}"
            )


def _verdict(target: str, good: bool) -> str:
    return f" [{target}: {'met' if good else 'MISSED'}]"


def bytes_of(store: Store) -> int:
    """What arrays and sets take."""
    arrays = [*store.columns.arrays.values(), store.columns.bits, *store.lanes.values()]
    sets = [store.alive, store.ordered, store.no_letter, *store.singles.values(), *store.bits]
    return sum(array.nbytes for array in arrays) + sum(len(members.serialize()) for members in sets)


def drawn(params: SearchParams, *, anew: bool = True) -> Any:
    """The directory's page without middleware; anew as for somebody with a session."""
    request: Any = RequestFactory(headers={"host": "localhost"}).get("/profiles/?" + params.query_string())
    request.resolver_match = resolve("/profiles/")
    if anew:
        request.COOKIES[settings.SESSION_COOKIE_NAME] = "somebody"
    response: HttpResponseBase = directory.directory(request)
    return response


def _keep(found: list, params: SearchParams, today: Any, now: Any) -> None:
    found.append(baseline.answer(params, today, now))


@transaction.atomic
def _set_state(pk: int, state: str) -> None:
    Listing.objects.filter(pk=pk).update(state=state)
    write_listing(pk)


def _append(file: Path) -> None:
    ledger.append(file, [ledger.Entry(id="measured", at="", kind=ledger.Kind.MARK)])


@transaction.atomic
def _bare_commit() -> None:
    """One that has something to write, in a row that nobody reads."""
    Generation.objects.filter(pk=_NOBODYS).update(n=F("n") + 1)
