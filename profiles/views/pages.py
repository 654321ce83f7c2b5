"""Views."""

from django.http import Http404, HttpRequest, HttpResponse

from profiles.audience import Audience, audience


@audience(Audience.PUBLIC)
def about(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


@audience(Audience.PUBLIC)
def privacy(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


@audience(Audience.PUBLIC)
def terms(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


@audience(Audience.PUBLIC)
def contact(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404


@audience(Audience.PUBLIC)
def accessibility(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404
