"""What is known of withdrawals when a backup is restored, and whether that is all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from profiles import ledger
from profiles.ledger import Entry, Kind, LedgerDamaged

SEVERAL = 2  # ledgers named, of as many web hosts


@dataclass(frozen=True)
class Known:
    """Every entry that any ledger has. `complete`: one of them is at least as new as the crash; `why` not, in words."""

    entries: list[Entry]
    complete: bool
    why: str


def gather(in_backup: bytes, others: Sequence[Path], crashed_at: datetime | None) -> Known:
    """Put together the backup's copy, the site's own ledger, and other files that were saved.

    The site's own counts as new enough when it is the very file that was written to until the crash. Copies do when
    the last line of each is not older than `crashed_at` (with time zone). Several are those of several web hosts, each
    of which wrote one of its own: together they are one ledger, and each has to reach that far.
    """
    copied, _whole = _parse(in_backup)
    entries = list(copied)
    own, why_own = _read([ledger.path()], copied, crashed_at, is_own=True)
    saved, why_saved = _read(others, copied, crashed_at, is_own=False)
    # With several hosts the own ledger alone, however new, says nothing of what the others wrote.
    reasons = [why_own] * (len(others) < SEVERAL) + [why_saved] * bool(others)
    known = {entry.id for entry in entries}
    for entry in [*own, *saved]:
        if entry.id not in known:
            entries.append(entry)
            known.add(entry.id)
    complete = "" in reasons
    return Known(entries, complete, "" if complete else "; ".join(reasons))


def _read(
    files: Sequence[Path], copied: list[Entry], crashed_at: datetime | None, *, is_own: bool
) -> tuple[list[Entry], str]:
    """All entries of some files in order of time, and why they may lack any: empty where they do not."""
    together: dict[str, Entry] = {}
    reasons = []
    for file in files:
        found, whole = _parse(file.read_bytes() if file.exists() else b"")
        together |= {entry.id: entry for entry in found}
        reason = "" if whole else "damaged"
        reason = reason or ("" if found else "there is none") or _age(file, found, is_own, crashed_at)
        reasons += [f"{file}: {reason}"] if reason else []
    entries = sorted(together.values(), key=lambda entry: entry.moment)
    gap = _gap(entries, copied) if entries else ""
    reasons += [f"{', '.join(map(str, files))}: {gap}"] if gap and not reasons else []
    return entries, "; ".join(reasons)


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
