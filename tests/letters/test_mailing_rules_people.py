"""Languages, senders, policies, and rules that only say something."""

from typing import Any

import pytest

from tests.letters.mailing import finding, level, levels_at


@pytest.mark.parametrize(
    ("allowed", "language", "expected"),
    [
        (["en", "es"], "es", "passed"),
        (["en", "es"], "EN-us", "passed"),
        (["en"], "tl", "ask_first"),
        (["en"], None, "cannot_check"),
        ("any", "tl", "passed"),
        ("any", None, "passed"),
        ("any_if_translatable", "en", "passed"),
        ("any_if_translatable", "es", "notice"),
        ("any_if_translatable", None, "cannot_check"),
    ],
)
def test_languages(allowed: Any, language: str | None, expected: str) -> None:
    assert level("languages", {"allowed": allowed}, {"language": language} if language else {}) == expected


def test_languages_names_the_language() -> None:
    found = finding("languages", {"allowed": ["en"]}, {"language": "es"})

    assert (
        found.message
        == "Your letter is in Spanish. Write in English. Another language needs leave first, or the letter waits."
    )


@pytest.mark.parametrize(
    ("word", "sender"),
    [
        ("incarcerated_people", "incarcerated"),
        ("incarcerated_non_family", "incarcerated"),
        ("released_within_last_year", "formerly_incarcerated"),
        ("parolees", "formerly_incarcerated"),
        ("probation_after_release", "formerly_incarcerated"),
        ("community_corrections", "formerly_incarcerated"),
        ("unrelated_under_16", "minor"),
        ("minors_not_own_children", "minor"),
        ("victims", "victim"),
    ],
)
def test_sender_excluded_needs_leave(word: str, sender: str) -> None:
    others = {
        "person",
        "organization",
        "staff",
        "incarcerated",
        "formerly_incarcerated",
        "minor",
        "victim",
    } - {sender}

    assert level("sender", {"excluded": [word]}, {"sender": sender}) == "ask_first"
    assert {level("sender", {"excluded": [word]}, {"sender": other}) for other in others} == {"passed"}
    assert level("sender", {"excluded": [word]}, {}) == "cannot_check"


@pytest.mark.parametrize("word", ["no_contact_order", "negative_contact_list", "minors_on_parent_request"])
def test_sender_orders_and_lists_are_a_notice(word: str) -> None:
    assert level("sender", {"excluded": [word]}, {"sender": "person"}) == "notice"
    assert level("sender", {"excluded": [word]}, {"sender": "minor"}) == "notice"
    assert level("sender", {"excluded": [word]}, {}) == "cannot_check"


def test_sender_approved_list_is_a_notice() -> None:
    assert level("sender", {"approved_list": "electronic_messages_only"}, {}) == "notice"
    assert (
        level("sender", {"approved_list": "electronic_messages_only"}, {"sender": "incarcerated"}) == "notice"
    )


@pytest.mark.parametrize(
    ("slug", "sender", "expected"),
    [
        ("us-in-doc", "organization", "ask_first"),
        ("us-in-doc", "person", "notice"),
        ("us-in-doc", None, "notice"),
        ("us-fl-fdc", "organization", "notice"),
        ("us-pa-doc", "person", "notice"),
    ],
)
def test_pen_pal_policy_by_place(slug: str, sender: str | None, expected: str) -> None:
    assert levels_at(slug, "pen_pal_policy", {"sender": sender} if sender else {}) == [expected]


@pytest.mark.parametrize(
    ("type_name", "value", "message"),
    [
        (
            "content_forbidden",
            ["codes", "threats", "escape"],
            "Letters and pictures must not have in them: codes, threats, and escape.",
        ),
        ("delivered_as", "digital_scan", "She reads your letter on a screen, not on paper."),
        ("handling", {"originals_kept_days": 1}, "The letter itself is kept for 1 day, then destroyed."),
        ("handling", {"all_or_nothing": True}, "If one thing breaks a rule, the whole letter goes back."),
        ("emessaging_vendor", "CorrLinks", "Electronic messages go through CorrLinks."),
    ],
)
def test_notices_say_the_rule(type_name: str, value: Any, message: str) -> None:
    found = finding(type_name, value, {})

    assert (found.level, found.message) == ("notice", message)
