"""Without a mouse, without style sheets, and by the names that a screen reader says."""

import re

import pytest
from playwright.sync_api import Page, Response, Route, expect

from profiles.models import Listing
from tests.browser.conftest import OpenPage
from tests.letters.places import make_reachable

pytestmark = pytest.mark.django_db(transaction=True)
NAME_OF_FOCUS = """() => {
  const node = document.activeElement;
  const label = node.labels && node.labels[0];
  const words = node.getAttribute("aria-label") || (label || node).textContent || node.value || "";
  return words.trim().replace(/\\s+/g, " ");
}"""
WORDS = "From my kitchen window I see a lake, and on the lake one patient heron."


@pytest.fixture
def listing() -> Listing:
    return make_reachable(display_name="Ada", interests=["books"], bio="one two three four " * 12)


def tab_to(page: Page, name: str, most: int = 90) -> None:
    """Press Tab until the thing of that name has the focus, as somebody does who has no mouse."""
    seen = []
    for _press in range(most):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(NAME_OF_FOCUS))
        if seen[-1].startswith(name):
            return
    raise AssertionError(f"{name} is not reached: {seen}")


def _is_pdf(answer: Response) -> bool:
    """The desk prints into a tab of its own."""
    return answer.headers.get("content-type") == "application/pdf"


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id")


def test_first_stop_leads_past_the_menu(browser_page: OpenPage) -> None:
    page = browser_page("/profiles/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_in_viewport()
    page.keyboard.press("Enter")

    assert focused(page) == "main"


def test_found_written_to_and_printed_with_the_keyboard_alone(
    browser_page: OpenPage, listing: Listing
) -> None:
    make_reachable(display_name="Bea", interests=["birds"])
    page = browser_page("/")
    tab_to(page, "Find a pen pal")
    page.keyboard.press("Enter")
    page.wait_for_url("**/profiles/")
    tab_to(page, "Books")
    page.keyboard.press("Space")
    tab_to(page, "Apply filters")
    page.keyboard.press("Enter")
    expect(page.locator(".listing h3")).to_have_text(["Ada"])
    tab_to(page, "Ada")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{listing.get_absolute_url()}")
    tab_to(page, "Write a letter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/letters/write/**")
    tab_to(page, "Your letter")
    page.keyboard.type(WORDS)
    expect(page.locator("#count")).to_contain_text("One page on paper", timeout=15_000)
    tab_to(page, "Print letter")
    with page.context.expect_event("response", _is_pdf) as printed:
        page.keyboard.press("Enter")

    assert printed.value.status == 200


def test_check_while_typing_takes_neither_focus_nor_place(browser_page: OpenPage, listing: Listing) -> None:
    page = browser_page(f"/letters/write/{listing.slug}/")
    body = page.locator("#id_body")
    body.fill(WORDS)
    body.press("Home")
    body.press("End")
    body.press("ArrowLeft")

    expect(page.locator("#count")).to_contain_text("One page on paper", timeout=15_000)
    page.keyboard.type("s")

    expect(body).to_have_value(f"{WORDS[:-1]}s.")
    assert focused(page) == "id_body"


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_mistake_takes_the_focus(browser_page: OpenPage, listing: Listing, javascript: bool) -> None:
    page = browser_page(f"/letters/write/{listing.slug}/", javascript=javascript)
    page.locator("#id_body").fill(WORDS)
    page.locator("#id_photos").fill("-5")

    page.get_by_role("button", name="Check").first.press("Enter")

    expect(page.locator("#problems")).to_be_focused()
    expect(page.locator("#id_body")).to_have_value(WORDS)


def test_problem_leads_to_its_field(browser_page: OpenPage) -> None:
    page = browser_page("/list/")
    page.get_by_label("Your name").fill("Ellen Marsh")
    page.get_by_role("button", name="Keep and go on").press("Enter")
    expect(page.locator("#problems")).to_be_focused()

    tab_to(page, "Your email")
    page.keyboard.press("Enter")

    assert focused(page) == "id_submitter_email"


def test_directory_says_what_it_is(browser_page: OpenPage, listing: Listing) -> None:
    page = browser_page("/profiles/?interest=books")

    expect(page.get_by_role("main")).to_match_aria_snapshot("""
      - heading "Find a pen pal" [level=1]
      - search:
        - searchbox "Search listings"
        - button "Search"
      - group:
        - form "Filters"
      - region "1 listing":
        - heading "1 listing" [level=2]
        - list "Filters in force":
          - listitem:
            - 'link "Remove filter: Books"'
        - list:
          - listitem:
            - article:
              - heading "Ada" [level=3]:
                - link "Ada"
    """)
    expect(page.get_by_role("group", name="Interests").get_by_role("checkbox", name="Books")).to_be_checked()


def test_landmarks_have_names(browser_page: OpenPage, listing: Listing) -> None:
    page = browser_page(listing.get_absolute_url())

    expect(page.get_by_role("navigation", name="Main")).to_have_count(1)
    expect(page.get_by_role("navigation", name="Breadcrumb")).to_have_count(1)
    expect(page.get_by_role("complementary", name="How to write to Ada")).to_have_count(1)
    expect(page.get_by_role("region", name="In her own words")).to_have_count(1)
    expect(page.get_by_role("contentinfo")).to_have_count(1)


def test_desk_names_each_field_and_what_it_asks(browser_page: OpenPage, listing: Listing) -> None:
    page = browser_page(f"/letters/write/{listing.slug}/")

    for name in ("Your name and address", "Greeting", "Your letter", "Closing", "Signature"):
        expect(page.get_by_role("textbox", name=name, exact=True)).to_have_count(1)
    for name in ("In the envelope with it", "Paper and printing"):
        expect(page.get_by_role("group", name=name)).to_have_count(1)
    expect(page.get_by_role("textbox", name="Your letter", exact=True)).to_have_accessible_description(
        "Leave an empty line between paragraphs."
    )
    expect(page.get_by_role("region", name="Mail rules")).to_have_count(1)


def test_wrong_field_says_why(browser_page: OpenPage) -> None:
    page = browser_page("/list/")
    page.get_by_role("button", name="Keep and go on").click()

    field = page.get_by_role("textbox", name="Your email")

    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(
        re.compile("Enter your email address, so that we can answer.$")
    )


def _no_styles(route: Route) -> None:
    route.abort()


def test_main_path_without_styles_and_script(browser_page: OpenPage, listing: Listing) -> None:
    page = browser_page(javascript=False)
    page.context.route("**/*.css", _no_styles)
    page.goto("/")

    page.get_by_role("link", name="Find a pen pal").first.click()
    page.get_by_label("Search listings").fill("three")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Ada").click()
    expect(page.get_by_text("one two three four").first).to_be_visible()
    page.get_by_role("link", name="Write a letter").first.click()
    page.get_by_label("Your letter").fill(WORDS)
    page.get_by_role("button", name="Check").last.click()
    expect(page.get_by_label("Your letter")).to_have_value(WORDS)
    with page.context.expect_event("response", _is_pdf) as printed:
        page.get_by_role("button", name="Print letter").first.click()

    assert printed.value.status == 200
