"""Stories that came in, and those that are shown."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles import actions
from profiles.admin.diffing import whole, word_diff
from profiles.admin.files import private_file
from profiles.admin.forms import Decision, StoryDecisionForm, StoryForm
from profiles.admin.shared import PLAIN_DAYS, NeverDeleted, OwnLog, WorkFilter, say, staff, waiting_since
from profiles.errors import ActionRefused
from profiles.hints import hints_in, labels_of
from profiles.models import ModerationEvent, Story, StorySubmission
from profiles.queues import age, days_since
from profiles.rules import OVERDUE_DAYS
from profiles.states import CLOSED_SUBMISSIONS, OPEN_SUBMISSIONS, SubmissionState


class StoryStanding(WorkFilter):
    title = gettext_lazy("standing")
    parameter_name = "standing"
    choices_by_key = (
        ("waiting", gettext_lazy("Waiting"), lambda rows: rows.filter(state=SubmissionState.WAITING)),
        ("decided", gettext_lazy("Decided"), lambda rows: rows.filter(state__in=CLOSED_SUBMISSIONS)),
        ("all", gettext_lazy("All"), lambda rows: rows),
    )


@admin.register(StorySubmission)
class StorySubmissionAdmin(NeverDeleted, OwnLog):
    """The queue of stories; the decision is made on the review page."""

    form = StoryForm
    formfield_overrides = PLAIN_DAYS
    list_display = ("title", "waits", "listing", "kind", "state", "decided_by")
    list_filter = (StoryStanding, "kind", "language")
    list_select_related = ("listing", "decided_by")
    ordering = ("submitted_at", "pk")
    search_fields = ("title", "listing__display_name", "listing__slug")
    raw_id_fields = ("listing", "story")
    fields = (
        "listing",
        "story",
        "kind",
        "title",
        "summary",
        "body",
        ("language", "written_on"),
        "drawing",
        "alt_text",
        "opened_version",
    )

    @admin.display(description=gettext_lazy("waits since"), ordering="submitted_at")
    def waits(self, story: StorySubmission) -> SafeString | str:
        return (
            waiting_since(story.submitted_at, OVERDUE_DAYS) if story.state == SubmissionState.WAITING else "—"
        )

    def review_url(self, obj: StorySubmission) -> str:
        return reverse("admin:profiles_storysubmission_review", args=[obj.pk])

    def has_change_permission(self, request: HttpRequest, obj: StorySubmission | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.state in OPEN_SUBMISSIONS)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/review/", view(self.review_view), name="profiles_storysubmission_review"),
            path("<int:pk>/drawing/", view(self.drawing_view), name="profiles_storysubmission_drawing"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A click in the list opens the review page; its button opens the form."""
        if "edit" in request.GET or request.method == "POST":
            return super().change_view(request, object_id, form_url, extra_context)
        return HttpResponseRedirect(reverse("admin:profiles_storysubmission_review", args=[object_id]))

    def save_model(self, request: HttpRequest, obj: StorySubmission, form: ModelForm, change: bool) -> None:
        columns = set(form.changed_data) - {"opened_version"}
        if not change:
            actions.submit_story(submission=obj, by=staff(request))
        elif columns:
            version = form.cleaned_data["opened_version"]
            actions.edit_story(submission=obj, by=staff(request), version=version, fields=sorted(columns))

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A refusal met while saving comes back as a message, with nothing saved."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ActionRefused as refused:
            say(request, refused)
            return HttpResponseRedirect(request.get_full_path())

    def drawing_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return private_file(get_object_or_404(StorySubmission, pk=pk).drawing, f"drawing-{pk}")

    def review_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The story as it came in beside the one that is shown, and the decision."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = StorySubmission.objects.select_related("listing", "story", "decided_by")
        story = get_object_or_404(rows, pk=pk)
        form = StoryDecisionForm(request.POST or None, initial={"version": story.version})
        if request.method == "POST":
            if not request.user.has_perm("profiles.moderate_listing"):
                raise PermissionDenied
            if form.is_valid() and self._decide(request, story, form.cleaned_data):
                return HttpResponseRedirect(reverse("admin:profiles_storysubmission_changelist"))
            story = get_object_or_404(rows, pk=pk)
            posted = request.POST.copy()
            posted["version"] = str(story.version)
            form.data = posted
        context = self.admin_site.each_context(request) | _page(request, story, form)
        return render(request, "admin/profiles/storysubmission/review.html", context)

    def _decide(self, request: HttpRequest, story: StorySubmission, data: dict[str, Any]) -> bool:
        """Carry the decision out. False with messages where it is refused."""
        step = {"submission": story, "by": request.user, "version": data["version"]}
        try:
            if data["decision"] == Decision.APPROVE:
                actions.approve_story(**step)
                messages.success(request, _("“%(title)s” is published.") % {"title": story.title})
            else:
                actions.decline_story(**step, reason=data["reason"], note=data["note"])
                messages.success(request, _("Declined: “%(title)s”.") % {"title": story.title})
        except ActionRefused as refused:
            say(request, refused)
            return False
        return True


@admin.register(Story)
class StoryAdmin(NeverDeleted, OwnLog):
    """Published stories. Their words change through a submission; here they are taken off or shown again."""

    list_display = ("title", "listing", "kind", "is_shown", "approved_at")
    list_filter = ("is_shown", "kind", "language")
    list_select_related = ("listing",)
    search_fields = ("title", "slug", "listing__display_name", "listing__slug")
    fields = (
        "title",
        "listing",
        "kind",
        "summary",
        "body",
        "language",
        "alt_text",
        "written_on",
        "slug",
        "approved_at",
        "approved_by",
        "is_shown",
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Story | None = None) -> tuple[str, ...]:
        return tuple(name for name in self.fields if name != "is_shown")

    def save_model(self, request: HttpRequest, obj: Story, form: ModelForm, change: bool) -> None:
        if "is_shown" in form.changed_data:
            actions.show_story(story=obj, by=staff(request), shown=obj.is_shown)


def _page(request: HttpRequest, story: StorySubmission, form: StoryDecisionForm) -> dict[str, Any]:
    hints = hints_in(story.body)
    before, after = (
        word_diff(story.story.body, story.body, hints) if story.story else ([], whole(story.body, hints))
    )
    is_open = story.state in OPEN_SUBMISSIONS
    return {
        "title": story.title,
        "story": story,
        "before": before,
        "after": after,
        "found": labels_of([*hints_in(story.title), *hints_in(story.summary), *hints]),
        "form": form,
        "age": age(days_since(story.submitted_at)),
        "record": list(
            ModerationEvent.objects.filter(subject_type="storysubmission", subject_id=story.pk)
            .select_related("words")
            .order_by("-at", "-pk")
        ),
        "may_decide": is_open and request.user.has_perm("profiles.moderate_listing"),
        "may_edit": is_open and request.user.has_perm("profiles.change_storysubmission"),
    }
