"""The strict policy on every page, and nothing in any page that it would have to allow."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from penpal.audiences import audience_of, walk
from profiles import actions
from profiles.audience import Audience
from profiles.models import User
from tests.factories import make_listing, make_photo, make_story, make_submission, make_user

pytestmark = pytest.mark.django_db


class Inline(HTMLParser):
    """Collects what a policy without 'unsafe-inline' forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "style" or "style" in values:
            self.found.append(f"style at <{tag}>")
        kind = values.get("type") or "text/javascript"
        if tag == "script" and not values.get("src") and "json" not in kind:
            self.found.append("inline script")
        self.found += [f"{name} at <{tag}>" for name in values if name.startswith("on")]
        for name in ("src", "href", "action", "srcset"):
            value = values.get(name) or ""
            if value.startswith(("data:", "javascript:", "//")):
                self.found.append(f"{name}={value[:30]}")
            if name != "href" and re.match(r"https?:", value):
                self.found.append(f"{name}={value[:60]}")


def _forbidden(response: HttpResponse) -> list[str]:
    reader = Inline()
    reader.feed(response.content.decode())
    return reader.found


def _check(response: HttpResponse) -> None:
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "data:" not in policy
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response.headers["Permissions-Policy"]
    assert _forbidden(response) == []


def _plain_paths(*wanted: Audience) -> list[str]:
    """Addresses without parts to fill in."""
    return sorted(
        {
            f"/{route}"
            for route, pattern, namespace in walk()
            if audience_of(pattern, namespace) in wanted and not re.search(r"[<(^$]", route)
        }
    )


def _is_page(response: Any) -> bool:
    return not response.streaming and response.headers.get("Content-Type", "").startswith("text/html")


@pytest.mark.parametrize("path", _plain_paths(Audience.PUBLIC, Audience.WRITER))
def test_pages_keep_the_policy(client: Client, writer: User, path: str) -> None:
    make_listing()
    for signed_in in (False, True):
        if signed_in:
            client.force_login(writer)
        response = client.get(path)
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        if _is_page(response):
            _check(response)


def test_desk_pages_keep_the_policy(client: Client, moderator: User) -> None:
    listing, submission = make_listing(), make_submission()
    make_photo(listing)
    make_story(listing)
    actions.report(listing=listing, reason="wrong", text="text", contact="", address="198.51.100.7")
    client.force_login(moderator)
    paths = [path for path in _plain_paths(Audience.STAFF) if "logout" not in path]
    paths += [
        f"/admin/profiles/listing/{listing.pk}/change/",
        f"/admin/profiles/submission/{submission.pk}/change/",
        f"/admin/profiles/listing/{listing.pk}/withdraw/do/",
        "/admin/profiles/listing/?q=x&work=verify",
    ]

    seen = 0
    for path in paths:
        response = client.get(path)
        assert response.status_code < 500, path
        if _is_page(response) and response.status_code == 200:
            assert _forbidden(response) == [], path
            _check(response)
            seen += 1

    assert seen > 15


def test_refusals_at_the_desk_are_pages_of_ours(client: Client) -> None:
    client.force_login(make_user(is_staff=True))

    response = client.get("/admin/profiles/listing/")

    assert response.status_code == 403
    assert "This page is not open to you" in response.content.decode()
    _check(response)


@pytest.mark.parametrize("path", ["/no/such/page/", "/profiles/abcd2345/"])
def test_error_pages_keep_the_policy(client: Client, path: str) -> None:
    _check(client.get(path))


def test_totp_page_has_its_picture_inline(client: Client, writer: User) -> None:
    client.post("/accounts/login/", {"login": writer.email, "password": "correct horse battery"})
    client.get("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": "correct horse battery"})

    response = client.get("/accounts/2fa/totp/activate/")

    assert response.status_code == 200
    assert "<svg" in response.content.decode()
    _check(response)


def test_policy_of_every_page_but_the_preview_allows_no_pictures_inside_it(
    client: Client, moderator: User
) -> None:
    """Pages without parts to fill in: the desk's, the public ones, those of an account."""
    client.force_login(moderator)
    routes = {
        route
        for route, _pattern, _namespace in walk()
        if not set(route) & set("<(^$") and "logout" not in route
    }

    wide = []
    for route in sorted(routes):
        response = client.get(f"/{route}")
        if response.streaming:
            b"".join(response)  # to its end, which closes the file behind it
        if "data:" in response.headers["Content-Security-Policy"]:
            wide.append(route)

    assert len(routes) > 100
    assert wide == []
