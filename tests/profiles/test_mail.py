"""E-mail in all languages of the site."""

import re

import pytest
from django.core import mail
from django.utils.translation import get_language, override

from profiles.mail import send, send_in_all_languages


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


def test_html_twin_marks_each_language_and_loads_nothing() -> None:
    send_in_all_languages(
        lambda: ("Hello", f"<b>{get_language()}</b>\n\nhttps://example.org/a?b=1&c=2"), "a@example.org"
    )

    [(html, kind)] = mail.outbox[0].alternatives
    assert kind == "text/html"
    assert re.findall(r'class="part" lang="(\w+)"', html) == ["en", "es"]
    assert html.count("<p>&lt;b&gt;") == 2
    assert html.count('<a href="https://example.org/a?b=1&amp;c=2">') == 2
    assert [tag for tag in ("<img", "<link", "<script", "url(") if tag in html] == []


def test_send_speaks_the_active_language() -> None:
    with override("es"):
        send("Hola", "Una carta.", "a@example.org")

    (message,) = mail.outbox
    assert (message.subject, message.body) == ("Hola", "Una carta.")
    assert '<html lang="es">' in message.alternatives[0][0]


def test_send_in_all_languages_leaves_the_active_language_alone() -> None:
    before = get_language()

    send_in_all_languages(_hello, "sister@example.org", first="es")

    assert get_language() == before
