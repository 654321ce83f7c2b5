"""`manage.py serve` in a fresh copy of the project: what somebody sees who starts the site for the first time."""

import re
import signal
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import watch
from tests.support.network import free_port
from tests.support.start import Started, copied, serve, started

pytestmark = pytest.mark.xdist_group("start")  # they share one copy, and start it again
STEPS = [
    "Preparing the database",
    "Loading systems, facilities and mailing rules",
    "Making 300 sample listings of invented women",
    "Collecting static files",
]


def count_listings(site: Started) -> int:
    with closing(sqlite3.connect(site.folder / "var" / "penpal.sqlite3")) as database:
        return database.execute("SELECT count(*) FROM profiles_listing").fetchone()[0]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """The first start of a copy in which nothing is stored yet."""
    with started(copied(tmp_path_factory.mktemp("copy")), free_port()) as site:
        yield site


@pytest.fixture
def page(first: Started, browser: Browser) -> Iterator[Page]:
    """A visitor of the first start, who complains as those of `browser_page` do."""
    complaints: list[str] = []
    with browser.new_context(base_url=first.url) as context:
        watch(context, first.url, complaints)
        yield context.new_page()
    assert complaints == []


def test_first_start_says_what_it_does(first: Started) -> None:
    assert [line for line in first.lines if line in STEPS] == STEPS
    assert first.lines[-1] == f"Mail Call is at {first.url}/ (Ctrl-C stops it)"


def test_first_start_shows_sample_listings(page: Page) -> None:
    page.goto("/profiles/")

    # 300, and the odd one among the cases for staff that stays in sight
    expect(page.locator("#count")).to_have_text(re.compile(r"^30\d listings$"))


def test_first_start_names_static_files_by_their_content(page: Page) -> None:
    with page.expect_response(re.compile(r"/static/.*\.[0-9a-f]{12}\.css$")) as waiting:
        page.goto("/")

    assert waiting.value.status == 200
    assert waiting.value.headers["cache-control"] == "max-age=315360000, public, immutable"


def test_first_start_demo_moderator_opens_the_desk(first: Started, page: Page) -> None:
    email, password, desk = first.moderator

    page.goto(desk)
    page.locator("[name=username], [name=login]").fill(email)
    page.locator("[name=password]").fill(password)
    page.keyboard.press("Enter")

    expect(page.locator("#user-tools")).to_be_visible()
    assert page.url == desk == f"{first.url}/admin/"


def test_first_start_keeps_private_what_it_stores(first: Started) -> None:
    note = first.folder / "var" / "demo-moderator.txt"

    assert note.read_text().split()[2:] == first.moderator
    assert [path.stat().st_mode & 0o077 for path in (note, note.with_name("penpal.sqlite3"))] == [0, 0]


def test_next_start_keeps_listings_and_password(first: Started) -> None:
    listings = count_listings(first)

    with started(first.folder, free_port()) as second:
        assert [line for line in second.lines if line in STEPS] == STEPS[:2]
        assert second.moderator[:2] == first.moderator[:2]
        assert count_listings(second) == listings


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_stop_ends_cleanly_and_frees_the_port(first: Started, how: int) -> None:
    with started(first.folder, free_port()) as site:
        site.process.send_signal(how)
        rest, _ = site.process.communicate()

        with socket.create_server(("127.0.0.1", site.port)):
            assert site.process.returncode == 0
        assert rest.splitlines()[-1] == "Stopped."


def test_start_on_a_taken_port_says_so(first: Started) -> None:
    process = serve(first.folder, first.port)

    said, _ = process.communicate()

    assert process.returncode == 1
    assert said.splitlines() == [
        f"CommandError: Port {first.port} is in use by another program. Is the site running already?"
        f" Stop it, or choose another port: make run PORT={first.port + 1}"
    ]
