"""Systems, facilities and programs: reference data that staff may correct. Loading again keeps what they changed."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from profiles.admin.shared import PLAIN_DAYS
from profiles.models import Facility, Program, System


class SlugStays(admin.ModelAdmin):
    """A slug is typed once and never changes, since addresses of pages hold it."""

    formfield_overrides = PLAIN_DAYS

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("slug",) if obj is not None else ()


@admin.register(System)
class SystemAdmin(SlugStays):
    list_display = ("name", "kind", "state", "restricts_listings", "locator_url")
    list_filter = ("restricts_listings", "kind")
    search_fields = ("name", "slug", "state")


@admin.register(Facility)
class FacilityAdmin(SlugStays):
    list_display = ("name", "system", "city", "state", "holds", "status", "confidence", "source_date")
    list_filter = ("holds", "status", "kind", "confidence", "state")
    list_select_related = ("system",)
    search_fields = ("name", "short_name", "slug", "city", "zip", "system__name")


@admin.register(Program)
class ProgramAdmin(SlugStays):
    list_display = ("name", "kind", "scope", "women_only", "is_shown", "checked_on", "confidence")
    list_filter = ("kind", "is_shown", "women_only", "confidence")
    search_fields = ("name", "slug", "city", "scope")
