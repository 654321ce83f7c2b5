"""The review page of a submission: everything a moderator needs to decide, and the decision."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles import actions
from profiles.actions.claims import free_for
from profiles.admin.forms import CANNED_REPLIES, CHECKLIST, Decision, DecisionForm, PhotoDecisionForm
from profiles.admin.review import changed_since, consent_rows, record_of, rows
from profiles.admin.shared import say, staff
from profiles.errors import ActionRefused, Stale
from profiles.models import Submission, User
from profiles.queues import age, days_since
from profiles.rules import OVERDUE_DAYS, consents_to_publish, is_overridden, reasons_against_approval
from profiles.rules import consent_until as last_day

QUEUE_LENGTH = 12
#: What the page shows beside the submission's own columns.
SHOWN = (
    *("listing__facility", "listing__system", "system", "facility__system"),
    *("entered_by", "decided_by", "override_by", "claimed_by"),
)


def review_submission(request: HttpRequest, pk: int, context: dict[str, Any]) -> HttpResponse:
    """Show one submission, or carry out the decision that was posted. `context` is what every desk page has."""
    submission = get_object_or_404(
        Submission.objects.select_related(*SHOWN).prefetch_related("photos", "listing__photos"), pk=pk
    )
    if request.method == "POST":
        return _decide(request, submission, context)
    return _page(request, submission, context, _fresh_form(submission), _photo_forms(submission))


def _decide(request: HttpRequest, submission: Submission, context: dict[str, Any]) -> HttpResponse:
    if not request.user.has_perm("profiles.moderate_listing"):
        raise PermissionDenied
    if "insert" in request.POST:
        return _page(
            request,
            submission,
            context,
            _with_reply(submission, request.POST),
            _photo_forms(submission, request.POST),
        )
    if "claim" in request.POST or "release" in request.POST:
        return _claim(request, submission)
    form = DecisionForm(request.POST, has_photos=bool(submission.photos.all()))
    photos = _photo_forms(submission, request.POST)
    if not all([form.is_valid(), *(photo.is_valid() for photo in photos)]):
        return _page(request, submission, context, form, photos, status=422)
    try:
        actions.claim(submission=submission, by=staff(request))
        words = _carry_out(submission, staff(request), form.cleaned_data, photos)
    except ActionRefused as refused:
        return _after_refusal(request, submission, context, refused, photos)
    messages.success(request, words)
    return HttpResponseRedirect(_next_address(submission, staff(request)))


def _claim(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Be on it, or no longer."""
    try:
        if "claim" in request.POST:
            actions.claim(submission=submission, by=staff(request))
        else:
            actions.release(submission=submission, by=staff(request))
    except ActionRefused as refused:
        say(request, refused)
    return HttpResponseRedirect(reverse("admin:profiles_submission_review", args=[submission.pk]))


def _carry_out(
    submission: Submission, by: User, data: dict[str, Any], photos: list[PhotoDecisionForm]
) -> str:
    """What was decided on the photos, then the decision. Returns what to tell the moderator.

    Two transactions: what was said of a photo is worth keeping where the decision is refused, and no lock is held
    while an approval draws the renditions.
    """
    for photo in photos:
        actions.decide_photo(photo=photo.photo, by=by, **photo.cleaned_data)
    step = {"submission": submission, "by": by, "version": data["version"], "note": data["note"]}
    name = {"name": submission.display_name}
    if data["decision"] == Decision.APPROVE:
        actions.approve(**step, listing_version=data["listing_version"])
        return _("%(name)s is published.") % name
    if data["decision"] == Decision.CHANGES:
        actions.ask_for_changes(**step, reason=data["reason"])
        return _("Changes asked for %(name)s.") % name
    actions.decline(**step, reason=data["reason"])
    return _("Declined: %(name)s.") % name


def _after_refusal(
    request: HttpRequest,
    submission: Submission,
    context: dict[str, Any],
    refused: ActionRefused,
    photos: list[PhotoDecisionForm],
) -> HttpResponse:
    """The page as it stands now, with what the moderator typed and, where it changed, what is new.

    Back to the queue where it went with the woman's withdrawal.
    """
    present = Submission.objects.select_related(*SHOWN).filter(pk=submission.pk).first()
    if present is None:
        say(request, refused)
        return HttpResponseRedirect(reverse("admin:profiles_submission_changelist"))
    form = _with_reply(present, request.POST)
    opened = DecisionForm(request.POST).fields["opened_at"]
    stale = isinstance(refused, Stale)
    moment = opened.to_python(request.POST.get("opened_at")) if stale else None
    return _page(
        request,
        present,
        context | {"refusals": refused.messages, "news": changed_since(present, moment) if stale else []},
        form,
        photos,
        status=409,
    )


def _page(
    request: HttpRequest,
    submission: Submission,
    context: dict[str, Any],
    form: DecisionForm,
    photos: list[PhotoDecisionForm],
    status: int = 200,
) -> HttpResponse:
    all_rows = rows(submission)
    signed = consents_to_publish(submission)["consent_listing_on"]
    show_all = "all" in request.GET
    page = {
        "title": submission.display_name,
        "submission": submission,
        "listing": submission.listing,
        "rows": [row for row in all_rows if row.changed or show_all],
        "changed_count": sum(row.changed for row in all_rows),
        "field_count": len(all_rows),
        "show_all": show_all,
        "found": [row for row in all_rows if row.hints],
        "consents": consent_rows(submission),
        "consent_signed": signed,
        "consent_until": last_day(signed) if signed else None,
        "photos": photos,
        "record": record_of(submission),
        "against": reasons_against_approval(submission) if submission.is_open else [],
        "locator": submission.facility.locator_url or submission.system.locator_url,
        "age": age(days_since(submission.submitted_at)),
        "late": days_since(submission.submitted_at) > OVERDUE_DAYS,
        "form": form,
        "may_decide": submission.is_open and request.user.has_perm("profiles.moderate_listing"),
        "may_override": submission.is_open
        and submission.system.restricts_listings
        and not is_overridden(submission)
        and request.user.has_perm("profiles.override_policy"),
        "may_edit": submission.is_open and request.user.has_perm("profiles.change_submission"),
        "queue": _queue(),
        "next_url": _next_address(submission, staff(request)),
        "claimed": submission.is_open and submission.is_claimed,
        "is_mine": submission.claimed_by_id == request.user.pk,
    }
    return render(request, "admin/profiles/submission/review.html", context | page, status=status)


def _fresh_form(submission: Submission, **initial: Any) -> DecisionForm:
    start = {
        "version": submission.version,
        "listing_version": submission.listing.version if submission.listing else None,
        "opened_at": timezone.now().isoformat(),
    }
    return DecisionForm(initial={**initial, **start}, has_photos=bool(submission.photos.all()))


def _with_reply(submission: Submission, posted: Any) -> DecisionForm:
    """A fresh form that keeps decision, reason and note, with the ready-made reply that was asked for put after it.

    The checklist starts again: what was checked may have changed.
    """
    note = posted.get("note", "").strip()
    reply = str(CANNED_REPLIES.get(posted.get("canned", ""), "")) if "insert" in posted else ""
    checked = {name: name in posted for name in CHECKLIST} if reply else {}
    kept = {"decision": posted.get("decision"), "reason": posted.get("reason")}
    return _fresh_form(submission, **checked, **kept, note="\n\n".join(filter(None, [note, reply])))


def _photo_forms(submission: Submission, posted: Any = None) -> list[PhotoDecisionForm]:
    return [PhotoDecisionForm(posted, photo=photo) for photo in submission.photos.all()]


def _queue() -> dict[str, Any]:
    """The beginning of the queue, oldest first, and how many wait in all."""
    waiting = Submission.objects.waiting()
    first = list(
        waiting.only("pk", "display_name", "kind", "submitted_at", "state", "claimed_until")[:QUEUE_LENGTH]
    )
    entries = [
        {
            "submission": one,
            "age": age(days_since(one.submitted_at)),
            "late": days_since(one.submitted_at) > OVERDUE_DAYS,
        }
        for one in first
    ]
    count = waiting.count()
    return {"entries": entries, "count": count, "more": count - len(first)}


def _next_address(submission: Submission, user: User) -> str:
    """The review page of the next one in the queue that nobody else is on; the queue itself where this is the last."""
    after = Q(submitted_at__gt=submission.submitted_at) | Q(
        submitted_at=submission.submitted_at, pk__gt=submission.pk
    )
    following = (
        Submission.objects.waiting().filter(after, free_for(user)).values_list("pk", flat=True).first()
    )
    if following is None:
        return reverse("admin:profiles_submission_changelist")
    return reverse("admin:profiles_submission_review", args=[following])
