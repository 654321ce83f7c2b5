"""Public pages in a real browser. The fixture fails a test whose page breaks the content security policy."""

import re

import pytest
from playwright.sync_api import Page, expect

from profiles.models import Listing, Submission
from profiles.states import SubmissionState
from tests.browser.conftest import OpenPage
from tests.factories import make_facility, make_listing, make_story, make_withdrawn
from tests.support.guard import opened_before

pytestmark = pytest.mark.django_db(transaction=True)
FORTY = "one two three four five six seven eight nine ten " * 4


@pytest.fixture
def listing() -> Listing:
    listing = make_listing(display_name="Ada", interests=["books"], bio=FORTY)
    make_story(listing)
    return listing


def _is_no_wider_than_the_screen(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_pages_fit_every_screen(browser_page: OpenPage, listing: Listing, width: int, dark: bool) -> None:
    gone = make_withdrawn()
    page = browser_page(dark=dark, viewport={"width": width, "height": 800})

    for path in (
        "/",
        "/profiles/",
        "/profiles/?q=zebra&veteran=1",
        listing.get_absolute_url(),
        f"/shortlist/?s={listing.slug}",
        f"{listing.get_absolute_url()}report/",
        "/list/",
        gone.get_absolute_url(),
        "/no/such/page/",
    ):
        page.goto(path)
        assert _is_no_wider_than_the_screen(page), path


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_menu_opens_on_a_phone(browser_page: OpenPage, javascript: bool) -> None:
    page = browser_page("/", screen="phone", javascript=javascript)
    link = page.get_by_role("link", name="Stories", exact=True)
    expect(link).to_be_hidden()

    page.get_by_role("button", name="Menu").click()

    expect(link).to_be_visible()


def test_search_and_filters_go_together_without_a_script(browser_page: OpenPage, listing: Listing) -> None:
    make_listing(display_name="Bea", interests=["birds"], bio=FORTY)
    page = browser_page("/profiles/", javascript=False)

    page.get_by_label("Books").check()
    page.get_by_label("Search listings").fill("seven")
    page.get_by_label("Search listings").press("Enter")

    expect(page.locator(".listing h3")).to_have_text(["Ada"])
    expect(page.locator(".chip")).to_have_text(["“seven”", "Books"])


def test_shortlist_is_remembered_by_the_browser_alone(browser_page: OpenPage, listing: Listing) -> None:
    other = make_listing(display_name="Bea")
    page = browser_page(listing.get_absolute_url())
    page.get_by_role("link", name="Put on my shortlist").click()
    expect(page.locator(".listing h3")).to_have_text(["Ada"])
    page.goto(other.get_absolute_url())
    page.get_by_role("link", name="Put on my shortlist").click()
    expect(page.locator(".listing h3")).to_have_text(["Ada", "Bea"])

    page.goto("/shortlist/")

    expect(page).to_have_url(re.compile(rf"/shortlist/\?s={listing.slug}&s={other.slug}$"))
    expect(page.locator(".listing h3")).to_have_text(["Ada", "Bea"])


def test_listing_is_asked_for_without_a_script(browser_page: OpenPage) -> None:
    make_facility(name="Cedar Bend", city="", state="TX")
    page = browser_page("/list/", javascript=False)
    page.locator("#id_opened").evaluate("(field, value) => field.value = value", opened_before(30))
    for label, answer in {
        "Your name": "Ellen Marsh",
        "How you know her": "her sister",
        "Your email": "ellen@example.org",
        "What she likes to be called": "Maria",
        "Her full name": "Maria Example",
        "ID number": "00417",
        "Birth date": "1985-03-14",
    }.items():
        page.get_by_label(label).fill(answer)
    page.get_by_label("She asked me to send this").check()
    page.get_by_label("Facility*").select_option("Cedar Bend")
    page.get_by_label("Not known").check()
    page.get_by_role("button", name="Keep and go on").click()

    page.get_by_label("In her own words").fill(FORTY)
    page.get_by_label("English").check()
    page.get_by_role("button", name="Keep and go on").click()
    page.get_by_role("link", name="Go on without a photo").click()
    page.get_by_label("She agrees to be listed").check()
    page.get_by_role("button", name="Keep and go on").click()
    page.get_by_role("button", name="Send for review").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("It is with us")
    assert Submission.objects.get().state == SubmissionState.WAITING
