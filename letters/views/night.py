"""An evening of letters: choosing women, and the run that prints for them in the background."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from letters import nights, postage
from letters.forms import DayForm, NightForm, NightLetterForm
from letters.models import Night, PostageRate
from letters.night_printing import NAME
from letters.printing import PrintError
from letters.states import NightLetterState, NightState
from letters.views.pdf import pdf_response, print_error, private
from letters.views.requests import WriterRequest
from profiles.audience import Audience, audience
from profiles.errors import WrongState

#: Up to so many women can be left out one by one; a form may not have more fields.
MOST_BOXES = 500


@audience(Audience.WRITER)
@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def night(request: WriterRequest) -> HttpResponse:
    """Choose women by fair order, state and facility; a POST starts printing for them."""
    if request.method == "POST":
        return _start(request)
    asked = "count" in request.GET
    form = NightForm(request.GET if asked else None)
    asked = asked and form.is_valid()
    chosen = nights.women(**form.cleaned_data, writer=request.user) if asked else []
    page = {
        "form": form,
        "letter_form": NightLetterForm(writer=request.user),
        "women": chosen,
        "boxes": len(chosen) <= MOST_BOXES,
        "asked": asked,
        "most": nights.MOST,
        "nights": Night.objects.of(request.user)[:10],
    }
    return private(render(request, "letters/night.html", page))


def _start(request: WriterRequest) -> HttpResponse:
    slugs = [*request.POST.getlist("woman"), *request.POST.get("women", "").split()]
    form = NightLetterForm(request.POST, writer=request.user)
    error = "" if slugs else _("Choose at least one woman, and what to print.")
    if slugs and form.is_valid():
        try:
            draft = form.draft(_("Dear %(name)s,") % {"name": NAME})
            return redirect(
                nights.start(writer=request.user, slugs=slugs, draft=draft, ruled_pages=form.ruled_pages())
            )
        except WrongState as wrong:
            error = str(wrong)
    page = {"form": NightForm(), "letter_form": form, "error": error, "again": slugs, "most": nights.MOST}
    return private(render(request, "letters/night.html", page, status=400))


@audience(Audience.WRITER)
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def run(request: WriterRequest, code: str) -> HttpResponse:
    """One letter night: how far it is, its files, and who was left out. POST `action`: one of ACTIONS."""
    found = get_object_or_404(Night.objects.of(request.user), code=code)
    form = DayForm(request.POST or None)
    if request.method == "POST":
        act = ACTIONS.get(request.POST.get("action", ""))
        try:
            if act and act(found, form):
                return redirect(found)
        except WrongState as error:
            messages.error(request, str(error))
            return redirect(found)
    page = {
        "night": found,
        "works": found.state in (NightState.QUEUED, NightState.RUNNING),
        "left_out": found.items.filter(state=NightLetterState.LEFT_OUT),
        "printed": found.items.filter(state=NightLetterState.SET).count(),
        "postage": postage.about(PostageRate.objects.on()),
        "form": form if request.method == "POST" else DayForm(),
    }
    return private(render(request, "letters/night_run.html", page))


@audience(Audience.WRITER)
@login_required
@require_safe
def night_file(request: WriterRequest, code: str, name: str) -> HttpResponseBase:
    """letters.pdf, envelopes.pdf, cover.pdf or cover.csv of a finished night; 404 for anything else."""
    found = get_object_or_404(Night.objects.of(request.user), code=code)
    make = FILES.get(name)
    if make is None or found.finished_at is None or found.state == NightState.CANCELLED:
        raise Http404
    try:
        return make(found)
    except PrintError as error:
        return print_error(request, error)


def _stored(file: str) -> Callable[[Night], HttpResponseBase]:
    def answer(found: Night) -> HttpResponseBase:
        stored = getattr(found, f"{file}_pdf")
        if not stored:
            raise Http404
        response = FileResponse(stored.open("rb"), filename=f"{file}.pdf", content_type="application/pdf")
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return answer


def _csv(found: Night) -> HttpResponse:
    response = HttpResponse(nights.cover_csv(found), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="cover.csv"'
    return private(response)


def _mailed(found: Night, form: DayForm) -> bool:
    if form.is_valid():
        nights.mark_mailed(night=found, on=form.cleaned_data["on"])
    return form.is_valid()


def _plain(act: Callable[..., object]) -> Callable[[Night, DayForm], bool]:
    def done(found: Night, _form: DayForm) -> bool:
        act(night=found)
        return True

    return done


ACTIONS: dict[str, Callable[[Night, DayForm], bool]] = {
    "cancel": _plain(nights.cancel),
    "again": _plain(nights.start_again),
    "printed": _plain(nights.mark_printed),
    "mailed": _mailed,
}
FILES: dict[str, Callable[[Night], HttpResponseBase]] = {
    "letters.pdf": _stored("letters"),
    "envelopes.pdf": _stored("envelopes"),
    "cover.pdf": lambda found: pdf_response(nights.cover_pdf(found).pdf, "cover.pdf"),
    "cover.csv": _csv,
}
