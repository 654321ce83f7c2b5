"""When something last happened on this host: the times of empty files that stand beside the withdrawal ledger."""

import time
from pathlib import Path

from profiles import ledger

BACKUP, DAILY, WORKER = "last-backup", "last-daily", "last-worker"


def path(name: str) -> Path:
    """The file of one of the names above."""
    return ledger.path().with_name(name)


def note(name: str) -> None:
    """It happened now. A disk that refuses stops nobody."""
    try:
        path(name).parent.mkdir(parents=True, exist_ok=True)
        path(name).touch()
    except OSError:
        return


def age(name: str) -> float | None:
    """Seconds since it last happened here; None where it never did. Below 0 where the clock was put back since."""
    try:
        return time.time() - path(name).stat().st_mtime
    except FileNotFoundError:
        return None
