"""Each URL says who it is for, and keeps to it."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern

from penpal.audiences import audience_of, walk
from profiles.audience import Audience

URLS = list(walk())


def _path(route: str) -> str:
    """A path that fits a route, with values that name nothing."""
    route = re.sub(r"\(\?P<width>[^)]*\)", "320", route)
    route = re.sub(r"\(\?P<suffix>[^)]*\)", "jpg", route)
    route = re.sub(r"\(\?P<\w+>[^)]*\)", "x7", route)
    route = re.sub(r"<(?:int:)(\w+)>", "7", route)
    route = re.sub(r"<(?:path:)(\w+)>", "7", route)
    route = re.sub(r"<[^>]*>", "x7", route)
    return "/" + route.replace("^", "").replace("$", "").replace("\\Z", "").replace("\\", "")


def _urls_for(*wanted: Audience) -> list[tuple[str, URLPattern]]:
    return [
        (route, pattern) for route, pattern, namespace in URLS if audience_of(pattern, namespace) in wanted
    ]


@pytest.mark.parametrize(("route", "pattern", "namespace"), URLS, ids=[url[0] for url in URLS])
def test_each_url_declares_its_audience(route: str, pattern: URLPattern, namespace: str) -> None:
    assert isinstance(audience_of(pattern, namespace), Audience)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("route", "pattern"), _urls_for(Audience.STAFF, Audience.WRITER), ids=lambda value: str(value)[:60]
)
def test_stranger_is_sent_to_log_in_or_finds_nothing(client: Client, route: str, pattern: URLPattern) -> None:
    response = client.get(_path(route))

    assert response.status_code in (302, 404, 405), response.content[:500]
    if response.status_code == 302:
        assert re.match(
            r"/(admin/login|accounts/(login|reauthenticate|confirm-email|email))|/admin/", response.url
        )


@pytest.mark.django_db
@pytest.mark.parametrize(("route", "pattern"), _urls_for(Audience.STAFF), ids=lambda value: str(value)[:60])
def test_writer_never_enters_the_desk(
    client: Client, writer: object, route: str, pattern: URLPattern
) -> None:
    client.force_login(writer)

    response = client.get(_path(route))

    assert response.status_code in (302, 403, 404, 405)
    assert response.status_code != 302 or response.url.startswith("/admin/")


@pytest.mark.django_db
@pytest.mark.parametrize("route", [url[0] for url in URLS], ids=str)
def test_no_url_answers_a_stranger_with_an_error_of_ours(client: Client, route: str) -> None:
    """Whatever is asked, with values that name nothing: a page or a refusal, never a 500."""
    client.raise_request_exception = False

    assert client.get(_path(route)).status_code < 500
    assert client.get(f"/es{_path(route)}").status_code < 500
