"""The pages for what went wrong, as a browser shows them: barriers, the smallest screen, and a way on by keyboard."""

import pytest
from django.conf import LazySettings
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import OpenPage
from tests.browser.test_every_page import WIDER
from tests.factories import make_listing
from tests.penpal import test_errors
from tests.support import tour

#: The path of each page, and the status of its answer.
PATHS = {
    "/raise/suspicious/": 400,
    "/raise/forbidden/": 403,
    "/no/such/page/": 404,
    "/raise/gone/": 410,
    "/raise/often/": 429,
    "/raise/bug/": 500,
    "/raise/database/": 503,
}


@pytest.fixture
def failing(settings: LazySettings, site: LiveServer) -> LiveServer:
    """The site with pages that fail when asked to, and somebody whom the page of a hidden listing can show."""
    settings.ROOT_URLCONF = test_errors.__name__
    make_listing(display_name="Ada")
    return site


def _open(page: Page, path: str) -> None:
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == PATHS[path]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_error_pages_have_no_barrier_that_axe_knows(
    browser: Browser, failing: LiveServer, width: int, scheme: str
) -> None:
    found = []
    with browser.new_context(
        base_url=failing.url, viewport={"width": width, "height": 800}, color_scheme=scheme
    ) as context:
        page = context.new_page()
        for path in PATHS:
            _open(page, path)
            found += tour.barriers(path, page)

    assert found == []


def test_error_pages_do_not_scroll_sideways_on_the_smallest_screen(
    failing: LiveServer, browser_page: OpenPage
) -> None:
    page = browser_page(viewport={"width": 320, "height": 800})

    found = {}
    for path in PATHS:
        _open(page, path)
        if wider := page.evaluate(WIDER):
            found[path] = wider

    assert found == {}


@pytest.mark.parametrize("path", PATHS)
def test_error_pages_lead_on_by_keyboard(failing: LiveServer, browser_page: OpenPage, path: str) -> None:
    page = browser_page()
    _open(page, path)

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{failing.url}/")

    assert page.locator("h1").count() == 1
