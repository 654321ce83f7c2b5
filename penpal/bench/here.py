"""What the search costs on the database at hand: times as multiples of an empty view, facts as numbers.

Changes are made and taken back: not for a database that is in use.
"""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from statistics import median, quantiles
from typing import Any

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.db import connection, transaction
from django.db.models import F
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from penpal.bench import baseline, loading
from penpal.bench.mix import questions
from profiles.models import Generation, Listing
from profiles.search import SearchParams, Sort, find, write_listing
from profiles.search.cards import load_cards
from profiles.search.index import snapshot
from profiles.search.index.live import build, live
from profiles.search.index.store import Store
from profiles.search.text import question
from profiles.text_index import TABLE, VECTOR
from profiles.views import directory

ROUNDS = 3
BASELINE_SECONDS = 20
_PAGE = 4096  # bytes


def run(*, number: int | None, write: Callable[[str], object]) -> None:
    """Fill the database with `number` listings where it has none, then measure."""
    if number and not Listing.objects.exists():
        write(f"loaded {number:,} listings in {timed(lambda: loading.load(number)) / 1000:.0f} s")
    for line in report():
        write(line)


def report() -> Iterator[str]:
    """All measurements, line by line."""
    yield f"{connection.vendor}, {Listing.objects.public().count():,} public listings"
    yield from _building()
    floor = _floor()
    yield f"floor: an empty view without middleware {floor:.3f} ms (all times below in multiples of it: x)"
    yield from _answers(floor)
    yield from _pages(floor)
    yield from _baseline(floor)
    yield from _changing(floor)
    if connection.vendor == "postgresql":
        yield from _plans()


def timed(action: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    action()
    return (time.perf_counter() - began) * 1000


def _floor() -> float:
    """Median of an empty view, without any middleware."""
    factory, handler = RequestFactory(headers={"host": "localhost"}), BaseHandler()
    kept, settings.MIDDLEWARE = settings.MIDDLEWARE, []
    handler.load_middleware()
    settings.MIDDLEWARE = kept

    def answer() -> HttpResponseBase:
        request: Any = factory.get("/healthz")
        return handler.get_response(request)

    return median(timed(answer) for _ in range(500))


def _memory() -> int:
    """Bytes of this process in memory."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - not a file of ours
        return int(file.read().split()[1]) * _PAGE


def _building() -> Iterator[str]:
    before = _memory()
    stores: list[Store] = []
    took = timed(lambda: stores.append(build()))
    grown = _memory() - before
    packed = snapshot.pack(stores[0])
    loading = min(timed(lambda: snapshot.unpack(packed)) for _ in range(3))
    alive = max(1, len(stores[0].alive))
    size = bytes_of(stores[0]) / alive
    yield f"index: built in {took / 1000:.1f} s, {size:.0f} bytes a listing, memory +{grown >> 20} MB"
    quicker = took / loading
    yield f"snapshot: {len(packed) / 1e6:.1f} MB, read in {loading:.0f} ms, {quicker:.0f} times quicker than built"
    live.forget()
    live.refresh()


def bytes_of(store: Store) -> int:
    """What arrays and sets take."""
    arrays = [*store.columns.arrays.values(), store.columns.bits, *store.lanes.values()]
    sets = [store.alive, store.ordered, store.no_letter, *store.singles.values(), *store.bits]
    return sum(array.nbytes for array in arrays) + sum(len(members.serialize()) for members in sets)


def _answers(floor: float) -> Iterator[str]:
    mix = questions()
    first = [timed(partial(find, params, load=load_cards)) for _kind, params in mix]
    warm = [
        min(timed(partial(find, params, load=load_cards)) for _ in range(ROUNDS)) for _kind, params in mix
    ]
    for name, times in (("first", first), ("warm", warm)):
        half, most = median(times), quantiles(times, n=20)[-1]
        yield f"200 questions, {name}: p50 {half:.2f} ms ({half / floor:.0f}x), p95 {most:.2f} ms ({most / floor:.0f}x)"
    kinds = sorted({kind for kind, _params in mix})
    for kind in kinds:
        times = [took for took, (other, _params) in zip(warm, mix, strict=True) if other == kind]
        yield f"  {kind:<18} median {median(times):.2f} ms ({median(times) / floor:.0f}x), most {max(times):.2f} ms"
    word = SearchParams(q="the", sort=Sort.RELEVANCE)
    live.postings = type(live.postings)()
    cold = timed(lambda: find(word, load=load_cards))
    again = min(timed(lambda: find(word, load=load_cards)) for _ in range(5))
    yield f"commonest word: first use {cold:.1f} ms, {cold / again:.0f} times the next one"
    with CaptureQueriesContext(connection) as queries:
        find(replace(word, state="TX"), load=load_cards)
    yield f"questions to the database for one warm answer: {len(queries)}"


def _pages(floor: float) -> Iterator[str]:
    factory = RequestFactory(headers={"host": "localhost"})
    handler = BaseHandler()
    handler.load_middleware()

    def page(params: SearchParams, **cookies: str) -> HttpResponseBase:
        request: Any = factory.get("/profiles/?" + params.query_string())
        request.COOKIES.update(cookies)
        return handler.get_response(request)

    mix = [params for _kind, params in questions()[:60]]
    uncached = [min(timed(partial(_drawn, factory, params)) for _ in range(2)) for params in mix]
    data = [min(timed(partial(find, params, load=load_cards)) for _ in range(2)) for params in mix]
    kept = [min(timed(partial(page, params)) for _ in range(3)) for params in mix]
    whole, share = median(uncached), 1 - median(data) / median(uncached)
    yield f"whole page, drawn anew: p50 {whole:.2f} ms ({whole / floor:.0f}x), of which drawing {share:.0%}"
    yield f"whole page, kept, through all middleware: p50 {median(kept):.2f} ms ({median(kept) / floor:.0f}x)"


def _drawn(factory: RequestFactory, params: SearchParams) -> HttpResponseBase:
    """The page without middleware and without pages kept."""
    request: HttpRequest = factory.get("/profiles/?" + params.query_string())
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "somebody"
    return directory.directory(request)


def _baseline(floor: float) -> Iterator[str]:
    """The naive way, for as long as there is time, with its answers compared."""
    today, now = timezone.localdate(), timezone.now()
    slow, quick, agreeing = [], [], 0
    ends = time.monotonic() + BASELINE_SECONDS
    for _kind, params in questions(seed=11):
        if params.words or time.monotonic() > ends:
            continue
        began = time.perf_counter()
        answer = baseline.answer(params, today, now)
        slow.append((time.perf_counter() - began) * 1000)
        quick.append(timed(partial(find, params, today, now, load_cards)))
        mine = find(params, today, now)
        page = [listing.pk for listing in mine.listings]
        agreeing += baseline.agrees(answer, mine.total, page, mine.counts)
    times = median(slow) / median(quick)
    yield f"naive ORM: p50 {median(slow):.0f} ms, {times:.0f} times ours; {agreeing} of {len(slow)} answers equal"


def _changing(floor: float) -> Iterator[str]:
    pks = list(Listing.objects.public().order_by("-pk").values_list("pk", flat=True)[:200:4])
    bare = median(timed(_bare_commit) for _ in range(20))
    for name, state in (("withdrawal", "hidden"), ("publication", "published")):
        commits, applied = [], []
        for pk in pks:
            commits.append(timed(partial(_set_state, pk, state)))
            applied.append(timed(live.refresh))
        yield (
            f"{name}: commit p50 {median(commits):.1f} ms ({median(commits) / bare:.1f} times a bare commit), "
            f"taken in by a process in {median(applied):.2f} ms ({median(applied) / floor:.0f}x)"
        )


@transaction.atomic
def _set_state(pk: int, state: str) -> None:
    Listing.objects.filter(pk=pk).update(state=state)
    write_listing(pk)


@transaction.atomic
def _bare_commit() -> None:
    Generation.objects.filter(pk=1).update(n=F("n"))


def _plans() -> Iterator[str]:
    """How PostgreSQL answers the questions of a page: pages of 8 kB touched, and what must not be there."""
    numbers = list(Listing.objects.public().values_list("pk", flat=True)[:9000:375])
    term = question("the", last=False).anywhere
    asked = {
        "changes": ("SELECT seq FROM profiles_change WHERE seq >= %s ORDER BY seq", [live.refresh()[0]]),
        "cards": _cards_sql(numbers),
        "commonest word": (
            f"SELECT listing_id FROM {TABLE} WHERE {VECTOR} @@ %s::tsquery",  # noqa: S608 - names of our own
            [f"'{term.tokens[0]}'"],
        ),
    }
    for name, (sql, values) in asked.items():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL jit = off; SET LOCAL work_mem = '64MB'")
            cursor.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + sql, values)
            plan = cursor.fetchone()[0][0]["Plan"]
        buffers = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
        text = repr(plan)
        rechecked = sum(map(int, re.findall(r"Removed by Index Recheck': (\d+)", text)))
        yield (
            f"plan of {name}: {buffers} buffers, sequential scan: {'Seq Scan' in text}, "
            f"rows removed by recheck: {rechecked}"
        )


def _cards_sql(numbers: list[int]) -> tuple[str, list[Any]]:
    query = Listing.objects.public().filter(pk__in=numbers).order_by().values_list("pk", "search_row__card")
    sql, values = query.query.get_compiler(using="default").as_sql()
    return sql, list(values)
