"""A real browser for whole pages: `site` serves them, `browser_page` opens tabs that watch what the pages do."""

from collections.abc import Iterator
from typing import Any, Protocol
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Route, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.support import chromium

SCREENS = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "has_touch": True,
        "is_mobile": True,
    },
}
#: Schemes of addresses that stay inside the browser.
INSIDE = ("about", "blob", "data")


class OpenPage(Protocol):
    """What the fixture `browser_page` gives."""

    def __call__(
        self,
        path: str | None = None,
        *,
        screen: str = "desktop",
        dark: bool = False,
        javascript: bool = True,
        user: AbstractBaseUser | None = None,
        **context: Any,
    ) -> Page: ...


@pytest.fixture(scope="session", autouse=True)
def _django_beside_playwright() -> Iterator[None]:
    """Playwright keeps an event loop in the tests' thread, where Django would otherwise refuse every query."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="session")
def browser(_django_beside_playwright: None) -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    program = chromium.find_browser()
    assert program is not None, "no Chromium on this machine; set CHROMIUM to the program"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=list(chromium.FLAGS))
        yield opened
        opened.close()


@pytest.fixture
def site(live_server: LiveServer) -> LiveServer:
    """The whole site on a port of its own, static files included; `site.url` is its address."""
    return live_server


@pytest.fixture
def browser_page(browser: Browser, site: LiveServer) -> Iterator[OpenPage]:
    """Opens tabs of fresh visitors: `browser_page("/profiles/", screen="phone", dark=True, javascript=False)`.

    `user` is signed in. Other arguments go to Playwright's `new_context`. A test fails at its end when a page sent
    a request to another host, broke the content security policy or raised an error in a script.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(
        path: str | None = None,
        *,
        screen: str = "desktop",
        dark: bool = False,
        javascript: bool = True,
        user: AbstractBaseUser | None = None,
        **context: Any,
    ) -> Page:
        options = SCREENS[screen] | {
            "color_scheme": "dark" if dark else "light",
            "java_script_enabled": javascript,
        }
        opened = browser.new_context(base_url=site.url, **(options | context))
        contexts.append(opened)
        watch(opened, site.url, complaints)
        if user is not None:
            _sign_in(opened, user, site.url)
        page = opened.new_page()
        if path is not None:
            page.goto(path)
        return page

    yield open_page
    for opened in contexts:
        opened.close()
    assert complaints == []


def watch(context: BrowserContext, home: str, complaints: list[str]) -> None:
    """Add to `complaints` what no page of ours may do, and stop its requests to other hosts."""

    def keep_home(route: Route, request: Request) -> None:
        if request.url.startswith(f"{home}/") or urlsplit(request.url).scheme in INSIDE:
            route.continue_()
        else:
            complaints.append(f"request to another host: {request.url}")
            route.abort()

    def read_console(message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            complaints.append(message.text)

    context.route("**/*", keep_home)
    context.on("console", read_console)
    context.on("weberror", lambda error: complaints.append(str(error.error)))


def _sign_in(context: BrowserContext, user: AbstractBaseUser, home: str) -> None:
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": home}])
