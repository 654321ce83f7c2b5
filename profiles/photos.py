"""Photos: what is let in, and the small copies that the public sees.

A file is judged by its first bytes and its header before anything is decoded, so a picture that would fill the
memory costs nothing. What is published is drawn anew from the pixels: no byte of the original file, and none of
its metadata (place, time, device, thumbnail), reaches a public file.
"""

import io
import json
import os
import struct
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from profiles.errors import PhotoRefused
from profiles.models.photos import RENDITION_FORMATS, RENDITION_WIDTHS
from profiles.pixels import BROKEN, ENOUGH, MAX_PIXELS, upright_rgb

MAX_BYTES = 15 * 1024 * 1024
MAX_RATIO = 5  # the longer edge to the shorter
FOLDER = "photos"
PRINT_WIDTH = 480  # pixels; on paper a photo is 34 mm wide
WORKER_SECONDS = 30  # for a file that a worker decodes
#: No key and no password of the site goes to a process that reads strangers' files.
WORKER_ENVIRONMENT = {"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"}

#: Formats that a process of its own decodes, and their file name suffix.
FOREIGN = {"HEIC": "heic", "TIFF": "tif", "PDF": "pdf"}
SUFFIXES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", **FOREIGN}
#: Brands of HEIC and AVIF files (ISO/IEC 23008-12); other files that begin alike are videos.
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


@dataclass(frozen=True)
class CheckedPhoto:
    """A photo that was let in.

    image: upright RGB pixels without metadata, perhaps decoded smaller than the file is.
    width, height: pixels of the file itself, upright. data: the file as it came. suffix: one of SUFFIXES.
    """

    image: Image.Image
    width: int
    height: int
    data: bytes
    suffix: str


def check_photo(file: IO[bytes]) -> CheckedPhoto:
    """Let a photo in, or raise PhotoRefused with words for the person who sent it.

    Takes JPEG, PNG, WebP, HEIC, TIFF and a scan in a PDF up to MAX_BYTES and MAX_PIXELS. Of a moving picture
    the first frame counts.
    """
    data = _read(file)
    kind = _kind(data)
    try:
        image, width, height = _foreign(kind, data) if kind in FOREIGN else _plain(kind, data)
        _check_shape(width, height)
    except BROKEN as error:
        raise PhotoRefused(
            _("This photo file is damaged or incomplete. Please send the photo again.")
        ) from error
    return CheckedPhoto(image, width, height, data, SUFFIXES[kind])


def new_key() -> str:
    """A fresh unguessable key for one photo's files (about 190 bits)."""
    return get_random_string(32)


def rendition_path(key: str, width: int, suffix: str) -> str:
    """Name of a rendition in the default storage. `width` is one of RENDITION_WIDTHS, `suffix` of RENDITION_FORMATS."""
    if width not in RENDITION_WIDTHS or suffix not in RENDITION_FORMATS or not key.isalnum():
        raise ValueError(f"no such rendition: {key!r} {width!r} {suffix!r}")
    return f"{FOLDER}/{key[:2].lower()}/{key}-{width}.{suffix}"


def write_renditions(image: Image.Image, key: str) -> tuple[int, int]:
    """Draw every rendition under `key`; returns width and height of the largest, in pixels.

    A small photo is never enlarged: its files bear both names and have its own width. Each file appears whole or
    not at all.
    """
    size = image.size
    for width in sorted(RENDITION_WIDTHS):
        small = _resized(image, width)
        size = small.size
        for suffix in RENDITION_FORMATS:
            _put(rendition_path(key, width, suffix), _encoded(small, suffix))
    return size


def print_copy(file: IO[bytes]) -> tuple[bytes, int, int]:
    """A small JPEG of a photo for paper, drawn anew without metadata; with its width and height in pixels.

    Raises PhotoRefused for a file that is not let in.
    """
    small = _resized(check_photo(file).image, PRINT_WIDTH)
    return _encoded(small, "jpg"), *small.size


def delete_renditions(key: str) -> None:
    """Remove every rendition under `key`; those that are gone already do not matter."""
    for width in RENDITION_WIDTHS:
        for suffix in RENDITION_FORMATS:
            storages["default"].delete(rendition_path(key, width, suffix))


def _read(file: IO[bytes]) -> bytes:
    declared = getattr(file, "size", 0) or 0
    file.seek(0)
    data = b"" if declared > MAX_BYTES else file.read(MAX_BYTES + 1)
    if declared > MAX_BYTES or len(data) > MAX_BYTES:
        raise PhotoRefused(_("This file is larger than 15 MB. Please send a smaller copy of the photo."))
    if not data:
        raise PhotoRefused(_("This file is empty. Please send the photo again."))
    return data


def _kind(data: bytes) -> str:
    """What it is by the first bytes, whatever the file is called: a key of SUFFIXES. Raises PhotoRefused."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp":
        if data[8:12] in HEIC_BRANDS:
            return "HEIC"
        raise PhotoRefused(_("This is an AVIF or video file. Please save the photo as JPEG and send that."))
    if data.startswith((b"II*\x00", b"MM\x00*")):
        return "TIFF"
    if data.startswith(b"%PDF-"):
        return "PDF"
    raise PhotoRefused(_("This file is not a photo we can read. Please send JPEG, PNG, WebP, HEIC or TIFF."))


def _declared_size(kind: str, data: bytes) -> tuple[int, int]:
    """Width and height as the header says, without decoding a pixel."""
    if kind == "WEBP":
        return _webp_size(data)
    plugin = JpegImageFile if kind == "JPEG" else PngImageFile
    with plugin(io.BytesIO(data)) as opened:
        return opened.size


def _webp_size(data: bytes) -> tuple[int, int]:
    """Canvas size of a WebP file, read by hand: Pillow's reader makes room for the whole canvas on opening.

    Source: the WebP Container Specification and RFC 6386, section 9.1 (the frame header of a lossy picture).
    """
    chunk = data[12:16]
    if chunk == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if chunk == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if chunk == b"VP8 " and len(data) >= 30:
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise ValueError("no picture in this WebP file")


def _check_shape(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise _too_many_pixels(round(width * height / 1_000_000))
    if min(width, height) < 1:
        raise ValueError("a picture without pixels")
    if max(width, height) > MAX_RATIO * min(width, height):
        raise PhotoRefused(
            _("This picture is too long and narrow. Please crop it closer to her and send it again.")
        )


def _plain(kind: str, data: bytes) -> tuple[Image.Image, int, int]:
    """Pixels and size of a JPEG, PNG or WebP, decoded here."""
    width, height = _declared_size(kind, data)
    _check_shape(width, height)
    with Image.open(io.BytesIO(data), formats=[kind]) as opened:
        _check_shape(*opened.size)
        image, turned = _decode(opened, kind)
    return (image, height, width) if turned else (image, width, height)


def _too_many_pixels(found: int) -> PhotoRefused:
    return PhotoRefused(
        _("This photo has %(found)s megapixels; the most we take is 40. Please send a smaller copy.")
        % {"found": found}
    )


def _decode(opened: Image.Image, kind: str) -> tuple[Image.Image, bool]:
    """The first frame as upright RGB without metadata, and whether it was turned by a quarter."""
    if kind == "JPEG":
        opened.draft(None, (ENOUGH, ENOUGH))
    return upright_rgb(opened)


def _foreign(kind: str, data: bytes) -> tuple[Image.Image, int, int]:
    """Pixels and size of a file that `photo_worker` decodes. Raises PhotoRefused, or what is in BROKEN."""
    command = [sys.executable, "-m", "profiles.photo_worker", kind]
    try:
        done = subprocess.run(
            command,
            input=data,
            capture_output=True,
            timeout=WORKER_SECONDS,
            env=dict(WORKER_ENVIRONMENT),
            cwd=settings.BASE_DIR,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ValueError("a file that takes too long") from error
    line, _end, pixels = done.stdout.partition(b"\n")
    said = json.loads(line or b'{"refused": "damaged"}')
    if said.get("refused") == "pixels":
        raise _too_many_pixels(said["found"])
    if said.get("refused") == "page":
        raise PhotoRefused(
            _("This PDF is not the scan of one photo. Please scan the photo alone, or send it as JPEG.")
        )
    if said.get("refused"):
        raise ValueError("damaged")
    with Image.open(io.BytesIO(pixels), formats=["PNG"]) as opened:
        image, _turned = upright_rgb(opened)
    return image, said["width"], said["height"]


def _resized(image: Image.Image, width: int) -> Image.Image:
    if image.width <= width:
        small = image.copy()
    else:
        height = max(1, round(image.height * width / image.width))
        small = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    small.info.clear()
    return small


def _encoded(image: Image.Image, suffix: str) -> bytes:
    options: dict[str, Any] = {
        "webp": {"format": "WEBP", "quality": 80, "method": 4},
        "jpg": {"format": "JPEG", "quality": 82, "optimize": True, "progressive": True},
    }[suffix]
    out = io.BytesIO()
    image.save(out, **options)
    return out.getvalue()


def _put(name: str, data: bytes) -> None:
    """Store a file whole or not at all, over an older one of that name."""
    storage: Storage = storages["default"]
    if isinstance(storage, FileSystemStorage):
        _replace_file(Path(storage.path(name)), data, storage.file_permissions_mode)
        return
    storage.delete(name)
    storage.save(name, ContentFile(data))


def _replace_file(path: Path, data: bytes, mode: int | None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, fresh = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        if mode is not None:
            Path(fresh).chmod(mode)
        Path(fresh).replace(path)
    except BaseException:
        Path(fresh).unlink(missing_ok=True)
        raise
