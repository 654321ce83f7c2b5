"""`check_mail`: JSON descriptions of mailpieces on standard input, what the rules say of them on standard output."""

import io
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _

from letters.mailing_rules import cli
from letters.targets import DatabaseTargets


class Command(BaseCommand):
    help = (
        "Checks mailpieces against the rules of a place. `check_mail SLUG --json` reads one JSON object, "
        "`check_mail --json-lines` one on each line, with the slug as its `target`."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", nargs="?", help="a system or a facility; with --json only")
        form = parser.add_mutually_exclusive_group(required=True)
        form.add_argument("--json", action="store_true", help="one mailpiece, one result")
        form.add_argument("--json-lines", action="store_true", help="one mailpiece and one result a line")

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["slug"]
        if options["json"] != bool(slug):
            raise CommandError(
                _("Give a slug with --json, and none with --json-lines."), returncode=cli.BAD_INPUT
            )
        try:
            if slug:
                self._check_one(slug)
            else:
                self._check_lines()
        except DatabaseError as error:
            message = _("The rules cannot be read (%(error)s). Run migrate and load_reference first.")
            raise CommandError(message % {"error": error}) from error

    def _check_one(self, slug: str) -> None:
        ran = cli.run_one(_standard_input().read(), slug, DatabaseTargets())
        if ran.exit:
            raise CommandError(ran.stderr.strip(), returncode=ran.exit)
        self.stdout.write(ran.stdout)

    def _check_lines(self) -> None:
        status = cli.run_lines(_standard_input(), DatabaseTargets(), self.stdout)
        if status:
            raise CommandError(_("Some lines were bad; each says why."), returncode=status)


def _standard_input() -> io.TextIOWrapper:
    """Standard input as UTF-8 whatever the locale, split at line feeds only; bad bytes are left for the reader."""
    return io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="surrogateescape", newline="\n")
