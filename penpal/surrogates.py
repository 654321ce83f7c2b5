"""Which pages our own caching proxies may keep (PURGING_PROXY), how long, and what staff are told of it."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles import proxies
from profiles.search import current_change
from profiles.views.keeping import is_nobody

#: URL names of pages that are the same for everybody who has no session. None of them holds a form to send.
SHARED = frozenset(
    {
        *("home", "about", "privacy", "terms", "contact", "accessibility"),
        *("robots", "security-txt", "sitemap", "sitemap-section"),
        *("profiles:list", "profiles:feed", "profiles:detail", "profiles:photo"),
        *("profiles:stories", "profiles:story", "profiles:drawing", "profiles:programs", "profiles:facts"),
        *("profiles:facilities", "profiles:facility", "profiles:system"),
        *("profiles:guide", "profiles:guide-topic", "letters:coverage"),
    }
)
_TOKEN = b"csrfmiddlewaretoken"


class Surrogates:
    """Marks pages for the proxy: how long it may keep them, and the last change that they know.

    Stands outside of whatever sets cookies, because a page with a cookie is for one visitor.
    """

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        change = getattr(request, "change_known", None)
        seconds = seconds_to_keep()
        if change is not None and seconds and _is_for_everybody(response):
            response.headers["Surrogate-Control"] = f"max-age={seconds}"
            response.headers[proxies.HEADER] = str(change)
            if not response.streaming and "ETag" not in response.headers:
                response.headers["ETag"] = f'W/"{blake2b(response.content, digest_size=12).hexdigest()}"'
        return response


class ChangeNotes:
    """Notes the number of the last change before a page is made, and tells staff where a proxy has not confirmed."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        proxies.forget_outcome()
        response = self.get_response(request)
        if proxies.is_pending() and request.user.is_staff:
            words = _("Pending: an old copy of a page may still show for at most %(seconds)s seconds.")
            messages.warning(request, words % {"seconds": proxies.SECONDS})
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        match = request.resolver_match
        if settings.PURGING_PROXY and match and match.view_name in SHARED and is_nobody(request):
            request.change_known = current_change()[0]  # type: ignore[attr-defined]


def seconds_to_keep() -> int:
    """At most SECONDS, and not past midnight: consents end by the calendar."""
    now = timezone.localtime()
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return min(proxies.SECONDS, int((midnight - now).total_seconds()))


def _is_for_everybody(response: HttpResponse) -> bool:
    if response.status_code != 200 or response.cookies:
        return False
    return response.streaming or _TOKEN not in response.content
