"""`make pages`: opens every kind of page of a freshly started site, looks for barriers with axe, and takes pictures.

Pictures go to `var/pages/`; with `--readme` those that the README shows are renewed under `docs/screenshots/`.
The Nu checker reads the HTML, stylelint the style sheets, and Lighthouse gives marks to the pages that matter most.
Exit status 1 where any of them finds something.
"""

import argparse
import multiprocessing
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support import chromium, web_tools
from tests.support.network import free_port
from tests.support.run import ROOT
from tests.support.start import Started, copied, started

PICTURES, README_PICTURES = ROOT / "var" / "pages", ROOT / "docs" / "screenshots"
TEXTS = PICTURES / "html"
#: What axe is asked: WCAG 2.0 to 2.2, levels A and AA, and its best practices.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SCREENS = {"desktop": (1280, 900), "phone": (360, 780)}
FIRST = ("desktop", "light")
PATHS = {
    "home": "/",
    "directory": "/profiles/",
    "no-results": "/profiles/?q=zebra&veteran=1",
    "profile": "{listing}",
    "report": "{listing}report/",
    "write": "/letters/write/{slug}/",
    "blank": "/letters/blank/{slug}/",
    "extras": "/letters/extras/{slug}/",
    "returned": "/letters/returned/",
    "check": "/letters/check/",
    "shortlist": "/shortlist/?s={slug}",
    "recent": "/recent/?s={slug}",
    "problem": "/contact/problem/?page=/facts/",
    "program-change": "/programs/change/",
    "stories": "/stories/",
    "story": "{story}",
    "programs": "/programs/",
    "facts": "/facts/",
    "facilities": "/facilities/",
    "facility": "/facilities/christina-melton-crain-unit/",
    "wrong": "/facilities/christina-melton-crain-unit/wrong/",
    "system": "/systems/us-tx-tdcj/",
    "coverage": "/coverage/",
    "guide": "/guide/",
    "topic": "/guide/first-letter/",
    "glossary": "/guide/glossary/",
    "list": "/list/",
    "login": "/accounts/login/",
    "signup": "/accounts/signup/",
    "new-password": "/accounts/password/reset/",
    "about": "/about/",
    "privacy": "/privacy/",
    "terms": "/terms/",
    "contact": "/contact/",
    "accessibility": "/accessibility/",
    "not-found": "/no/such/page/",
    "home-es": "/es/",
    "directory-es": "/es/profiles/",
}
DESK_PATHS = {
    "desk": "/admin/",
    "queue": "/admin/profiles/submission/",
    "review": "{review}",
    "paper-form": "/admin/profiles/submission/add/",
    "listings": "/admin/profiles/listing/",
    "rules": "/admin/letters/mailingrule/",
    "story-review": "{story_review}",
    "mail": "/admin/letters/incomingmail/add/",
    "upkeep": "/admin/letters/mailingrule/upkeep/",
    "status": "/admin/status/",
    "my-letters": "/letters/",
    "letter": "{letter}",
    "return-address": "/letters/address/",
    "asked-again": "/accounts/reauthenticate/",
    "email": "/accounts/email/",
    "two-step": "/accounts/2fa/",
    "sessions": "/accounts/sessions/",
    "night": "/letters/night/",
}
#: The pages that get marks from Lighthouse.
MARKED = ("home", "directory", "profile", "topic")
#: Pictures of the README by page kind: name of the file, width and height in pixels.
SHOWN = {
    "home": (1280, 900),
    "directory": (1280, 900),
    "profile": (1280, 900),
    "write": (1280, 900),
    "facility": (1280, 900),
    "review": (1280, 900),
}


def _first_link(page: Page, path: str, start: str) -> str:
    """The first link on a page that begins with some text and goes on."""
    page.goto(path)
    links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    return next(
        link for link in links if link.startswith(start) and len(link) > len(start) and "?" not in link
    )


def sign_in(page: Page, site: Started) -> None:
    email, password, address = site.moderator
    page.goto(address)
    page.locator("input[name=username]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/admin/")


def _kept_letter(page: Page, desk: str) -> str:
    """The path of a draft that is kept on the way."""
    page.goto(desk)
    page.locator("textarea[name=body]").fill("You wrote that you like to hear what people cook.")
    page.locator("button[value=save]").click()
    page.wait_for_url("**letter=*")
    return f"/letters/{page.url.rpartition('=')[2]}/"


def _type_a_letter(page: Page) -> None:
    """The desk is worth looking at with a letter on it."""
    page.locator("textarea[name=return_address]").fill("Ellen Marsh\n48 Sample Street\nDuluth, MN 00000")
    page.locator("textarea[name=body]").fill(
        "From my kitchen window I can see a bird feeder I put up wrong, so it leans, and one squirrel who has worked "
        "out that leaning is an advantage.\n\nYou wrote that you like to hear what people cook. I make a soup that is "
        "mostly patience, and on Sundays I make too much of it."
    )
    page.locator("input[name=photos]").fill("12")
    page.locator("button.btn[value=check]").first.click()


def addresses(browser: Browser, site: Started) -> tuple[dict[str, str], dict[str, str]]:
    """The paths of public pages and of pages behind a login, with real slugs."""
    with browser.new_context(base_url=site.url) as context:
        page = context.new_page()
        listing = _first_link(page, "/profiles/?state=TX&photo=1", "/profiles/")
        found = {"listing": listing, "slug": listing.split("/")[2]}
        found["story"] = _first_link(page, "/stories/", "/stories/")
        sign_in(page, site)
        page.goto("/admin/profiles/submission/")
        found["review"] = page.locator("a[href*='/review/']").nth(1).get_attribute("href") or ""
        page.goto("/admin/profiles/storysubmission/")
        found["story_review"] = page.locator("a[href$='/change/']").first.get_attribute("href") or ""
        found["letter"] = _kept_letter(page, PATHS["write"].format(**found))
    return (
        {kind: path.format(**found) for kind, path in PATHS.items()},
        {kind: path.format(**found) for kind, path in DESK_PATHS.items()},
    )


def _pages(browser: Browser, site: Started, screen: str) -> Iterator[tuple[str, Page]]:
    """Every page kind on one screen, light and dark, as (name, open page)."""
    width, height = SCREENS[screen]
    for scheme in ("light", "dark"):
        for paths, signed_in in zip(addresses(browser, site), (False, True), strict=True):
            with browser.new_context(
                base_url=site.url, viewport={"width": width, "height": height}, color_scheme=scheme
            ) as context:
                page = context.new_page()
                if signed_in:
                    sign_in(page, site)
                for kind, path in paths.items():
                    _open(page, path, TEXTS / f"{kind}.html" if (screen, scheme) == FIRST else None)
                    if kind == "write":
                        _type_a_letter(page)
                    yield f"{kind}-{screen}-{scheme}", page


def _open(page: Page, path: str, keep: Path | None) -> None:
    """Go to a page; keep its HTML as the site sent it."""
    answer = page.goto(path)
    if keep and answer:
        keep.write_bytes(answer.body())


def _small(picture: bytes) -> bytes:
    """A PNG of 256 colours: a third of the bytes, and no difference that the eye sees on flat pages."""
    out = BytesIO()
    Image.open(BytesIO(picture)).convert("RGB").quantize(256).save(out, "PNG", optimize=True)
    return out.getvalue()


def barriers(name: str, page: Page) -> list[str]:
    """What axe finds on an open page, a line each."""
    return [
        f"{name}: {violation['id']} ({violation['impact']}): "
        + "; ".join(str(node["target"][0]) for node in violation["nodes"][:3])
        for violation in Axe().run(page, options=RULES).response["violations"]
    ]


def _picture(name: str, page: Page, readme: bool) -> None:
    (PICTURES / f"{name}.png").write_bytes(page.screenshot(full_page=True))
    kind = name.removesuffix("-desktop-light")
    if readme and kind in SHOWN:
        page.evaluate("window.scrollTo(0, 0)")
        (README_PICTURES / f"{kind}.png").write_bytes(_small(page.screenshot()))


def _look(screen: str, site: Started, readme: bool) -> tuple[int, list[str]]:
    """Look at every page on one screen: how many there were, and what axe found. Runs in a process of its own."""
    seen, found = 0, []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find_browser(), args=list(chromium.FLAGS)
        )
        for name, page in _pages(browser, site, screen):
            _picture(name, page, readme)
            found += barriers(name, page)
            seen += 1
        browser.close()
    return seen, found


def _marks(site: Started) -> list[str]:
    """What Lighthouse takes off. Alone on the machine: it counts the time that pages take."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find_browser(), args=list(chromium.FLAGS)
        )
        public, _ = addresses(browser, site)
        browser.close()
    return [
        line for kind in MARKED for line in web_tools.short_of_full_marks(kind, f"{site.url}{public[kind]}")
    ]


def _where_possible(check: Callable[[], list[str]]) -> list[str]:
    """What a checker finds; says so and goes on where the machine lacks its program."""
    try:
        return check()
    except web_tools.Missing as missing:
        sys.stdout.write(f"Not checked: this machine has no {missing}.\n")
        return []


def main() -> int:
    """Walk the whole tour. Returns the exit status."""
    parser = argparse.ArgumentParser(description="Open every kind of page, look for barriers, take pictures.")
    parser.add_argument("--readme", action="store_true", help="renew the pictures of the README too")
    readme = parser.parse_args().readme
    for folder in (TEXTS, README_PICTURES):
        folder.mkdir(parents=True, exist_ok=True)
    seen, found = 0, _where_possible(web_tools.stylelint)
    with tempfile.TemporaryDirectory() as folder, started(copied(Path(folder)), free_port()) as site:
        here = Started(site.folder, site.port, None, site.lines)  # a process cannot be handed to another one
        with ProcessPoolExecutor(len(SCREENS), multiprocessing.get_context("spawn")) as walkers:
            walks = [walkers.submit(_look, screen, here, readme) for screen in SCREENS]
            for walk in walks:
                seen += walk.result()[0]
                found += walk.result()[1]
        found += _where_possible(lambda: _marks(site))
    found += _where_possible(lambda: web_tools.invalid_html(TEXTS))
    sys.stdout.writelines(f"{line}\n" for line in found)
    sys.stdout.write(f"{seen} pages, {len(found)} findings. Pictures: {PICTURES.relative_to(ROOT)}/\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
