"""Delete everything that is held about a woman who never had a listing."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from profiles.actions.erasing import erase_submission
from profiles.errors import NotAllowed
from profiles.management.commands.copy_of_her import find
from profiles.models import Submission


class Command(BaseCommand):
    help = (
        "Delete all that is held about a woman who never had a listing: words, consents, scans, photos. "
        "A listing is withdrawn at the desk instead, which deletes everything at once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("who", help="code of her submission")
        parser.add_argument("--yes", action="store_true", help="without it nothing is deleted")

    def handle(self, **options: Any) -> None:
        row = find(options["who"])
        if not isinstance(row, Submission):
            raise CommandError("Withdraw the listing at the desk: that deletes everything about her.")
        if not options["yes"]:
            raise CommandError("This cannot be undone. Say --yes to do it.")
        try:
            erase_submission(submission=row)
        except NotAllowed as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write("Deleted.")
