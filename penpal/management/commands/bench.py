"""Measure one part of the site: `make bench PART=check N=20000`."""

from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

#: Parts and their modules in `penpal.bench`, each with `run(number=..., write=...)`.
PARTS = {
    "check": "check",
    "fairness": "fairness",
    "here": "here",
    "load": "load",
    "print": "printing",
    "search": "search",
}


class Command(BaseCommand):
    help = "Measure one part of the site and print what was found. Nothing here runs in production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("part", choices=PARTS)
        parser.add_argument("number", nargs="?", type=int, help="how many; each part has its own default")

    def handle(self, *args: Any, **options: Any) -> None:
        module = import_module(f"penpal.bench.{PARTS[options['part']]}")
        module.run(number=options["number"], write=self.stdout.write)
