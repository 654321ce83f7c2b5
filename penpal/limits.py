"""How often one visitor may ask for what costs much or could be abused. Far above what a person does.

Sign-in has limits of its own besides, by account, in allauth. With RATE_LIMITS=0 there are none of these here, for
measuring; the ones against abuse of reports and drafts stay.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from penpal.errors import too_many_requests
from profiles.views.directory import query_of
from profiles.visitors import TooOften, limit


@dataclass(frozen=True)
class Limit:
    """At most `most` requests within `minutes`, counted under one name. `asks`: only with one of these in the query."""

    what: str
    most: int
    minutes: int
    asks: tuple[str, ...] = ()

    def counts(self, request: HttpRequest) -> bool:
        return not self.asks or any(query_of(request).get(name) for name in self.asks)


SEARCH = Limit("search", 240, 1, asks=("q", "facility", "interest", "after", "page"))
PRINT = Limit("print", 300, 1)
CHECK = Limit("check", 240, 1, asks=("place",))
SIGN_IN = Limit("sign-in", 30, 10)
FORM = Limit("form", 240, 10)

#: By URL name, whatever the method.
ASKED = {
    "profiles:list": SEARCH,
    "profiles:feed": SEARCH,
    "letters:blank-letter": PRINT,
    "letters:blank-envelope": PRINT,
    "letters:intake-form": PRINT,
    "profiles:draft-photo": PRINT,
    "letters:check": CHECK,
}
#: By URL name, when something is sent. Every other form outside the desk counts as FORM.
SENT = {
    "account_login": SIGN_IN,
    "account_reauthenticate": SIGN_IN,
    "account_signup": SIGN_IN,
    "account_reset_password": SIGN_IN,
    "mfa_authenticate": SIGN_IN,
    "mfa_reauthenticate": SIGN_IN,
    "admin:login": SIGN_IN,
    "letters:blank-letter": PRINT,
    "letters:blank-envelope": PRINT,
    "letters:write": PRINT,  # the desk asks for its check while somebody types
    "letters:extras": PRINT,
    "letters:check": replace(CHECK, asks=()),
}


class RateLimits:
    """Counts what the tables name before the view runs; raises TooOften, which becomes the 429 page."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> Any:
        found = limit_for(request) if settings.RATE_LIMITS else None
        if found is None or not found.counts(request):
            return None
        try:
            limit(request, found.what, found.most, found.minutes)
        except TooOften as often:
            return too_many_requests(request, often.minutes)
        return None


def limit_for(request: HttpRequest) -> Limit | None:
    """What counts for a request that has been resolved, or None."""
    match = request.resolver_match
    name = match.view_name if match else ""
    if request.method not in ("POST", "PUT", "PATCH", "DELETE"):
        return ASKED.get(name)
    if name in SENT:
        return SENT[name]
    return None if name.startswith("admin:") else FORM
