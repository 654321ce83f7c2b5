"""Headers that every answer bears, whatever view made it, and the page for what is gone."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from penpal.errors import gone
from profiles.views.shared import Gone

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "microphone", "geolocation", "payment", "usb", "browsing-topics", "display-capture")
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


class GonePages:
    """Turns `Gone`, raised by any view, into the one 410 page."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return gone(request) if isinstance(exception, Gone) else None
