from io import BytesIO
from typing import Any, NoReturn

import pytest
from django.conf import LazySettings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest
from django.template import TemplateDoesNotExist
from django.test import Client, RequestFactory
from django.urls import path
from django.utils.translation import override

from penpal import errors, urls
from profiles.views.shared import Gone
from profiles.visitors import TooOften
from tests.factories import make_listing
from tests.support.pages import parse

RAISED = {
    "gone": Gone(),
    "often": TooOften(1),
    "database": OperationalError("no answer"),
    "forbidden": PermissionDenied(),
    "suspicious": SuspiciousOperation(),
    "bug": ZeroDivisionError(),
}


def _raise(request: HttpRequest, what: str) -> NoReturn:
    raise RAISED[what]


urlpatterns = [path("raise/<str:what>/", _raise), *urls.urlpatterns]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture
def answer(client: Client, settings: LazySettings) -> Any:
    """The page for something that a view raises."""
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    return lambda what: client.get(f"/raise/{what}/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("what", "status", "title"),
    [
        ("gone", 410, "This listing is no longer available"),
        ("often", 429, "A little too fast"),
        ("database", 503, "Back in a few minutes"),
        ("forbidden", 403, "This page is not open to you"),
        ("suspicious", 400, "We could not read that request"),
        ("bug", 500, "Something went wrong on our side"),
    ],
)
def test_error_pages_speak_plainly(answer: Any, what: str, status: int, title: str) -> None:
    response = answer(what)

    page = parse(response)
    assert response.status_code == status
    assert page.one("h1").text == title
    assert page.one("meta[name=robots]")["content"] == "noindex"
    assert page.select("link[rel=canonical]") == []


READ_NONE = "The form held more than we can take at once, so we read none of it."


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/letters/check/", "/list/"])
@pytest.mark.parametrize(("limit", "count", "status"), [(3, 3, 200), (3, 4, 400)])
def test_too_many_files_are_told_and_the_way_back_to_the_words(
    client: Client, settings: LazySettings, path: str, limit: int, count: int, status: int
) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = limit

    response = client.post(path, {"files": [BytesIO(b"x") for _number in range(count)]})

    assert response.status_code == status
    assert (READ_NONE in parse(response).texts("p.lede")) == (status == 400)


@pytest.mark.django_db
def test_form_with_too_much_text_is_told(client: Client, settings: LazySettings) -> None:
    response = client.post("/letters/check/", {"body": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})

    assert response.status_code == 400
    assert parse(response).texts("p.lede") == [READ_NONE]


@pytest.mark.django_db
def test_not_found_offers_the_search(client: Client) -> None:
    response = client.get("/no/such/page/")

    page = parse(response)
    assert response.status_code == 404
    assert page.one("h1").text == "Not at this address"
    assert page.one("form[role=search]")["action"] == "/profiles/"


@pytest.mark.django_db
def test_not_found_names_nothing_that_was_asked_for(client: Client) -> None:
    assert "no/such" not in client.get("/no/such/page/").content.decode()


@pytest.mark.django_db
def test_gone_shows_women_who_wait_for_a_letter(answer: Any) -> None:
    make_listing(display_name="Ada")
    make_listing(display_name="Bea", letters_sent=1)

    assert parse(answer("gone")).texts(".listing h3 a") == ["Ada"]


@pytest.mark.django_db
@pytest.mark.parametrize(("what", "seconds"), [("often", "60"), ("database", "120"), ("gone", None)])
def test_errors_that_pass_say_when_to_come_back(answer: Any, what: str, seconds: str | None) -> None:
    assert answer(what).headers.get("Retry-After") == seconds


@pytest.mark.parametrize(("function", "status"), [(errors.server_error, 500), (errors.unavailable, 503)])
def test_bare_pages_need_no_database(function: Any, status: int) -> None:
    """Without the `django_db` mark every question to the database fails the test."""
    response = function(RequestFactory().get("/"))

    site = parse(response).one("title").text.rpartition(" | ")[2]
    assert (response.status_code, site) == (status, "Mail Call")


@pytest.mark.parametrize(("language", "home"), [("en", "/"), ("es", "/es/")])
def test_bare_pages_lead_home_in_their_language(language: str, home: str) -> None:
    with override(language):
        page = parse(errors.unavailable(RequestFactory().get("/")))

    assert page.node.get("lang") == language
    assert [link["href"] for link in page.select("a")] == [home, home]


def test_bare_pages_speak_even_without_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> NoReturn:
        raise TemplateDoesNotExist(name)

    monkeypatch.setattr(errors.loader, "get_template", missing)

    response = errors.server_error(RequestFactory().get("/"))

    assert (response.status_code, response.content.decode()) == (500, errors.LAST_WORDS)


@pytest.mark.django_db
def test_form_from_an_old_page_is_asked_for_again() -> None:
    listing = make_listing()

    response = Client(enforce_csrf_checks=True).post(
        f"{listing.get_absolute_url()}report/", {"reason": "moved"}
    )

    assert response.status_code == 403
    assert parse(response).one("h1").text == "Please send the form again"


@pytest.mark.django_db
def test_csrf_page_gives_back_what_was_written_and_no_password() -> None:
    client = Client(enforce_csrf_checks=True)
    letter = "It rains here, and the gutter sings. <b>It never stops.</b>"

    response = client.post("/accounts/login/", {"body": letter, "login": "me", "password": "p" * 60})

    assert response.status_code == 403
    assert parse(response).texts("textarea") == [letter]
    assert "p" * 60 not in response.content.decode()
