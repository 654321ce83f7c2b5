"""The people of the load: each kind in threads of its own, asking over HTTP as a browser does, and timing it."""

import http.cookiejar
import random
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from html import unescape

from penpal.bench.mix import questions
from profiles.admin.forms import CHECKLIST
from profiles.forms.guard import LEAST_TIME

TIMEOUT = 30  # seconds
PAUSE = 0.1  # seconds between the pages of one visitor
STAFF_PAUSE = 1.0
_INPUT = re.compile(r"<input[^>]*>")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
WORDS = "I read in the evenings, keep a small garden in my head and would like to hear about yours. "


class Browser:
    """One person's browser: keeps cookies, follows no redirect. Each has a network address of its own."""

    def __init__(self, port: int, address: str) -> None:
        self._base, self._address = f"http://127.0.0.1:{port}", address
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()), _Stay()
        )

    def open(self, path: str, answers: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, text and Location of a page; `answers` are posted."""
        data = None if answers is None else urllib.parse.urlencode(answers).encode()
        headers = {"X-Forwarded-For": self._address, "Referer": self._base + path}
        request = urllib.request.Request(self._base + path, data, headers)  # noqa: S310 - this machine
        try:
            with self._opener.open(request, timeout=TIMEOUT) as response:
                return response.status, response.read().decode(errors="replace"), ""
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.read().decode(errors="replace"), answer.headers.get("Location", "")


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: object) -> None:
        return None


def hidden(page: str) -> dict[str, str]:
    """Names and values of a page's hidden fields."""
    found = {}
    for tag in _INPUT.findall(page):
        attributes = dict(_ATTRIBUTE.findall(tag))
        if attributes.get("type") == "hidden" and "name" in attributes:
            found[attributes["name"]] = unescape(attributes.get("value", ""))
    return found


class Crowd:
    """Everybody. `facts`: slugs, places, facility and waiting submissions of the site."""

    def __init__(self, port: int, facts: dict, sign_in: tuple[str, str]) -> None:
        self._port, self._facts, self._sign_in = port, facts, sign_in
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self.took: dict[str, list[float]] = defaultdict(list)
        self.errors: dict[str, list[str]] = defaultdict(list)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Everybody works while this lasts."""
        roles = [
            self._browse,
            self._browse,
            self._search,
            self._search,
            self._print,
            self._send,
            self._moderate,
        ]
        threads = [
            threading.Thread(target=role, args=(random.Random(number),))  # noqa: S311 - not for secrets
            for number, role in enumerate(roles)
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._ended.set()
            for thread in threads:
                thread.join()

    def lines(self, seconds: float) -> Iterator[str]:
        """The report."""
        for kind in sorted(self.took):
            took, errors = sorted(self.took[kind]), self.errors[kind]
            middle, late = (took[int(share * (len(took) - 1))] * 1000 for share in (0.5, 0.99))
            times = f"p50 {middle:.0f} ms, p99 {late:.0f} ms"
            wrong = f"errors {len(errors)} {errors[0] if errors else ''}".rstrip()
            yield f"{kind:<8} {len(took):>7,} ({len(took) / seconds:.1f} a second), {times}, {wrong}"

    def _timed(self, kind: str, good: int, ask: Callable[[], tuple[int, str, str]]) -> tuple[str, str]:
        """Text and Location of the answer."""
        began = time.monotonic()
        try:
            status, text, place = ask()
        except OSError as error:
            status, text, place = 0, type(error).__name__, ""
        took = time.monotonic() - began
        with self._lock:
            self.took[kind].append(took)
            if status != good:
                self.errors[kind].append(f"{status} {text[:60]!r}" if status in (0, 500) else str(status))
        return text, place

    def _browse(self, dice: random.Random) -> None:
        browser = Browser(self._port, f"198.51.100.{dice.randint(1, 250)}")
        while not self._ended.wait(PAUSE):
            path = dice.choice(
                [
                    "/",
                    f"/profiles/{dice.choice(self._facts['slugs'])}/",
                    f"/facilities/{dice.choice(self._facts['places'])}/",
                ]
            )
            self._timed("browse", 200, partial(browser.open, path))

    def _search(self, dice: random.Random) -> None:
        browser = Browser(self._port, f"198.51.100.{dice.randint(1, 250)}")
        mix = [params.query_string() for _kind, params in questions()]
        while not self._ended.wait(PAUSE):
            query = dice.choice(mix).lstrip("?")
            self._timed("search", 200, partial(browser.open, f"/profiles/?{query}"))

    def _print(self, dice: random.Random) -> None:
        browser = Browser(self._port, "198.51.100.251")
        while not self._ended.wait(PAUSE * 5):
            slug, what = (
                dice.choice(self._facts["slugs"]),
                dice.choice(["letter.pdf?pages=1", "envelope.pdf"]),
            )
            path = f"/letters/blank/{slug}/{what}"
            self._timed("print", 200, partial(browser.open, path))

    def _send(self, dice: random.Random) -> None:
        """The first two steps of the web form, as somebody else each time."""
        number = 0
        while not self._ended.wait(PAUSE):
            number += 1
            browser = Browser(self._port, f"203.0.{number // 250 % 250}.{number % 250}")
            page = browser.open("/list/")[1]
            if self._ended.wait(LEAST_TIME.total_seconds() + 0.2):
                return
            answers = hidden(page) | self._person(number)
            _text, place = self._timed("submit", 302, partial(browser.open, "/list/", answers))
            if not place:
                continue
            words = hidden(browser.open(place)[1]) | {"bio": WORDS * 3, "languages": "en", "language": "en"}
            self._timed("submit", 302, partial(browser.open, place, words))

    def _person(self, number: int) -> dict[str, str]:
        return {
            "submitter_name": "Ellen Marsh",
            "submitter_email": f"ellen{number}@example.org",
            "submitter_relation": "her sister",
            "attested_permission": "on",
            "display_name": "Maria",
            "committed_name": "Maria Example",
            "facility": str(self._facts["facility"]),
            "id_number": f"L{number:05}",
            "birth_date": "1985-03-14",
            "release_kind": "unknown",
        }

    def _moderate(self, dice: random.Random) -> None:
        """One sign-in, then one submission after the other: its page, and the approval."""
        browser = Browser(self._port, "198.51.100.252")
        form = hidden(browser.open("/admin/login/")[1])
        email, password = self._sign_in
        self._timed(
            "sign in",
            302,
            lambda: browser.open("/admin/login/", form | {"username": email, "password": password}),
        )
        for pk in self._facts["waiting"]:
            if self._ended.wait(STAFF_PAUSE):
                return
            path = f"/admin/profiles/submission/{pk}/review/"
            page, _place = self._timed("review", 200, partial(browser.open, path))
            answers = hidden(page) | {"decision": "approve"} | dict.fromkeys(CHECKLIST, "on")
            self._timed("approve", 302, partial(browser.open, path, answers))
