"""Systems, facilities and programs: reference data that staff may correct. Loading again keeps what they changed."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from profiles.admin.shared import PLAIN_DAYS
from profiles.models import Facility, Listing, Program, System
from profiles.search import places_changed


class SlugStays(admin.ModelAdmin):
    """A slug is typed once and never changes, since addresses of pages hold it."""

    formfield_overrides = PLAIN_DAYS

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("slug",) if obj is not None else ()


class NamedPlace(SlugStays):
    """A place that listings stand in. What the search says of it follows in the same transaction."""

    #: Fields by which listings are found, counted or hidden.
    searched = frozenset({"name", "short_name", "city", "state", "system", "restricts_listings"})
    of_listings: str

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and self.searched.intersection(form.changed_data):
            places_changed(Listing.objects.filter(**{self.of_listings: obj}))


@admin.register(System)
class SystemAdmin(NamedPlace):
    of_listings = "system"
    list_display = ("name", "kind", "state", "restricts_listings", "locator_url")
    list_filter = ("restricts_listings", "kind")
    search_fields = ("name", "slug", "state")


@admin.register(Facility)
class FacilityAdmin(NamedPlace):
    of_listings = "facility"
    list_display = ("name", "system", "city", "state", "holds", "status", "confidence", "source_date")
    list_filter = ("holds", "status", "kind", "confidence", "state")
    list_select_related = ("system",)
    search_fields = ("name", "short_name", "slug", "city", "zip", "system__name")


@admin.register(Program)
class ProgramAdmin(SlugStays):
    list_display = ("name", "kind", "scope", "women_only", "is_shown", "checked_on", "confidence")
    list_filter = ("kind", "is_shown", "women_only", "confidence")
    search_fields = ("name", "slug", "city", "scope")
