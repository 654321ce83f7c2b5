"""Letter nights: letters and envelopes for up to a thousand women, made in the background."""

from collections.abc import Iterable
from datetime import timedelta

from django.core.files.storage import storages
from django.utils import timezone

from letters.models import Night
from profiles.models import User

KEPT = timedelta(days=7)  # the files hold letters and addresses; they are for printing, not for keeping


def files_of(writer: User) -> list[str]:
    """Names of all private files of somebody's letter nights."""
    return [name for night in Night.objects.of(writer) for name in _names(night)]


def delete_files(names: Iterable[str]) -> None:
    for name in names:
        storages["private"].delete(name)


def forget_files() -> int:
    """Delete the files of nights that finished long enough ago. Returns of how many nights."""
    due = Night.objects.filter(finished_at__lt=timezone.now() - KEPT).exclude(
        letters_pdf="", envelopes_pdf=""
    )
    count = 0
    for night in due:
        delete_files(_names(night))
        Night.objects.filter(pk=night.pk).update(letters_pdf="", envelopes_pdf="")
        count += 1
    return count


def _names(night: Night) -> list[str]:
    return [file.name for file in (night.letters_pdf, night.envelopes_pdf) if file]
