"""Bring in the federal list of prisons and jails."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from profiles.importing_facilities import BadFile, Plan, apply, plan, read_rows

BAR = 30  # characters
SHOWN = 20  # lines of each kind, unless more is asked for


class Command(BaseCommand):
    help = (
        "Import facilities from a CSV file in the layout of HIFLD Prison Boundaries. New ones stay hidden until staff "
        "say that they hold women; what staff changed is never overwritten. Safe to repeat. --verbosity 2 shows all."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the CSV file")
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would change, and change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        most = None if options["verbosity"] > 1 else SHOWN
        with transaction.atomic():
            made = self._plan(options["file"])
            if not options["dry_run"]:
                apply(made, why=_("federal list"), progress=self._bar(made.changes, _("storing")))
        self._tell(made, most)
        self.stdout.write(_("Nothing was stored.") if options["dry_run"] else _("Stored."))

    def _plan(self, path: Path) -> Plan:
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                rows = list(read_rows(file))
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be read: %(error)s") % {"file": path, "error": error.strerror}
            ) from error
        except BadFile as error:
            raise CommandError(f"{path}: {error}") from error
        return plan(rows, progress=self._bar(len(rows), _("comparing")))

    def _bar(self, total: int, label: str) -> Any:
        """Draws progress on standard error where that is a terminal; silent elsewhere."""

        def draw(done: int) -> None:
            if done % 50 == 0 or done == total:
                filled = BAR * done // max(total, 1)
                end = "\n" if done == total else ""
                self.stderr.write(
                    f"\r{label} [{'#' * filled}{'.' * (BAR - filled)}] {done} / {total}", ending=end
                )

        return draw if self.stderr.isatty() else lambda _done: None

    def _tell(self, made: Plan, most: int | None) -> None:
        """The diff, kind by kind, then the sums."""
        kinds = {
            _("left out"): [str(bad) for bad in made.bad],
            _("new"): [f"+ {one.slug}: {one.name}, {one.city}, {one.state}" for one in made.new],
            _("changed"): [_change(*one) for one in made.changed],
            _("filled in"): [_change(*one) for one in made.filled],
            _("kept as staff changed it"): [_difference(one) for one in made.kept],
            _("differs from what we know"): [_difference(one) for one in made.differences],
            _("no longer in the list"): [f"? {one.slug}: {one.name}" for one in made.gone],
        }
        for label, lines in kinds.items():
            self._tell_kind(label, lines, most)
        sums = ", ".join(f"{len(lines)} {label}" for label, lines in kinds.items())
        self.stdout.write(
            _("%(matched)d known already, %(unchanged)d unchanged, %(sums)s.")
            % {"matched": made.matched, "unchanged": made.unchanged, "sums": sums}
        )

    def _tell_kind(self, label: str, lines: list[str], most: int | None) -> None:
        if not lines:
            return
        self.stdout.write(f"{label}:")
        for line in lines[:most]:
            self.stdout.write(f"  {line}")
        if most is not None and len(lines) > most:
            self.stdout.write("  " + _("... and %(more)d more") % {"more": len(lines) - most})


def _change(facility: Any, name: str, old: Any, new: Any) -> str:
    return f"~ {facility.slug}: {name}: {old or '(empty)'} -> {new or '(empty)'}"


def _difference(one: Any) -> str:
    return f"  {one.facility.slug}: {one.field}: {one.ours} | line {one.line}: {one.theirs}"
