"""Photos that a worker decodes, and files made to break it."""

import io
import json
import struct
import subprocess
import sys

import pikepdf
import pillow_heif
import pytest
from PIL import Image

from profiles import photos
from profiles.errors import PhotoRefused
from profiles.photo_worker import answer
from profiles.photos import RENDITION_FORMATS, RENDITION_WIDTHS, check_photo, write_renditions
from tests.profiles.test_photos import SECRET, encoded, picture, stored

PLACE = Image.Exif()
PLACE[0x010E] = SECRET.decode()


def heic(image: Image.Image, **options: object) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(image).save(out, quality=80, **options)
    return out.getvalue()


def scan(image: Image.Image) -> bytes:
    return encoded(image, "PDF", resolution=150).getvalue()


def tiff_header(width: int, height: int) -> bytes:
    """A TIFF that claims a size and holds no pixels."""
    tags = (
        (256, width),
        (257, height),
        (258, 8),
        (259, 1),
        (262, 1),
        (273, 8),
        (277, 1),
        (278, height),
        (279, 1),
    )
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + struct.pack("<I", 0)


def one_page(contents: bytes, **resources: object) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(300, 300))
    pdf.pages[0].Contents = pdf.make_stream(contents)
    if resources:
        image = pdf.make_stream(b"\0" * 64)
        image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        image.Width, image.Height, image.BitsPerComponent = resources["size"][0], resources["size"][1], 8
        image.ColorSpace = pikepdf.Name.DeviceGray
        pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def drawing() -> bytes:
    """A PDF with a thousand lines and no photo."""
    return one_page(b"0 0 m 9 9 l S\n" * 1000)


def huge_scan() -> bytes:
    """A PDF whose picture claims 200 megapixels in a few bytes."""
    return one_page(b"q 300 0 0 300 0 0 cm /Im0 Do Q", size=(16_000, 12_500))


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (heic(picture(600, 750)), "heic"),
        (encoded(picture(600, 750), "TIFF").getvalue(), "tif"),
        (encoded(picture(600, 750).convert("CMYK"), "TIFF", compression="tiff_lzw").getvalue(), "tif"),
        (encoded(picture(600, 750), "TIFF", save_all=True, append_images=[picture(9, 9)]).getvalue(), "tif"),
    ],
    ids=["heic", "tiff", "cmyk tiff", "two pages"],
)
def test_check_photo_lets_in_what_telephones_and_scanners_make(data: bytes, suffix: str) -> None:
    checked = check_photo(io.BytesIO(data))

    top, bottom = checked.image.getpixel((300, 3)), checked.image.getpixel((300, 746))
    assert (checked.width, checked.height, checked.suffix, checked.image.mode) == (600, 750, suffix, "RGB")
    assert top[0] > 200 > 50 > bottom[0]
    assert checked.data == data


def test_check_photo_draws_the_first_page_of_a_scan() -> None:
    checked = check_photo(io.BytesIO(scan(picture(600, 750))))

    top, bottom = checked.image.getpixel((300, 3)), checked.image.getpixel((300, checked.image.height - 4))
    assert (checked.suffix, checked.image.mode) == ("pdf", "RGB")
    assert abs(checked.width / checked.height - 600 / 750) < 0.01
    assert top[0] > 200 > 50 > bottom[0]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (tiff_header(16_000, 12_500), "200 megapixels"),
        (tiff_header(0, 10), "damaged"),
        (huge_scan(), "200 megapixels"),
        (drawing(), "not the scan of one photo"),
        (b"%PDF-1.7\n%%EOF", "damaged"),
        (heic(picture(400, 400))[:900], "damaged"),
        (encoded(picture(400, 400), "TIFF").getvalue()[:900], "damaged"),
        (scan(picture(40, 40))[:200], "damaged"),
        (b"II*\0" + b"\xff" * 500, "damaged"),
        (b"MM\0*" + struct.pack(">I", 8) + b"\xff" * 500, "damaged"),
    ],
)
def test_check_photo_refuses_hostile_files_in_clear_words(data: bytes, words: str) -> None:
    with pytest.raises(PhotoRefused, match=words):
        check_photo(io.BytesIO(data))


def test_check_photo_goes_by_the_bytes_whatever_the_name() -> None:
    file = io.BytesIO(heic(picture(300, 300)))
    file.name = "photo.jpg"

    assert check_photo(file).suffix == "heic"


@pytest.mark.parametrize("kind", ["HEIC", "TIFF"])
def test_renditions_of_other_formats_hold_no_metadata(kind: str) -> None:
    image = picture(400, 500)
    data = (
        heic(image, exif=PLACE.tobytes()) if kind == "HEIC" else encoded(image, "TIFF", exif=PLACE).getvalue()
    )
    assert SECRET in data

    write_renditions(check_photo(io.BytesIO(data)).image, "a" * 32)

    files = [stored("a" * 32, width, suffix) for width in RENDITION_WIDTHS for suffix in RENDITION_FORMATS]
    assert [SECRET in file for file in files] == [False] * 4


def test_worker_that_takes_too_long_is_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "WORKER_SECONDS", 0.001)

    with pytest.raises(PhotoRefused, match="damaged"):
        check_photo(io.BytesIO(heic(picture(300, 300))))


def test_worker_gets_no_secret_of_the_site() -> None:
    assert set(photos.WORKER_ENVIRONMENT) == {"PATH", "PYTHONDONTWRITEBYTECODE"}


def test_worker_that_runs_out_of_memory_says_damaged() -> None:
    code = (
        "import sys, profiles.photo_worker as worker\n"
        "worker.KINDS['TIFF'] = lambda data: bytearray(2 * worker.MEMORY_BYTES)\n"
        "worker.main()"
    )
    done = subprocess.run([sys.executable, "-c", code, "TIFF"], input=b"", capture_output=True, check=False)

    assert json.loads(done.stdout) == {"refused": "damaged", "found": 0}


def test_answer_says_the_size_of_the_file_itself() -> None:
    line, _end, pixels = answer("TIFF", encoded(picture(5000, 5000), "TIFF").getvalue()).partition(b"\n")

    assert json.loads(line) == {"width": 5000, "height": 5000}
    assert Image.open(io.BytesIO(pixels)).size == (3840, 3840)
