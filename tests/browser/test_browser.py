"""The browser that the other tests of this folder look through."""

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import OpenPage, watch

DARK = "() => matchMedia('(prefers-color-scheme: dark)').matches"


@pytest.mark.parametrize(("screen", "width"), [("desktop", 1280), ("phone", 390)])
def test_browser_page_has_the_width_of_its_screen(browser_page: OpenPage, screen: str, width: int) -> None:
    page = browser_page("/healthz", screen=screen)

    assert page.evaluate("() => screen.width") == width


@pytest.mark.parametrize("dark", [True, False])
def test_browser_page_prefers_dark_when_asked(browser_page: OpenPage, dark: bool) -> None:
    page = browser_page("/healthz", dark=dark)

    assert page.evaluate(DARK) is dark


@pytest.mark.parametrize(("javascript", "title"), [(True, "ran"), (False, "")])
def test_browser_page_runs_scripts_unless_told_not_to(
    browser_page: OpenPage, javascript: bool, title: str
) -> None:
    page = browser_page(javascript=javascript)

    page.set_content("<script>document.title = 'ran'</script>")

    assert page.title() == title


@pytest.mark.parametrize(("path", "status"), [("/healthz", 200), ("/static/css/tokens.css", 200)])
def test_site_serves_pages_and_static_files(browser_page: OpenPage, path: str, status: int) -> None:
    page = browser_page()

    response = page.goto(path)

    assert response is not None
    assert response.status == status


def test_browser_page_user_is_signed_in(browser_page: OpenPage, moderator: object) -> None:
    page = browser_page("/admin/", user=moderator)

    assert page.locator("#user-tools").count() == 1


def test_browser_page_visitors_share_nothing(browser_page: OpenPage, moderator: object) -> None:
    browser_page("/admin/", user=moderator)

    page = browser_page("/admin/")

    assert "/login/" in page.url


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("<img src='https://example.org/eye.png'>", "request to another host: https://example.org/eye.png"),
        ("<script>throw new Error('broken')</script>", "broken"),
        ("<img src='data:,'>", None),
    ],
)
def test_watch_notes_what_a_page_must_not_do(browser: Browser, content: str, complaint: str | None) -> None:
    complaints: list[str] = []
    with browser.new_context() as context:
        watch(context, "http://127.0.0.1", complaints)

        context.new_page().set_content(content)

    assert complaints == ([complaint] if complaint else [])


def test_watch_notes_a_broken_content_security_policy(browser: Browser) -> None:
    complaints: list[str] = []
    with browser.new_context() as context:
        watch(context, "http://127.0.0.1", complaints)

        context.new_page().set_content(
            "<meta http-equiv='Content-Security-Policy' content=\"style-src 'none'\"><p style='color: red'>Red</p>"
        )

    assert ["Content Security Policy" in text for text in complaints] == [True]
