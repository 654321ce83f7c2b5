"""Which fonts print a letter, in which order, and which characters they can print.

All are under the SIL Open Font License 1.1 and come from pinned packages; no font of the machine is used, so that a
letter looks the same wherever it is printed. Noto's Arabic faces are left out although a package brings them: their
dots are separate glyphs and the text cannot be copied out of the PDF again. Amiri stands in.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

SERIF, SANS = "serif", "sans"


@dataclass(frozen=True)
class Face:
    """One font file. `style` is "serif", "sans" or "" for both; `language` marks a face for one way of writing Han."""

    package: str
    file: str
    family: str
    style: str = ""
    language: str = ""

    @property
    def path(self) -> Path | None:
        """The file on this machine, or None when its package is not installed."""
        spec = find_spec(self.package)
        if spec is None or not spec.submodule_search_locations:
            return None
        return Path(spec.submodule_search_locations[0]) / self.file


def _noto(script: str) -> Face:
    return Face("manimgx_fonts", f"NotoSans{script}[wght].ttf", f"Noto Sans {script}".strip())


def _east_asian(package: str, region: str, language: str) -> tuple[Face, Face]:
    return (
        Face(package, f"NotoSerif{region}-Regular.otf", f"Noto Serif {region}", SERIF, language),
        Face(package, f"NotoSans{region}-Regular.otf", f"Noto Sans {region}", SANS, language),
    )


_SCRIPTS = (
    *(
        "Thai",
        "Devanagari",
        "Bengali",
        "Gurmukhi",
        "Gujarati",
        "Oriya",
        "Tamil",
        "Telugu",
        "Kannada",
        "Malayalam",
    ),
    *("Sinhala", "Armenian", "Georgian", "Ethiopic", "Khmer", "Lao", "Myanmar"),
)

# In the order in which a character looks for its glyph. Emoji come last: that font also has digits.
FACES = (
    Face("fontpkg_source_serif_4", "files/SourceSerif4[opsz,wght].ttf", "Source Serif 4", SERIF),
    Face("fontpkg_source_sans_3", "files/SourceSans3[wght].ttf", "Source Sans 3", SANS),
    Face("fontpkg_amiri", "files/Amiri-Regular.ttf", "Amiri"),
    Face("pylopdf_fonts_he", "NotoSerifHebrew-Variable.ttf", "Noto Serif Hebrew", SERIF),
    Face("pylopdf_fonts_he", "NotoSansHebrew-Variable.ttf", "Noto Sans Hebrew", SANS),
    *(_noto(script) for script in _SCRIPTS),
    *_east_asian("pylopdf_fonts_jp", "JP", "ja"),
    *_east_asian("pylopdf_fonts_ko", "KR", "ko"),
    *_east_asian("pylopdf_fonts_zh_cn", "SC", "zh"),
    _noto(""),
    _noto("Symbols"),
    Face("manimgx_fonts", "NotoEmoji[wght].ttf", "Noto Emoji"),
)


@cache
def installed() -> tuple[Face, ...]:
    """The faces whose packages are installed. The East Asian ones are optional."""
    return tuple(face for face in FACES if (path := face.path) is not None and path.is_file())


def folders(faces: Iterable[Face] | None = None) -> list[str]:
    """Folders that hold the faces' files, each once, in order."""
    paths = [face.path for face in (installed() if faces is None else faces)]
    return list(dict.fromkeys(str(path.parent) for path in paths if path))


@cache
def stacks(style: str) -> dict[str, list[str]]:
    """Family names to try in turn for "serif" or "sans", by language; "" is for every other language.

    One Han character has different shapes in Japan, Korea and China, so the language decides which face comes first.
    """
    usable = [face for face in installed() if face.style in ("", style)]
    languages = {face.language for face in usable}
    return {
        language: [face.family for face in sorted(usable, key=lambda face: _rank(face, language))]
        for language in languages
    }


def _rank(face: Face, language: str) -> int:
    """Sorting key: the face of the language asked for goes before those of the other languages, all else stays."""
    if face.family in ("Noto Sans", "Noto Sans Symbols", "Noto Emoji"):
        return 2
    return 1 if language and face.language not in ("", language) else 0


@cache
def printable() -> frozenset[int]:
    """Every code point some installed face has a glyph for, in both styles. Built once per process (about 0.1 s)."""
    by_style = {style: _union(style) for style in (SERIF, SANS)}
    return frozenset(by_style[SERIF] & by_style[SANS])


def _union(style: str) -> set[int]:
    points: set[int] = set()
    for face in installed():
        if face.style in ("", style) and face.path:
            points.update(code_points(face.path.read_bytes()))
    return points


def code_points(font: bytes) -> Iterator[int]:
    """Code points a TrueType or OpenType font maps to a real glyph.

    Reads the `cmap` table (OpenType 1.9, "cmap - Character to Glyph Index Mapping Table"), formats 4 and 12, the two
    that Unicode fonts use. Glyph 0 is the empty box and does not count.
    """
    cmap = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", cmap, 2)
    starts = {struct.unpack_from(">HHI", cmap, 4 + 8 * index)[2] for index in range(count)}
    for start in sorted(starts):
        (form,) = struct.unpack_from(">H", cmap, start)
        if form == 4:
            yield from _format_4(cmap[start:])
        elif form == 12:
            yield from _format_12(cmap[start:])


def _table(font: bytes, tag: bytes) -> bytes:
    (count,) = struct.unpack_from(">H", font, 4)
    for index in range(count):
        name, _checksum, offset, length = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if name == tag:
            return font[offset : offset + length]
    raise ValueError(f"no {tag.decode()} table in this font")


def _format_4(table: bytes) -> Iterator[int]:
    (length,) = struct.unpack_from(">H", table, 2)
    words = array("H", table[: length - length % 2])
    if struct.pack("=H", 1) == struct.pack("<H", 1):
        words.byteswap()
    half = words[3] // 2
    ends, begins = words[7 : 7 + half], words[8 + half : 8 + 2 * half]
    deltas, offsets = words[8 + 2 * half : 8 + 3 * half], words[8 + 3 * half : 8 + 4 * half]
    for index in range(half):
        for point in range(begins[index], ends[index] + 1):
            glyph = point
            if offsets[index]:
                # The offset counts bytes from its own place in the table.
                place = 8 + 3 * half + index + offsets[index] // 2 + point - begins[index]
                glyph = words[place] if place < len(words) else 0
                if not glyph:
                    continue
            if (glyph + deltas[index]) & 0xFFFF and point != 0xFFFF:
                yield point


def _format_12(table: bytes) -> Iterator[int]:
    (groups,) = struct.unpack_from(">I", table, 12)
    for begin, end, glyph in struct.iter_unpack(">III", table[16 : 16 + 12 * groups]):
        yield from range(begin + (glyph == 0), end + 1)
