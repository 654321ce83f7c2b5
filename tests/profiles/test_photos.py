import io
import struct
import tracemalloc
import zlib
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from PIL import Image, ImageCms

from profiles.errors import PhotoRefused
from profiles.models.photos import RENDITION_FORMATS, RENDITION_WIDTHS
from profiles.photos import (
    MAX_BYTES,
    check_photo,
    delete_renditions,
    new_key,
    rendition_path,
    write_renditions,
)

SECRET = b"41.40338N-2.17403E"
ALL_NAMES = [(width, suffix) for width in RENDITION_WIDTHS for suffix in RENDITION_FORMATS]


def picture(width: int = 1200, height: int = 1500, mode: str = "RGB") -> Image.Image:
    """Bright at the top, dark below, so that a turn shows."""
    return Image.linear_gradient("L").rotate(180).resize((width, height)).convert(mode)


def encoded(image: Image.Image, kind: str = "JPEG", **options: object) -> io.BytesIO:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return io.BytesIO(out.getvalue())


def stored(key: str, width: int, suffix: str) -> bytes:
    with default_storage.open(rendition_path(key, width, suffix)) as file:
        return file.read()


def stored_image(key: str, width: int, suffix: str) -> Image.Image:
    image = Image.open(io.BytesIO(stored(key, width, suffix)))
    image.load()
    return image


def png_header(width: int, height: int) -> io.BytesIO:
    """A PNG that claims a size and holds no pixels."""
    ihdr = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = struct.pack(">I", 13) + ihdr + struct.pack(">I", zlib.crc32(ihdr))
    data = b"IDAT" + zlib.compress(b"\0")
    chunks += struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunks)


def webp_header(width: int, height: int) -> io.BytesIO:
    body = b"VP8X" + struct.pack("<I", 10) + bytes(4)
    body += (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return io.BytesIO(b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body)


def jpeg_header(width: int, height: int) -> io.BytesIO:
    """A JPEG whose header claims a size that its pixels do not have."""
    data = encoded(picture(64, 64)).getvalue()
    at = data.index(b"\xff\xc0") + 5
    return io.BytesIO(data[:at] + struct.pack(">HH", height, width) + data[at + 4 :])


@pytest.mark.parametrize(
    ("kind", "suffix"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")], ids=lambda value: value
)
def test_check_photo_lets_in(kind: str, suffix: str) -> None:
    file = encoded(picture(), kind)

    checked = check_photo(file)

    assert (checked.width, checked.height, checked.suffix, checked.image.mode) == (1200, 1500, suffix, "RGB")
    assert checked.data == file.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"just some text that somebody called photo.jpg", "not a photo"),
        (b"\0\0\0\x20ftypheic" + bytes(100), "damaged"),
        (b"\0\0\0\x20ftypisom" + bytes(100), "video"),
        (b"II*\0" + bytes(100), "damaged"),
        (b"%PDF-1.7" + bytes(100), "damaged"),
        (b"GIF89a" + bytes(100), "not a photo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a photo"),
        (b"\xff\xd8\xff" + bytes(100), "damaged"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "damaged"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "damaged"),
        (b"RIFF\0\0\0\0WEBPVP8X" + bytes(3), "damaged"),
        (b"RIFF\0\0\0\0WEBPJUNK" + bytes(100), "damaged"),
    ],
)
def test_check_photo_refuses_other_files_in_clear_words(data: bytes, words: str) -> None:
    with pytest.raises(PhotoRefused, match=words):
        check_photo(io.BytesIO(data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("kept", [0.3, 0.6, 0.97])
def test_check_photo_refuses_truncated(kind: str, kept: float) -> None:
    data = encoded(picture(), kind).getvalue()

    with pytest.raises(PhotoRefused, match="damaged"):
        check_photo(io.BytesIO(data[: int(len(data) * kept)]))


@pytest.mark.parametrize("header", [png_header, webp_header, jpeg_header])
def test_check_photo_refuses_200_megapixels_from_the_header(header: object) -> None:
    file = header(16_000, 12_500)  # type: ignore[operator]

    tracemalloc.start()
    with pytest.raises(PhotoRefused, match="200 megapixels"):
        check_photo(file)
    _present, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 1_000_000


def test_check_photo_refuses_a_picture_without_the_pixels_it_claims() -> None:
    with pytest.raises(PhotoRefused, match="damaged"):
        check_photo(png_header(3_000, 2_000))


def test_check_photo_refuses_more_than_15_mb() -> None:
    with pytest.raises(PhotoRefused, match="15 MB"):
        check_photo(io.BytesIO(b"\xff\xd8\xff" + bytes(MAX_BYTES)))


def test_check_photo_refuses_a_ribbon() -> None:
    with pytest.raises(PhotoRefused, match="narrow"):
        check_photo(encoded(picture(100, 501)))


def test_check_photo_takes_the_narrowest_it_may() -> None:
    assert check_photo(encoded(picture(100, 500))).height == 500


def test_check_photo_turns_a_photo_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # taken with the phone turned a quarter to the left
    lying = picture(600, 800).rotate(90, expand=True)

    checked = check_photo(encoded(lying, exif=exif))

    top, bottom = checked.image.getpixel((300, 10)), checked.image.getpixel((300, 790))
    assert (checked.width, checked.height, checked.image.size) == (600, 800, (600, 800))
    assert top[0] > 200 > 50 > bottom[0]


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_check_photo_survives_broken_exif() -> None:
    data = encoded(picture(200, 200), exif=b"Exif\0\0II*\0\xff\xff\xff\xff" + b"\xff" * 40)

    assert check_photo(data).image.size == (200, 200)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("CMYK", "JPEG"),
        ("L", "JPEG"),
        ("RGBA", "PNG"),
        ("LA", "PNG"),
        ("P", "PNG"),
        ("1", "PNG"),
        ("RGBA", "WEBP"),
    ],
)
def test_check_photo_makes_rgb_of(mode: str, kind: str) -> None:
    checked = check_photo(encoded(picture(320, 400).convert(mode), kind))

    top, bottom = checked.image.getpixel((160, 3)), checked.image.getpixel((160, 396))
    assert checked.image.mode == "RGB"
    assert top[0] > 200 > 50 > bottom[0]


def test_check_photo_keeps_tones_of_16_bit_grey() -> None:
    grey = Image.new("I;16", (200, 200), 128 * 256)

    assert check_photo(encoded(grey, "PNG")).image.getpixel((5, 5)) == (128, 128, 128)


def test_check_photo_puts_transparent_on_white() -> None:
    clear = Image.new("RGBA", (200, 200), (0, 0, 0, 0))

    assert check_photo(encoded(clear, "PNG")).image.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_check_photo_takes_the_first_frame_of_a_moving_picture(kind: str) -> None:
    frames = [Image.new("RGB", (200, 250), color) for color in ("red", "blue", "green")]
    file = encoded(frames[0], kind, save_all=True, append_images=frames[1:], lossless=True)

    red, green, blue = check_photo(file).image.getpixel((5, 5))

    assert (red > 240, green < 15, blue < 15) == (True, True, True)


def test_check_photo_decodes_a_large_jpeg_smaller_and_keeps_its_size() -> None:
    checked = check_photo(encoded(picture(6000, 6000)))

    assert (checked.width, checked.height) == (6000, 6000)
    assert max(RENDITION_WIDTHS) <= checked.image.width < 6000


def test_write_renditions_leaves_no_metadata() -> None:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    file = encoded(picture(), exif=exif, comment=SECRET, icc_profile=profile, xmp=b"<x>" + SECRET + b"</x>")
    assert SECRET in file.getvalue()

    write_renditions(check_photo(file).image, "a" * 32)

    for width, suffix in ALL_NAMES:
        image = stored_image("a" * 32, width, suffix)
        assert image.info.keys() & {"exif", "comment", "icc_profile", "xmp", "photoshop"} == set()
        assert (image.width, dict(image.getexif())) == (width, {})
        assert SECRET not in stored("a" * 32, width, suffix)


def test_write_renditions_answers_with_the_size_of_the_largest() -> None:
    assert write_renditions(picture(1200, 1500), "b" * 32) == (960, 1200)


def test_write_renditions_never_enlarges() -> None:
    assert write_renditions(picture(200, 250), "c" * 32) == (200, 250)

    sizes = [stored_image("c" * 32, width, suffix).size for width, suffix in ALL_NAMES]
    assert sizes == [(200, 250)] * 4


def test_write_renditions_replaces_files_and_leaves_no_other() -> None:
    write_renditions(Image.new("RGB", (100, 100), "white"), "d" * 32)
    write_renditions(Image.new("RGB", (100, 100), "black"), "d" * 32)

    assert stored_image("d" * 32, 320, "jpg").getpixel((5, 5)) == (0, 0, 0)
    files = [path for path in Path(default_storage.location).rglob("*") if path.is_file()]
    assert len(files) == 4


def test_delete_renditions_removes_its_own_only() -> None:
    write_renditions(picture(100, 100), "e" * 32)
    write_renditions(picture(100, 100), "f" * 32)

    delete_renditions("e" * 32)
    delete_renditions("e" * 32)

    assert [default_storage.exists(rendition_path("e" * 32, *name)) for name in ALL_NAMES] == [False] * 4
    assert [default_storage.exists(rendition_path("f" * 32, *name)) for name in ALL_NAMES] == [True] * 4


@pytest.mark.parametrize(
    ("key", "width", "suffix"),
    [("../../etc", 320, "jpg"), ("a" * 32, 640, "jpg"), ("a" * 32, 320, "png"), ("", 320, "jpg")],
)
def test_rendition_path_refuses_other_names(key: str, width: int, suffix: str) -> None:
    with pytest.raises(ValueError, match="no such rendition"):
        rendition_path(key, width, suffix)


def test_new_key_is_new_each_time() -> None:
    keys = {new_key() for _ in range(100)}

    assert (len(keys), {len(key) for key in keys}) == (100, {32})
