"""Sending the public files of photos and drawings."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from profiles.photos import rendition_path

MEDIA_TYPES = {"webp": "image/webp", "jpg": "image/jpeg"}


def send_rendition(request: HttpRequest, key: str, width: int, suffix: str) -> HttpResponseBase:
    """One rendition file, asked for anew each time: a withdrawal then counts at once, also in browsers' caches.

    Whether it may be shown is for the view to decide first. Raises Http404 where the file is gone.
    """
    etag = f'"{key}-{width}-{suffix}"'
    response: HttpResponseBase = get_conditional_response(request, etag=etag) or _file(key, width, suffix)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["ETag"] = etag
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _file(key: str, width: int, suffix: str) -> FileResponse:
    try:
        file = default_storage.open(rendition_path(key, width, suffix))
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(file, content_type=MEDIA_TYPES[suffix])
