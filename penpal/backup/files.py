"""Private and public media: originals, scans and renditions, from any storage and back into any."""

from collections.abc import Iterator

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

STORAGES = ("private", "default")
PREFIX = "media/"


def read_all() -> Iterator[tuple[str, bytes]]:
    """Each stored file as (member name, bytes). One that is deleted meanwhile is left out."""
    for label in STORAGES:
        storage = storages[label]
        for name in sorted(_names(storage, "")):
            try:
                with storage.open(name, "rb") as file:
                    yield f"{PREFIX}{label}/{name}", file.read()
            except FileNotFoundError:
                continue


def put_back(member: str, data: bytes) -> None:
    """Store one file under its old name, over whatever stands there."""
    label, _slash, name = member.removeprefix(PREFIX).partition("/")
    if label not in STORAGES:
        raise ValueError(f"no such storage: {label!r}")
    storage = storages[label]
    storage.delete(name)
    storage.save(name, ContentFile(data))


def _names(storage: Storage, folder: str) -> Iterator[str]:
    """Names of all files below a folder. Files being written (`.new-...`) are none yet."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    yield from (f"{prefix}{name}" for name in files if not name.startswith("."))
    for name in folders:
        yield from _names(storage, f"{prefix}{name}")
