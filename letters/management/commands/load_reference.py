"""Load the reference data that ships with the project."""

from typing import Any

from django.core.management.base import BaseCommand

from letters import postage
from letters.reference import load_everything


class Command(BaseCommand):
    help = (
        "Load systems, facilities, programs, mailing rules and routes from the project's files. "
        "Safe to repeat; what staff changed in the admin is never overwritten."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for report in load_everything():
            self.stdout.write(str(report))
            for line in report.kept if options["verbosity"] > 1 else ():
                self.stdout.write(f"  kept: {line}")
        self.stdout.write(f"postage: {postage.load()} new")
