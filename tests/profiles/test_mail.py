"""E-mail in all languages of the site."""

import pytest
from django.core import mail
from django.utils.translation import get_language

from profiles.mail import send_in_all_languages


def _hello() -> tuple[str, str]:
    return f"subject {get_language()}", f"words {get_language()}"


@pytest.mark.parametrize(
    ("first", "subject", "words"),
    [
        ("en", "subject en / subject es", "words en\n\n\nwords es"),
        ("es", "subject es / subject en", "words es\n\n\nwords en"),
        ("ar", "subject en / subject es", "words en\n\n\nwords es"),  # not a language of the site
    ],
)
def test_send_in_all_languages_begins_with_hers(first: str, subject: str, words: str) -> None:
    send_in_all_languages(_hello, "sister@example.org", first=first)

    (message,) = mail.outbox
    assert (message.subject, message.body, message.to) == (subject, words, ["sister@example.org"])


def test_send_in_all_languages_leaves_the_active_language_alone() -> None:
    before = get_language()

    send_in_all_languages(_hello, "sister@example.org", first="es")

    assert get_language() == before
