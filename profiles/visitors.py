"""Who knocks, as far as limits against abuse need it. Addresses are never stored, only keyed hashes of them."""

import ipaddress
import math
import time
from collections.abc import Iterator
from functools import lru_cache

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

NOWHERE = "0.0.0.0"  # noqa: S104 - the unspecified address; nothing listens on it


class TooOften(Exception):
    """The same visitor asks for too much; `minutes` until it works again. The middleware answers with the 429 page."""

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        super().__init__(f"again in {minutes} minutes")


def address_of(request: HttpRequest) -> str:
    """The visitor's network address: what the nearest proxy saw that is not one of TRUSTED_PROXIES.

    Without trusted proxies the X-Forwarded-For header counts for nothing, since anybody can send one. NOWHERE for
    what is no address, such as the peer of a Unix socket.
    """
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    hops = [*seen, request.META.get("REMOTE_ADDR", "")]
    while len(hops) > 1 and is_trusted(hops[-1]):
        hops.pop()
    return hops[-1] if _address(hops[-1]) else NOWHERE


def is_trusted(hop: str) -> bool:
    """Whether an address is one of our own proxies (setting TRUSTED_PROXIES: addresses and networks)."""
    address = _address(hop)
    return address is not None and any(address in one for one in _networks(tuple(settings.TRUSTED_PROXIES)))


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


@lru_cache(maxsize=4)
def _networks(texts: tuple[str, ...]) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    return [ipaddress.ip_network(text) for text in texts]


def _household(address: str) -> str:
    """What limits count by: an IPv4 address, or the /64 of an IPv6 one, which one household has to itself."""
    found = _address(address)
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def limit(request: HttpRequest, what: str, most: int, minutes: int) -> None:
    """Count one more `what` for this visitor; raises TooOften past `most` within `minutes` of the first.

    Counted by network address and, for somebody signed in, by account as well. The counts stand in the cache, so all
    web processes that share one count together. TooOften tells how long is left of the span.
    """
    for sender in _senders(request):
        _count(f"limit:{what}:{sender}", most, minutes * 60)


def _senders(request: HttpRequest) -> Iterator[str]:
    yield _hashed(_household(address_of(request)))
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        yield _hashed(f"account {user.pk}")


def _hashed(sender: str) -> str:
    return salted_hmac("profiles.visitors", sender, algorithm="sha256").hexdigest()


def _count(key: str, most: int, seconds: int) -> None:
    """One more under this key. Its span begins with the first and is `seconds` long."""
    now = int(time.time())
    if cache.add(key, 1, timeout=seconds):
        cache.set(f"{key}:until", now + seconds, timeout=seconds)
        return
    try:
        count = cache.incr(key)
    except ValueError:  # the key ran out between the two calls: a new span begins
        _begin(key, now, seconds)
        return
    if count > most:
        left = cache.get(f"{key}:until", now + seconds) - now
        if left > seconds:  # the clock was put back: nobody waits for longer than a span
            _begin(key, now, seconds)
            return
        raise TooOften(max(1, math.ceil(left / 60)))


def _begin(key: str, now: int, seconds: int) -> None:
    cache.set(key, 1, timeout=seconds)
    cache.set(f"{key}:until", now + seconds, timeout=seconds)
