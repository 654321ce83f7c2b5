"""E-mail to people whose language nobody asked for: each language of the site, one after the other."""

from collections.abc import Callable

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import override


def send_in_all_languages(write: Callable[[], tuple[str, str]], to: str, first: str = "en") -> None:
    """Send one message in all languages of the site.

    write: gives subject and words in the language that is active when it is called. first: the language to begin with.
    """
    parts = [_written(write, language) for language in _beginning_with(first)]
    subject = " / ".join(subject for subject, _words in parts)
    words = "\n\n\n".join(words for _subject, words in parts)
    send_mail(subject, words, settings.DEFAULT_FROM_EMAIL, [to])


def _beginning_with(first: str) -> list[str]:
    return sorted(dict(settings.LANGUAGES), key=lambda language: language != first)


def _written(write: Callable[[], tuple[str, str]], language: str) -> tuple[str, str]:
    with override(language):
        return write()
