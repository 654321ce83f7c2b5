"""Inside a worker process: setting a page with Typst. Data in as JSON, bytes out; words are never read as markup.

Nothing outside this package's templates can be read: they are the root, and packages are looked for where nothing is.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any, cast

import typst

from letters.printing import fonts
from letters.printing.version import TEMPLATES

_NOWHERE = str(TEMPLATES / "no-packages")
_MISSING = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
_OWN_WORDS = re.compile("panicked with: (address-does-not-fit|return-does-not-fit)")
PREVIEW_PPI = 90


class LayoutError(Exception):
    """`reason` is one of our own words, "unprintable" (with the characters in `detail`) or "failed"."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


@cache
def _compiler(template: str) -> typst.Compiler:
    """One per template and process: it keeps its fonts, and must not be shared between threads."""
    return typst.Compiler(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        package_path=_NOWHERE,
        package_cache_path=_NOWHERE,
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=fonts.folders())


def pdf(template: str, data: dict[str, Any], timestamp: int) -> bytes:
    """A tagged PDF/UA-1 file; the same data and timestamp (Unix seconds) give the same bytes. Raises LayoutError."""
    return cast(bytes, _compile(template, data, format="pdf", pdf_standards=["ua-1"], timestamp=timestamp))


def images(template: str, data: dict[str, Any]) -> list[bytes]:
    """One PNG for each page, 90 pixels to the inch."""
    made = _compile(template, data, format="png", ppi=PREVIEW_PPI)
    return made if isinstance(made, list) else [made]


def marks(template: str, label: str) -> list[Any]:
    """Values the template left under a label in the latest page layout."""
    return cast(list[Any], json.loads(_compiler(template).eval(f"query(<{label}>).map(m => m.value)")))


def _compile(template: str, data: dict[str, Any], **options: Any) -> Any:
    try:
        inputs = {"data": json.dumps(data, ensure_ascii=False)}
        return _compiler(template).compile(sys_inputs=inputs, **options)
    except typst.TypstError as error:
        raise _explained(error) from error


def _explained(error: typst.TypstError) -> LayoutError:
    missing = _MISSING.findall(error.diagnostic)
    if missing:
        return LayoutError("unprintable", "".join(dict.fromkeys("".join(map(_unescaped, missing)))))
    if own := _OWN_WORDS.search(error.message):
        return LayoutError(own[1], "")
    return LayoutError("failed", error.message)


def _unescaped(text: str) -> str:
    """Typst shows some characters as `\\u{e000}`."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
