"""Bring in listings from a CSV file, as submissions."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from profiles import importing
from profiles.importing.judging import missing_columns
from profiles.models import ImportedRow, ImportRun, User

BAR = 30  # characters


class Command(BaseCommand):
    help = (
        "Import listings from a CSV file. Each row becomes a submission that waits for a moderator; nothing is public "
        "before. Safe to repeat and to stop: a row that is in does not come twice. Without --skip-bad a file with a "
        "mistake in it is refused as a whole."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the CSV file")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and store nothing")
        parser.add_argument(
            "--map", action="append", default=[], metavar="COLUMN=FIELD", help="what a column is; remembered"
        )
        parser.add_argument("--day-first", action="store_true", help="dates are written 31/12/1985")
        parser.add_argument(
            "--skip-bad", action="store_true", help="import the other rows of a file with mistakes"
        )
        parser.add_argument("--by", default="", metavar="EMAIL", help="who imports, for the record")

    def handle(self, *args: Any, **options: Any) -> None:
        by = self._who(options["by"])
        try:
            table = importing.read_table(options["file"].read_bytes())
        except OSError as error:
            words = _("%(file)s cannot be read: %(error)s")
            raise CommandError(words % {"file": options["file"], "error": error.strerror}) from error
        except importing.BadFile as error:
            raise CommandError(f"{options['file']}: {error}") from error
        columns = self._columns(table, options["map"])
        run = ImportRun.objects.filter(sha256=table.sha256).first()
        done = ImportedRow.objects.filter(run=run).values_list("line", flat=True) if run else ()
        bar = self._bar(len(table.rows), _("checking"))
        judged = importing.judge(table, columns, day_first=options["day_first"], done=done, progress=bar)
        self._tell(table, columns, judged)
        if options["dry_run"]:
            self.stdout.write(_("Nothing was stored."))
            return
        self._refuse_mistakes(judged, skip=options["skip_bad"])
        importing.remember_columns(table, columns)
        run = importing.open_run(table, name=options["file"].name, by=by)
        bar = self._bar(len(judged), _("storing"))
        made = importing.store(run, judged, by=by, progress=bar)
        self.stdout.write(_("%(count)d rows wait for review now.") % {"count": made})

    def _who(self, email: str) -> User | None:
        if not email:
            return None
        user = User.objects.filter(email__iexact=email, is_staff=True).first()
        if user is None:
            raise CommandError(
                _("There is no member of the staff with the e-mail address %(email)s.") % {"email": email}
            )
        return user

    def _columns(self, table: importing.Table, chosen: list[str]) -> dict[str, str]:
        columns = importing.remembered_columns(table)
        for pair in chosen:
            header, _sign, name = pair.rpartition("=")
            if header not in table.headers or name not in (*importing.HEADERS, ""):
                raise CommandError(_("--map %(pair)s: no such column, or no such field.") % {"pair": pair})
            columns = {one: "" if field == name else field for one, field in columns.items()} | {header: name}
        missing = missing_columns(columns)
        if missing:
            raise CommandError(
                _("These columns are missing: %(names)s. Name them with --map COLUMN=FIELD.")
                % {"names": ", ".join(missing)}
            )
        return columns

    def _refuse_mistakes(self, judged: list[importing.Judged], *, skip: bool) -> None:
        bad = sum(one.outcome == importing.Outcome.BAD for one in judged)
        if bad and not skip:
            raise CommandError(
                _("%(count)d rows have mistakes, so nothing was stored. Put them right, or add --skip-bad.")
                % {"count": bad}
            )

    def _tell(self, table: importing.Table, columns: dict[str, str], judged: list[importing.Judged]) -> None:
        self.stdout.write(_("Encoding: %(name)s") % {"name": table.encoding})
        unused = [header for header, name in columns.items() if not name]
        if unused:
            self.stdout.write(_("Columns left out: %(names)s") % {"names": ", ".join(unused)})
        for one in judged:
            words = "; ".join([*one.problems, *one.hints, *one.fields])
            self.stdout.write(
                f"{one.line:6} {one.outcome.label}: {one.who}" + (f" ({words})" if words else "")
            )
        counts = {kind: sum(one.outcome == kind for one in judged) for kind in importing.Outcome}
        self.stdout.write(", ".join(f"{count} {kind.label}" for kind, count in counts.items()))

    def _bar(self, total: int, label: str) -> Any:
        """Draws progress on standard error where that is a terminal; silent elsewhere."""

        def draw(done: int) -> None:
            if done % 50 == 0 or done == total:
                filled = BAR * done // max(total, 1)
                end = "\n" if done == total else ""
                bar = f"\r{label} [{'#' * filled}{'.' * (BAR - filled)}] {done} / {total}"
                self.stderr.write(bar, ending=end)

        return draw if self.stderr.isatty() else lambda _done: None
