"""Our own caching proxies (PURGING_PROXY): told of a change as soon as it is committed.

A page that a proxy keeps bears the number of the last change that it knew. A proxy that was told a number gives out
no page of a lower one, not even one that was under way meanwhile. A proxy that cannot be told forgets by itself:
its pages live SECONDS at most.
"""

import http.client
import logging
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

SECONDS = 30  # how long a proxy may keep a page
PATIENCE = 1.0  # seconds that a proxy gets to confirm; a dead one must not hold up a withdrawal
HEADER = "Surrogate-Change"
logger = logging.getLogger(__name__)
_unconfirmed: ContextVar[bool] = ContextVar("unconfirmed", default=False)


def tell_when_committed(number: int) -> None:
    """Once the present transaction has committed, tell every proxy that pages from before change `number` are void."""

    def tell_them() -> None:
        tell(number)

    if settings.PURGING_PROXY:
        transaction.on_commit(tell_them, robust=True)


def tell(number: int) -> None:
    """Tell all proxies at once and wait until each has confirmed, or its time is up. Raises nothing."""
    proxies: Sequence[str] = settings.PURGING_PROXY
    with ThreadPoolExecutor(max_workers=len(proxies)) as pool:
        confirmed = list(pool.map(partial(_confirms, number=number), proxies))
    if not all(confirmed):
        _unconfirmed.set(True)
        logger.warning(
            "%s of %s proxies did not confirm change %s", confirmed.count(False), len(proxies), number
        )


def forget_outcome() -> None:
    """Begin anew: nothing has been told yet."""
    _unconfirmed.set(False)


def is_pending() -> bool:
    """Whether a proxy that was told since then has not confirmed, and so may show an old page for up to SECONDS."""
    return _unconfirmed.get()


def _confirms(proxy: str, number: int) -> bool:
    """Whether a proxy says within PATIENCE that it will give out nothing older."""
    address = urlsplit(proxy)
    connection = http.client.HTTPConnection(address.hostname or "", address.port or 80, timeout=PATIENCE)
    began = time.monotonic()
    try:
        connection.request("PURGE", "/", headers={HEADER: str(number)})
        return connection.getresponse().status == 200 and time.monotonic() - began <= 2 * PATIENCE
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
