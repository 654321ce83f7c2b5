"""Telling us of a mistake on a page, or of a change to a program."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from profiles import actions
from profiles.audience import Audience, audience
from profiles.forms import ProgramForm, SuggestionForm
from profiles.models import Suggestion
from profiles.visitors import limit

SUGGESTIONS_AN_HOUR = 10  # from one network address


@audience(Audience.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def problem(request: HttpRequest) -> HttpResponse:
    """Something is wrong with the page that `page` names."""
    page = public_path(request.GET.get("page", ""))
    form = SuggestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limit(request, "suggestion", SUGGESTIONS_AN_HOUR, 60)
        actions.suggest(about=Suggestion.About.PAGE, page=page, **form.answers())
        messages.success(request, _("Thank you. A person will look at it."))
        return redirect(page or "home")
    return render(request, "profiles/problem.html", {"form": form, "page": page})


def public_path(path: str) -> str:
    """A path of this site that anybody may open, or an empty text: a private link is nobody else's business."""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    is_public = getattr(found.func, "audience", None) == Audience.PUBLIC
    return path if is_public and len(path) <= 200 else ""


@audience(Audience.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def program_change(request: HttpRequest) -> HttpResponse:
    """A program is missing, closed or wrong. `program` names the one to begin with."""
    form = ProgramForm(request.POST or None, initial={"program": _number(request.GET.get("program", ""))})
    if request.method == "POST" and form.is_valid():
        limit(request, "suggestion", SUGGESTIONS_AN_HOUR, 60)
        actions.suggest(about=Suggestion.About.PROGRAM, **form.answers())
        messages.success(request, _("Thank you. We will look at the source, and then correct the list."))
        return redirect("profiles:programs")
    return render(request, "profiles/program_change.html", {"form": form})


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
