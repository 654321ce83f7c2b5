"""Bring in files of mail rules, with a look at every difference."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from letters.mailing_rules.model import SystemFacts
from letters.rule_files import Comparison, apply, compare, read_documents


class Command(BaseCommand):
    help = (
        "Compare files of mail rules (YAML, one system to a document) with what is stored, show every difference and "
        "take over what is new or changed. What staff wrote stays, and no rule ends, unless --all is given."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, help="YAML files")
        parser.add_argument("--dry-run", action="store_true", help="show the differences, and change nothing")
        parser.add_argument(
            "--all",
            action="store_true",
            help="also overwrite what staff changed, and end rules not in the file",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        systems = [system for path in options["files"] for system in self._read(path)]
        with transaction.atomic():
            made = compare(systems)
            take = {change.key for change in made.changes} if options["all"] else made.usual()
            stored = 0 if options["dry_run"] else self._apply(made, take, options["files"])
        self._tell(made, take)
        self.stdout.write(
            _("%(same)d the same, %(different)d different, %(stored)d stored.")
            % {"same": made.same, "different": len(made.changes), "stored": stored}
        )

    def _read(self, path: Path) -> list[SystemFacts]:
        try:
            systems, errors = read_documents(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(
                _("%(file)s cannot be read: %(error)s") % {"file": path, "error": error}
            ) from error
        if errors:
            raise CommandError("\n".join(f"{path}: {error}" for error in errors))
        return systems

    def _apply(self, made: Comparison, take: set[str], files: list[Path]) -> int:
        try:
            return apply(made, take=take, by=None, note=", ".join(path.name for path in files))
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error

    def _tell(self, made: Comparison, take: set[str]) -> None:
        for change in made.changes:
            mark = "*" if change.key in take else " "
            self.stdout.write(f"{mark} {change.kind:8} {change.key}")
            for name, old, new in change.fields:
                self.stdout.write(f"      {name}: {old} -> {new}")
