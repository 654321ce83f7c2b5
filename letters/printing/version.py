"""Which version of the layout printed a letter. The same version prints the same letter with the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from letters.printing import fonts

TEMPLATES = Path(__file__).parent / "templates"
# Raise this when Python code changes what a page looks like; templates, fonts and the engine are seen by themselves.
LAYOUT = 1


def template_version(templates: Path, packages: Iterable[str]) -> str:
    """Like "1-3fa9c2e1": our own number, then a digest of the templates and of the packages' versions."""
    digest = hashlib.sha256()
    for path in sorted(templates.glob("*.typ")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for package in sorted(set(packages)):
        digest.update(f"{package}=={version(package)}\n".encode())
    return f"{LAYOUT}-{digest.hexdigest()[:8]}"


TEMPLATE_VERSION = template_version(TEMPLATES, ["typst", *(face.package for face in fonts.installed())])
