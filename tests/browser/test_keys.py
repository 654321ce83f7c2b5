"""Keys of the staff's desk."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.factories import make_moderator, make_submission

pytestmark = pytest.mark.django_db(transaction=True)


def test_keys_choose_a_decision_and_leave_typing_alone(browser_page: OpenPage) -> None:
    submission = make_submission()
    path = reverse("admin:profiles_submission_review", args=[submission.pk])
    page = browser_page(path, user=make_moderator())

    page.keyboard.press("d")
    expect(page.get_by_label("Decline")).to_be_checked()
    page.keyboard.press("n")
    page.keyboard.type("a c")
    expect(page.locator("#id_note")).to_have_value("a c")
    expect(page.get_by_label("Decline")).to_be_checked()


def test_code_typed_into_the_search_opens_its_record(browser_page: OpenPage) -> None:
    submission = make_submission()
    page = browser_page(reverse("admin:index"), user=make_moderator())

    page.keyboard.press("/")
    page.keyboard.type(submission.code)
    page.keyboard.press("Enter")

    expect(page).to_have_url(
        f"{page.url.split('/admin/')[0]}/admin/profiles/submission/{submission.pk}/review/"
    )
