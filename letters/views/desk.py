"""Views."""

from django.http import Http404, HttpRequest, HttpResponse

from profiles.audience import Audience, audience


@audience(Audience.PUBLIC)
def write(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


@audience(Audience.PUBLIC)
def blank(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


@audience(Audience.PUBLIC)
def blank_letter(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


@audience(Audience.PUBLIC)
def blank_envelope(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


@audience(Audience.PUBLIC)
def check(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404
