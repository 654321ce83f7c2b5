"""Who knocks, as far as limits against abuse need it. Addresses are never stored, only keyed hashes of them."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


class TooOften(Exception):
    """The same visitor asks for too much; `minutes` until it works again. The middleware answers with the 429 page."""

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        super().__init__(f"again in {minutes} minutes")


def address_of(request: HttpRequest) -> str:
    """The visitor's network address: what the nearest proxy saw that is not one of TRUSTED_PROXIES.

    Without trusted proxies the X-Forwarded-For header counts for nothing, since anybody can send one.
    """
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    hops = [*seen, request.META.get("REMOTE_ADDR", "")]
    while len(hops) > 1 and hops[-1] in settings.TRUSTED_PROXIES:
        hops.pop()
    return hops[-1]


def limit(request: HttpRequest, what: str, most: int, minutes: int) -> None:
    """Count one more `what` for this visitor; raises TooOften past `most` within `minutes` of the first."""
    sender = salted_hmac("profiles.visitors", address_of(request), algorithm="sha256").hexdigest()
    key = f"limit:{what}:{sender}"
    cache.add(key, 0, timeout=minutes * 60)
    try:
        count = cache.incr(key)
    except ValueError:  # the key ran out between the two calls: a new span begins
        cache.set(key, 1, timeout=minutes * 60)
        return
    if count > most:
        raise TooOften(minutes)
