"""Published listings: looked at, hidden, withdrawn, verified. Their words change through a submission only."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from profiles import actions
from profiles.admin.forms import BlockForm, NoteForm, ReasonForm, VerifyForm, WithdrawForm
from profiles.admin.review import NOTHING, field_of, record_of_listing, shown
from profiles.admin.shared import NeverDeleted, WorkFilter, say, staff, tag
from profiles.blocking import block
from profiles.errors import ActionRefused
from profiles.her import copy_of, whose
from profiles.models import CONTENT_FIELDS, Listing, Photo
from profiles.queues import to_renew
from profiles.states import OPEN_SUBMISSIONS, EventKind, ListingState
from profiles.vocabulary import ConsentItem

TONES = {ListingState.PUBLISHED: "sage", ListingState.HIDDEN: "amber", ListingState.WITHDRAWN: "red"}


@dataclass(frozen=True)
class Step:
    """One thing staff can do to a listing: its words, whose it is, when it makes sense, its form, what it calls."""

    label: str | Promise
    done: str | Promise
    permission: str
    states: tuple[ListingState, ...]
    form: Callable[..., forms.Form]
    call: Callable[..., Any]


STEPS = {
    "verify": Step(
        gettext_lazy("Verified…"),
        gettext_lazy("Noted as verified."),
        "profiles.moderate_listing",
        (ListingState.PUBLISHED, ListingState.HIDDEN),
        VerifyForm,
        actions.verify,
    ),
    "hide": Step(
        gettext_lazy("Hide…"),
        gettext_lazy("Hidden."),
        "profiles.moderate_listing",
        (ListingState.PUBLISHED,),
        ReasonForm,
        actions.hide,
    ),
    "unhide": Step(
        gettext_lazy("Show again…"),
        gettext_lazy("Shown again."),
        "profiles.moderate_listing",
        (ListingState.HIDDEN,),
        NoteForm,
        actions.unhide,
    ),
    "block": Step(
        gettext_lazy("Block a writer…"),
        gettext_lazy("Blocked."),
        "profiles.moderate_listing",
        (ListingState.PUBLISHED, ListingState.HIDDEN),
        BlockForm,
        block,
    ),
    "withdraw": Step(
        gettext_lazy("Withdraw…"),
        gettext_lazy("Withdrawn."),
        "profiles.withdraw_listing",
        (ListingState.PUBLISHED, ListingState.HIDDEN),
        WithdrawForm,
        actions.withdraw,
    ),
}


class WorkOnListings(WorkFilter):
    title = gettext_lazy("work")
    parameter_name = "work"
    choices_by_key = (
        ("all", gettext_lazy("All"), lambda rows: rows),
        ("verify", gettext_lazy("To verify"), lambda rows: rows & Listing.objects.to_verify()),
        (
            "released",
            gettext_lazy("Past their release date"),
            lambda rows: rows & Listing.objects.past_release(),
        ),
        ("renew", gettext_lazy("Consent to renew"), lambda rows: rows & to_renew()),
    )


@admin.register(Listing)
class ListingAdmin(NeverDeleted, admin.ModelAdmin):
    """The list of listings, and a page of our own for each."""

    list_display = (
        "display_name",
        "slug",
        "standing",
        "facility",
        "id_number",
        "verified_on",
        "consent_until",
        "letters_sent",
    )
    list_filter = (WorkOnListings, "state", "verified_how")
    list_select_related = ("facility",)
    list_per_page = 50
    search_fields = ("display_name", "committed_name", "id_number", "slug")
    search_help_text = gettext_lazy("Name, ID number or the slug in the web address")
    actions = ("verified_today",)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def standing(self, listing: Listing) -> SafeString:
        return tag(listing.get_state_display(), TONES[ListingState(listing.state)])

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A listing begins as a submission."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Listing | None = None) -> bool:
        return False

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("profiles.moderate_listing")

    @admin.action(
        description=gettext_lazy("Verified today with the official locator"), permissions=["moderate"]
    )
    def verified_today(self, request: HttpRequest, queryset: QuerySet[Listing]) -> None:
        done = 0
        for listing in queryset:
            try:
                actions.verify(listing=listing, by=staff(request))
                done += 1
            except ActionRefused as refused:
                messages.error(request, f"{listing}: {refused}")
        if done:
            words = ngettext("%(count)d listing verified.", "%(count)d listings verified.", done)
            messages.success(request, words % {"count": done})

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/propose/", view(self.propose_view), name="profiles_listing_propose"),
            path("<int:pk>/<slug:name>/do/", view(self.step_view), name="profiles_listing_step"),
            path("<int:pk>/copy/", view(self.copy_view), name="profiles_listing_copy"),
            path(
                "<int:pk>/photos/<int:photo_pk>/remove/",
                view(self.remove_photo_view),
                name="profiles_photo_remove",
            ),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Everything about one listing, and what can be done with it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not object_id.isdecimal():
            raise Http404
        listing = _listing(int(object_id))
        page = {
            "title": listing.display_name,
            "listing": listing,
            "tone": TONES[ListingState(listing.state)],
            "is_public": Listing.objects.public().filter(pk=listing.pk).exists(),
            "rows": [(label, words) for label, words in _fields(listing) if words != NOTHING],
            "given": list(listing.consents_given()),
            "steps": [(name, step.label) for name, step in STEPS.items() if _may(step, request, listing)],
            "waiting": listing.submissions.filter(state__in=OPEN_SUBMISSIONS).first(),
            "reports": listing.reports.filter(handled_at__isnull=True).defer("text", "contact"),
            "record": record_of_listing(listing),
        }
        context = self.admin_site.each_context(request) | page | (extra_context or {})
        return render(request, "admin/profiles/listing/listing.html", context)

    def propose_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make a submission that starts as the listing's copy, and open it for typing."""
        listing = _listing(pk)
        if not request.user.has_perm("profiles.add_submission"):
            raise PermissionDenied
        if request.method != "POST":
            return _back(listing)
        try:
            submission = actions.propose_change(listing=listing, by=staff(request))
        except ActionRefused as refused:
            say(request, refused)
            return _back(listing)
        messages.info(request, _("This is a copy of the listing. Type in what she asked to change."))
        return HttpResponseRedirect(reverse("admin:profiles_submission_change", args=[submission.pk]))

    def step_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Ask what is needed, then do it."""
        listing, step = _listing(pk), STEPS.get(name)
        if step is None:
            raise Http404
        if not request.user.has_perm(step.permission):
            raise PermissionDenied
        form = step.form(_posted(request), **_form_options(name, listing))
        if request.method == "POST" and form.is_valid():
            return self._do(request, listing, step, form)
        page = {"title": str(step.label).rstrip("…"), "listing": listing, "form": form, "name": name}
        context = self.admin_site.each_context(request) | page
        status = 422 if form.errors else 200
        return render(request, "admin/profiles/listing/step.html", context, status=status)

    def copy_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Everything that is held about her, as a ZIP file to print or send. It stands in the log."""
        listing = _listing(pk)
        if not request.user.has_perm("profiles.export_listing"):
            raise PermissionDenied
        if request.method != "POST":  # on the way back from signing in once more
            return _back(listing)
        with transaction.atomic():
            data = copy_of(whose(listing))
            actions.record_event(subject=listing, kind=EventKind.EXPORTED, by=staff(request))
        response = HttpResponse(data, content_type="application/zip")
        response["Content-Disposition"] = f'attachment; filename="{listing.slug}.zip"'
        response["Cache-Control"] = "private, no-store"
        return response

    def _do(self, request: HttpRequest, listing: Listing, step: Step, form: forms.Form) -> HttpResponse:
        try:
            step.call(listing=listing, by=staff(request), **form.cleaned_data)
        except ActionRefused as refused:
            say(request, refused)
        else:
            messages.success(request, str(step.done))
        return _back(listing)

    def remove_photo_view(self, request: HttpRequest, pk: int, photo_pk: int) -> HttpResponse:
        """Take one photo off the listing, with a reason."""
        photo = get_object_or_404(Photo.objects.select_related("listing"), pk=photo_pk, listing=pk)
        if not request.user.has_perm("profiles.delete_photo"):
            raise PermissionDenied
        form = ReasonForm(_posted(request))
        if request.method == "POST" and form.is_valid():
            try:
                actions.remove_photo(photo=photo, by=staff(request), **form.cleaned_data)
                messages.success(request, _("The photo is gone."))
            except ActionRefused as refused:
                say(request, refused)
            return _back(photo.listing)
        page = {"title": _("Remove a photo"), "listing": photo.listing, "form": form, "photo": photo}
        return render(
            request,
            "admin/profiles/listing/step.html",
            self.admin_site.each_context(request) | page,
            status=422 if form.errors else 200,
        )


def _listing(pk: int) -> Listing:
    rows = Listing.objects.select_related("system", "facility", "approved_by", "verified_by")
    return get_object_or_404(rows.prefetch_related("photos"), pk=pk)


def _fields(listing: Listing) -> list[tuple[str | Promise, str]]:
    return [(field_of(name).verbose_name, shown(listing, name)) for name in CONTENT_FIELDS]


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _back(listing: Listing) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:profiles_listing_change", args=[listing.pk]))


def _may(step: Step, request: HttpRequest, listing: Listing) -> bool:
    return listing.state in step.states and request.user.has_perm(step.permission)


def _form_options(name: str, listing: Listing) -> dict[str, list[ConsentItem]]:
    if name != "withdraw":
        return {}
    given = [item for item in listing.consents_given() if item != ConsentItem.LISTING]
    return {"items": [ConsentItem.LISTING, *given]}
