"""A writer's own letters, and telling the site what happened to each. Nobody else sees them."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from letters import actions, desk
from letters.blocked import without_blocked
from letters.drafts import draft_of, whole_draft_of
from letters.forms import DayForm, ReturnForm
from letters.models import Correspondence, Letter
from letters.printing import PrintError
from letters.printing.paragraphs import paragraphs
from letters.states import LetterState, ReturnReason
from letters.timeline import Shown, printed_on, shown_correspondences, shown_letters
from letters.views.calendar import token_of
from letters.views.pdf import named_findings, pdf_response, private
from letters.views.requests import WriterRequest
from profiles.audience import Audience, audience
from profiles.errors import WrongState
from profiles.models import Listing


@audience(Audience.WRITER)
@login_required
@require_safe
def mine(request: WriterRequest) -> HttpResponse:
    """The writer's letters: what waits on them, and what is on its way."""
    shown = shown_letters(Letter.objects.of(request.user).filter(night=None))
    page = {
        "correspondences": shown_correspondences(Correspondence.objects.of(request.user)),
        "waiting": [letter for letter in shown if letter.waits_on_writer],
        "on_the_way": [letter for letter in shown if not letter.waits_on_writer],
        "women": len({letter.letter.listing_id or letter.letter.display_name for letter in shown}),
        "replies": sum(letter.letter.state == LetterState.REPLIED for letter in shown),
        "total": len(shown),
        "calendar": request.build_absolute_uri(reverse("letters:calendar", args=[token_of(request.user)])),
    }
    return private(render(request, "letters/mine.html", page))


@audience(Audience.WRITER)
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: WriterRequest, code: str) -> HttpResponse:
    """One letter with its history. POST `action`: a step that happened, undo, delete, or printing once more."""
    kept = get_object_or_404(Letter.objects.of(request.user), code=code)
    if request.method != "POST":
        return _page(request, kept)
    act = ACTIONS.get(request.POST.get("action", ""))
    if act is None:
        return _page(request, kept, error=_("Choose what happened to the letter."), status=400)
    try:
        return act(request, kept)
    except (WrongState, PrintError) as error:
        return _page(request, kept, error=str(error), status=409)
    except desk.Refused as refused:
        return _page(request, kept, refused=refused.checked, status=409)


def _page(
    request: WriterRequest,
    kept: Letter,
    *,
    form: forms.Form | None = None,
    form_name: str = "",
    error: str = "",
    refused: desk.Checked | None = None,
    status: int = 200,
) -> HttpResponse:
    (shown,) = shown_letters(Letter.objects.filter(pk=kept.pk))
    draft = draft_of(kept)
    page = {
        "shown": shown,
        "letter": kept,
        "draft": draft,
        "paragraphs": paragraphs(draft.body, draft.language),
        "photos": kept.photos.count(),
        "error": error,
        "refused": refused,
    }
    page |= _step_forms(shown, form, form_name)
    return private(render(request, "letters/letter.html", page, status=status))


def _step_forms(shown: Shown, bound: forms.Form | None, name: str) -> dict[str, forms.Form]:
    """A form for each step that may come next; the one just sent keeps what was typed and its errors."""
    kept = shown.letter
    made: dict[str, forms.Form] = {}
    if kept.state == LetterState.PRINTED:
        made["mailed_form"] = DayForm(earliest=shown.printed_on, auto_id="id_mailed_%s")
    elif kept.state == LetterState.MAILED:
        made["replied_form"] = DayForm(earliest=kept.mailed_on, auto_id="id_replied_%s")
        made["returned_form"] = ReturnForm(earliest=kept.mailed_on, auto_id="id_returned_%s")
    if bound is not None:
        made[name] = bound
    return made


def _listing_of(kept: Letter) -> Listing:
    """Her public listing. Raises WrongState, in words that say nothing of why, where there is none."""
    public = without_blocked(Listing.objects.public(), kept.writer)
    found = public.for_cards().filter(letters=kept).first()
    if found is None:
        raise WrongState(_("This listing is no longer available, so nothing can be printed for it."))
    return found


def _print(request: WriterRequest, kept: Letter) -> HttpResponse:
    """The letter or its envelope, before or after it was marked as printed."""
    listing = _listing_of(kept)
    draft = whole_draft_of(kept)
    if kept.state == LetterState.DRAFT:
        actions.refuse_unmet(kept, listing)
        looked = desk.look(draft, listing, code=kept.code, revised_at=kept.updated_at)
        rendered = looked.open(named_findings(request))
    else:
        looked = actions.reprint(kept, listing)
        rendered = looked.open(looked.checked.names)
    if request.POST["action"] == "envelope":
        made = desk.envelope(draft, looked.checked.lines, code=kept.code)
        return pdf_response(made.pdf, "envelope.pdf")
    return pdf_response(rendered.pdf, "letter.pdf")


def _mark_printed(request: WriterRequest, kept: Letter) -> HttpResponse:
    actions.mark_printed(
        letter=kept, listing=_listing_of(kept), by=request.user, named=named_findings(request)
    )
    return _done(request, kept, _("Marked as printed. Tell us when it is in the mail."))


def _mark_mailed(request: WriterRequest, kept: Letter) -> HttpResponse:
    form = DayForm(request.POST, earliest=printed_on(kept), auto_id="id_mailed_%s")
    if not form.is_valid():
        return _again(request, kept, form, "mailed_form")
    actions.mark_mailed(letter=kept, by=request.user, on=form.cleaned_data["on"])
    return _done(request, kept, _("Marked as mailed. A first reply often takes a month."))


def _mark_replied(request: WriterRequest, kept: Letter) -> HttpResponse:
    form = DayForm(request.POST, earliest=kept.mailed_on, auto_id="id_replied_%s")
    if not form.is_valid():
        return _again(request, kept, form, "replied_form")
    actions.mark_replied(letter=kept, by=request.user, on=form.cleaned_data["on"])
    return _done(request, kept, _("Her reply is noted. We are glad for you both."))


def _mark_returned(request: WriterRequest, kept: Letter) -> HttpResponse:
    form = ReturnForm(request.POST, earliest=kept.mailed_on, auto_id="id_returned_%s")
    if not form.is_valid():
        return _again(request, kept, form, "returned_form")
    reason = ReturnReason(form.cleaned_data["reason"])
    actions.mark_returned(letter=kept, by=request.user, on=form.cleaned_data["on"], reason=reason)
    return _done(request, kept, _("Noted. We will look into why it came back."))


def _undo(request: WriterRequest, kept: Letter) -> HttpResponse:
    actions.undo(letter=kept, by=request.user)
    return _done(request, kept, _("The last step is taken back."))


def _delete(request: WriterRequest, kept: Letter) -> HttpResponse:
    actions.throw_away(letter=kept)
    messages.success(request, _("The letter is deleted."))
    return redirect("letters:mine")


def _again(request: WriterRequest, kept: Letter, form: forms.Form, name: str) -> HttpResponse:
    return _page(request, kept, form=form, form_name=name)


def _done(request: WriterRequest, kept: Letter, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(kept)


ACTIONS: dict[str, Callable[[WriterRequest, Letter], HttpResponse]] = {
    "letter": _print,
    "envelope": _print,
    "printed": _mark_printed,
    "mailed": _mark_mailed,
    "replied": _mark_replied,
    "returned": _mark_returned,
    "undo": _undo,
    "delete": _delete,
}
