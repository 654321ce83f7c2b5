"""How PostgreSQL answers the questions of a page: pages of 8 kB touched, and what must not be there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from profiles.models import SearchRow, SearchText, WordKey
from profiles.search.cards import ASKED
from profiles.search.index.live import live
from profiles.search.spelling import MOST_EDITS, keys_of
from profiles.search.text import question
from profiles.text_index import TABLE, VECTOR

COMMONEST = "the"


@dataclass(frozen=True)
class Plan:
    """What EXPLAIN (ANALYZE, BUFFERS) says of one question. `most`: buffers it may touch."""

    name: str
    buffers: int
    most: int
    scans: bool
    rechecked: int

    @property
    def is_good(self) -> bool:
        return self.buffers <= self.most and not self.scans and not self.rechecked

    def __str__(self) -> str:
        scan = "a sequential scan" if self.scans else "no sequential scan"
        return (
            f"plan of {self.name}: {self.buffers:,} buffers (may be {self.most:,}), {scan}, "
            f"{self.rechecked} rows removed by recheck"
        )


def plans(today: date | None = None) -> Iterator[Plan]:
    """Changes, cards, a mistyped word, and the set of the commonest word."""
    today = today or timezone.localdate()
    seq = live.refresh()[0]
    yield _explained(
        "changes", ("SELECT seq FROM profiles_change WHERE seq >= %s ORDER BY seq LIMIT 50002", [seq]), 5
    )
    every = max(1, SearchRow.objects.count() // ASKED)
    numbers = list(SearchRow.objects.public(today).values_list("pk", flat=True)[: every * ASKED : every])
    cards = SearchRow.objects.public(today).filter(pk__in=numbers[:ASKED]).values_list("pk", "card")
    yield _explained("cards", cards.query.sql_with_params(), 100)
    keys = WordKey.objects.filter(key__in=keys_of("famly", MOST_EDITS)).values_list("key", "word_id")
    yield _explained("a mistyped word", keys.query.sql_with_params(), 40)
    token = question(COMMONEST, last=False).anywhere.tokens[0]
    word = f"SELECT listing_id FROM {TABLE} WHERE {VECTOR} @@ %s::tsquery"  # noqa: S608 - names of our own
    yield _explained("the commonest word", (word, [f"'{token}'"]), _heap_pages() + 100)


def _heap_pages() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size(%s) / 8192", [SearchText._meta.db_table])
        return cursor.fetchone()[0]


def _explained(name: str, asked: tuple[str, Any], most: int) -> Plan:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL jit = off; SET LOCAL work_mem = '64MB'")
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + asked[0], asked[1])
        plan = cursor.fetchone()[0][0]["Plan"]
    text = repr(plan)
    rechecked = sum(map(int, re.findall(r"Removed by Index Recheck': (\d+)", text)))
    return Plan(
        name, plan["Shared Hit Blocks"] + plan["Shared Read Blocks"], most, "Seq Scan" in text, rechecked
    )
