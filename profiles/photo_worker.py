"""Decodes the photo formats whose libraries are large and old: HEIC, TIFF, and a PDF that holds the scan of a print.

Run as `python -m profiles.photo_worker KIND` by `profiles.photos`, one process for each file, with little memory and
time, so that a file made to break a library breaks nothing but this. The file comes on standard input. On standard
output: a line of JSON, `{"width": W, "height": H}` or `{"refused": WORD, "found": N}`, then the pixels as PNG.
"""

import io
import json
import resource
import sys
from collections.abc import Callable
from typing import NoReturn

from PIL import Image

from profiles.pixels import BROKEN, ENOUGH, MAX_PIXELS, upright_rgb

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 20
MAX_OBJECTS = 60  # on the page of a PDF; a scan has one, or a few strips

Decoded = tuple[Image.Image, int, int]


class Refused(Exception):
    """A file that is no photo for us: `pixels`, `page` or `damaged`, and a number that goes with it."""

    def __init__(self, word: str, found: int = 0) -> None:
        super().__init__(word)
        self.word, self.found = word, found


def heic(data: bytes) -> Decoded:
    """The main picture of a HEIC file. The library turns it upright by itself."""
    import pi_heif  # noqa: PLC0415 - each kind loads its own library only

    pi_heif.register_heif_opener()
    return _picture(data, "HEIF")


def tiff(data: bytes) -> Decoded:
    """The first page of a TIFF file."""
    return _picture(data, "TIFF")


def _picture(data: bytes, kind: str) -> Decoded:
    with Image.open(io.BytesIO(data), formats=[kind]) as opened:
        _check(*opened.size)
        tiles = getattr(opened, "tag_v2", {})
        _check(int(tiles.get(322, 1)), int(tiles.get(323, 1)))
        width, height = opened.size
        image, turned = upright_rgb(opened)
    return (image, height, width) if turned else (image, width, height)


def pdf(data: bytes) -> Decoded:
    """The first page of a PDF that is nothing but a scan."""
    import pypdfium2 as pdfium  # noqa: PLC0415
    from pypdfium2 import raw  # noqa: PLC0415

    document = pdfium.PdfDocument(data)
    page = document[0]
    images = 0
    for count, part in enumerate(page.get_objects(max_depth=3)):
        if count > MAX_OBJECTS or (
            part.type in (raw.FPDF_PAGEOBJ_SHADING, raw.FPDF_PAGEOBJ_PATH) and count > 20
        ):
            raise Refused("page")
        if part.type == raw.FPDF_PAGEOBJ_IMAGE:
            _check(*part.get_px_size())
            images += 1
    if not images:
        raise Refused("page")
    width, height = page.get_size()
    if not 1 <= min(width, height) <= max(width, height) <= 14400:
        raise Refused("damaged")
    image = page.render(scale=2 * ENOUGH / max(width, height), rev_byteorder=True).to_pil().convert("RGB")
    return image, image.width, image.height


def _check(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise Refused("pixels", round(width * height / 1_000_000))
    if min(width, height) < 1:
        raise Refused("damaged")


KINDS: dict[str, Callable[[bytes], Decoded]] = {"HEIC": heic, "TIFF": tiff, "PDF": pdf}


def answer(kind: str, data: bytes) -> bytes:
    """The line and the pixels, as they go to standard output."""
    try:
        image, width, height = KINDS[kind](data)
    except Refused as refused:
        return json.dumps({"refused": refused.word, "found": refused.found}).encode() + b"\n"
    except (*BROKEN, RuntimeError, MemoryError):
        return json.dumps({"refused": "damaged", "found": 0}).encode() + b"\n"
    image.thumbnail((2 * ENOUGH, 2 * ENOUGH))
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    return json.dumps({"width": width, "height": height}).encode() + b"\n" + out.getvalue()


def main() -> NoReturn:
    """Limits first: nothing of the file is read without them."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Image.MAX_IMAGE_PIXELS = None  # ours is lower, and its refusal says what is wrong
    sys.stdout.buffer.write(answer(sys.argv[1], sys.stdin.buffer.read()))
    sys.exit(0)


if __name__ == "__main__":
    main()
