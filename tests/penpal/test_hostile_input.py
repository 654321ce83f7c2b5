"""Every form and address with input made to break them: an answer, no error of ours, nothing reflected raw."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from letters.models import IncomingMail, LetterBatch, ReturnedLetter, WrongReport
from penpal.audiences import audience_of, walk
from profiles import actions
from profiles.audience import Audience
from profiles.forms import guard
from profiles.models import StorySubmission, Suggestion, User
from tests.factories import make_listing, make_photo, make_story, make_submission
from tests.letters.places import make_place

pytestmark = pytest.mark.django_db

MARK = "<script>hostile()</script>"
CORPUS = (
    MARK,
    "\"'><img src=x onerror=hostile()>" + MARK,
    "' OR 1=1 --; DROP TABLE profiles_listing",
    "\x00",
    "a\x00b",
    "%00%ff%s%n{0}{{7*7}}{% load x %}${7*7}",
    "\ud7ff\u202e\u200b\ufeff\U0001f4a9é" * 20,
    "e\u0301" * 200,
    "-1",
    "99999999999999999999999999",
    "1e309",
    "NaN",
    "0000-00-00",
    "../../../../etc/passwd",
    "A" * 20_000,
    "\r\nSet-Cookie: hostile=1\r\n\r\n",
    " ",
    "🏳️‍🌈" * 100,
)

#: Put also into hidden fields, choices and buttons.
FORGED = (MARK, "\x00", "-1", "../../../../etc/passwd")
HEADERS = (
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_REFERER",
    "HTTP_USER_AGENT",
    "HTTP_COOKIE",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_HOST",
)


class Forms(HTMLParser):
    """The forms of a page: method, action, and name, kind and value of each field."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, str, dict[str, tuple[str, str]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((values.get("method", "get").lower(), values.get("action", ""), {}))
        elif tag in ("input", "textarea", "select", "button") and self.forms and values.get("name"):
            kind = values.get("type", "text") if tag == "input" else tag
            self.forms[-1][2].setdefault(values["name"], (kind, values.get("value", "")))


def _paths(*wanted: Audience) -> list[str]:
    """Addresses without parts to fill in."""
    return sorted(
        {
            f"/{route}"
            for route, pattern, namespace in walk()
            if audience_of(pattern, namespace) in wanted and not re.search(r"[<(^$]", route)
        }
    )


def _filled(fields: dict[str, tuple[str, str]], text: str) -> Iterator[dict[str, Any]]:
    """The form with this text in every field; with some, also in what a person would not type in."""
    for also_hidden in (False, True) if text in FORGED else (False,):
        yield {
            name: _value(kind, value, text, also_hidden)
            for name, (kind, value) in fields.items()
            if name != "csrfmiddlewaretoken"
        }


def _value(kind: str, value: str, text: str, also_hidden: bool) -> Any:
    if kind == "file":
        return SimpleUploadedFile(
            text.replace("/", "")[:80].strip("\x00\r\n ") or "x", text.encode("utf-8", "replace")
        )
    fixed = kind in ("hidden", "submit", "button", "checkbox", "radio", "select")
    return value if fixed and not also_hidden else text


def _send_all(client: Client, path: str) -> int:
    """Every form of a page with the whole corpus. Returns how many were sent."""
    page = client.get(path)
    if page.streaming or not page.headers.get("Content-Type", "").startswith("text/html"):
        return 0
    reader = Forms()
    reader.feed(page.content.decode())
    sent = 0
    for method, action, fields in reader.forms:
        target = action or path
        if "logout" in target:
            continue
        for text in CORPUS:
            for values in _filled(fields, text):
                response = getattr(client, method)(target, values)
                _unharmed(response, f"{method} {target} {text[:30]!r}")
                sent += 1
    return sent


def _unharmed(response: Any, what: str) -> None:
    assert response.status_code < 500, what
    assert "hostile" not in response.cookies, what
    if response.streaming:
        b"".join(response.streaming_content)  # to its end, which closes the file behind it
    elif "html" in response.headers.get("Content-Type", ""):
        words = response.content.decode()
        assert MARK not in words, what
        assert "<img src=x" not in words, what


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> None:
    """No limits and no least time, so that the forms themselves are met; errors become pages."""
    settings.RATE_LIMITS = False
    settings.ACCOUNT_RATE_LIMITS = False
    monkeypatch.setattr(guard, "LEAST_TIME", guard.LEAST_TIME * 0)


@pytest.fixture
def rows() -> dict[str, Any]:
    listing, submission = make_listing(), make_submission()
    make_photo(listing)
    make_story(listing)
    actions.report(listing=listing, reason="wrong", text="text", contact="", address="198.51.100.7")
    return {"listing": listing, "submission": submission}


def _client(user: User | None = None) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client


def test_public_forms_take_anything(rows: dict[str, Any]) -> None:
    slug, client = rows["listing"].slug, _client()
    paths = [path for path in _paths(Audience.PUBLIC) if not path.startswith("/admin")]
    more = [
        f"/profiles/{slug}/",
        f"/profiles/{slug}/report/",
        f"/letters/blank/{slug}/",
        f"/letters/write/{slug}/",
    ]

    sent = sum(_send_all(client, path) for path in [*paths, *more])

    assert sent > 200


def test_forms_of_writers_take_anything(rows: dict[str, Any], writer: User) -> None:
    client, slug = _client(writer), rows["listing"].slug
    paths = [path for path in _paths(Audience.WRITER) if "password" not in path]

    sent = sum(_send_all(client, path) for path in [*paths, f"/letters/write/{slug}/"])

    assert sent > 50


#: Sent to the desk, whose forms are many: one text of each kind of harm.
DESK_CORPUS = (CORPUS[1], "\x00", "99999999999999999999999999")
#: Pages of the desk whose form would end the test's own sign-in.
LEFT_OUT = {"logout", "login", "password_change"}
#: What is put for words in routes of the desk.
WORDS = {"name": "verify", "part": "letters", "content_type_id": "1", "url": "x"}


def _desk_routes() -> list[str]:
    """Routes of every page of the desk with a form of its own: histories and mere redirects have none."""
    return sorted(
        route
        for route, pattern, namespace in walk()
        if namespace == "admin"
        and pattern.name not in LEFT_OUT
        and "(?P" not in route
        and not route.endswith(("history/", "/<path:object_id>/"))
    )


def _desk_path(route: str) -> str:
    """The path with the number of a row of the model that the route is about, where the test has made one."""
    models = {f"{one._meta.app_label}/{one._meta.model_name}": one for one in apps.get_models()}
    model = models.get("/".join(route.split("/")[1:3]))
    number = model._default_manager.values_list("pk", flat=True).order_by("pk").first() if model else None
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: WORDS.get(found[1], str(number or 1)), route)


@pytest.fixture
def desk_rows(rows: dict[str, Any], moderator: User) -> None:
    """A row of each kind that the desk has a form for."""
    make_place()
    listing = rows["listing"]
    StorySubmission.objects.create(listing=listing, title="Title", body="Text")
    Suggestion.objects.create(about="page", text="text")
    WrongReport.objects.create(facility=listing.facility, about="rule", text="text")
    IncomingMail.objects.create(kind="other", listing=listing)
    LetterBatch.objects.create(made_by=moderator)
    ReturnedLetter.objects.create(
        listing=listing, facility=listing.facility, reason="moved", returned_on=timezone.localdate()
    )


@pytest.mark.usefixtures("desk_rows")
@pytest.mark.parametrize("route", _desk_routes())
def test_desk_forms_take_anything(moderator: User, monkeypatch: pytest.MonkeyPatch, route: str) -> None:
    """Every page of the desk: its forms with the corpus, and the page itself asked for oddly."""
    monkeypatch.setattr("tests.penpal.test_hostile_input.CORPUS", DESK_CORPUS)
    client, path = _client(moderator), _desk_path(route)

    _send_all(client, path)

    for text in DESK_CORPUS:
        _unharmed(client.get(path, {"q": text, "p": text, "o": text}), f"GET {path} {text[:30]!r}")
        odd = {"action": text, "_selected_action": text, "note": text}
        _unharmed(client.post(path, odd), f"POST {path} {text[:30]!r}")


def test_desk_is_walked_whole() -> None:
    routes = _desk_routes()

    assert len(routes) > 80
    assert {"admin/profiles/submission/<int:pk>/review/", "admin/status/"} <= set(routes)


@pytest.mark.parametrize("text", CORPUS)
def test_addresses_take_anything(rows: dict[str, Any], text: str) -> None:
    client, part = _client(), quote(text[:2000], safe="")
    names = (
        "q",
        "state",
        "system",
        "facility",
        "interest",
        "language",
        "seeking",
        "faith",
        "age_min",
        "sort",
        "page",
        "after",
    )
    paths = [f"/profiles/?{name}={part}" for name in names]
    paths += [
        f"/{base}/{part}/" for base in ("profiles", "stories", "facilities", "systems", "guide", "letters")
    ]
    paths += [
        f"/list/status/{part}/",
        f"/letters/calendar/{part}.ics",
        f"/letters/check/?place={part}&pages={part}",
    ]
    paths += [
        f"/letters/blank/{rows['listing'].slug}/letter.pdf?pages={part}&paper={part}",
        f"/sitemap.xml?p={part}",
    ]

    for path in paths:
        _unharmed(client.get(path), path[:60])


@pytest.mark.parametrize("header", HEADERS)
def test_headers_take_anything(header: str) -> None:
    client = _client()
    for text in CORPUS:
        value = text.replace("\r", "").replace("\n", "").encode().decode("latin-1")[:4000]
        _unharmed(client.get("/profiles/", **{header: value}), f"{header} {text[:30]!r}")
