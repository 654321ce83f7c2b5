"""Put a backup back."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from penpal.backup import archive, keys, restoring


def moment(text: str) -> datetime:
    """A date and time, in the site's time zone where none is named."""
    found = parse_datetime(text)
    if found is None:
        raise ValueError(text)
    return found if timezone.is_aware(found) else timezone.make_aware(found)


class Command(BaseCommand):
    help = (
        "Check a backup and put it in place of the present database and files. Stop the site first. "
        "Nobody who withdrew since comes back; where the withdrawal ledger is missing or too old, "
        "every listing is hidden until staff show it again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path)
        parser.add_argument("--identity", type=Path, help="file with the secret key (age identity)")
        parser.add_argument("--check", action="store_true", help="only read and check it; change nothing")
        parser.add_argument("--replace", action="store_true", help="even if the database has listings")
        parser.add_argument(
            "--ledger",
            type=Path,
            action="append",
            default=[],
            help="a saved copy of the withdrawal ledger; with several web hosts one for each of them",
        )
        parser.add_argument(
            "--crashed-at",
            type=moment,
            help="when the old site last worked ('2030-05-01 14:30'): a copy of the ledger has to reach that far",
        )

    def handle(self, **options: Any) -> None:
        source, copies = options["backup"], options["ledger"]
        for file in [source, *copies]:
            if not file.is_file():
                raise CommandError(f"There is no file {file}.")
        try:
            identities = keys.identities(options["identity"])
            if options["check"]:
                self.check_only(source, identities)
                return
            restored = restoring.restore(
                source,
                identities,
                other_ledgers=copies,
                crashed_at=options["crashed_at"],
                replace=options["replace"],
            )
        except (keys.NoKey, archive.BackupDamaged, restoring.CannotRestore) as error:
            raise CommandError(f"Nothing was restored. {error}") from error
        self.tell(restored)

    def check_only(self, source: Path, identities: list[Any]) -> None:
        manifest = archive.manifest_of(source, identities)
        rows = sum(manifest["rows"].values())
        self.stdout.write(f"{source} is whole: {rows} rows, {len(manifest['members'])} parts and files")

    def tell(self, restored: restoring.Restored) -> None:
        self.stdout.write(
            f"Restored the backup of {restored.made_at}: {restored.rows} rows, {restored.files} files"
        )
        replayed = restored.replayed
        self.stdout.write(
            f"From the ledger: {replayed.listings} listings withdrawn, {replayed.items} consents taken back, "
            f"{replayed.photos} photos removed, {replayed.submissions} waiting submissions without consent"
        )
        if restored.why:
            self.stdout.write(
                self.style.WARNING(
                    f"{restored.hidden} listings are hidden until staff show them again, because withdrawals may be "
                    f"missing ({restored.why})."
                )
            )
        self.stdout.write("Everybody has to sign in again.")
