"""Sets of listings whose text holds a term: asked of the database once, then kept and kept true to changes."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence

import numpy as np
from django.db import connections, router, transaction
from pyroaring import BitMap

from profiles.models import Change, SearchText
from profiles.search.text import Term
from profiles.text_index import FTS, TABLE, VECTOR

KEPT = 512  # sets; each takes at most an eighth of a byte for each listing
COMMON = 16  # a word that one in so many listings holds is a common one


class Postings:
    """The sets asked for last."""

    def __init__(self) -> None:
        self._sets: OrderedDict[Term, BitMap] = OrderedDict()

    def __len__(self) -> int:
        return len(self._sets)

    def get(self, term: Term) -> BitMap | None:
        found = self._sets.get(term)
        if found is not None:
            self._sets.move_to_end(term)
        return found

    def keep(self, fetched: Mapping[Term, BitMap]) -> None:
        self._sets.update(fetched)
        while len(self._sets) > KEPT:
            self._sets.popitem(last=False)

    def common(self, listings: int) -> dict[Term, BitMap]:
        """The sets that hold a good part of so many listings: those that take long to fetch."""
        return {term: members for term, members in self._sets.items() if len(members) * COMMON > listings}

    def update(self, texts: Mapping[int, str]) -> None:
        """Take in texts that are new or were written anew. Those of listings that are gone do no harm."""
        for term, members in self._sets.items():
            for number, text in texts.items():
                if term.fits(text):
                    members.add(number)
                else:
                    members.discard(number)


def fetch(terms: Sequence[Term], seq: int) -> dict[Term, BitMap]:
    """The sets of some terms as of change number `seq` or later, in one question to the database."""
    unique = list(dict.fromkeys(terms))
    if not unique:
        return {}
    using = _source(seq)
    ask = _ask_postgresql if connections[using].vendor == "postgresql" else _ask_sqlite
    return dict(zip(unique, ask(unique, using), strict=True))


def _source(seq: int) -> str:
    """Alias of a database that has the change; a replica only where it has come that far."""
    using, newest = router.db_for_read(SearchText), router.db_for_read(Change)
    if using != newest and not Change.objects.using(using).filter(seq__gte=seq).exists():
        return newest
    return using


def _ask_postgresql(terms: Sequence[Term], using: str) -> list[BitMap]:
    """Numbers come as one value of four bytes each. A sequential scan would take every text apart."""
    one = (
        f"SELECT %s, string_agg(int4send(listing_id::int), ''::bytea) FROM {TABLE} "  # noqa: S608 - names of our own
        f"WHERE {VECTOR} @@ %s::tsquery"
    )
    values = [value for place, term in enumerate(terms) for value in (place, _tsquery(term))]
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL work_mem = '64MB'; SET LOCAL jit = off")
        cursor.execute(" UNION ALL ".join([one] * len(terms)), values)
        found = {place: packed for place, packed in cursor.fetchall() if packed}
    return [
        BitMap(np.frombuffer(found.get(place, b""), dtype=">u4").astype(np.uint32))
        for place in range(len(terms))
    ]


def _tsquery(term: Term) -> str:
    parts = [f"'{token}'" for token in term.tokens]
    parts += [f"'{term.prefix}':*"] if term.prefix else []
    return " | ".join(parts)


def _ask_sqlite(terms: Sequence[Term], using: str) -> list[BitMap]:
    one = f"SELECT %s, group_concat(rowid) FROM {FTS} WHERE {FTS} MATCH %s"  # noqa: S608 - names of our own
    values = [value for place, term in enumerate(terms) for value in (place, _match(term))]
    with connections[using].cursor() as cursor:
        cursor.execute(" UNION ALL ".join([one] * len(terms)), values)
        found = {place: text for place, text in cursor.fetchall() if text}
    return [_read_numbers(found.get(place, "")) for place in range(len(terms))]


def _read_numbers(text: str) -> BitMap:
    return BitMap(np.fromstring(text, dtype=np.uint32, sep=","))


def _match(term: Term) -> str:
    parts = [f'"{token}"' for token in term.tokens]
    parts += [f'"{term.prefix}"*'] if term.prefix else []
    return " OR ".join(parts)
