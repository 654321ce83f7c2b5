"""`manage.py make_sample --listings 300`: a site full of made-up women, for trying out and for measuring."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from profiles.sample.making import NoPlace, make_sample, remove_sample

BAR = 40  # characters


class Command(BaseCommand):
    help = "Add made-up women with public listings, and one of every other case. The site says that it shows a sample."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--listings", type=int, required=True, help="how many public listings to add")
        parser.add_argument(
            "--seed", type=int, default=1, help="another number gives other women (default: 1)"
        )
        parser.add_argument("--replace", action="store_true", help="remove the sample that is there first")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError(
                "There is no sample with PRODUCTION=1: nobody may write to a woman who does not exist."
            )
        if options["listings"] < 1:
            raise CommandError("--listings must be at least 1.")
        if options["replace"]:
            self._say(f"Removed {remove_sample()} sample listings.", options)
        try:
            made = make_sample(
                listings=options["listings"],
                seed=options["seed"],
                today=timezone.localdate(),
                progress=self._draw if sys.stderr.isatty() else None,
            )
        except NoPlace as error:
            raise CommandError("No facility takes letters. Run `manage.py load_reference` first.") from error
        cache.clear()  # pages remember whether a sample is shown
        self._say(
            f"Made {made.listings} listings with {made.photos} portraits, {made.stories} stories "
            f"and {made.cases} other cases.",
            options,
        )

    def _say(self, line: str, options: dict[str, Any]) -> None:
        if options["verbosity"]:
            self.stdout.write(line)

    def _draw(self, done: int, whole: int) -> None:
        """A bar on the terminal, on one line."""
        filled = BAR * done // whole
        end = "\n" if done == whole else ""
        self.stderr.write(
            f"\rlistings [{'=' * filled}{' ' * (BAR - filled)}] {done:,} of {whole:,}", ending=end
        )
        self.stderr.flush()
