"""The withdrawal ledger: a file outside the database that remembers who withdrew when a backup does not.

Each line is a checksum, a space and one JSON object. A line is on the disk before the transaction that it speaks of
commits, so whatever the database lost in a crash, the ledger still has. It names listings by their slug and
submissions by their code; there is no name in it. `manage.py restore` replays it.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import get_random_string

CHECK_DIGITS = 16  # of SHA-256 in hexadecimal: enough against accidents, which is what it is for

#: A line's time is taken under the lock, just before it is written.
LIVE_SECONDS = 1.0


class Kind(StrEnum):
    """What a line is about."""

    WITHDRAWN = "withdrawn"  # she took back a consent
    PHOTO_REMOVED = "photo_removed"  # one photo was taken off for good
    GAP = "gap"  # a backup was restored with withdrawals missing between this line and those before it
    MARK = "mark"  # the ledger was in use at that moment; a copy is at least as new as its last line


@dataclass(frozen=True)
class Entry:
    """One line. `at` is ISO 8601 with its offset.

    version: the listing's version before the withdrawal; a listing of a higher version knows it already.
    submissions: codes of what was waiting or had led to the listing, so that none of it brings her back.
    photo: token of the one photo, for PHOTO_REMOVED.
    """

    id: str
    at: str
    kind: str
    slug: str = ""
    item: str = ""
    version: int = 0
    submissions: tuple[str, ...] = ()
    photo: str = ""

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)


class LedgerDamaged(Exception):
    """Lines do not fit their checksum, so nobody knows what they said. `readable` are the entries of the others."""

    def __init__(self, damaged: int, readable: list[Entry]) -> None:
        self.readable = readable
        super().__init__(f"{damaged} lines are not as they were written")


def path() -> Path:
    """Where this site keeps its ledger (setting WITHDRAWAL_LEDGER)."""
    return Path(settings.WITHDRAWAL_LEDGER)


def record(
    kind: Kind,
    *,
    slug: str = "",
    item: str = "",
    version: int = 0,
    submissions: Iterable[str] = (),
    photo: str = "",
) -> None:
    """Add a line and have it on the disk before returning.

    Call it last inside the transaction that it speaks of. Should that fail to commit after all, the ledger says more
    than happened, never less. Raises OSError when the line cannot be stored; the transaction must then not commit.
    """
    entry = Entry(
        id=get_random_string(12),
        at="",  # stamped as it is written
        kind=Kind(kind).value,
        slug=slug,
        item=item,
        version=version,
        submissions=tuple(submissions),
        photo=photo,
    )
    append(path(), [entry])


def append(file: Path, entries: Iterable[Entry]) -> None:
    """Add lines to a ledger, all of them on the disk before this returns. One without a time gets the present one.

    A half line at the end, left by a crash, goes first: what it spoke of was never committed.
    """
    with _locked(file) as descriptor:
        now = timezone.now().isoformat()
        data = b"".join(_line(entry if entry.at else replace(entry, at=now)) for entry in entries)
        end = _whole_lines_end(descriptor)
        os.ftruncate(descriptor, end)
        os.lseek(descriptor, end, os.SEEK_SET)
        try:
            _write_all(descriptor, data)
            os.fsync(descriptor)
        except OSError:
            os.ftruncate(descriptor, end)
            raise


def read(file: Path) -> list[Entry]:
    """All entries in order; none where there is no file. Raises LedgerDamaged like `parse`."""
    try:
        return parse(file.read_bytes())
    except FileNotFoundError:
        return []


def parse(data: bytes) -> list[Entry]:
    """The entries in a ledger's bytes. Half a line at the end is passed over.

    Raises LedgerDamaged for any other line that is not as it was written; its `readable` holds the rest.
    """
    *whole, _rest = data.split(b"\n")
    entries, damaged = [], 0
    for line in whole:
        try:
            entries.append(_entry(line))
        except ValueError:
            damaged += 1
    if damaged:
        raise LedgerDamaged(damaged, entries)
    return entries


def is_live(file: Path, entries: list[Entry]) -> bool:
    """Whether this is the very file that a site wrote to, rather than a copy that was put in its place.

    Its status changed last when its last line was written; copying, moving or restoring a file changes it later.
    """
    try:
        changed = file.stat().st_ctime
    except FileNotFoundError:
        return False
    return bool(entries) and abs(changed - entries[-1].moment.timestamp()) <= LIVE_SECONDS


def _line(entry: Entry) -> bytes:
    words = json.dumps(asdict(entry), separators=(",", ":"), sort_keys=True)
    return f"{_check(words)} {words}\n".encode()


def _check(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:CHECK_DIGITS]


def _entry(line: bytes) -> Entry:
    check, _space, words = line.decode(errors="replace").partition(" ")
    if check != _check(words):
        raise ValueError("not as written")
    values = json.loads(words)
    known = {field.name for field in fields(Entry)}
    kept = {name: value for name, value in values.items() if name in known}
    return Entry(**kept | {"submissions": tuple(kept.get("submissions", ()))})


@contextmanager
def _locked(file: Path) -> Iterator[int]:
    """The ledger, open for reading and writing by this process alone. Made where it is missing, for its owner only."""
    file.parent.mkdir(parents=True, exist_ok=True)
    is_new = not file.exists()
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if is_new:
            _sync_folder(file.parent)
        yield descriptor
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    """A new file's name is on the disk only once its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _whole_lines_end(descriptor: int) -> int:
    """Where the last whole line ends, in bytes from the beginning."""
    end = os.fstat(descriptor).st_size
    while end > 0:
        start = max(0, end - 4096)
        found = os.pread(descriptor, end - start, start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0


def _write_all(descriptor: int, data: bytes) -> None:
    """Every byte: a nearly full disk may take only some at a time before it refuses."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
