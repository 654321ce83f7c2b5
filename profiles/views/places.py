"""Views."""

from django.http import Http404, HttpRequest, HttpResponse

from profiles.audience import Audience, audience


@audience(Audience.PUBLIC)
def facilities(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


@audience(Audience.PUBLIC)
def facility(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


@audience(Audience.PUBLIC)
def system(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


@audience(Audience.PUBLIC)
def programs(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404
