"""The log of decisions, to be read."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from profiles.admin.shared import ReadOnly
from profiles.models import ModerationEvent


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


def _words(event: ModerationEvent, name: str) -> str:
    return getattr(getattr(event, "words", None), name, "")
