"""The log of decisions, to be read."""

from datetime import datetime
from itertools import chain
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from profiles.admin.imports import as_csv
from profiles.admin.shared import ReadOnly
from profiles.importing import safe_cell
from profiles.models import ModerationEvent

#: Columns of the log as a file.
EXPORTED = (
    "id", "at", "actor_id", "actor_label", "kind", "subject_type", "subject_id", "subject_label", "listing_slug",
    "reason", "fields",
)  # fmt: skip


@admin.register(ModerationEvent)
class EventAdmin(ReadOnly, admin.ModelAdmin):
    """Notes and words beside an event are for moderators; an auditor sees who did what, when and why."""

    list_display = ("at", "kind", "who", "subject_type", "subject_label", "listing_slug", "reason")
    list_filter = ("kind", "reason", "subject_type")
    search_fields = ("subject_label", "listing_slug", "actor_label")
    date_hierarchy = "at"
    ordering = ("-at", "-pk")
    list_per_page = 100
    show_full_result_count = False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.export_view)
        return [path("export/", view, name="profiles_moderationevent_export"), *super().get_urls()]

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """The whole log as CSV, oldest first: names of fields, never the words beside the events."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        events = ModerationEvent.objects.order_by("at", "pk").values_list(*EXPORTED)
        rows = ([safe_cell(_cell(value)) for value in event] for event in events.iterator(chunk_size=1000))
        lines = as_csv(chain([list(EXPORTED)], rows))
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="log.csv"'
        response["Cache-Control"] = "private, no-store"
        return response

    @admin.display(description=_("who"), ordering="actor_label")
    def who(self, event: ModerationEvent) -> str:
        return event.actor_label or str(_("the site or the public"))

    def get_fields(self, request: HttpRequest, obj: ModerationEvent | None = None) -> Any:
        fields = [
            "at",
            "kind",
            "who",
            "subject_type",
            "subject_id",
            "subject_label",
            "listing_slug",
            "reason",
            "fields",
        ]
        if request.user.has_perm("profiles.moderate_listing"):
            fields += ["note", "before", "after"]
        return fields

    def get_readonly_fields(self, request: HttpRequest, obj: ModerationEvent | None = None) -> Any:
        return self.get_fields(request, obj)

    @admin.display(description=_("note"))
    def note(self, event: ModerationEvent) -> str:
        return _words(event, "note")

    @admin.display(description=_("before"))
    def before(self, event: ModerationEvent) -> str:
        return _words(event, "before")

    @admin.display(description=_("after"))
    def after(self, event: ModerationEvent) -> str:
        return _words(event, "after")


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(value)
    return value.isoformat() if isinstance(value, datetime) else "" if value is None else str(value)


def _words(event: ModerationEvent, name: str) -> str:
    return getattr(getattr(event, "words", None), name, "")
