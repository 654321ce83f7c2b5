"""Views."""

from django.http import Http404, HttpRequest, HttpResponse

from profiles.audience import Audience, audience


@audience(Audience.PUBLIC)
def guide(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


@audience(Audience.PUBLIC)
def topic(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


@audience(Audience.PUBLIC)
def facts(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404
