"""The last weeks of the desk in numbers: what came in and what was decided."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.db.models.functions import TruncWeek
from django.utils import timezone

from profiles.models import ModerationEvent
from profiles.states import EventKind

WEEKS = 12
HEIGHT = 60  # of the tallest bar, in the units of the drawing
STEP = 28  # from one week to the next
DECIDED = (EventKind.APPROVED, EventKind.DECLINED, EventKind.CHANGES_ASKED)


@dataclass(frozen=True)
class Week:
    """One week from its Monday. `x` and the heights are in the units of the drawing."""

    monday: date
    came: int
    decided: int
    x: int
    came_height: int
    decided_height: int

    @property
    def came_top(self) -> int:
        return HEIGHT - self.came_height

    @property
    def decided_top(self) -> int:
        return HEIGHT - self.decided_height

    @property
    def decided_x(self) -> int:
        return self.x + STEP // 2 - 3


def weeks(today: date | None = None) -> list[Week]:
    """The last WEEKS weeks, this one last. One query."""
    day = today or timezone.localdate()
    monday = day - timedelta(days=day.weekday())
    mondays = [monday - timedelta(weeks=count) for count in range(WEEKS - 1, -1, -1)]
    came, decided = _counts(mondays[0])
    most = max([*came.values(), *decided.values(), 1])
    return [
        Week(
            one,
            came[one],
            decided[one],
            number * STEP,
            round(HEIGHT * came[one] / most),
            round(HEIGHT * decided[one] / most),
        )
        for number, one in enumerate(mondays)
    ]


def _counts(since: date) -> tuple[Counter[date], Counter[date]]:
    rows = (
        ModerationEvent.objects.filter(kind__in=(EventKind.SUBMITTED, *DECIDED), at__date__gte=since)
        .annotate(week=TruncWeek("at"))
        .values_list("week", "kind")
        .annotate(count=Count("pk"))
        .order_by()
    )
    came: Counter[date] = Counter()
    decided: Counter[date] = Counter()
    for week, kind, count in rows:
        (came if kind == EventKind.SUBMITTED else decided)[timezone.localdate(week)] += count
    return came, decided
