"""Who each URL of the site is for, including those that Django and allauth bring."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

from profiles.audience import Audience

#: allauth's pages that anybody may open; all its others need an account.
OPEN_ACCOUNT_PAGES = frozenset(
    {
        "account_login",
        "account_logout",
        "account_signup",
        "account_inactive",
        "account_email_verification_sent",
        "account_confirm_email",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",
        "mfa_login_webauthn",
    }
)


def walk() -> Iterator[tuple[str, URLPattern, str]]:
    """Every URL pattern of the site as (route, pattern, namespace), English ones once."""
    yield from _walk(get_resolver().url_patterns, "", "")


def _walk(patterns: list, route: str, namespace: str) -> Iterator[tuple[str, URLPattern, str]]:
    for pattern in patterns:
        part = "" if isinstance(pattern.pattern, LocalePrefixPattern) else str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route + part, pattern.namespace or namespace)
        else:
            yield route + part, pattern, namespace


def audience_of(pattern: URLPattern, namespace: str) -> Audience | None:
    """Who a URL is for, or None where nobody has said."""
    name = pattern.name or ""
    if namespace == "admin":
        return Audience.PUBLIC if name == "login" else Audience.STAFF
    if name.startswith(("account_", "mfa_", "usersessions_")):
        return Audience.PUBLIC if name in OPEN_ACCOUNT_PAGES else Audience.WRITER
    return getattr(pattern.callback, "audience", None)
