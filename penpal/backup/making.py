"""Making a backup."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
from django.utils import timezone

from penpal.backup import archive, files, keys, tables
from profiles import ledger

LEDGER = "withdrawals.ledger"


@dataclass(frozen=True)
class Made:
    """A backup that is whole and on the disk."""

    path: Path
    rows: int
    files: int


def make(folder: Path, recipients: Sequence[Any]) -> Made:
    """Write a backup into `folder`, named by the time in UTC. The site may go on working meanwhile.

    The ledger is copied after the database was read, so it knows at least the withdrawals that the rows know. Raises
    OSError or archive.BackupDamaged; nothing is left of a backup that failed.
    """
    now = timezone.now()
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"penpal-{now:%Y%m%dT%H%M%S}Z.tar.age"
    with archive.writing(target, recipients) as out:
        facts = _database(out)
        ledger.record(ledger.Kind.MARK)
        out.add(LEDGER, ledger.path().read_bytes())
        count = 0
        for name, data in files.read_all():
            out.add(name, data)
            count += 1
        out.finish(
            facts
            | {
                "made_at": now.isoformat(),
                "django": django.get_version(),
                "field_keys": keys.field_key_checks(),
            }
        )
    return Made(target, sum(facts["rows"].values()), count)


def _database(out: archive.ArchiveWriter) -> dict[str, Any]:
    """Put every table in. Returns what the manifest says of them."""
    rows = {}
    with tables.snapshot() as frozen:
        facts = {"vendor": frozen.vendor, "migrations": tables.migrations(frozen)}
        for table in tables.tables():
            rows[table.name] = 0
            for number, (part, count) in enumerate(tables.dump(frozen, table)):
                out.add(f"{tables.PREFIX}{table.name}.{number:05}.jsonl.gz", part)
                rows[table.name] += count
    return facts | {"rows": rows}


def thin_out(folder: Path, keep: int) -> int:
    """Delete the oldest backups of a folder, all but the newest `keep` (at least 1). Returns how many."""
    old = sorted(folder.glob("penpal-*.tar.age"))[: -max(1, keep)]
    for path in old:
        path.unlink()
    return len(old)
