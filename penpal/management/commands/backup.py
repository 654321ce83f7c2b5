"""Write a backup of everything: database, files, withdrawal ledger."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from penpal.backup import archive, keys, making
from profiles import marks


class Command(BaseCommand):
    help = "Write an encrypted backup of database, files and withdrawal ledger. The site may go on working."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            default=settings.VAR_DIR / "backups",
            help="where to put it (default: var/backups)",
        )
        parser.add_argument("--keep", type=int, help="then delete all but the newest so many in that folder")

    def handle(self, **options: Any) -> None:
        folder, keep = options["folder"], options["keep"]
        try:
            made = making.make(folder, keys.recipients())
        except (keys.NoKey, archive.BackupDamaged, OSError) as error:
            raise CommandError(f"No backup was made. {error}") from error
        marks.note(marks.BACKUP)
        self.stdout.write(f"{made.path}: {made.rows} rows, {made.files} files")
        self.stdout.write(
            "The keys (FIELD_KEYS, SECRET_KEY) are not in it. Keep them apart from it, and safe."
        )
        if keep is not None:
            self.stdout.write(f"{making.thin_out(folder, keep)} older backups deleted")
