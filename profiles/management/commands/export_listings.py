"""Write listings as CSV."""

from pathlib import Path
from typing import Any, TextIO, cast

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from profiles.importing import write_csv
from profiles.models import Listing
from profiles.states import ListingState


class Command(BaseCommand):
    help = (
        "Write every listing that is not withdrawn as CSV, to a file of its owner's own or to standard output. "
        "It holds names, ID numbers and birth dates: keep it as carefully as the database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="the CSV file to write; else standard output")
        parser.add_argument("--public", action="store_true", help="only what the public sees now")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = (
            Listing.objects.public()
            if options["public"]
            else Listing.objects.exclude(state=ListingState.WITHDRAWN)
        )
        found = rows.select_related("system", "facility").order_by("pk").iterator(chunk_size=500)
        path: Path | None = options["file"]
        if path is None:
            write_csv(found, cast(TextIO, self.stdout))
            return
        path.touch(mode=0o600)
        path.chmod(0o600)
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            count = write_csv(found, file)
        self.stderr.write(_("%(count)d listings written to %(file)s.") % {"count": count, "file": path})
