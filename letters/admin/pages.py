"""Pages of the desk about what we know: what to read again, what contradicts, what looks changed; files of rules."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from letters import facts
from letters.contradictions import contradictions
from letters.models import MailingRule, Route
from letters.returns import suspicions
from letters.rule_files import apply, compare, read_documents
from letters.rule_files.reading import LONGEST
from letters.upkeep import stale_places, unreadable
from profiles.admin.shared import staff
from profiles.models import Facility, System

STALE_SHOWN = 40
LOOK, CHANGE, ADD = "letters.view_mailingrule", "letters.change_mailingrule", "letters.add_mailingrule"


def _need(request: HttpRequest, *permissions: str) -> None:
    if not request.user.has_perms(permissions):
        raise PermissionDenied


def _page(
    request: HttpRequest, template: str, title: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    whole = {**admin.site.each_context(request), "title": title, **context}
    return render(request, template, whole, status=status)


@require_safe
def upkeep_page(request: HttpRequest) -> HttpResponse:
    """Four queues: places that look changed, rules nobody can read, rules that contradict, facts gone stale."""
    _need(request, LOOK)
    stale = stale_places()
    context = {
        "stale": stale[:STALE_SHOWN],
        "stale_total": len(stale),
        "unreadable": unreadable(),
        "contradictions": contradictions(),
        "suspicions": suspicions(),
        "may_change": request.user.has_perm(CHANGE),
    }
    return _page(request, "admin/letters/upkeep.html", _("What to read again"), context)


@require_POST
def confirm_place(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody read all of a place's rules and addresses today, and nothing had changed."""
    _need(request, CHANGE)
    place = System.objects.filter(slug=slug).first() or Facility.objects.filter(slug=slug).first()
    if place is None:
        raise Http404
    own = {"system": place} if isinstance(place, System) else {"facility": place}
    count = facts.confirm(
        facts=[*MailingRule.objects.in_force().filter(**own), *Route.objects.in_force().filter(**own)],
        by=staff(request),
    )
    words = ngettext(
        "%(place)s: %(count)d fact is checked today.", "%(place)s: %(count)d facts are checked today.", count
    )
    messages.success(request, words % {"place": place, "count": count})
    return redirect("admin:letters_upkeep")


class ImportForm(forms.Form):
    """Files of rules, or their text."""

    file = forms.FileField(
        label=gettext_lazy("Files"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}),
        help_text=gettext_lazy(
            "A YAML file; it may hold several systems, with a line of three hyphens between them."
        ),
    )
    text = forms.CharField(
        label=gettext_lazy("Or its text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        strip=False,
    )

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if file is None:
            return ""
        if file.size > LONGEST:
            raise ValidationError(_("This file is too large: expected at most one megabyte."))
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise ValidationError(_("This is not a text file in UTF-8.")) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            cleaned["text"] = cleaned.get("file") or cleaned.get("text", "")
            if not cleaned["text"].strip():
                raise ValidationError(_("Choose a file, or paste its text."))
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    """First the file, then every difference with a tick, then what was ticked is stored."""
    _need(request, CHANGE, ADD)
    title = _("Bring in a file of rules")
    form = ImportForm(request.POST or None, request.FILES or None)
    if not (form.is_bound and form.is_valid()):
        return _page(request, "admin/letters/import.html", title, {"form": form})
    text = form.cleaned_data["text"]
    systems, errors = read_documents(text)
    context: dict[str, Any] = {"form": ImportForm(initial={"text": text}), "errors": errors, "text": text}
    if errors:
        return _page(request, "admin/letters/import.html", title, context, status=400)
    made = compare(systems)
    if "store" in request.POST:
        try:
            stored = apply(made, take=request.POST.getlist("take"), by=staff(request), note=_("from a file"))
        except ValidationError as wrong:
            context["wrong"] = wrong.messages
        else:
            words = ngettext("%(count)d row is stored.", "%(count)d rows are stored.", stored)
            messages.success(request, words % {"count": stored})
            return redirect("admin:letters_upkeep")
    return _page(
        request, "admin/letters/import.html", title, {**context, "made": made, "usual": made.usual()}
    )
