import struct

import pytest

from letters.printing import fonts


def cmap(*subtables: bytes) -> bytes:
    """A font with nothing but a character map."""
    head, place, records = 4 + 8 * len(subtables), 0, b""
    for subtable in subtables:
        records += struct.pack(">HHI", 3, 10, head + place)
        place += len(subtable)
    table = struct.pack(">HH", 0, len(subtables)) + records + b"".join(subtables)
    return (
        struct.pack(">IHHHH", 0x10000, 1, 0, 0, 0) + struct.pack(">4sIII", b"cmap", 0, 28, len(table)) + table
    )


def format_4(
    ends: list[int], begins: list[int], deltas: list[int], offsets: list[int], glyphs: list[int]
) -> bytes:
    words = [*ends, 0, *begins, *deltas, *offsets, *glyphs]
    return struct.pack(f">7H{len(words)}H", 4, 14 + 2 * len(words), 0, 2 * len(ends), 0, 0, 0, *words)


def format_12(*groups: tuple[int, int, int]) -> bytes:
    packed = b"".join(struct.pack(">III", *group) for group in groups)
    return struct.pack(">HHIII", 12, 0, 16 + len(packed), 0, len(groups)) + packed


def test_code_points_reads_ranges_and_skips_the_empty_box():
    font = cmap(format_12((0x41, 0x43, 5), (0x1F600, 0x1F601, 0)))

    assert list(fonts.code_points(font)) == [0x41, 0x42, 0x43, 0x1F601]


def test_code_points_reads_deltas_and_glyph_lists():
    # A to C are glyphs 1 to 3; a to c are looked up in a list where b has no glyph.
    font = cmap(format_4([0x43, 0x63, 0xFFFF], [0x41, 0x61, 0xFFFF], [0xFFC0, 0, 1], [0, 4, 0], [7, 0, 8]))

    assert list(fonts.code_points(font)) == [0x41, 0x42, 0x43, 0x61, 0x63]


def test_code_points_refuses_a_file_without_a_map():
    with pytest.raises(ValueError, match="no cmap table"):
        list(fonts.code_points(struct.pack(">IHHHH", 0x10000, 0, 0, 0, 0)))


@pytest.mark.parametrize("character", "Añđжλאبथไ你か한😀★")
def test_printable_holds_what_the_fonts_have(character):
    assert ord(character) in fonts.printable()


@pytest.mark.parametrize("point", [0x0A, 0x378, 0x1A00, 0xE000, 0x10FFFF])
def test_printable_does_not_hold_what_they_lack(point):
    assert point not in fonts.printable()


def test_stacks_begin_with_the_face_and_end_with_emoji():
    assert [(stack[0], stack[-1]) for stack in (fonts.stacks("serif")[""], fonts.stacks("sans")[""])] == [
        ("Source Serif 4", "Noto Emoji"),
        ("Source Sans 3", "Noto Emoji"),
    ]


@pytest.mark.parametrize(
    ("language", "first"), [("ja", "Noto Serif JP"), ("ko", "Noto Serif KR"), ("zh", "Noto Serif SC")]
)
def test_stacks_put_a_languages_own_shapes_first(language, first):
    stack = fonts.stacks("serif")[language]

    east_asian = [family for family in stack if family in ("Noto Serif JP", "Noto Serif KR", "Noto Serif SC")]
    assert (east_asian[0], len(east_asian)) == (first, 3)


def test_stacks_hold_no_arabic_face_whose_text_comes_back_broken():
    assert "Noto Sans Arabic" not in fonts.stacks("serif")[""] + fonts.stacks("sans")[""]


def test_face_of_a_package_that_is_not_installed_has_no_file():
    assert fonts.Face("no_such_fonts", "None.ttf", "None").path is None


def test_without_the_east_asian_packages_their_characters_are_not_printable(monkeypatch):
    without = tuple(face for face in fonts.installed() if not face.language)
    monkeypatch.setattr(fonts, "installed", lambda: without)
    fonts.printable.cache_clear()
    try:
        known = fonts.printable()
    finally:
        fonts.printable.cache_clear()

    assert {character for character in "A你か한" if ord(character) in known} == {"A"}
