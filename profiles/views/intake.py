"""The web form by which family and friends ask for a listing, step by step, and the page that tells where it stands.

The first step makes a Submission in state DRAFT. From then on everything typed and uploaded is kept there, and the
draft's unguessable status token in the address (`/list/?draft=TOKEN&step=words`) is the only key to it: no account,
no session, no script. After it is sent the same token opens its status page.
"""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles import actions
from profiles.actions.drafts import OPEN_TO_SENDER, attach_scan, drop_photo, start_draft
from profiles.audience import Audience, audience
from profiles.errors import ActionRefused, PhotoRefused
from profiles.fields import CodesField
from profiles.forms import ConsentsForm, PeopleForm, PhotoForm, WordsForm
from profiles.models import Listing, Submission, SubmissionPhoto
from profiles.photos import print_copy
from profiles.states import SubmissionState
from profiles.visitors import limit
from profiles.vocabulary import ConsentItem

#: The steps in their order; the value is what the address holds.
STEPS = {
    "people": gettext_lazy("You and her"),
    "words": gettext_lazy("Her words"),
    "photos": gettext_lazy("Photos"),
    "consents": gettext_lazy("What she agreed to"),
    "check": gettext_lazy("Check and send"),
}
DRAFTS_AN_HOUR = 10  # from one network address


@audience(Audience.PUBLIC)
def submit(request: HttpRequest) -> HttpResponse:
    """One step of the form: the first without a draft, any of them with one."""
    token = request.GET.get("draft", "")
    response = _step_of_draft(request, token) if token else _first_step(request)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _first_step(request: HttpRequest) -> HttpResponse:
    form = PeopleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limit(request, "draft", DRAFTS_AN_HOUR, 60)
        return redirect(step_address(start_draft(submission=form.filled()), "words"))
    return _page(request, "people", None, {"form": form})


def _step_of_draft(request: HttpRequest, token: str) -> HttpResponse:
    submission = get_object_or_404(submissions(), status_token=token)
    if submission.state not in OPEN_TO_SENDER:
        return redirect("profiles:status", token)
    step = request.GET.get("step", "people")
    if step not in STEPS:
        raise Http404
    views: dict[str, Callable[[HttpRequest, Submission], HttpResponse]] = {
        "people": _people,
        "words": _words,
        "photos": _photos,
        "consents": _consents,
        "check": _check,
    }
    try:
        return views[step](request, submission)
    except ActionRefused as refused:  # it was sent or decided while this page was open
        messages.error(request, str(refused))
        return redirect("profiles:status", token)


def submissions() -> QuerySet[Submission]:
    """Submissions with their places. Only ever narrowed by a status token here."""
    return Submission.objects.select_related("facility", "system", "listing")


def step_address(submission: Submission, step: str) -> str:
    """Address of a step of this draft."""
    query = urlencode({"draft": submission.status_token, "step": step})
    return f"{reverse('profiles:submit')}?{query}"


def _after(step: str) -> str:
    steps = list(STEPS)
    return steps[steps.index(step) + 1]


def _page(
    request: HttpRequest, step: str, submission: Submission | None, context: dict[str, Any]
) -> HttpResponse:
    """A step's page, with the trail of steps: each a link once there is a draft."""
    steps = [
        {
            "name": name,
            "label": label,
            "current": name == step,
            "address": step_address(submission, name) if submission else "",
        }
        for name, label in STEPS.items()
    ]
    context = {"steps": steps, "step": step, "title": STEPS[step], "submission": submission, **context}
    return render(request, f"profiles/intake_{step}.html", context)


def _people(request: HttpRequest, submission: Submission) -> HttpResponse:
    return _content_step(request, submission, "people", PeopleForm)


def _words(request: HttpRequest, submission: Submission) -> HttpResponse:
    return _content_step(request, submission, "words", WordsForm)


def _content_step(
    request: HttpRequest, submission: Submission, step: str, form_class: type[PeopleForm] | type[WordsForm]
) -> HttpResponse:
    form = form_class(request.POST or None, instance=submission)
    if request.method == "POST" and form.is_valid() and _keep(form):
        return redirect(step_address(submission, _after(step)))
    return _page(request, step, submission, {"form": form})


def _keep(form: PeopleForm | WordsForm | ConsentsForm) -> bool:
    """Save a step's answers. False where somebody else was faster: the form then says so and keeps what was typed."""
    submission = form.filled()
    try:
        actions.edit(submission=submission, by=None, version=submission.version, fields=form.columns())
    except ActionRefused as refused:
        form.add_error(None, refused.messages)
        return False
    return True


def _photos(request: HttpRequest, submission: Submission) -> HttpResponse:
    if request.method == "POST" and request.POST.get("remove", "").isdecimal():
        drop_photo(submission=submission, pk=int(request.POST["remove"]))
        return redirect(step_address(submission, "photos"))
    form = PhotoForm(request.POST or None, request.FILES or None, submission=submission)
    if request.method == "POST" and form.is_valid() and form.checked is not None:
        actions.add_photo(
            submission=submission, photo=form.checked, alt_text=form.cleaned_data["alt_text"].strip()
        )
        messages.success(request, _("The photo is kept. Add another one, or go on."))
        return redirect(step_address(submission, "photos"))
    context = {"form": form, "photos": submission.photos.all(), "next": step_address(submission, "consents")}
    return _page(request, "photos", submission, context)


def _consents(request: HttpRequest, submission: Submission) -> HttpResponse:
    form = ConsentsForm(request.POST or None, request.FILES or None, submission=submission)
    if request.method == "POST":
        is_valid = form.is_valid()
        scan = form.cleaned_data.get("scan")
        if scan:  # kept whatever else is wrong: a browser does not send a file again by itself
            attach_scan(submission=submission, file=scan, media_type=form.scan_type)
        if is_valid and _keep(form):
            return redirect(step_address(submission, "check"))
    return _page(request, "consents", submission, {"form": form})


def _check(request: HttpRequest, submission: Submission) -> HttpResponse:
    missing = missing_steps(submission)
    if request.method == "POST" and not missing:
        actions.submit(submission=submission)
        messages.success(request, _("Thank you. It is with us now."))
        return redirect("profiles:status", submission.status_token)
    context = {
        "missing": [{"label": STEPS[step], "address": step_address(submission, step)} for step in missing],
        "photos": submission.photos.all(),
        "wished": wished_items(submission),
        "labels": labels_of(submission),
    }
    return _page(request, "check", submission, context)


def missing_steps(submission: Submission) -> list[str]:
    """Steps without which it cannot be sent: the form of her words is asked about what is kept."""
    kept = forms.model_to_dict(submission, fields=WordsForm.Meta.fields)
    complete = {
        "words": WordsForm(kept, instance=submissions().get(pk=submission.pk)).is_valid(),
        "consents": bool(submission.consent_listing_how),
    }
    return [step for step, done in complete.items() if not done]


def wished_items(submission: Submission) -> list[str]:
    """What she agreed to, signed or not yet, in words."""
    return [str(item.label) for item in ConsentItem if getattr(submission, f"consent_{item}_how")]


def labels_of(submission: Submission) -> dict[str, str]:
    """Lists of code words as people read them."""
    names = ("interests", "languages", "seeking")
    fields = {name: cast(CodesField, Submission._meta.get_field(name)) for name in names}
    return {name: ", ".join(field.labels(getattr(submission, name))) for name, field in fields.items()}


@audience(Audience.LINK)
def photo(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """A small copy of a photo that was sent, for whoever holds the private link and may still change it."""
    sent = get_object_or_404(
        SubmissionPhoto, pk=pk, submission__status_token=token, submission__state__in=OPEN_TO_SENDER
    )
    try:
        with sent.original.open("rb") as file:
            jpeg, _width, _height = print_copy(file)
    except (FileNotFoundError, PhotoRefused) as error:
        raise Http404 from error
    response = HttpResponse(jpeg, content_type="image/jpeg")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@audience(Audience.LINK)
def status(request: HttpRequest, token: str) -> HttpResponse:
    """Where a submission stands, for whoever holds its private link."""
    submission = get_object_or_404(submissions(), status_token=token)
    if submission.state == SubmissionState.DRAFT:
        return redirect(step_address(submission, "check"))
    context = {
        "submission": submission,
        "change_address": step_address(submission, "people"),
        "public": _public_listing(submission),
        "contact": settings.ORG_CONTACT,
    }
    response = render(request, "profiles/status.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _public_listing(submission: Submission) -> Listing | None:
    """The listing that came of it, while it is public."""
    if submission.state != SubmissionState.APPROVED or submission.listing_id is None:
        return None
    return Listing.objects.public().filter(pk=submission.listing_id).first()
