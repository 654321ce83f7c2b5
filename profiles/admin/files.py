"""Private files: what kind they are by their first bytes, and the one way they are shown to staff."""

import io
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from profiles.errors import PhotoRefused
from profiles.photos import check_photo

MAX_SCAN_BYTES = 15 * 1024 * 1024

#: First bytes, media type, file name suffix. Whatever is not here is handed out as bytes without a type.
_SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"%PDF-", "application/pdf", "pdf"),
)
UNKNOWN = ("application/octet-stream", "bin")
#: Types that a browser shows without running anything in them.
SHOWN = ("image/jpeg", "image/png", "image/webp")


def media_type(file: IO[bytes]) -> tuple[str, str]:
    """Media type and suffix by the first bytes; UNKNOWN for every other file. Rewinds the file."""
    file.seek(0)
    start = file.read(16)
    file.seek(0)
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "image/webp", "webp"
    return next(((kind, suffix) for sign, kind, suffix in _SIGNATURES if start.startswith(sign)), UNKNOWN)


def check_scan(file: UploadedFile) -> None:
    """Raises ValidationError unless an uploaded scan is JPEG, PNG, WebP or PDF up to 15 MB."""
    if (file.size or 0) > MAX_SCAN_BYTES:
        raise ValidationError(_("This file is larger than 15 MB. Please scan at 200 dots per inch."))
    kind, _suffix = media_type(file)
    if kind == UNKNOWN[0]:
        raise ValidationError(_("A scan must be PDF, JPEG, PNG or WebP."))


def shown_photo(stored: FieldFile, name: str) -> HttpResponseBase:
    """A private photo as a browser can show it: drawn anew where its format is none of a browser's."""
    if not stored:
        raise Http404
    try:
        with _opened(stored) as file:
            image = None if media_type(file)[0] in SHOWN else check_photo(file).image
    except FileNotFoundError as error:
        raise Http404 from error
    except PhotoRefused:
        image = None
    if image is None:
        return private_file(stored, name)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    response = HttpResponse(out.getvalue(), content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _opened(stored: FieldFile) -> File:
    """The file anew: a field's own file cannot be opened again once it is closed."""
    return stored.storage.open(str(stored.name), "rb")


def private_file(stored: FieldFile, name: str) -> HttpResponseBase:
    """A private file for staff who may see it: the caller has checked that.

    Photos are shown, everything else is downloaded; nothing is guessed by the browser or kept by a cache.
    Raises Http404 where there is no file.
    """
    if not stored:
        raise Http404
    try:
        file = _opened(stored)
    except FileNotFoundError as error:
        raise Http404 from error
    kind, suffix = media_type(file)
    response = FileResponse(
        file, content_type=kind, as_attachment=kind not in SHOWN, filename=f"{name}.{suffix}"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
