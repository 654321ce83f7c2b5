"""What the browser remembers and helps with, and that every page does without."""

import re

import pytest
from playwright.sync_api import Page, expect

from profiles.models import Listing
from profiles.states import ListingState
from tests.browser.conftest import OpenPage
from tests.factories import make_listing
from tests.letters.places import make_reachable

pytestmark = pytest.mark.django_db(transaction=True)
ENGLISH = re.compile("^Looked at lately$")


def _recent(page: Page) -> list[str]:
    page.get_by_role("link", name=ENGLISH).click()
    page.wait_for_url("**/recent/?s=*")
    return page.locator("main .listing h3").all_inner_texts()


def test_recent_pages_are_remembered_newest_first_and_forgotten(browser_page: OpenPage) -> None:
    ada, bea = make_listing(display_name="Ada"), make_listing(display_name="Bea")
    page = browser_page("/")
    expect(page.get_by_role("link", name=ENGLISH)).to_be_hidden()
    for listing in (ada, bea, ada):
        page.goto(listing.get_absolute_url())
    page.goto("/about/")

    assert _recent(page) == ["Ada", "Bea"]
    page.get_by_role("button", name="Forget these").click()

    page.wait_for_url("**/recent/")
    expect(page.get_by_role("link", name=ENGLISH)).to_be_hidden()
    assert page.evaluate("localStorage.getItem('recent')") == "[]"


def test_recent_keeps_no_name_and_drops_who_is_gone(browser_page: OpenPage) -> None:
    ada, bea = make_listing(display_name="Ada"), make_listing(display_name="Bea")
    page = browser_page(bea.get_absolute_url())
    page.goto(ada.get_absolute_url())
    kept = page.evaluate("JSON.stringify({...localStorage})")
    Listing.objects.filter(pk=ada.pk).update(state=ListingState.HIDDEN)

    page.goto("/about/")
    shown = _recent(page)

    assert ("Ada" in kept, ada.slug in kept) == (False, True)
    assert shown == ["Bea"]
    assert page.evaluate("localStorage.getItem('recent')") == f'["{bea.slug}"]'


def test_address_is_copied_with_one_press(browser_page: OpenPage) -> None:
    listing = make_reachable()
    page = browser_page(listing.get_absolute_url(), permissions=["clipboard-read", "clipboard-write"])

    page.get_by_role("button", name="Copy the address").click()

    expect(page.locator("#write [role=status]")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines() == page.locator("#write .envelope-to").inner_text().strip().splitlines()
    assert listing.id_number in copied


def test_address_can_be_selected_without_script(browser_page: OpenPage) -> None:
    page = browser_page(make_reachable().get_absolute_url(), javascript=False)

    expect(page.get_by_role("button", name="Copy the address")).to_be_hidden()
    expect(page.get_by_text("One click on the address selects all of it, to copy.")).to_be_visible()


def test_back_leads_to_the_search_that_was_made(browser_page: OpenPage) -> None:
    listing = make_listing(display_name="Ada", interests=["books"])
    page = browser_page("/profiles/?interest=books")
    page.get_by_role("link", name="Ada").click()

    page.reload()
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="Back to results").click()

    page.wait_for_url("**/profiles/?interest=books")
    fresh = browser_page(listing.get_absolute_url())
    expect(fresh.get_by_role("link", name="Back to results")).to_have_count(0)


@pytest.mark.parametrize("can_share", [True, False])
def test_share_hands_over_the_address_alone(browser_page: OpenPage, can_share: bool) -> None:
    page = browser_page()
    share = "data => { window.shared = data; return Promise.resolve(); }" if can_share else "undefined"
    page.add_init_script(f"Object.defineProperty(navigator, 'share', {{ value: {share} }})")
    page.goto("/guide/law/")
    name = "Share this page" if can_share else "Link to this page"

    page.get_by_role("link", name=name).click()

    shared = page.evaluate("window.shared")
    assert shared == ({"url": page.url} if can_share else None)
    assert page.url.endswith("/guide/law/")
