"""How a worker and its parent talk: a message is a list of byte strings, each with its length before it."""

from __future__ import annotations

import struct
from typing import BinaryIO

_LENGTH = struct.Struct(">I")


def send(stream: BinaryIO, parts: list[bytes]) -> None:
    """Raises OSError when nobody reads any more."""
    packed = [_LENGTH.pack(len(parts))]
    for part in parts:
        packed += [_LENGTH.pack(len(part)), part]
    stream.write(b"".join(packed))
    stream.flush()


def receive(stream: BinaryIO) -> list[bytes]:
    """The next message. Raises EOFError when the stream has ended, be it in the middle of a message."""
    count = _LENGTH.unpack(_exactly(stream, _LENGTH.size))[0]
    return [_exactly(stream, _LENGTH.unpack(_exactly(stream, _LENGTH.size))[0]) for _part in range(count)]


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data
