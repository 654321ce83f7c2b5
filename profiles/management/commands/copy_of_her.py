"""Everything that is held about one woman, as a ZIP file to print or send to her."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from profiles.actions.events import record_event
from profiles.codes import read_code
from profiles.her import copy_of, whose
from profiles.models import Listing, Submission
from profiles.states import EventKind


def find(typed: str) -> Listing | Submission:
    """The listing of a slug or the submission of a code. Raises CommandError."""
    listing = Listing.objects.filter(slug=typed.strip().lower()).first()
    found = listing or Submission.objects.filter(code=read_code(typed)).first()
    if found is None:
        raise CommandError(f"{typed!r} is neither the slug of a listing nor the code of a submission.")
    return found


class Command(BaseCommand):
    help = "Write everything that is held about one woman into a ZIP file, to be printed or sent to her."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("who", help="slug of her listing, or code of her submission")
        parser.add_argument("file", type=Path, help="a new file")

    def handle(self, **options: Any) -> None:
        row = find(options["who"])
        with transaction.atomic():
            data = copy_of(whose(row))
            record_event(subject=row, kind=EventKind.EXPORTED)
        try:
            descriptor = os.open(options["file"], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}. Name a new file.") from error
        with os.fdopen(descriptor, "wb") as out:
            out.write(data)
        self.stdout.write(f"{options['file']}: {len(data)} bytes")
