"""The guide to writing, and the facts page."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from profiles.audience import Audience, audience
from profiles.facts import CHARTS, FIGURES
from profiles.guide import grouped_topics, neighbours, terms_by_letter, topic_by_slug


@audience(Audience.PUBLIC)
def guide(request: HttpRequest) -> HttpResponse:
    """All topics by group."""
    return render(request, "guide/index.html", {"groups": grouped_topics()})


@audience(Audience.PUBLIC)
def topic(request: HttpRequest, topic: str) -> HttpResponse:
    """One topic with its sources. 404 where there is none of this name."""
    found = topic_by_slug(topic)
    if found is None:
        raise Http404
    before, after = neighbours(found)
    context = {
        "topic": found,
        "groups": grouped_topics(),
        "before": before,
        "after": after,
        "terms": terms_by_letter(),
        "verify_months": settings.VERIFY_EVERY_MONTHS,
        "offense_policy": settings.OFFENSE_POLICY,
    }
    return render(request, found.template, context)


@audience(Audience.PUBLIC)
def facts(request: HttpRequest) -> HttpResponse:
    """Numbers about women in prison and jail, each with its source."""
    return render(request, "profiles/facts.html", {"figures": FIGURES, "charts": CHARTS})
