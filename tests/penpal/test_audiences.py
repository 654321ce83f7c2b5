"""Each URL says who it is for, and keeps to it."""

import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import URLPattern

from penpal.audiences import audience_of, walk
from profiles import roles
from profiles.audience import Audience
from profiles.models import User
from tests.factories import make_user

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


#: Pages of the desk that are everybody's who works there.
FOR_ALL_STAFF = {
    *(
        "index",
        "logout",
        "login",
        "password_change",
        "password_change_done",
        "jsi18n",
        "find",
        "autocomplete",
    ),
}
#: Models whose pages ask for a right on another one.
ASKS_FOR = {"profiles/facilityimport": "profiles/facility"}
STAFF_ROLES = ["nobody", *roles.ROLES]


def _member(role: str) -> User:
    """Somebody of the staff in one role; "nobody" is in none."""
    user = make_user(is_staff=True)
    user.groups.set(Group.objects.filter(name=role))
    return User.objects.get(pk=user.pk)


def _models_of(user: User) -> set[str]:
    """Models (`app/model`) of which somebody may see, add, change or delete anything."""
    names = (permission.partition(".") for permission in user.get_all_permissions())
    return {f"{app}/{codename.rpartition('_')[2]}" for app, _dot, codename in names}


@pytest.mark.django_db
@pytest.mark.parametrize("role", STAFF_ROLES)
def test_each_role_opens_what_it_may_and_nothing_else(client: Client, role: str) -> None:
    """Over every page of the desk: what is about a model that the role has no right on never opens."""
    user = _member(role)
    mine, opened, wrong = _models_of(user), set(), []
    client.force_login(user)
    for route, pattern, namespace in URLS:
        if namespace != "admin" or pattern.name in FOR_ALL_STAFF or "(?P" in route:
            continue
        about = "/".join(route.split("/")[1:3])
        status = client.get(_path(route)).status_code
        if status == 200:
            opened.add(about)
            if ASKS_FOR.get(about, about) not in mine and pattern.name != "status":
                wrong.append(route)

    assert wrong == []
    assert (opened == set()) is (role == "nobody")


@pytest.mark.django_db
@pytest.mark.parametrize("role", STAFF_ROLES)
@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        (
            "/admin/profiles/listing/",
            {"moderator", "senior moderator", "data entry", "mail coordinator"},
        ),
        ("/admin/profiles/submission/add/", {"moderator", "senior moderator", "data entry"}),
        ("/admin/profiles/report/", {"moderator", "senior moderator"}),
        ("/admin/profiles/user/", {"senior moderator"}),
        ("/admin/profiles/user/add/", {"senior moderator"}),
        ("/admin/profiles/moderationevent/", {"moderator", "senior moderator", "auditor"}),
        ("/admin/letters/mailingrule/add/", {"senior moderator", "mail coordinator"}),
        ("/admin/letters/letter/", {"senior moderator", "mail coordinator"}),
        ("/admin/status/", {"senior moderator"}),
        ("/admin/mfa/authenticator/", set()),
        ("/admin/usersessions/usersession/", set()),
    ],
)
def test_pages_of_the_desk_are_for_the_roles_named(
    client: Client, role: str, path: str, allowed: set[str]
) -> None:
    client.force_login(_member(role))

    assert client.get(path).status_code == (200 if role in allowed else 403)


@pytest.mark.django_db
def test_pages_of_writers_show_a_writer_nothing_of_another(client: Client, writer: User) -> None:
    """With numbers and codes of nobody: a page of their own, or nothing."""
    client.force_login(writer)
    for route, _pattern in _urls_for(Audience.WRITER):
        status = client.get(_path(route)).status_code
        assert status in (200, 302, 404, 405), route
        assert status != 200 or "<" not in route, route
