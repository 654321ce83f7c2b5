"""How much is known of each system's mail rules, and telling us that something of it is wrong."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from letters.corrections import report_wrong
from letters.coverage import cover
from letters.forms.returned import ReturnedForm
from letters.forms.wrong import WrongForm
from letters.returns import take_in_from_public
from letters.states import ReturnReason
from profiles.audience import Audience, audience
from profiles.models import Facility, System
from profiles.visitors import limit

REPORTS_AN_HOUR = 10  # from one network address
RETURNS_AN_HOUR = 5  # as well


@audience(Audience.PUBLIC)
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Systems and types of rule: how many we know, from where, how old, and what is missing."""
    may_edit = request.user.has_perm("letters.view_mailingrule")
    return render(request, "letters/coverage.html", {"cover": cover(), "may_edit": may_edit})


@audience(Audience.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def wrong_facility(request: HttpRequest, slug: str) -> HttpResponse:
    """Something about a facility is wrong."""
    return _wrong(request, get_object_or_404(Facility.objects.listed().select_related("system"), slug=slug))


@audience(Audience.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def wrong_system(request: HttpRequest, slug: str) -> HttpResponse:
    """Something about a system is wrong."""
    return _wrong(request, get_object_or_404(System, slug=slug))


@audience(Audience.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def returned(request: HttpRequest) -> HttpResponse:
    """Somebody without an account tells us that a letter came back. The answer is the same for every code."""
    asked = {"facility": request.GET.get("facility", ""), "returned_on": timezone.localdate()}
    form = ReturnedForm(request.POST or None, initial=asked)
    if request.method == "POST" and form.is_valid():
        limit(request, "returned", RETURNS_AN_HOUR, 60)
        told = form.cleaned_data
        take_in_from_public(
            code=told["code"],
            facility=told["facility"],
            reason=ReturnReason(told["reason"]),
            on=told["returned_on"],
            words=told["words"],
        )
        messages.success(request, _("Thank you. We will look into it, so that the next letter arrives."))
        return redirect(told["facility"])
    return render(request, "letters/returned.html", {"form": form})


def _wrong(request: HttpRequest, place: Any) -> HttpResponse:
    form = WrongForm(request.POST or None, place=place)
    if request.method == "POST" and form.is_valid():
        limit(request, "wrong", REPORTS_AN_HOUR, 60)
        report_wrong(place=place, **form.answers())
        messages.success(request, _("Thank you. We will look at the source and correct what is wrong."))
        return redirect(place)
    return render(request, "letters/wrong.html", {"place": place, "form": form})
