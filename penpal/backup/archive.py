"""The file of a backup: a tar archive inside an age file, so that `age -d FILE | tar t` opens it anywhere.

Its last member is the manifest with size and SHA-256 of each other one, so a file that was cut short has none.
Nothing of it is ever on the disk unencrypted.
"""

import hashlib
import io
import json
import os
import tarfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import pyrage

MANIFEST = "manifest.json"
FORMAT = 1
BLOCK = 1024 * 1024  # bytes read at a time


class BackupDamaged(Exception):
    """The file cannot be opened with this key, was cut short, or holds other bytes than were put in."""


@dataclass
class ArchiveWriter:
    """Takes members one after the other."""

    tar: tarfile.TarFile
    members: dict[str, tuple[int, str]] = field(default_factory=dict)

    def add(self, name: str, data: bytes) -> None:
        """Put one member in. `name` is a relative path with forward slashes, used once."""
        self.members[name] = (len(data), hashlib.sha256(data).hexdigest())
        self._put(name, data)

    def finish(self, facts: dict[str, Any]) -> None:
        """Put the manifest in, with these facts."""
        manifest = facts | {"format": FORMAT, "members": self.members}
        self._put(MANIFEST, json.dumps(manifest, indent=1).encode())

    def _put(self, name: str, data: bytes) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = len(data), 0o600
        self.tar.addfile(info, io.BytesIO(data))


@contextmanager
def writing(target: Path, recipients: Sequence[Any]) -> Iterator[ArchiveWriter]:
    """A new backup file, encrypted to `recipients`. It appears under its name when it is whole and on the disk.

    Raises OSError where the disk refuses, BackupDamaged where it gives back other bytes than were written.
    """
    partial = target.with_name(f".{target.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            hashed = _Hashed(file)
            with (
                _pipe_to(lambda source: pyrage.encrypt_io(source, hashed, recipients)) as sink,
                tarfile.open(fileobj=sink, mode="w|") as tar,
            ):
                yield ArchiveWriter(tar)
            file.flush()
            os.fsync(file.fileno())
        if _digest(partial) != hashed.digest():
            raise BackupDamaged(f"{target} reads back other bytes than were written. Is the disk failing?")
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def members(source: Path, identities: Sequence[Any]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each member in order, the manifest last. Raises BackupDamaged."""
    with source.open("rb") as file:
        try:
            with (
                _pipe_from(lambda sink: pyrage.decrypt_io(file, sink, identities)) as clear,
                tarfile.open(fileobj=clear, mode="r|") as tar,
            ):
                for info in tar:
                    member = tar.extractfile(info)
                    yield info.name, member.read() if member else b""
        except (pyrage.DecryptError, tarfile.TarError, EOFError) as error:
            raise _damaged(source) from error


def manifest_of(source: Path, identities: Sequence[Any]) -> dict[str, Any]:
    """Read a whole backup, compare every member with the manifest, and return that. Raises BackupDamaged."""
    found: dict[str, list[Any]] = {}
    manifest: dict[str, Any] | None = None
    for name, data in members(source, identities):
        if name == MANIFEST:
            manifest = json.loads(data)
        else:
            found[name] = [len(data), hashlib.sha256(data).hexdigest()]
    if manifest is None or found != manifest["members"]:
        raise _damaged(source)
    if manifest["format"] != FORMAT:
        raise BackupDamaged(f"{source} was made by a newer version of the site. Update the code first.")
    return manifest


def _damaged(source: Path) -> BackupDamaged:
    return BackupDamaged(f"{source} is no whole backup, or this is not its key.")


class _Hashed:
    """A file that notes the hash of what is written to it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.hash = file, hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.hash.update(data)
        return self.file.write(data)

    def flush(self) -> None:
        self.file.flush()

    def digest(self) -> str:
        return self.hash.hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _pipe_to(drain: Callable[[IO[bytes]], Any]) -> Iterator[IO[bytes]]:
    """A file to write to, whose bytes a thread hands to `drain`. What that raises, this raises."""
    read_end, write_end = os.pipe()
    with _thread(drain, os.fdopen(read_end, "rb", BLOCK)) as check:
        with suppress(BrokenPipeError), os.fdopen(write_end, "wb", BLOCK) as sink:
            yield sink
        check()


@contextmanager
def _pipe_from(fill: Callable[[IO[bytes]], Any]) -> Iterator[IO[bytes]]:
    """A file to read from, whose bytes a thread writes with `fill`. What that raises, this raises."""
    read_end, write_end = os.pipe()
    with _thread(fill, os.fdopen(write_end, "wb", BLOCK)) as check:
        with os.fdopen(read_end, "rb", BLOCK) as source:
            try:
                yield source
            finally:
                while source.read(BLOCK):  # what follows the end of the archive; lets the thread end
                    pass
        check()


@contextmanager
def _thread(work: Callable[[IO[bytes]], Any], file: IO[bytes]) -> Iterator[Callable[[], None]]:
    """Run `work` on `file` beside the block and close the file. The function given raises what the work raised."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            with file:
                work(file)
        except Exception as error:  # noqa: BLE001 - handed to whoever waits
            raised.append(error)

    thread = threading.Thread(target=run, name="backup")
    thread.start()

    def check() -> None:
        thread.join()
        if raised:
            raise BackupDamaged(f"The backup cannot be encrypted or opened: {raised[0]}") from raised[0]

    try:
        yield check
    finally:
        thread.join()
