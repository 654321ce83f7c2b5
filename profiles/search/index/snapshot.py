"""The index as a file, so that a new process need not read the whole database.

The file tells who is listed: its folder and it are the owner's alone. It is plain numbers with their lengths, never
pickled objects; a damaged file, one of another layout, or one of another history is not used.
"""

import json
import logging
import os
import struct
import tempfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from django.conf import settings
from pyroaring import BitMap

from profiles.models import Change
from profiles.search.index.columns import BYTES, MANY, ORDERS, TYPES, Columns
from profiles.search.index.store import Store
from profiles.search.text import Term

if TYPE_CHECKING:
    from profiles.search.index.live import Live

FEWEST = 2_000  # listings below which building is quick enough without a file
OFTEN = 5_000  # changes after which the file is written anew
NEW_WORDS = 8  # common words asked for since, after which it is written anew with the next change
_MAGIC = b"PENPALIX"
#: Another one where the options have changed, or the file's makeup (the number).
_LAYOUT = zlib.crc32(repr((2, MANY, list(TYPES.items()), list(ORDERS))).encode())
_HEAD = struct.Struct("<8sIII")  # magic, checksum of all that follows, length of the description, layout
logger = logging.getLogger(__name__)


def path() -> Path:
    """Where the file stands."""
    return Path(settings.PRIVATE_ROOT) / "search" / "index.bin"


def save_sometimes(live: "Live") -> None:
    """Write the file where there is none of this history, where it has fallen far behind, or lacks common words."""
    with live.reading() as store:
        if len(store.alive) < FEWEST:
            return
        words = live.postings.common(len(store.alive))
        lacking = len(words) - live.words_saved >= NEW_WORDS
        if not lacking and path().exists() and abs(store.seq - saved_seq()) < OFTEN:
            return
        packed, live.words_saved = pack(store, words), len(words)
    write(packed)


def saved_seq() -> int:
    """The number of the last change in the file; -OFTEN where there is none or it cannot be read."""
    try:
        with path().open("rb") as file:
            head = _HEAD.unpack(file.read(_HEAD.size))
            return int(json.loads(file.read(head[2]))["seq"])
    except (OSError, ValueError, KeyError, TypeError, struct.error):
        return -OFTEN


def pack(store: Store, words: Mapping[Term, BitMap] = MappingProxyType({})) -> bytes:
    """A store as bytes, with the sets of some words, so that a new process need not ask for the common ones."""
    parts: list[tuple[str, bytes]] = [
        *((f"column {name}", array.tobytes()) for name, array in store.columns.arrays.items()),
        ("bits", store.columns.bits.tobytes()),
        *((f"lane {name}", places.tobytes()) for name, places in store.lanes.items()),
        ("alive", store.alive.serialize()),
        ("ordered", store.ordered.serialize()),
        ("no_letter", store.no_letter.serialize()),
        *((f"single {code}", members.serialize()) for code, members in store.singles.items()),
        *((f"bit {bit}", members.serialize()) for bit, members in enumerate(store.bits)),
        *((f"word {place}", members.serialize()) for place, members in enumerate(words.values())),
    ]
    description = {
        "seq": store.seq,
        "mark": store.mark,
        "words": [(term.tokens, term.prefix) for term in words],
        "parts": [(name, len(content)) for name, content in parts],
    }
    body = json.dumps(description).encode()
    rest = b"".join([body, *(content for _name, content in parts)])
    return _HEAD.pack(_MAGIC, zlib.crc32(rest), len(body), _LAYOUT) + rest


def write(packed: bytes) -> None:
    """Put the file in place in one step. A full disk is no reason to fail a request: it is only said."""
    folder = path().parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        descriptor, name = tempfile.mkstemp(dir=folder)  # mode 0600
        with os.fdopen(descriptor, "wb") as file:
            file.write(packed)
        Path(name).replace(path())
    except OSError:
        logger.warning("the search snapshot could not be written", exc_info=True)


def load() -> Store | None:
    """The store of the file, or None where there is none that fits this database."""
    try:
        packed = path().read_bytes()
        store = unpack(packed)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, struct.error) as error:
        logger.warning("the search snapshot is not used: %s", type(error).__name__)
        return None
    if not Change.objects.filter(seq=store.seq, mark=store.mark).exists():
        return None
    return store


def unpack(packed: bytes) -> Store:
    """The store of some bytes; raises ValueError, KeyError or struct.error where they are damaged or strange."""
    magic, checksum, length, layout = _HEAD.unpack_from(packed)
    if (magic, layout) != (_MAGIC, _LAYOUT) or zlib.crc32(memoryview(packed)[_HEAD.size :]) != checksum:
        raise ValueError("damaged")
    description = json.loads(packed[_HEAD.size : _HEAD.size + length])
    parts, start = {}, _HEAD.size + length
    for name, size in description["parts"]:
        parts[name] = packed[start : start + size]
        start += size
    return _store(description, parts)


def _store(description: dict, parts: dict[str, bytes]) -> Store:
    arrays = {name: np.frombuffer(parts[f"column {name}"], dtype=kind).copy() for name, kind in TYPES.items()}
    bits = np.frombuffer(parts["bits"], dtype=np.uint8).reshape(-1, BYTES).copy()
    store = Store(Columns(arrays, bits), BitMap.deserialize(parts["alive"]))
    store.ordered = BitMap.deserialize(parts["ordered"])
    store.no_letter = BitMap.deserialize(parts["no_letter"])
    store.lanes = {name: np.frombuffer(parts[f"lane {name}"], dtype=np.int64) for name in ORDERS}
    store.singles = {
        int(name.split()[1]): BitMap.deserialize(content)
        for name, content in parts.items()
        if name.startswith("single ")
    }
    store.bits = [BitMap.deserialize(parts[f"bit {bit}"]) for bit in range(len(store.bits))]
    store.words = {
        Term(tuple(tokens), prefix): BitMap.deserialize(parts[f"word {place}"])
        for place, (tokens, prefix) in enumerate(description["words"])
    }
    store.seq, store.mark = description["seq"], description["mark"]
    return store
