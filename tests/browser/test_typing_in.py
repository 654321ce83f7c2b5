"""A paper form typed in from the first key to the last without a mouse."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from profiles.codes import random_code
from profiles.models import Submission
from tests.browser.conftest import OpenPage
from tests.factories import make_facility, make_moderator

pytestmark = pytest.mark.django_db(transaction=True)

MOST_KEYS = 100  # beside the words themselves: one a second leaves a minute and a half for her words
DATE = "%m%d%Y"  # as the browser's field takes it in English


class Keys:
    """A keyboard that counts what is neither text nor a choice by its first letters."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str, times: int = 1) -> None:
        for _time in range(times):
            self.page.keyboard.press(key)
        self.pressed += times

    def to(self, name: str) -> None:
        """Tab on to the field with this name."""
        for _step in range(MOST_KEYS):
            if self.page.evaluate("document.activeElement.name") == name:
                return
            self.press("Tab")
        raise AssertionError(f"{name} is not reached by Tab")

    def type(self, name: str, words: str) -> None:
        self.to(name)
        self.page.keyboard.type(words)

    def tick(self, name: str, value: str) -> None:
        self.to(name)
        for _step in range(MOST_KEYS):
            if self.page.evaluate("document.activeElement.value") == value:
                self.press("Space")
                return
            self.press("Tab")
        raise AssertionError(f"{name} has no box {value}")


def test_paper_form_is_typed_in_by_keyboard_alone(browser_page: OpenPage) -> None:
    facility, code = make_facility(name="Cedar Bend Unit"), random_code()
    page = browser_page(reverse("admin:index"), user=make_moderator(), locale="en-US")
    page.keyboard.press("/")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    expect(page.locator("#id_paper_code")).to_have_value(code)

    keys = Keys(page)
    keys.type("committed_name", "Maria Elena Delgado")
    keys.type("display_name", "Maria")
    keys.type("id_number", "00000417")
    keys.type("birth_date", "03141985")
    keys.type("facility", "Cedar")
    keys.type("headline", "I carve soap.")
    keys.tick("interests", "books")
    keys.tick("interests", "sewing")
    keys.tick("languages", "en")
    keys.tick("seeking", "friendship")
    keys.type("release_kind", "Not")
    keys.tick("no_romance", "on")
    keys.type("bio", "My words.\n\nMore of them.")
    keys.tick("agreed", "listing")
    keys.tick("agreed", "birthday")
    keys.type("signed_on", timezone.localdate().strftime(DATE))
    keys.press("Enter")
    page.wait_for_url("**/review/")

    submission = Submission.objects.get()
    assert (submission.code, submission.facility, submission.birth_date.isoformat()) == (
        code,
        facility,
        "1985-03-14",
    )
    assert (submission.interests, submission.languages, submission.seeking) == (
        ["books", "sewing"],
        ["en"],
        ["friendship"],
    )
    assert (submission.bio, submission.no_romance) == ("My words.\n\nMore of them.", True)
    assert [item.value for item in submission.consents_given()] == ["listing", "birthday"]
    assert keys.pressed <= MOST_KEYS
