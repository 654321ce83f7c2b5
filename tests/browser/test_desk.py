"""The writing desk with its script: the check while typing, and words that outlive a closed tab."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.letters.places import make_reachable
from tests.letters.test_photos import photo_bytes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def path() -> str:
    return reverse("letters:write", args=[make_reachable({"photos": {"max": 2}}, interests=["birds"]).slug])


def _type(page: Page, words: str) -> None:
    page.locator("#id_body").fill(words)


def test_check_follows_what_is_typed(browser_page: OpenPage, path: str) -> None:
    page = browser_page(path)

    page.locator("#id_photos").fill("5")
    _type(page, "From my kitchen window I see a lake.")

    expect(page.locator("#desk-check .tag")).to_have_text("1 to fix", timeout=15_000)
    expect(page.locator("#count")).to_contain_text("One page on paper")


def test_words_of_a_closed_tab_are_offered_and_put_back(browser_page: OpenPage, path: str) -> None:
    page = browser_page(path)
    _type(page, "From my kitchen window I see a lake.")
    page.wait_for_function("() => Object.keys(localStorage).length > 0")

    page.goto("/about/")
    page.goto(path)

    expect(page.locator("#id_body")).to_have_value("")
    page.get_by_role("button", name="Put them back").click()
    expect(page.locator("#id_body")).to_have_value("From my kitchen window I see a lake.")


def test_words_are_deleted_from_the_browser_on_request(browser_page: OpenPage, path: str) -> None:
    page = browser_page(path)
    _type(page, "From my kitchen window I see a lake.")

    page.get_by_role("button", name="Delete them now").click()

    assert page.evaluate("() => Object.keys(localStorage)") == []


def test_nothing_is_kept_in_a_browser_whose_user_unticks_it(browser_page: OpenPage, path: str) -> None:
    page = browser_page(path)
    _type(page, "From my kitchen window I see a lake.")
    page.wait_for_function("() => Object.keys(localStorage).some((key) => key.startsWith('desk:'))")

    page.get_by_label("Keep my words in this browser").uncheck()
    _type(page, "Something else.")
    page.evaluate("() => dispatchEvent(new Event('pagehide'))")

    assert page.evaluate("() => Object.keys(localStorage)") == ["desk-off"]
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(path)
    expect(page.get_by_label("Keep my words in this browser")).not_to_be_checked()


@pytest.mark.parametrize(("count", "message"), [(6, ""), (7, "At most 6 photos at a time.")])
def test_too_many_photos_are_told_before_they_are_sent(
    browser_page: OpenPage, path: str, count: int, message: str
) -> None:
    page = browser_page(path)
    _type(page, "From my kitchen window I see a lake.")
    photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo_bytes((60, 60))}

    page.locator("#id_new_photos").set_input_files([photo] * count)

    assert page.locator("#id_new_photos").evaluate("(field) => field.validationMessage") == message
    page.get_by_role("button", name="Check the letter").click()

    expect(page.locator(".letter-photos li")).to_have_count(0 if message else count)
    expect(page.locator("#id_body")).to_have_value("From my kitchen window I see a lake.")


def test_check_while_typing_counts_the_pages_of_photos(browser_page: OpenPage, path: str) -> None:
    page = browser_page(path)

    page.locator("#id_new_photos").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo_bytes()}
    )
    _type(page, "From my kitchen window I see a lake.")

    expect(page.locator("#count")).to_contain_text("2 pages on paper", timeout=15_000)
    page.get_by_role("button", name="Check the letter").click()
    page.get_by_label("What photo 1 shows").fill("My dog by the lake")
    page.get_by_role("button", name="Check the letter").click()
    expect(page.get_by_label("What photo 1 shows")).to_have_value("My dog by the lake")
    expect(page.locator("#count")).to_contain_text("2 pages on paper")


def test_opener_is_put_into_the_letter(browser_page: OpenPage, path: str) -> None:
    page = browser_page(path)

    page.get_by_role("button", name="Put it in").first.click()

    expect(page.locator("#id_body")).to_have_value(
        "A bird comes to my window most mornings. Which birds do you see or hear?"
    )


def test_desk_without_a_script_has_no_buttons_that_do_nothing(browser_page: OpenPage, path: str) -> None:
    page = browser_page(path, javascript=False)

    expect(page.locator("[data-opener]:visible, [data-offer]:visible, [data-local]:visible")).to_have_count(0)
