"""The account with which somebody who tries the site out sees the moderators' desk."""

import os
import secrets
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from profiles.models import User

EMAIL = "moderator@example.org"


def note_path() -> Path:
    """Where the address and password are kept between starts."""
    return settings.VAR_DIR / "demo-moderator.txt"


def ensure(port: int) -> str:
    """Make sure that the demo moderator can sign in. Returns the line that says how, which the note holds too.

    The password of the note is kept as long as it works; otherwise there is a new random one.
    """
    moderator = User.objects.filter(email=EMAIL, is_active=True, is_staff=True).first()
    password = _noted_password()
    if not (moderator and password and moderator.check_password(password)):
        password = secrets.token_urlsafe(12)
        _make(password)
    line = f"Demo moderator: {EMAIL} {password} http://127.0.0.1:{port}/admin/"
    _write_note(line)
    return line


def retire() -> None:
    """Close the demo moderator's account, if there is one, and remove the note with the password."""
    User.objects.filter(email=EMAIL).update(is_active=False, is_staff=False, is_superuser=False)
    note_path().unlink(missing_ok=True)


def _noted_password() -> str:
    try:
        words = note_path().read_text().split()
    except FileNotFoundError:
        return ""
    return words[3] if len(words) == 5 else ""


@transaction.atomic
def _make(password: str) -> None:
    moderator, _created = User.objects.get_or_create(email=EMAIL)
    moderator.is_active = moderator.is_staff = moderator.is_superuser = moderator.is_adult = True
    moderator.pen_name = moderator.pen_name or "Demo moderator"
    moderator.set_password(password)
    moderator.save()
    EmailAddress.objects.update_or_create(
        user=moderator, email=EMAIL, defaults={"verified": True, "primary": True}
    )


def _write_note(line: str) -> None:
    """Replace the note at once, never readable by others, even where an older one was."""
    path = note_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(line + "\n")
    fresh.replace(path)


class Command(BaseCommand):
    help = "Make sure that the demo moderator can sign in, and print how. Not in production."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="port of the address that is printed")

    def handle(self, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("There is no demo moderator in production.")
        self.stdout.write(ensure(options["port"]))
