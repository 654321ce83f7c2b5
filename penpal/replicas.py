"""Which database a request reads from, where there are replicas (REPLICA_URL).

Visitors without a session read reference data and the texts of the search from a replica, and an index is built from
there. Everything that shows a woman, or belongs to somebody, is read from the primary, and so is the number of the
last change: however far a replica lags, it cannot show her. Whoever has a session, sends a form, or follows a link of
their own reads from the primary alone, and so sees what they have just written.

A replica that does not answer, or is more than some seconds behind, is passed over for a while; with none left the
primary serves everything.
"""

import itertools
import logging
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connections, models
from django.http import HttpRequest, HttpResponse

from profiles.audience import Audience

logger = logging.getLogger(__name__)

#: What a replica may answer: nothing here says by itself that a woman is to be shown.
SERVED = frozenset(
    {
        "profiles.system",
        "profiles.facility",
        "profiles.program",
        "profiles.searchtext",
        "profiles.word",
        "profiles.wordkey",
        "letters.mailingrule",
        "letters.route",
        "letters.postagerate",
    }
)
PRIMARY = "default"
PRESENT = "present"  # the primary too, by connections that wait one second at most
PREFIX = "replica"
CHECK_SECONDS = 1.0  # so long a replica found good counts as good
AVOID_SECONDS = 5.0  # so long one found dead or late is left alone
MOST_BEHIND_SECONDS = 5.0
_TOO_OLD_SECONDS = 2 * MOST_BEHIND_SECONDS


@dataclass
class Reading:
    """Where one request reads. `replica` is the alias in use, chosen when it is first needed."""

    from_replica: bool
    wrote: bool = False
    replica: str = ""

    def alias_for(self, model: type[models.Model]) -> str:
        """Alias of the database to read a model from."""
        if self.wrote:
            return PRIMARY
        if not self.from_replica or model._meta.label_lower not in SERVED:
            return PRESENT
        if not self.replica:
            self.replica = pool.choose() or PRESENT
        return self.replica


_reading: ContextVar[Reading | None] = ContextVar("reading", default=None)


class Router:
    """Django's database router. Outside of a request for a public page, everything is the primary's."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str:
        reading = _reading.get()
        return reading.alias_for(model) if reading else PRIMARY

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str:
        reading = _reading.get()
        if reading:
            reading.wrote = True  # what follows reads what was written
        return PRIMARY

    def allow_relation(self, one: models.Model, other: models.Model, **hints: Any) -> bool:
        return True  # all of them hold the same rows

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == PRIMARY


class Pool:
    """The replicas and what is known of their health. Safe for threads; each process has its own."""

    def __init__(self, aliases: Iterable[str]) -> None:
        self.aliases = list(aliases)
        self._turns = itertools.count()
        self._lock = Lock()
        self._good_until: dict[str, float] = {}
        self._avoid_until: dict[str, float] = {}
        self._marks: deque[tuple[float, int]] = deque(
            maxlen=60
        )  # when, and how far the primary's log went then

    def choose(self) -> str | None:
        """The next replica in turn that is good, or None. Asks one that was not asked within the last second."""
        first = next(self._turns)
        for place in range(len(self.aliases)):
            alias = self.aliases[(first + place) % len(self.aliases)]
            if self._is_good(alias):
                return alias
        return None

    def avoid(self, alias: str) -> None:
        """Leave a replica alone for a while."""
        with self._lock:
            self._good_until.pop(alias, None)
            self._avoid_until[alias] = time.monotonic() + AVOID_SECONDS

    def _is_good(self, alias: str) -> bool:
        now = time.monotonic()
        with self._lock:
            if self._avoid_until.get(alias, 0) > now:
                return False
            if self._good_until.get(alias, 0) > now:
                return True
            self._avoid_until[alias] = now + AVOID_SECONDS  # while one thread asks, the others go elsewhere
        needed = self._needed()
        try:
            replayed = _log_position(alias, "pg_last_wal_replay_lsn()")
        except (OperationalError, InterfaceError):
            logger.warning("%s does not answer", alias)
            connections[alias].close()
            return False
        if replayed is None or replayed < needed:
            logger.warning("%s is behind, or no replica", alias)
            return False
        with self._lock:
            self._avoid_until.pop(alias, None)
            self._good_until[alias] = time.monotonic() + CHECK_SECONDS
        return True

    def _needed(self) -> int:
        """How far a replica must have come: to where the primary was seconds ago, or is now where nobody looked."""
        now = time.monotonic()
        position = _log_position(PRESENT, "pg_current_wal_lsn()") or 0
        with self._lock:
            known = [mark for at, mark in self._marks if MOST_BEHIND_SECONDS <= now - at <= _TOO_OLD_SECONDS]
            self._marks.append((now, position))
        return known[-1] if known else position


pool = Pool(alias for alias in settings.DATABASES if alias.startswith(PREFIX))


def _log_position(alias: str, function: str) -> int | None:
    """Bytes of write-ahead log; None where the server has no such position (a primary has replayed nothing)."""
    with connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT pg_wal_lsn_diff({function}, '0/0')::bigint")
        return cursor.fetchone()[0]


class Routing:
    """Says for each request where it reads, and lets one whose replica died read once more from the primary."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _reading.set(None)
        try:
            return self.get_response(request)
        finally:
            _reading.reset(token)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if pool.aliases and _is_public_read(request, view):
            _reading.set(Reading(from_replica=settings.SESSION_COOKIE_NAME not in request.COOKIES))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        reading, match = _reading.get(), request.resolver_match
        failed = isinstance(exception, (OperationalError, InterfaceError))
        if not failed or reading is None or match is None or not _broke(reading.replica):
            return None
        pool.avoid(reading.replica)
        reading.from_replica, reading.replica = False, ""
        try:
            return match.func(request, *match.args, **match.kwargs)
        except (OperationalError, InterfaceError):
            return None  # not the replica alone: the first failure is answered


def _is_public_read(request: HttpRequest, view: Any) -> bool:
    """allauth's pages and the desk have no audience of their own and stay with the primary."""
    return request.method in ("GET", "HEAD") and getattr(view, "audience", None) == Audience.PUBLIC


def _broke(alias: str) -> bool:
    """Whether this replica's connection has gone, so that the failure was its own."""
    if not alias.startswith(PREFIX):
        return False
    raw = connections[alias].connection
    return raw is None or raw.closed != 0
