"""Reports from the public: those nobody has handled yet come first."""

from typing import Any

from django.contrib import admin
from django.db.models import Case, QuerySet, When
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from profiles import actions
from profiles.admin.shared import NeverDeleted, OwnLog, WorkFilter, say, staff, tag, waiting_since
from profiles.errors import ActionRefused
from profiles.models import Report
from profiles.states import HIDING_REASONS

LATE_DAYS = 2  # a report should not wait longer than this


class HandledFilter(WorkFilter):
    title = _("standing")
    parameter_name = "standing"
    choices_by_key = (
        ("open", _("Not handled"), lambda rows: rows.filter(handled_at__isnull=True)),
        ("handled", _("Handled"), lambda rows: rows.filter(handled_at__isnull=False)),
        ("all", _("All"), lambda rows: rows),
    )


@admin.register(Report)
class ReportAdmin(NeverDeleted, OwnLog):
    """Handling a report is writing what was done; hiding and the like happen on the listing's page."""

    list_display = ("reason", "listing", "hid", "waits", "handled_by")
    list_filter = (HandledFilter, "hid_listing", "reason")
    list_select_related = ("listing", "handled_by")
    search_fields = ("listing__slug", "listing__display_name")
    fields = (
        "about",
        "reason",
        "text",
        "contact",
        "reported_at",
        "hid_listing",
        "outcome",
        "handled_at",
        "handled_by",
    )
    readonly_fields = (
        "about",
        "reason",
        "text",
        "contact",
        "reported_at",
        "hid_listing",
        "handled_at",
        "handled_by",
    )

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """What may be grave comes first; of that, what the limits against abuse left in sight."""
        return ("-grave", "hid_listing", "reported_at", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        return Report.objects.annotate(grave=Case(When(reason__in=HIDING_REASONS, then=1), default=0))

    @admin.display(description=_("hid the listing"), ordering="hid_listing")
    def hid(self, report: Report) -> SafeString | str:
        return tag(str(_("hidden")), "red") if report.hid_listing else "—"

    @admin.display(description=_("waits since"), ordering="reported_at")
    def waits(self, report: Report) -> SafeString | str:
        return "—" if report.handled_at else waiting_since(report.reported_at, LATE_DAYS)

    @admin.display(description=_("listing"))
    def about(self, report: Report) -> SafeString:
        url = reverse("admin:profiles_listing_change", args=[report.listing_id])
        return format_html('<a href="{}">{}</a>', url, report.listing)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        """What was handled stays as it was handled."""
        return super().has_change_permission(request, obj) and (obj is None or obj.handled_at is None)

    def get_form(
        self, request: HttpRequest, obj: Report | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if "outcome" in form.base_fields:
            form.base_fields["outcome"].required = True
        return form

    def save_model(self, request: HttpRequest, obj: Report, form: ModelForm, change: bool) -> None:
        actions.handle_report(report=obj, by=staff(request), outcome=form.cleaned_data["outcome"])

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ActionRefused as refused:
            say(request, refused)
            return HttpResponseRedirect(request.get_full_path())
