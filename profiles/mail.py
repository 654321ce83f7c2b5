"""E-mail, as text and as HTML made of the same words.

To people whose language nobody asked for, each language of the site, one after the other.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import get_language, override


@dataclass(frozen=True)
class Part:
    """Words in one language; a blank line between paragraphs."""

    language: str
    words: str

    @property
    def paragraphs(self) -> list[tuple[str, str]]:
        """Text and address of each paragraph; the address is empty unless the paragraph is nothing else."""
        texts = [text.strip("\n") for text in re.split(r"\n\s*\n", self.words) if text.strip()]
        return [(text, text.strip() if _is_address(text) else "") for text in texts]


def _is_address(text: str) -> bool:
    return re.fullmatch(r"https?://\S+", text.strip()) is not None


def as_html(subject: str, parts: Sequence[Part]) -> str:
    """The HTML twin of a message. Loads nothing, so that opening it tells nobody."""
    return render_to_string("mail/message.html", {"subject": subject, "parts": parts})


def send(subject: str, words: str, to: str) -> None:
    """Send one message in the language that is active."""
    _send(subject, [Part(get_language() or settings.LANGUAGE_CODE, words)], to)


def send_in_all_languages(write: Callable[[], tuple[str, str]], to: str, first: str = "en") -> None:
    """Send one message in all languages of the site.

    write: gives subject and words in the language that is active when it is called. first: the language to begin with.
    """
    written = {language: _written(write, language) for language in _beginning_with(first)}
    subject = " / ".join(subject for subject, _words in written.values())
    _send(subject, [Part(language, words) for language, (_subject, words) in written.items()], to)


def _send(subject: str, parts: Sequence[Part], to: str) -> None:
    words = "\n\n\n".join(part.words for part in parts)
    send_mail(subject, words, settings.DEFAULT_FROM_EMAIL, [to], html_message=as_html(subject, parts))


def _beginning_with(first: str) -> list[str]:
    return sorted(dict(settings.LANGUAGES), key=lambda language: language != first)


def _written(write: Callable[[], tuple[str, str]], language: str) -> tuple[str, str]:
    with override(language):
        return write()
