"""Restoring a backup: all of it or nothing, and nobody who withdrew since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from penpal.backup import archive, files, keys, ledgers, making, tables
from profiles import triggers
from profiles.actions.restoring import Replayed, hide_everything, replay
from profiles.models import Listing


class CannotRestore(Exception):
    """Nothing was changed; the message says what to do."""


@dataclass(frozen=True)
class Restored:
    """What came back. `hidden` counts listings that wait for staff because withdrawals may be missing, for `why`."""

    made_at: str
    rows: int
    files: int
    replayed: Replayed
    hidden: int
    why: str


def restore(
    source: Path,
    identities: Sequence[Any],
    *,
    other_ledgers: Sequence[Path] = (),
    crashed_at: datetime | None = None,
    replace: bool = False,
) -> Restored:
    """Put a backup in place of the present database and files, in one transaction.

    The whole file is read and checked first. Files that the backup lacks stay until `daily` finds that nothing uses
    them. Without `replace` a database that has listings is left alone. Raises CannotRestore or
    archive.BackupDamaged; then the database is as it was.
    """
    manifest = archive.manifest_of(source, identities)
    _refuse_missing_keys(manifest)
    _prepare_schema(manifest)
    if not replace and Listing.objects.exists():
        raise CannotRestore("The database has listings. To put the backup in their place, say --replace.")
    with transaction.atomic():
        ledger_copy, file_count = _load(source, identities, manifest)
        known = ledgers.gather(ledger_copy, other_ledgers, crashed_at)
        replayed = replay(entries=known.entries)
        hidden = 0 if known.complete else hide_everything()
        ledgers.keep(known)
    cache.clear()
    call_command("migrate", interactive=False, verbosity=0)
    rows = sum(manifest["rows"].values())
    return Restored(manifest["made_at"], rows, file_count, replayed, hidden, known.why)


def _refuse_missing_keys(manifest: dict[str, Any]) -> None:
    if not set(manifest["field_keys"]) <= set(keys.field_key_checks()):
        raise CannotRestore(
            "FIELD_KEYS lacks a key that the texts in this backup were encrypted with. Add it behind the others."
        )


def _prepare_schema(manifest: dict[str, Any]) -> None:
    """Bring an empty database to where the backup's was. Any other has to stand there already."""
    wanted = {(app, name) for app, name in manifest["migrations"]}
    executor = MigrationExecutor(connection)
    known = set(executor.loader.graph.nodes)
    if not wanted <= known:
        raise CannotRestore("This backup was made by newer code. Update the site first.")
    if not executor.loader.applied_migrations:
        leaves = [key for key in wanted if not set(executor.loader.graph.node_map[key].children) & wanted]
        executor.migrate(sorted(leaves))
    elif set(executor.loader.applied_migrations) & known != wanted:
        raise CannotRestore("The database is of another version than the backup. Restore into an empty one.")


def _load(source: Path, identities: Sequence[Any], manifest: dict[str, Any]) -> tuple[bytes, int]:
    """Put rows and files back. Returns the backup's copy of the ledger, and the number of files."""
    copy, file_count = b"", 0
    counts = dict.fromkeys(manifest["rows"], 0)
    triggers.drop(connection.alias)
    tables.empty({*counts, *(table.name for table in tables.tables()), Session._meta.db_table, *_sign_ins()})
    for name, data in archive.members(source, identities):
        if name.startswith(tables.PREFIX):
            counts[name.removeprefix(tables.PREFIX).split(".")[0]] += tables.load(data)
        elif name.startswith(files.PREFIX):
            files.put_back(name, data)
            file_count += 1
        elif name == making.LEDGER:
            copy = data
    if counts != manifest["rows"]:
        raise archive.BackupDamaged(f"{source} lacks rows that its manifest counts.")
    tables.check_and_count_on()
    triggers.install(connection.alias)
    return copy, file_count


def _sign_ins() -> list[str]:
    """Tables with open sign-ins besides Django's own."""
    return [
        model._meta.db_table
        for model in apps.get_models()
        if model._meta.label in tables.LEFT_OUT and model is not Session
    ]
