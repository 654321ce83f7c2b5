"""Every kind of page of a site with sample data: barriers, narrow screens, large text, weight, languages."""

import gzip
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response

from tests.browser.conftest import watch
from tests.support import chromium, tour
from tests.support.network import free_port
from tests.support.start import Started, copied, started

SHEETS, SCRIPTS = 30_000, 10_000  # bytes of all style sheets, and of all scripts, that one page loads
DIRECTORY, WITH_PICTURES = (
    60_000,
    300_000,
)  # bytes of the directory: compressed text, and all with its pictures
WIDER = """() => {
  const edge = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= edge) return [];
  return [...document.body.querySelectorAll("*")]
    .filter((node) => node.getBoundingClientRect().right > edge + 1)
    .slice(0, 5).map((node) => `${node.tagName}.${node.className}`);
}"""
UNSEEN_FOCUS = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return "";
  const style = getComputedStyle(node);
  const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  return shown ? "" : `${node.tagName}#${node.id}.${node.className}`;
}"""
MOVING = """() => [...document.querySelectorAll("*")].filter((node) => {
  const style = getComputedStyle(node);
  return [style.transitionDuration, style.animationDuration].some((text) => parseFloat(text) > 0.001);
}).map((node) => `${node.tagName}.${node.className}`)"""

ALL_PICTURES = """() => Promise.all([...document.images].map((image) => {
  image.loading = "eager";
  return image.decode();
}))"""
SHIFTS = """() => new Promise((done) => {
  const seen = [];
  const watcher = new PerformanceObserver((list) => seen.push(...list.getEntries()));
  watcher.observe({ type: "layout-shift", buffered: true });
  const wanted = () => seen.filter((one) => !one.hadRecentInput).map((one) => one.value);
  requestAnimationFrame(() => setTimeout(() => done(wanted()), 50));
})"""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """The site as `make run` serves it the first time, with its 300 sample listings."""
    with started(copied(tmp_path_factory.mktemp("copy")), free_port()) as site:
        yield site


@pytest.fixture(scope="module")
def paths(sample: Started, browser: Browser) -> tuple[dict[str, str], dict[str, str]]:
    return tour.addresses(browser, sample)


class Visit:
    """A tab of one visitor, signed in as the moderator or not, and what its pages did that none may do.

    With `axe` nobody watches: axe itself tries styles that the policy forbids.
    """

    def __init__(
        self, browser: Browser, site: Started, moderator: bool, axe: bool, **context: object
    ) -> None:
        self.context: BrowserContext = browser.new_context(base_url=site.url, **context)  # type: ignore[arg-type]
        self.complaints: list[str] = []
        if not axe:
            watch(self.context, site.url, self.complaints)
        self.page: Page = self.context.new_page()
        if moderator:
            tour.sign_in(self.page, site)

    def close(self) -> None:
        self.context.close()
        assert self.complaints == []


@pytest.fixture
def visit(browser: Browser, sample: Started) -> Iterator:
    """Opens tabs: `visit(width=320, dark=True, moderator=True)`."""
    opened: list[Visit] = []

    def open_tab(
        width: int = 1280,
        *,
        dark: bool = False,
        moderator: bool = False,
        axe: bool = False,
        with_browser: Browser | None = None,
        **more: object,
    ) -> Page:
        screen = {"width": width, "height": 800}
        scheme = "dark" if dark else "light"
        opened.append(
            Visit(
                with_browser or browser, sample, moderator, axe, viewport=screen, color_scheme=scheme, **more
            )
        )
        return opened[-1].page

    yield open_tab
    for one in opened:
        one.close()


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)], ids=["desktop light", "phone dark"])
@pytest.mark.parametrize("moderator", [False, True], ids=["public", "signed in"])
def test_no_page_has_a_barrier_that_axe_knows(visit, paths, width: int, dark: bool, moderator: bool) -> None:
    page = visit(width, dark=dark, moderator=moderator, axe=True)

    found = []
    for kind, path in paths[moderator].items():
        page.goto(path)
        found += tour.barriers(kind, page)

    assert found == []


@pytest.mark.parametrize("language", ["", "/es"], ids=["English", "Spanish"])
def test_no_page_scrolls_sideways_on_the_smallest_screen(visit, paths, language: str) -> None:
    page = visit(320)

    found = {}
    for path in paths[0].values():
        page.goto(path if path.startswith("/es/") else f"{language}{path}")
        if wider := page.evaluate(WIDER):
            found[page.url] = wider

    assert found == {}


def test_no_page_of_staff_and_writers_scrolls_sideways_on_a_phone(visit, paths) -> None:
    page = visit(360, moderator=True)

    found = {}
    for path in paths[1].values():
        page.goto(path)
        if wider := page.evaluate(WIDER):
            found[path] = wider

    assert found == {}


@pytest.fixture
def large_text(browser: Browser) -> Iterator[Browser]:
    """A browser whose reader has set letters twice as large as usual."""
    opened = browser.browser_type.launch(
        executable_path=chromium.find_browser(), args=[*chromium.FLAGS, "--blink-settings=defaultFontSize=32"]
    )
    yield opened
    opened.close()


@pytest.mark.parametrize("width", [640, 1280])
def test_no_page_scrolls_sideways_with_text_twice_as_large(visit, paths, large_text, width: int) -> None:
    page = visit(width, with_browser=large_text)

    found = {}
    for path in paths[0].values():
        page.goto(path)
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        if wider := page.evaluate(WIDER):
            found[path] = wider

    assert found == {}


def test_nothing_moves_for_those_who_asked_for_stillness(visit, paths) -> None:
    page = visit(reduced_motion="reduce")

    found = {}
    for path in paths[0].values():
        page.goto(path)
        if moving := page.evaluate(MOVING):
            found[path] = moving

    assert found == {}


@pytest.mark.parametrize("forced", ["none", "active"])
def test_focus_is_seen_at_every_stop(visit, paths, forced: str) -> None:
    page = visit(forced_colors=forced)

    found = {}
    for kind in ("home", "directory", "profile", "write", "list", "login"):
        page.goto(paths[0][kind])
        for _stop in range(40):
            page.keyboard.press("Tab")
            if unseen := page.evaluate(UNSEEN_FOCUS):
                found[kind] = unseen

    assert found == {}


def _texts(page: Page, path: str) -> dict[str, bytes]:
    """The text that a page loads: addresses with their bodies, each with its kind in front (`stylesheet /static/…`)."""
    loaded: list[Response] = []

    def note(answer: Response) -> None:
        loaded.append(answer)

    page.on("response", note)
    page.goto(path, wait_until="networkidle")
    page.remove_listener("response", note)
    return {
        f"{answer.request.resource_type} {urlsplit(answer.url).path}": answer.body()
        for answer in loaded
        if answer.ok and answer.request.resource_type in ("document", "stylesheet", "script")
    }


def test_pages_load_little(visit, paths) -> None:
    page = visit(390)

    for path in paths[0].values():
        loaded = _texts(page, path)
        of_kind = {
            kind: sum(len(body) for name, body in loaded.items() if name.startswith(kind))
            for kind in ("stylesheet", "script")
        }
        assert of_kind["stylesheet"] < SHEETS, path
        assert of_kind["script"] < SCRIPTS, path


def test_directory_with_its_pictures_is_light(visit) -> None:
    page = visit(390, device_scale_factor=2)

    page.goto("/profiles/?photo=1")
    assert page.locator(".listing img").count() == 24
    loaded = _texts(page, "/profiles/?photo=1")
    page.evaluate(ALL_PICTURES)

    text = sum(len(gzip.compress(body)) for body in loaded.values())
    pictures = page.evaluate(
        "performance.getEntriesByType('resource').filter((one) => one.initiatorType === 'img')"
        ".reduce((sum, one) => sum + one.encodedBodySize, 0)"
    )
    assert text <= DIRECTORY
    assert pictures > 0
    assert text + pictures <= WITH_PICTURES


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_with_pictures_do_not_jump(visit, paths, width: int) -> None:
    page = visit(width)

    for kind in ("home", "directory", "profile", "stories", "story"):
        page.goto(paths[0][kind])
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        page.evaluate(ALL_PICTURES)
        shifts = page.evaluate(SHIFTS)
        assert sum(shifts) < 0.001, kind
