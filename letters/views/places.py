"""Views."""

from django.http import Http404, HttpRequest, HttpResponse

from profiles.audience import Audience, audience


@audience(Audience.PUBLIC)
def coverage(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise Http404
