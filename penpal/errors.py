"""Error pages in the site's own voice."""

import logging
import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from profiles.views.shared import waiting_for_a_letter

logger = logging.getLogger(__name__)

LONG_TEXT = 40  # characters; shorter answers are typed again quickly
#: What remains to say when not even a template can be read.
LAST_WORDS = "Something went wrong on our side. Please try again in a few minutes.\n"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A form larger than we read says so: nothing of it was read, and the browser still holds what was typed."""
    return _page(request, 400, too_large=isinstance(exception, (RequestDataTooBig, TooManyFilesSent)))


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was sent from a page that is too old, or with cookies switched off."""
    return _page(request, 403, "errors/csrf.html", typed=_long_texts(request))


def _long_texts(request: HttpRequest) -> list[str]:
    """What somebody wrote at length in the form, to be copied from the page that refuses it. Never a password."""
    return [
        str(text)
        for name, text in request.POST.dict().items()
        if len(str(text)) >= LONG_TEXT and name != "csrfmiddlewaretoken" and "password" not in name
    ]


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404)


def gone(request: HttpRequest) -> HttpResponse:
    """The same page for everything that was public and is hidden: no name, no reason, nothing of the address."""
    return _page(request, 410, waiting=waiting_for_a_letter(3))


def too_many_requests(request: HttpRequest, wait_minutes: int) -> HttpResponse:
    """Somebody asked for the same thing too often. `wait_minutes`: whole minutes until it works again."""
    response = _page(request, 429, minutes=wait_minutes)
    response.headers["Retry-After"] = str(wait_minutes * 60)
    return response


def asked_too_often(request: HttpRequest) -> HttpResponse:
    """What allauth answers with past one of its limits, the longest of which lasts five minutes."""
    return too_many_requests(request, 5)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database does not answer. Needs neither it nor a session."""
    response = _bare("errors/503.html", 503)
    response.headers["Retry-After"] = "120"  # seconds
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs no database, no session and no context processor.

    A database that fails before any view runs, such as for the session, ends here and not in a middleware.
    """
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return unavailable(request)
    return _bare("errors/500.html", 500)


def _page(request: HttpRequest, status: int, template: str = "", **context: Any) -> HttpResponse:
    """An error page; `nowhere` keeps what was asked for out of it."""
    return render(request, template or f"errors/{status}.html", {"nowhere": True, **context}, status=status)


def _bare(template: str, status: int) -> HttpResponse:
    try:
        page = loader.get_template(template).render({"SITE_NAME": settings.SITE_NAME})
    except Exception:
        logger.exception("%s could not be rendered", template)
        return HttpResponse(LAST_WORDS, status=status, content_type="text/plain; charset=utf-8")
    return HttpResponse(page, status=status)
