"""Who can open a backup. A backup is encrypted to public keys; the secret one need never be on the server."""

import hashlib
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from pyrage import IdentityError, RecipientError, x25519

CHECK_DIGITS = 16


class NoKey(Exception):
    """There is no key to encrypt to or to open with; the message says what to do."""


def new_identity() -> tuple[str, str]:
    """The text of a fresh identity file, as `age-keygen` writes it, and its public key."""
    identity = x25519.Identity.generate()
    public = str(identity.to_public())
    return f"# public key: {public}\n{identity}\n", public


def recipients() -> list[Any]:
    """The public keys of BACKUP_RECIPIENTS; on a laptop without them, a key made on the spot under `var/`.

    Raises NoKey in production without them, ImproperlyConfigured for what is no key.
    """
    if not settings.BACKUP_RECIPIENTS:
        return [identity.to_public() for identity in _laptop_identities()]
    try:
        return [x25519.Recipient.from_str(text) for text in settings.BACKUP_RECIPIENTS]
    except RecipientError as error:
        raise ImproperlyConfigured(
            "BACKUP_RECIPIENTS: holds something that is no public key. Make one: python manage.py make_backup_key"
        ) from error


def identities(file: Path | None) -> list[Any]:
    """The secret keys in an identity file (default: the laptop's own). Raises NoKey."""
    try:
        text = (file or laptop_file()).read_text()
        keys = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
        found = [x25519.Identity.from_str(key) for key in keys]
    except (OSError, IdentityError, UnicodeDecodeError) as error:
        raise NoKey(
            f"No secret key can be read from {file or laptop_file()}. Name its file: --identity FILE"
        ) from error
    if not found:
        raise NoKey(f"{file or laptop_file()} holds no secret key.")
    return found


def laptop_file() -> Path:
    """Where a site that is not in production keeps the secret key of its backups."""
    return settings.VAR_DIR / "backup-identity.txt"


def field_key_checks() -> list[str]:
    """What tells FIELD_KEYS apart without giving them away: the keys themselves stay out of the backup."""
    return [
        hashlib.sha256(b"penpal field key " + key.encode()).hexdigest()[:CHECK_DIGITS]
        for key in settings.FIELD_KEYS
    ]


def _laptop_identities() -> list[Any]:
    if settings.PRODUCTION:
        raise NoKey("Set BACKUP_RECIPIENTS to a public key. Make a pair: python manage.py make_backup_key")
    file = laptop_file()
    if not file.exists():
        text, _public = new_identity()
        file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(text)
    return identities(file)
