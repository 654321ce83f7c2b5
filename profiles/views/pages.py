"""Pages that say who we are, what we keep, what we promise, and how to reach us."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from profiles.audience import Audience, audience


@audience(Audience.PUBLIC)
def about(request: HttpRequest) -> HttpResponse:
    context = {"verify_months": settings.VERIFY_EVERY_MONTHS, "offense_policy": settings.OFFENSE_POLICY}
    return render(request, "pages/about.html", context)


@audience(Audience.PUBLIC)
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html")


@audience(Audience.PUBLIC)
def terms(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/terms.html")


@audience(Audience.PUBLIC)
def contact(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/contact.html", {"return_address": settings.ORG_RETURN_ADDRESS})


@audience(Audience.PUBLIC)
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html")
