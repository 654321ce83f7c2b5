"""Copy the withdrawal ledger to another disk or machine's folder. A timer runs it every minute."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from profiles import ledger


class Command(BaseCommand):
    help = "Copy the withdrawal ledger. The copy ends with the time at which it was made."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", type=Path)

    def handle(self, **options: Any) -> None:
        target = options["target"]
        fresh = target.with_name(f".{target.name}.new")
        try:
            ledger.record(ledger.Kind.MARK)
            fresh.unlink(missing_ok=True)
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(ledger.path().read_bytes())
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(target)
        except OSError as error:
            raise CommandError(f"The ledger was not copied: {error}") from error
