"""Submissions: the queue, typing in and correcting, private files."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from profiles import actions
from profiles.admin.deciding import review_submission
from profiles.admin.files import media_type, private_file, shown_photo
from profiles.admin.forms import (
    CONSENT_ROWS,
    PAPER_FIELDSETS,
    OverrideForm,
    PaperForm,
    PhotoForm,
    SubmissionForm,
)
from profiles.admin.shared import (
    PLAIN_DAYS,
    NeverDeleted,
    OwnLog,
    ReadOnly,
    WorkFilter,
    say,
    staff,
    tag,
    waiting_since,
)
from profiles.codes import read_code
from profiles.errors import ActionRefused
from profiles.finding_records import known_of
from profiles.models import Scan, Submission, SubmissionPhoto, User
from profiles.rules import OVERDUE_DAYS
from profiles.states import CLOSED_SUBMISSIONS, SubmissionState
from profiles.vocabulary import ConsentItem


class StandingFilter(WorkFilter):
    title = _("standing")
    parameter_name = "standing"
    choices_by_key = (
        ("waiting", _("Waiting"), lambda rows: rows.filter(state=SubmissionState.WAITING)),
        ("asked", _("Changes asked"), lambda rows: rows.filter(state=SubmissionState.CHANGES_ASKED)),
        ("decided", _("Decided"), lambda rows: rows.filter(state__in=CLOSED_SUBMISSIONS)),
        ("draft", _("Not sent yet"), lambda rows: rows.filter(state=SubmissionState.DRAFT)),
        ("all", _("All"), lambda rows: rows),
    )


class ReviewList(ChangeList):
    """A row leads to the review page."""

    def url_for_result(self, result: Any) -> str:
        return reverse("admin:profiles_submission_review", args=[result.pk])


class PhotoInline(admin.StackedInline):
    model = SubmissionPhoto
    form = PhotoForm
    extra = 1
    max_num = 12
    fields = ("shown", "upload", "alt_text", "focus", "position")
    readonly_fields = ("shown",)
    verbose_name_plural = _("photos")

    @admin.display(description=_("photo"))
    def shown(self, photo: SubmissionPhoto) -> SafeString | str:
        if photo._state.adding:
            return "—"
        url = reverse("admin:profiles_submission_photo", args=[photo.submission_id, photo.pk])
        return format_html('<img class="desk-thumb" src="{}" alt="{}">', url, photo.alt_text)


@admin.register(Submission)
class SubmissionAdmin(NeverDeleted, OwnLog):
    """The queue is the list; a decision is made on the review page; the change form puts text right."""

    form = SubmissionForm
    formfield_overrides = PLAIN_DAYS
    inlines = (PhotoInline,)
    ordering = ("submitted_at", "pk")
    list_display = ("who", "waits", "code", "kind", "facility", "source", "state", "decided_by")
    list_filter = (StandingFilter, "kind", "source")
    list_select_related = ("facility", "decided_by", "claimed_by")
    list_per_page = 50
    search_fields = ("display_name", "committed_name", "id_number", "code")
    search_help_text = _("Name, ID number or the code on the paper form")
    fieldsets = (
        (_("Who she is"), {"fields": (
            "facility", "housing_unit", ("committed_name", "id_number"), ("display_name", "birth_date"),
        )}),
        (_("Her words"), {"fields": ("headline", "bio", ("language", "words_dated"))}),
        (_("About her"), {"fields": (
            "interests", "languages", "seeking", "faith", "veteran", ("release_kind", "release_date"), "offense_words",
        )}),
        (_("Her wishes"), {"fields": ("women_only", "no_romance", "max_writers", "paused")}),
        (_("What she agreed to"), {
            "fields": (*CONSENT_ROWS, "scan"),
            "description": _("The day she signed, for each item she ticked. No date means no."),
        }),
        (_("Who sent it"), {"fields": (
            "source", "submitter_name", "submitter_email", "submitter_relation", "attested_permission",
            "opened_version",
        )}),
    )  # fmt: skip

    @admin.display(description=_("name"), ordering="display_name")
    def who(self, submission: Submission) -> str:
        return submission.display_name

    @admin.display(description=_("waits since"), ordering="submitted_at")
    def waits(self, submission: Submission) -> SafeString | str:
        if submission.state != SubmissionState.WAITING:
            return "—"
        since = waiting_since(submission.submitted_at, OVERDUE_DAYS)
        if not submission.is_claimed or submission.claimed_by is None:
            return since
        return format_html("{} {}", since, tag(submission.claimed_by.desk_name, "blue"))

    def get_fieldsets(self, request: HttpRequest, obj: Submission | None = None) -> Any:
        """A new one is typed in from paper, in the order of the paper."""
        return super().get_fieldsets(request, obj) if obj else PAPER_FIELDSETS

    def get_form(
        self, request: HttpRequest, obj: Submission | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        return super().get_form(request, obj, change, **({} if obj else {"form": PaperForm}) | kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The code from the address, and what is known of the woman to whom its paper was sent."""
        code = read_code(request.GET.get("code", ""))
        return {"paper_code": code, **known_of(code)} if code else {}

    def review_url(self, obj: Submission) -> str:
        return reverse("admin:profiles_submission_review", args=[obj.pk])

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ReviewList

    def has_change_permission(self, request: HttpRequest, obj: Submission | None = None) -> bool:
        """What is decided stays as it was decided on."""
        return super().has_change_permission(request, obj) and (
            obj is None or obj.state not in CLOSED_SUBMISSIONS
        )

    def get_urls(self) -> list[URLPattern]:
        """The desk's own pages come before the catch-all patterns of the admin."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/review/", view(self.review_view), name="profiles_submission_review"),
            path("next/", view(self.next_view), name="profiles_submission_next"),
            path("<int:pk>/override/", view(self.override_view), name="profiles_submission_override"),
            path("<int:pk>/photos/<int:photo_pk>/", view(self.photo_view), name="profiles_submission_photo"),
            *super().get_urls(),
        ]

    def review_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return review_submission(request, pk, self.admin_site.each_context(request))

    def next_view(self, request: HttpRequest) -> HttpResponse:
        """Claim the oldest one that nobody else is on, and open it."""
        if not request.user.has_perm("profiles.moderate_listing"):
            raise PermissionDenied
        found = actions.claim_next(by=staff(request)) if request.method == "POST" else None
        if found is None:
            if request.method == "POST":
                messages.info(request, _("Nothing waits, or others are on it."))
            return HttpResponseRedirect(reverse("admin:profiles_submission_changelist"))
        return HttpResponseRedirect(self.review_url(found))

    def override_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let a senior moderator allow approval in a system that restricts listings."""
        if not request.user.has_perm("profiles.override_policy"):
            raise PermissionDenied
        submission = get_object_or_404(Submission.objects.select_related("system", "listing"), pk=pk)
        form = OverrideForm(request.POST or None, initial={"version": submission.version})
        if request.method == "POST" and form.is_valid():
            try:
                actions.override_policy(submission=submission, by=staff(request), **form.cleaned_data)
                messages.success(request, _("It may be approved now. Your reason is in the record."))
            except ActionRefused as refused:
                say(request, refused)
            return HttpResponseRedirect(self.review_url(submission))
        page = {"title": _("Allow in spite of the policy"), "submission": submission, "form": form}
        context = self.admin_site.each_context(request) | page
        status = 422 if form.errors else 200
        return render(request, "admin/profiles/submission/step.html", context, status=status)

    def photo_view(self, request: HttpRequest, pk: int, photo_pk: int) -> HttpResponseBase:
        """The original of one photo."""
        if not request.user.has_perm("profiles.view_submissionphoto"):
            raise PermissionDenied
        photo = get_object_or_404(SubmissionPhoto, pk=photo_pk, submission=pk)
        return shown_photo(photo.original, f"photo-{photo.pk}")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Whoever may only look is shown the review page."""
        obj = self.get_object(request, object_id)
        if (
            obj is not None
            and self.has_view_permission(request)
            and not self.has_change_permission(request, obj)
        ):
            return HttpResponseRedirect(reverse("admin:profiles_submission_review", args=[obj.pk]))
        return super().change_view(request, object_id, form_url, extra_context)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A refusal met while saving comes back as a message, with nothing saved."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ActionRefused as refused:
            say(request, refused)
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: Submission, form: ModelForm, change: bool) -> None:
        columns = _columns_of(form)
        scan = form.cleaned_data.get("scan")
        if scan:
            columns |= _attach(obj, scan, staff(request))
        if not change:
            actions.submit(submission=obj, by=staff(request))
        elif columns:
            version = form.cleaned_data["opened_version"]
            actions.edit(submission=obj, by=staff(request), version=version, fields=sorted(columns))

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool
    ) -> None:
        """New photos are kept by the same action as those from the web form."""
        for entry in cast(list[PhotoForm], formset.extra_forms):
            if entry.checked is not None and not entry.cleaned_data.get("DELETE"):
                alt_text = entry.cleaned_data["alt_text"]
                actions.add_photo(submission=form.instance, photo=entry.checked, alt_text=alt_text)
        for present in formset.initial_forms:
            _keep_photo(present)
        if change and formset.has_changed() and not _columns_of(form) and not form.cleaned_data.get("scan"):
            version = form.cleaned_data["opened_version"]
            actions.edit(submission=form.instance, by=staff(request), version=version, fields=())

    def response_add(
        self, request: HttpRequest, obj: Submission, post_url_continue: str | None = None
    ) -> HttpResponse:
        if "_addanother" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        messages.success(request, _("It is in the queue as %(code)s.") % {"code": obj.code})
        return HttpResponseRedirect(reverse("admin:profiles_submission_review", args=[obj.pk]))

    def response_change(self, request: HttpRequest, obj: Submission) -> HttpResponse:
        if "_continue" in request.POST:
            return super().response_change(request, obj)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("admin:profiles_submission_review", args=[obj.pk]))


@admin.register(Scan)
class ScanAdmin(ReadOnly, admin.ModelAdmin):
    """Scans come with submissions; here they are only found and opened."""

    list_display = ("__str__", "media_type", "added_at", "added_by")
    list_select_related = ("added_by",)
    fields = ("media_type", "note", "added_at", "added_by", "opened")
    readonly_fields = ("opened",)

    @admin.display(description=_("file"))
    def opened(self, scan: Scan) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:profiles_scan_file", args=[scan.pk]), _("Open")
        )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.file_view)
        return [path("<int:pk>/file/", view, name="profiles_scan_file"), *super().get_urls()]

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return private_file(get_object_or_404(Scan, pk=pk).file, f"scan-{pk}")


def _columns_of(form: ModelForm) -> set[str]:
    """Columns that the form changed; the system goes with the facility."""
    columns = set(form.changed_data) - {"scan", "opened_version"}
    return columns | {"system"} if "facility" in columns else columns


def _attach(submission: Submission, file: Any, by: User) -> set[str]:
    """Keep a scan, and name it on each consent that is dated and has none. Returns those columns."""
    scan = Scan(media_type=media_type(file)[0], added_by=by)
    scan.file.save(file.name, file, save=False)
    scan.save()
    columns = {
        f"consent_{item}_scan"
        for item in ConsentItem
        if submission.agrees_to(item) and getattr(submission, f"consent_{item}_scan_id") is None
    }
    for column in columns:
        setattr(submission, column, scan)
    return columns


def _keep_photo(entry: ModelForm) -> None:
    """Save or delete a photo that was there before. A file is never exchanged: a new one is a new photo."""
    if entry.cleaned_data.get("DELETE"):
        entry.instance.delete()
    elif entry.has_changed():
        entry.instance.save(update_fields=["alt_text", "focus", "position"])
