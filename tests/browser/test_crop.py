"""What stays in sight of a photo: chosen by the arrow keys, seen at once, without a script."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from profiles.models import SubmissionPhoto
from tests.browser.conftest import OpenPage
from tests.factories import make_moderator, make_submission
from tests.profiles.test_actions import photo_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_focus_of_a_photo_is_chosen_by_keyboard_and_published(browser_page: OpenPage) -> None:
    submission = make_submission(consent_photo_on=timezone.localdate(), consent_photo_how="signed_form")
    photo_of(submission)
    address = reverse("admin:profiles_submission_review", args=[submission.pk])
    page = browser_page(address, user=make_moderator(), javascript=False)
    preview = page.locator(".crop img")
    expect(preview).to_have_css("object-position", "50% 50%")

    page.locator(".crop input:checked").focus()
    page.keyboard.press("ArrowLeft")
    expect(preview).to_have_css("object-position", "0% 50%")
    page.keyboard.press("ArrowUp")
    expect(preview).to_have_css("object-position", "100% 0%")
    for label in ("Her consent", "Name, number", "No names", "Photos follow", "Approve and publish"):
        page.get_by_label(label).check()
    page.get_by_role("button", name="Decide and open next").click()
    page.wait_for_url(lambda url: not url.endswith(address))

    assert SubmissionPhoto.objects.get().focus == "top-right"
    listing = submission.__class__.objects.get().listing
    page.goto(listing.get_absolute_url())
    expect(page.locator(".stamp-lg img").first).to_have_css("object-position", "100% 0%")
