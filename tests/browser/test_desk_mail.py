"""Mail on the desk by keyboard: a piece is logged with a handful of keys."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from letters.models import IncomingMail
from profiles.models import Submission
from tests.browser.conftest import OpenPage
from tests.factories import make_moderator, make_submission
from tests.letters.places import make_reachable

pytestmark = pytest.mark.django_db(transaction=True)
MOST_KEYS = 20  # at a key a second, under 20 seconds


class Keyboard:
    """Presses keys, and counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
        self.count += len(keys)


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_piece_is_logged_by_keyboard_and_the_next_one_begins(
    browser_page: OpenPage, javascript: bool
) -> None:
    listing = make_reachable()
    page = browser_page(
        reverse("admin:letters_incomingmail_add"), user=make_moderator(), javascript=javascript
    )
    expect(page.locator("#id_kind")).to_be_focused()
    keys = Keyboard(page)

    keys.press("C", "Tab", *listing.slug, "Enter")

    expect(page.locator(".messagelist")).to_contain_text("Logged: Complaint")
    expect(page.locator("#id_kind")).to_be_focused()
    mail = IncomingMail.objects.get()
    assert (mail.kind, mail.listing, keys.count <= MOST_KEYS) == ("complaint", listing, True)


def test_canned_reply_is_put_into_the_note_and_sent_by_keyboard(browser_page: OpenPage) -> None:
    submission = make_submission()
    path = reverse("admin:profiles_submission_review", args=[submission.pk])
    page = browser_page(path, user=make_moderator())
    page.locator("#id_canned").select_option("contact")
    page.get_by_role("button", name="Put it into the note").click()
    expect(page.locator("#id_note")).to_have_value(
        "Thank you for sending this. We cannot print phone numbers, e-mail or web addresses, or requests for money. "
        "May we leave that part out?"
    )

    page.locator("h1").click()
    page.keyboard.press("c")
    page.keyboard.press("r")
    page.keyboard.type("Phone")
    page.keyboard.press("Control+Enter")

    expect(page).to_have_url(f"{page.url.split('/admin/')[0]}/admin/profiles/submission/")
    submission = Submission.objects.get()
    assert (submission.state, submission.reason) == ("changes_asked", "contact")
