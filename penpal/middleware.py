"""Headers that every answer bears, whatever view made it, and pages for what views could not do."""

import logging
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from penpal import errors
from profiles.views.shared import Gone
from profiles.visitors import TooOften

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


class SpokenErrors:
    """Turns what a view could not do into a page that says so: gone (410), too often (429), no database (503)."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Gone):
            return errors.gone(request)
        if isinstance(exception, TooOften):
            return errors.too_many_requests(request, exception.minutes)
        if isinstance(exception, OperationalError):
            logger.error("the database did not answer", exc_info=exception)
            return errors.unavailable(request)
        return None
