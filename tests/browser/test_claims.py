"""Two people at one queue: who is on what, when it is free again, and a page that has gone stale."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from profiles import actions
from profiles.models import Submission, User
from tests.browser.conftest import OpenPage
from tests.factories import make_moderator, make_submission, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def review(submission: Submission) -> str:
    return reverse("admin:profiles_submission_review", args=[submission.pk])


def moderator(name: str) -> User:
    return make_user(is_staff=True, is_superuser=True, pen_name=name)


def take_next(page: Page) -> str:
    """Press the button of the start page; the path of what it opened."""
    page.goto(reverse("admin:index"))
    page.get_by_role("button", name="Take the next submission").click()
    return page.url.removeprefix(page.url.split("/admin/")[0])


def decline(page: Page) -> None:
    page.get_by_label("Decline").check()
    page.get_by_label("Reason").select_option("other")
    page.get_by_role("button", name="Decide and open next").click()


def test_two_who_take_the_next_one_get_the_two_oldest(browser_page: OpenPage) -> None:
    now = timezone.now()
    newer, older = (make_submission(submitted_at=now - timedelta(days=days)) for days in (1, 3))
    joan, mary = (browser_page(user=moderator(name), javascript=False) for name in ("Joan", "Mary"))

    assert (take_next(joan), take_next(mary)) == (review(older), review(newer))
    expect(joan.get_by_role("button", name="Give back")).to_be_visible()
    assert take_next(browser_page(user=make_moderator())) == reverse("admin:profiles_submission_changelist")


def test_claim_is_seen_by_others_and_free_again_when_it_has_ended(browser_page: OpenPage) -> None:
    submission = make_submission()
    joan, mary = (browser_page(review(submission), user=moderator(name)) for name in ("Joan", "Mary"))
    joan.keyboard.press("m")
    expect(joan.get_by_role("button", name="Give back")).to_be_visible()

    mary.reload()
    expect(mary.get_by_label("Claim")).to_contain_text("Joan is on this. Then it is free again.")
    expect(mary.get_by_role("button", name="Claim")).to_have_count(0)
    Submission.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    mary.reload()
    mary.get_by_role("button", name="Claim").click()

    expect(mary.get_by_role("button", name="Give back")).to_be_visible()
    joan.reload()
    expect(joan.get_by_label("Claim")).to_contain_text("Mary is on this.")


def test_decision_on_a_stale_page_is_refused_and_keeps_the_note(browser_page: OpenPage) -> None:
    submission = make_submission()
    page = browser_page(review(submission), user=make_moderator(), javascript=False)
    page.get_by_label("Note").fill("Please write to us again.")
    submission.bio = "Other words than those on the screen."
    actions.edit(submission=submission, by=make_moderator(), version=submission.version, fields=["bio"])

    decline(page)

    expect(page.locator("body")).to_contain_text("Other words than those on the screen.")
    expect(page.get_by_label("Note")).to_have_value("Please write to us again.")
    assert Submission.objects.get().state == "waiting"
    decline(page)
    assert Submission.objects.get().state == "declined"
