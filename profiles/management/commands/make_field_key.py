"""Make a key for FIELD_KEYS."""

from typing import Any

from cryptography.fernet import Fernet
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = (
        "Print a new random key for FIELD_KEYS. Put it first, keep the old ones, then run rotate_field_keys."
    )
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        self.stdout.write(Fernet.generate_key().decode())
