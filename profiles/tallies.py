"""Counting many queues in one query: how many wait in each, since when the oldest, how many are late."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Value

NEVER = Q(pk__isnull=True)


@dataclass(frozen=True)
class Waiting:
    """What to count: rows, the column that says since when each waits, and what is late about them."""

    rows: QuerySet[Any]
    since: str
    late: Q = NEVER


@dataclass(frozen=True)
class Tally:
    """What was counted. `oldest` is a day or a moment as the column has it, None where nothing waits."""

    count: int = 0
    oldest: Any = None
    late: int = 0


def tallies(wanted: Mapping[str, Waiting]) -> dict[str, Tally]:
    """A tally for each name, in one query; none for none. The columns `since` are all days, or all moments."""
    parts = [
        one.rows.order_by()
        .annotate(queue=Value(name))
        .values("queue")
        .annotate(count=Count("pk"), oldest=Min(one.since), late=Count("pk", filter=one.late))
        for name, one in wanted.items()
    ]
    if not parts:
        return {}
    rows = parts[0].union(*parts[1:], all=True)
    found = {row["queue"]: Tally(row["count"], row["oldest"], row["late"]) for row in rows}
    return {name: found.get(name, Tally()) for name in wanted}
