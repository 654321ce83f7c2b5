"""What is known of withdrawals when a backup is restored, and whether that is all of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from profiles import ledger
from profiles.ledger import Entry, Kind, LedgerDamaged


@dataclass(frozen=True)
class Known:
    """Every entry that any ledger has. `complete`: one of them is at least as new as the crash; `why` not, in words."""

    entries: list[Entry]
    complete: bool
    why: str


def gather(in_backup: bytes, other: Path | None, crashed_at: datetime | None) -> Known:
    """Put together the backup's copy, the site's own ledger, and another file that was saved.

    The site's own counts as new enough when it is the very file that was written to until the crash. Any copy does
    when its last line is not older than `crashed_at` (with time zone).
    """
    copied, _whole = _parse(in_backup)
    complete, reasons, entries = False, [], list(copied)
    for file, is_own in [(ledger.path(), True), (other, False)]:
        if file is None:
            continue
        found, whole = _parse(file.read_bytes() if file.exists() else b"")
        reason = "" if whole else "damaged"
        reason = reason or _gap(found, copied) or _age(file, found, is_own, crashed_at)
        complete = complete or not reason
        reasons.append(f"{file}: {reason}")
        known = {entry.id for entry in entries}
        entries += [entry for entry in found if entry.id not in known]
    return Known(entries, complete, "" if complete else "; ".join(reasons))


def keep(known: Known) -> None:
    """Bring the site's own ledger up to all that is known, before the restored database is committed.

    Where something may be missing it says so, so that restoring the same backup again cannot pass that over.
    """
    own, _whole = _parse(ledger.path().read_bytes() if ledger.path().exists() else b"")
    present = {entry.id for entry in own}
    ledger.append(ledger.path(), [entry for entry in known.entries if entry.id not in present])
    ledger.record(Kind.MARK if known.complete else Kind.GAP)


def _parse(data: bytes) -> tuple[list[Entry], bool]:
    """Entries, and whether every line could be read."""
    try:
        return ledger.parse(data), True
    except LedgerDamaged as damaged:
        return damaged.readable, False


def _gap(found: Iterable[Entry], copied: list[Entry]) -> str:
    """Why a ledger does not go on, without a gap, where the backup's copy ends."""
    ids, before = {entry.id for entry in found}, {entry.id for entry in copied}
    if not ids:
        return "there is none"
    if not before <= ids:
        return "lacks lines that the backup has"
    if any(entry.kind == Kind.GAP and entry.id not in before for entry in found):
        return "has a gap since the backup"
    return ""


def _age(file: Path, found: list[Entry], is_own: bool, crashed_at: datetime | None) -> str:
    """Why a ledger may be older than the crash."""
    if crashed_at is not None and found[-1].moment >= crashed_at:
        return ""
    if is_own and ledger.is_live(file, found):
        return ""
    if is_own and crashed_at is None:
        return "is a copy, or was moved; say when the crash was"
    return f"ends on {found[-1].at}, which may be before the crash"
