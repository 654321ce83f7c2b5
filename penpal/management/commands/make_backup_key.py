"""Make the pair of keys that backups are encrypted with."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from penpal.backup import keys


class Command(BaseCommand):
    help = "Write a new secret key for backups to a file, and print the public one for BACKUP_RECIPIENTS."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a new file, for a place away from the server")

    def handle(self, **options: Any) -> None:
        text, public = keys.new_identity()
        try:
            descriptor = os.open(options["file"], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}. Name a new file.") from error
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
        self.stdout.write(public)
