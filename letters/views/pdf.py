"""PDF answers, and the pages that stand in for one that may not or cannot be printed."""

from collections.abc import Callable, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from letters.desk import Refused
from letters.printing import PrintError, Rendered
from profiles.models import Listing

#: Codes of errors that pass by themselves: asking again in a minute may help.
PASSING = frozenset({"busy", "timeout", "worker_lost", "failed"})


class BadChoice(Exception):
    """A parameter has a value that is not on its list."""

    def __init__(self, name: str, value: str, allowed: Sequence[str]) -> None:
        super().__init__(f"{name}={value}")
        self.name, self.value, self.allowed = name, value, allowed


def chosen(request: HttpRequest, name: str, allowed: Sequence[str], default: str) -> str:
    """The value of a parameter, from the form or else from the address. Raises BadChoice for one not allowed."""
    value = request.POST.get(name, request.GET.get(name, default))
    if value not in allowed:
        raise BadChoice(name, value, allowed)
    return value


def named_findings(request: HttpRequest) -> list[str]:
    """The refusals that a POST names and accepts, if it says "print anyway"."""
    if request.method != "POST" or not request.POST.get("print_anyway"):
        return []
    return request.POST.getlist("finding")


def pdf_response(pdf: bytes, filename: str) -> HttpResponse:
    """A PDF for the browser's own viewer. The file name holds no name of anybody."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def answer(
    request: HttpRequest, listing: Listing, filename: str, make: Callable[[Sequence[str]], Rendered]
) -> HttpResponse:
    """What `make` renders, given the refusals that the request names, or the page that says why there is nothing."""
    try:
        rendered = make(named_findings(request))
    except BadChoice as error:
        return bad_choice(request, error)
    except Refused as refused:
        page = {"listing": listing, "checked": refused.checked, "action": request.get_full_path()}
        return private(render(request, "letters/refused.html", page, status=409))
    except PrintError as error:
        return print_error(request, error, listing)
    return pdf_response(rendered.pdf, filename)


def bad_choice(request: HttpRequest, error: BadChoice) -> HttpResponse:
    return private(render(request, "letters/bad_choice.html", {"error": error}, status=400))


def print_error(request: HttpRequest, error: PrintError, listing: Listing | None = None) -> HttpResponse:
    """503 for what may work in a minute, else 409: these pages cannot be printed as they are."""
    status = 503 if error.code in PASSING else 409
    page = {"message": error.message, "listing": listing}
    response = render(request, "letters/not_printed.html", page, status=status)
    if status == 503:
        response.headers["Retry-After"] = "60"
    return private(response)


def private(response: HttpResponse) -> HttpResponse:
    """Kept by no cache and found by no search engine: it shows an address or a letter."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
