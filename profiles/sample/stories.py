"""Essays, poems and drawings for the sample, one file each under `words/stories/`.

A file begins with lines `name: value`; a blank line ends them and the text begins.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from profiles.sample.phrases import WORDS


@dataclass(frozen=True)
class Piece:
    """One story. `interest` is a code that its author shares; `drawing` names a still life, if there is one.

    `bio` are words that its author's own bio should hold; `waits` says that it is still to be decided on.
    """

    key: str
    title: str
    kind: str
    interest: str
    summary: str
    body: str
    language: str = "en"
    drawing: str = ""
    alt: str = ""
    bio: str = ""
    waits: str = ""


def _read(path: Path) -> Piece:
    head, text = path.read_text(encoding="utf-8").split("\n\n", 1)
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    return Piece(key=path.stem, body=text.strip(), **facts)


@lru_cache(maxsize=1)
def pieces() -> list[Piece]:
    """Every piece, in the order of their file names."""
    return [_read(path) for path in sorted((WORDS / "stories").glob("*.txt"))]
