"""Private files that stand encrypted on the disk: scans, originals, printed batches, uploaded lists.

A file is SEAL and then blocks, each a length (4 bytes, big-endian) and a Fernet token without its base64. A block's
plain text begins with its number and whether it is the last, so that a file that was cut short or put together from
others is refused. FIELD_KEYS are the keys, as for texts.
"""

import base64
import os
import struct
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.utils.crypto import get_random_string

from profiles.fields import Undecryptable, fernet

SEAL = b"sealed file 1\n"
BLOCK = 1024 * 1024  # bytes of plain text
_LENGTH = struct.Struct(">I")
_HEAD = struct.Struct(">I?")  # number of the block from 0, and whether it is the last


class FileDamaged(Undecryptable, FileNotFoundError):
    """A private file that cannot be read: whoever can do without it treats it like one that is missing."""


def seal(source: IO[bytes]) -> Iterator[bytes]:
    """The pieces of a sealed file that holds what `source` holds from where it stands."""
    yield SEAL
    number, block = 0, source.read(BLOCK)
    while True:
        following = source.read(BLOCK)
        token = base64.urlsafe_b64decode(fernet().encrypt(_HEAD.pack(number, not following) + block))
        yield _LENGTH.pack(len(token)) + token
        if not following:
            return
        number, block = number + 1, following


def unseal(source: IO[bytes], name: str) -> bytes:
    """What a file holds. One without SEAL was stored before files were encrypted and is returned as it stands.

    Raises FileDamaged, with `name`, where no key fits or the file is damaged.
    """
    head = source.read(len(SEAL))
    if head != SEAL:
        return head + source.read()
    out, number, last = BytesIO(), 0, False
    try:
        for token in _tokens(source):
            clear = fernet().decrypt(base64.urlsafe_b64encode(token))
            found, is_last = _HEAD.unpack_from(clear)
            if last or found != number:
                raise FileDamaged(name)
            number, last = number + 1, is_last
            out.write(memoryview(clear)[_HEAD.size :])
    except (InvalidToken, struct.error) as error:
        raise FileDamaged(name) from error
    if not last:
        raise FileDamaged(name)
    return out.getvalue()


def _tokens(source: IO[bytes]) -> Iterator[bytes]:
    while head := source.read(_LENGTH.size):
        (length,) = _LENGTH.unpack(head)
        yield source.read(length)


class Sealing:
    """Mixin for a storage: what is saved is sealed, what is opened is unsealed. `size` is that of the sealed file.

    Its storages have `seal_again(name)`: it seals a file with the first of FIELD_KEYS and returns whether it was not.
    """

    def _save(self, name: str, content: File) -> str:
        with tempfile.SpooledTemporaryFile(max_size=8 * BLOCK) as sealed:
            content.open()
            for piece in seal(_bytes_of(content)):
                sealed.write(piece)
            sealed.seek(0)
            return super()._save(name, File(sealed, name))  # type: ignore[misc]

    def _open(self, name: str, mode: str = "rb") -> File:
        with super()._open(name, "rb") as file:  # type: ignore[misc]
            return File(BytesIO(unseal(file, name)), name)


def _bytes_of(content: File) -> IO[bytes]:
    """A file that may hold text, as bytes."""
    piece = content.read(0)
    if isinstance(piece, bytes):
        return content
    return BytesIO(str(content.read()).encode())


class SealedFiles(Sealing, FileSystemStorage):
    """Sealed files in a folder."""

    def seal_again(self, name: str) -> bool:
        """Seal a file with the first of FIELD_KEYS; returns whether it was not. The old one stays until then."""
        path = Path(self.path(name))
        try:
            with path.open("rb") as file:
                if has_first_key(file):
                    return False
                file.seek(0)
                clear = unseal(file, name)
        except FileDamaged:
            raise
        except FileNotFoundError:  # deleted meanwhile
            return False
        fresh = path.with_name(f".new-{get_random_string(8)}")
        try:
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.writelines(seal(BytesIO(clear)))
                out.flush()
                os.fsync(out.fileno())
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
        return True


def has_first_key(file: IO[bytes]) -> bool:
    """Whether a file is sealed with the key that seals now. Its first block tells."""
    if file.read(len(SEAL)) != SEAL:
        return False
    token: Any = next(_tokens(file), b"")
    try:
        Fernet(settings.FIELD_KEYS[0]).decrypt(base64.urlsafe_b64encode(token))
    except InvalidToken:
        return False
    return True
