"""An evening of letters: blank sheets and envelopes for several women at once."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from letters import evening
from letters.forms import NightForm
from letters.forms.night import MOST_LETTERS
from letters.printing import PrintError
from letters.views.pdf import pdf_response, print_error, private
from profiles.audience import Audience, audience
from profiles.models import Listing

PARTS = ("letters", "envelopes", "cover")


@audience(Audience.WRITER)
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def night(request: HttpRequest) -> HttpResponse:
    """Choose women by fair order, state and facility; print sheets, envelopes and a cover list in one order."""
    if request.method == "POST":
        return _print(request)
    asked = "count" in request.GET
    form = NightForm(request.GET if asked else None)
    asked = asked and form.is_valid()
    women = _women(form) if asked else []
    page = {"form": form, "women": women, "asked": asked, "most": MOST_LETTERS}
    return private(render(request, "letters/night.html", page))


def _women(form: NightForm) -> list[Listing]:
    cleaned = form.cleaned_data
    return evening.women(count=cleaned["count"], state=cleaned["state"], facility=cleaned["facility"])


def _print(request: HttpRequest) -> HttpResponse:
    form = NightForm({**request.POST.dict(), "count": MOST_LETTERS})
    chosen = request.POST.getlist("woman")[:MOST_LETTERS]
    part = request.POST.get("part", "")
    if not form.is_valid() or part not in PARTS or not chosen:
        page = {"form": form, "women": [], "error": _("Choose at least one woman, and what to print.")}
        return private(render(request, "letters/night.html", page, status=400))
    paper = {"pages": int(form.cleaned_data["pages"]), "paper": form.cleaned_data["paper"]}
    prepared = evening.prepare(chosen, size=form.cleaned_data["size"], **paper)
    if part == "cover":
        return private(render(request, "letters/night_cover.html", {"prepared": prepared, **paper}))
    try:
        pdf = evening.letters_pdf(prepared) if part == "letters" else evening.envelopes_pdf(prepared)
    except PrintError as error:
        return print_error(request, error)
    return pdf_response(pdf, f"{part}.pdf")
