"""A corpus of files made to break photo libraries or to carry something in: each is refused in words, or drawn anew."""

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image

from profiles.errors import PhotoRefused
from profiles.photos import RENDITION_FORMATS, RENDITION_WIDTHS, check_photo, print_copy, write_renditions
from tests.profiles.test_photo_worker import heic, one_page, scan
from tests.profiles.test_photos import encoded, picture, png_header, stored

SCRIPT = b"<script>alert(document.domain)</script><?php system($_GET[0]); ?>"
NAMES = [(width, suffix) for width in RENDITION_WIDTHS for suffix in RENDITION_FORMATS]


def chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*extra: bytes, width: int = 60, height: int = 75, depth: int = 8, data: bytes | None = None) -> bytes:
    """A PNG in RGB written by hand, with chunks of any kind before its pixels."""
    row = b"\0" + b"\x80" * (width * 3 * depth // 8)
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(row * height) if data is None else data)
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + body + chunk(b"IEND", b"")


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("evil.html", SCRIPT)
    return out.getvalue()


def with_place() -> bytes:
    """A JPEG that says where it was taken, by whose telephone and when, with a thumbnail of the whole scene."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0132] = "Maker", "Model", "2026:11:22 12:00:00"
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (41.0, 24.0, 12.2)
    place[3], place[4] = "W", (2.0, 10.0, 26.5)
    exif.get_ifd(0x8769)[0x9286] = SCRIPT
    return encoded(picture(), exif=exif).getvalue()


def tiff_16_bit() -> bytes:
    return encoded(Image.new("I;16", (200, 250), 128 * 256), "TIFF").getvalue()


def tiff_bomb() -> bytes:
    """A strip that unpacks to 50 MB, for a picture of 64 by 64 pixels."""
    data = bytearray(encoded(Image.new("L", (64, 64)), "TIFF", compression="tiff_adobe_deflate").getvalue())
    bomb = zlib.compress(bytes(50_000_000), 9)
    for tag, value in ((273, len(data)), (279, len(bomb))):  # where the strip begins, and its length
        at = data.index(struct.pack("<HHI", tag, 4, 1)) + 8
        data[at : at + 4] = struct.pack("<I", value)
    return bytes(data) + bomb


def moving(kind: str, count: int = 40) -> bytes:
    frames = [Image.new("RGB", (200, 250), (index * 6, 0, 0)) for index in range(count)]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:]).getvalue()


def jpeg() -> bytes:
    return encoded(picture(400, 500)).getvalue()


LET_IN = {
    "jpeg, then a web page": jpeg() + SCRIPT,
    "jpeg, then an archive": jpeg() + zipped(),
    "jpeg with a web page as its comment": encoded(picture(400, 500), comment=SCRIPT).getvalue(),
    "jpeg with a place": with_place(),
    "png with a web page in a text chunk": png(chunk(b"tEXt", b"Comment\0" + SCRIPT)),
    "png, then a web page": png() + SCRIPT,
    "png with a colour profile that is none": png(chunk(b"iCCP", b"x\0\0" + zlib.compress(SCRIPT))),
    "png of 16 bits a channel": png(depth=16),
    "tiff of 16 bits": tiff_16_bit(),
    "jpeg in cmyk": encoded(picture(400, 500).convert("CMYK")).getvalue(),
    "moving webp": moving("WEBP"),
    "moving png": moving("PNG"),
    "heic": heic(picture(400, 500)),
    "scan": scan(picture(400, 500)),
    "a pixel": encoded(Image.new("RGB", (1, 1))).getvalue(),
}
KEPT_OUT = {
    "web page that begins as gif": (b"GIF89a/*" + SCRIPT + b"*/=1;", "not a photo"),
    "web page that claims to be svg": (b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>", "not a photo"),
    "archive with a photo in it": (zipped() + jpeg(), "not a photo"),
    "script with a photo behind it": (SCRIPT + jpeg(), "not a photo"),
    "png that unpacks to far more than its size": (
        png(data=zlib.compress(bytes(200_000_000), 9), width=16_000, height=12_500),
        "200 megapixels",
    ),
    "png with a text that unpacks to far more": (
        png(chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(100_000_000), 9))),
        "damaged",
    ),
    "png that claims the largest size there is": (png_header(2**31 - 1, 2**31 - 1).getvalue(), "megapixels"),
    "png without pixels": (png(data=b""), "damaged"),
    "pdf with a script and no photo": (one_page(b"BT (app.alert(1)) Tj ET"), "not the scan"),
    "pdf of nothing": (b"%PDF-1.7\n" + b"0 0 obj\n" * 1000, "damaged"),
    "executable named photo.jpg": (b"\x7fELF" + bytes(500), "not a photo"),
    "tiff whose only page is itself": (
        b"II*\0" + struct.pack("<IHHHII", 8, 1, 330, 4, 1, 8),
        "damaged",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LET_IN)
def test_renditions_hold_nothing_but_pixels(name: str) -> None:
    write_renditions(check_photo(io.BytesIO(LET_IN[name])).image, "a" * 32)

    for width, suffix in NAMES:
        data = stored("a" * 32, width, suffix)
        image = Image.open(io.BytesIO(data))
        image.load()
        assert (image.format, image.mode, getattr(image, "n_frames", 1)) == (
            {"jpg": "JPEG", "webp": "WEBP"}[suffix],
            "RGB",
            1,
        )
        assert [part in data for part in (b"script", b"php", b"PK\x03\x04", b"Exif", b"Maker")] == [False] * 5
        assert dict(image.getexif()) == {}


@pytest.mark.parametrize("name", LET_IN)
def test_copy_for_paper_holds_nothing_but_pixels(name: str) -> None:
    data, width, height = print_copy(io.BytesIO(LET_IN[name]))

    image = Image.open(io.BytesIO(data))
    assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (width, height), {})
    assert [part in data for part in (b"script", b"php", b"PK\x03\x04", b"Exif")] == [False] * 4


@pytest.mark.parametrize("name", KEPT_OUT)
def test_check_photo_keeps_out(name: str) -> None:
    data, words = KEPT_OUT[name]

    with pytest.raises(PhotoRefused, match=words):
        check_photo(io.BytesIO(data))


@pytest.mark.parametrize("suffix", ["jpg", "png", "exe", "html", ""])
def test_check_photo_goes_by_the_bytes_whatever_the_name(suffix: str) -> None:
    file = io.BytesIO(png())
    file.name = f"photo.{suffix}"

    assert check_photo(file).suffix == "png"


def test_check_photo_takes_no_more_of_a_strip_than_the_picture_has() -> None:
    assert check_photo(io.BytesIO(tiff_bomb())).image.size == (64, 64)
