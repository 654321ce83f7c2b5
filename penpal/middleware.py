"""Headers that every answer bears, whatever view made it, and pages for what views could not do."""

import logging
import re
import time
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.urls import reverse
from django.utils.crypto import get_random_string

from penpal import errors, logs, metrics
from profiles.errors import FilesUnavailable
from profiles.views.shared import Gone
from profiles.visitors import TooOften, is_trusted

logger = logging.getLogger(__name__)

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "camera",
        "microphone",
        "geolocation",
        "payment",
        "usb",
        "browsing-topics",
        "display-capture",
    )
)


#: Kinds of answers that are worth compressing; pictures and PDF files are compressed already.
WORDS = ("text/", "application/json", "application/atom+xml", "application/xml", "image/svg+xml")
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class Compression(GZipMiddleware):
    """Compresses pages, with Django's random padding, so that their length tells nothing of the tokens in them."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not response.headers.get("Content-Type", "").startswith(WORDS):
            return response
        return super().process_response(request, response)


class RequestIds:
    """Gives each request an id and writes one line about it: the URL's name, never its path or query."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = _given_id(request) or get_random_string(16)
        token = logs.request_id.set(number)
        began = time.monotonic()
        try:
            response = self.get_response(request)
            response.headers["X-Request-Id"] = number
            facts = _facts(request, response, began)
            logs.access.info("request", extra={"facts": facts})
            metrics.count(facts["url"], facts["method"], facts["status"], facts["ms"] / 1000)
            return response
        finally:
            logs.request_id.reset(token)


def _given_id(request: HttpRequest) -> str:
    """The id that a proxy of ours gave the request already, or nothing."""
    trusted = is_trusted(request.META.get("REMOTE_ADDR", ""))
    given = request.headers.get("X-Request-Id", "")
    return given if trusted and _ID.fullmatch(given) else ""


def _facts(request: HttpRequest, response: HttpResponse, began: float) -> dict[str, Any]:
    match = request.resolver_match
    return {
        "method": request.method if request.method in _METHODS else "other",
        "url": match.view_name if match else "",
        "status": response.status_code,
        "ms": round((time.monotonic() - began) * 1000),
    }


def permissions_policy(get_response: Callable) -> Callable:
    """Switch off the browser's powers that no page here uses."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware


def private_by_default(get_response: Callable) -> Callable:
    """Let no shared cache keep a page, and let browsers ask again each time: a withdrawal counts at once.

    A view that has set its own Cache-Control keeps it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return middleware


def refuse_nul(get_response: Callable) -> Callable:
    """NUL is in no text, and PostgreSQL refuses it: an address with one is nowhere, a question at the desk unreadable.

    Public pages clean what they are asked themselves, and forms refuse it with words.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            raise Http404
        if "%00" in request.META.get("QUERY_STRING", "") and request.path_info.startswith(
            reverse("admin:index")
        ):
            raise BadRequest
        return get_response(request)

    return middleware


class SpokenErrors:
    """Turns what a view could not do into a page that says so: gone (410), too often (429), no answer (503)."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Gone):
            return errors.gone(request)
        if isinstance(exception, TooOften):
            return errors.too_many_requests(request, exception.minutes)
        if isinstance(exception, (OperationalError, InterfaceError)):
            logger.error("the database did not answer", exc_info=exception)
            return errors.unavailable(request)
        if isinstance(exception, FilesUnavailable):
            logger.error("the file store did not answer", exc_info=exception)
            return errors.unavailable(request)
        return None
