"""The index of this process: loaded when it is first asked, brought up to date at the start of each request.

Changes carry consecutive numbers and random marks. As long as the last change known here is found in the database
under the same mark, the changes after it are applied; anything else (a restored backup, an emptied database, changes
long tidied away) means another history, and the index is made anew.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import RLock

from django.db import connections, router
from django.db.models import QuerySet
from pyroaring import BitMap

from profiles.models import Change, Facility, SearchRow, SearchText, System
from profiles.search.codes import facility_code, system_code
from profiles.search.index import snapshot
from profiles.search.index.columns import COLUMNS, Columns, Row
from profiles.search.index.postings import Postings, fetch
from profiles.search.index.store import LOG_LENGTH, Store
from profiles.search.text import Term

CHUNK = 20_000  # rows read in one go
MOST_CHANGES = 50_000  # past so many, building anew is quicker
_ASKED = 900  # numbers in one question


@dataclass(frozen=True)
class Places:
    """Names of systems and facilities by their codes, and the codes by slug."""

    slugs: dict[int, tuple[str, str]] = field(default_factory=dict)  # (parameter, slug)
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    codes: dict[tuple[str, str], int] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "Places":
        rows = [
            (code_of(pk), (group, slug), name)
            for group, model, code_of in (
                ("system", System, system_code),
                ("facility", Facility, facility_code),
            )
            for pk, slug, name in model.objects.using(newest()).values_list("pk", "slug", "name")
        ]
        return cls(
            {code: pair for code, pair, _name in rows},
            {pair: name for _code, pair, name in rows},
            {pair: code for code, pair, _name in rows},
        )


class Live:
    """Holds the store, the text sets and the names of places of one process. Safe for threads."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._loading = RLock()
        self.store: Store | None = None
        self.postings = Postings()
        self.places = Places()
        self.words_saved = 0  # sets of common words in the snapshot that this process read or wrote last
        self.follows = True  # False: changes are not read any more, as if that part were broken

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """The store, still while this lasts. Ask the database nothing in here."""
        with self._lock:
            if self.store is None:
                raise RuntimeError("refresh() comes first")
            yield self.store

    def forget(self) -> None:
        """Begin anew at the next question."""
        with self._lock:
            self.store, self.postings, self.places = None, Postings(), Places()

    def refresh(self) -> tuple[int, int]:
        """Take in what has changed; one question where nothing has. Returns number and mark of the last change."""
        with self._lock:
            store = self.store
            known = (store.seq, store.mark) if store else (-1, 0)
        if store is None or (self.follows and not self._catch_up(known)):
            with self._loading:
                self._load(known)
        with self.reading() as present:
            return present.seq, present.mark

    def texts(self, terms: Sequence[Term]) -> dict[Term, BitMap]:
        """The set of each term. Sets fetched while a change came in serve this request alone."""
        with self.reading() as store:
            version, seq = store.version, store.seq
            found = {term: self.postings.get(term) for term in terms}
        fetched = fetch([term for term, members in found.items() if members is None], seq)
        with self.reading() as store:
            if store.version == version:
                self.postings.keep(fetched)
        return {term: fetched[term] if members is None else members for term, members in found.items()}

    # --- Following changes --------------------------------------------------------------------------------------

    def _catch_up(self, known: tuple[int, int]) -> bool:
        """Apply the changes after the last one known. False where the history does not go on from there."""
        changes = _changes_since(known[0])
        if not _goes_on(changes, known) or len(changes) > MOST_CHANGES:
            return False
        new = [change for change in changes if change[0] > known[0]]
        if new:
            self._apply(new)
        return True

    def _apply(self, changes: Sequence[tuple[int, int, int, int | None]]) -> None:
        """The rows are read as they are now, so that applying a change twice, or late, does no harm."""
        numbers = sorted({number for _seq, number, _mark, _before in changes} - {0})
        rows = read_rows(numbers)
        texts = read_texts([row.number for row in rows]) if len(self.postings) else {}
        renamed = any(number == 0 for _seq, number, _mark, _before in changes)
        places = Places.read() if renamed or self._unknown_place(rows) else self.places
        with self.reading() as store:
            fresh = [change for change in changes if change[0] > store.seq]
            if not fresh:
                return
            store.note((seq, number, before) for seq, number, _mark, before in fresh)
            store.apply(numbers, rows)
            self.postings.update(texts)
            self.places = places
            store.seq, _number, store.mark, _before = fresh[-1]
        snapshot.save_sometimes(self)

    def _unknown_place(self, rows: Sequence[Row]) -> bool:
        columns = Columns.empty()
        if not rows:
            return False
        columns.put([row._replace(number=place) for place, row in enumerate(rows)])
        codes = {*columns["system"][: len(rows)].tolist(), *columns["facility"][: len(rows)].tolist()}
        return not codes <= self.places.slugs.keys()

    # --- Loading ------------------------------------------------------------------------------------------------

    def _load(self, known: tuple[int, int]) -> None:
        with self._lock:
            if self.store is not None and (self.store.seq, self.store.mark) != known:
                return  # another thread was quicker
        store = snapshot.load() or build()
        _read_log(store)
        places = Places.read()
        with self._lock:
            self.store, self.postings, self.places = store, Postings(), places
            self.postings.keep(store.words)
            self.words_saved = len(store.words)
        if not self._catch_up((store.seq, store.mark)):
            with self._lock:
                self.store, self.postings = build(), Postings()
        snapshot.save_sometimes(self)


live = Live()


def _goes_on(changes: Sequence[tuple[int, int, int, int | None]], known: tuple[int, int]) -> bool:
    """Whether changes read from number `known` on are the same history: the known one first, no gap after it."""
    seqs = [change[0] for change in changes]
    if known == (0, 0):
        return seqs == list(range(1, len(seqs) + 1))
    return (
        bool(changes)
        and (changes[0][0], changes[0][2]) == known
        and seqs == list(range(known[0], known[0] + len(seqs)))
    )


def newest() -> str:
    """Alias of the database that has every change: what is read once and then kept comes from nowhere else."""
    return router.db_for_read(Change)


def _changes_since(seq: int) -> list[tuple[int, int, int, int | None]]:
    """Changes from a number on, as (seq, number, mark, standing before). Asked at each request, hence by hand."""
    with connections[newest()].cursor() as cursor:
        cursor.execute(
            "SELECT seq, listing_id, mark, fair_before FROM profiles_change WHERE seq >= %s ORDER BY seq LIMIT %s",
            [seq, MOST_CHANGES + 2],
        )
        return cursor.fetchall()


def build() -> Store:
    """A store from the database. Its number is read first: what commits meanwhile is applied once more.

    Both come from one database, perhaps a replica: what it lacks is then among the changes that follow.
    """
    using = router.db_for_read(SearchText)
    last = Change.objects.using(using).order_by("-seq").values_list("seq", "mark").first() or (0, 0)
    columns, alive, after = Columns.empty(), BitMap(), 0
    while rows := _rows(SearchRow.objects.using(using).filter(pk__gt=after).order_by("pk")[:CHUNK]):
        columns.put(rows)
        alive.update(row.number for row in rows)
        after = rows[-1].number
    columns.trim(after)
    store = Store(columns, alive)
    store.rebuild()
    store.seq, store.mark = last
    return store


def read_rows(numbers: Sequence[int]) -> list[Row]:
    """Search rows of those of these listings that have one."""
    return [
        row
        for start in range(0, len(numbers), _ASKED)
        for row in _rows(SearchRow.objects.using(newest()).filter(pk__in=numbers[start : start + _ASKED]))
    ]


def read_texts(numbers: Sequence[int]) -> dict[int, str]:
    """Tokens of these listings."""
    return {
        pk: tokens
        for start in range(0, len(numbers), _ASKED)
        for pk, tokens in SearchText.objects.using(newest())
        .filter(pk__in=numbers[start : start + _ASKED])
        .values_list("pk", "tokens")
    }


def _rows(query: QuerySet[SearchRow]) -> list[Row]:
    return [Row(*values) for values in query.values_list(*COLUMNS)]


def _read_log(store: Store) -> None:
    """The changes before the store's own, for visits that began before this process did."""
    first = max(0, store.seq - LOG_LENGTH // 4)
    changes = list(
        Change.objects.filter(seq__gt=first, seq__lte=store.seq)
        .order_by("seq")
        .values_list("seq", "listing_id", "fair_before")
    )
    store.log_since = changes[0][0] - 1 if changes else store.seq
    store.note(changes)
