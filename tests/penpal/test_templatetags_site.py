from typing import Any

import pytest
from django.test import RequestFactory
from django.urls import Resolver404, resolve

from penpal.templatetags.site import canonical, current, page_in, page_numbers


def _context(path: str, **values: Any) -> dict[str, Any]:
    request = RequestFactory().get(path)
    try:
        request.resolver_match = resolve(request.path)
    except Resolver404:
        request.resolver_match = None
    return {"request": request, **values}


@pytest.mark.parametrize(
    ("path", "values", "spanish"),
    [
        ("/profiles/?q=sea", {}, "/es/profiles/?q=sea"),
        ("/profiles/abcdefgh/", {}, "/es/profiles/abcdefgh/"),
        ("/no/such/page/", {}, "/es/"),
        ("/profiles/abcdefgh/", {"nowhere": True}, "/es/"),
    ],
)
def test_page_in_leads_to_the_same_page(path: str, values: dict[str, Any], spanish: str) -> None:
    assert page_in(_context(path, **values), "es") == spanish


def test_page_in_without_a_request_leads_to_the_start() -> None:
    assert page_in({}, "es") == "/es/"


@pytest.mark.parametrize(
    ("language", "address"),
    [("", "http://testserver/profiles/"), ("es", "http://testserver/es/profiles/")],
)
def test_canonical_leaves_the_query_out(language: str, address: str) -> None:
    assert canonical(_context("/profiles/?page=2&q=sea"), language) == address


@pytest.mark.parametrize(
    ("path", "item", "here"),
    [
        ("/profiles/", "profiles:list", "page"),
        ("/profiles/abcdefgh/", "profiles:list", "true"),
        ("/stories/", "profiles:list", ""),
        ("/systems/us-xx/", "profiles:facilities", "true"),
        ("/no/such/page/", "about", ""),
    ],
)
def test_current_marks_the_menu_item(path: str, item: str, here: str) -> None:
    assert current(_context(path), item) == here


def test_current_marks_nothing_on_error_pages() -> None:
    assert current(_context("/profiles/", nowhere=True), "profiles:list") == ""


@pytest.mark.parametrize(
    ("number", "pages", "numbers"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (1, 14, [1, 2, None, 14]),
        (7, 14, [1, 2, None, 6, 7, 8, None, 14]),
        (14, 14, [1, 2, None, 13, 14]),
    ],
)
def test_page_numbers_leave_gaps(number: int, pages: int, numbers: list[int | None]) -> None:
    assert page_numbers(number, pages) == numbers
