"""Views."""

from django.http import Http404, HttpRequest, HttpResponse

from profiles.audience import Audience, audience


@audience(Audience.PUBLIC)
def mine(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


@audience(Audience.PUBLIC)
def letter(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


@audience(Audience.PUBLIC)
def calendar(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404
