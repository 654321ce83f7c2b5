"""Systems, facilities and programs: reference data that staff may correct. Loading again keeps what they changed."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from profiles import place_history
from profiles.admin.shared import PLAIN_DAYS, staff
from profiles.models import Facility, Listing, Program, System
from profiles.search import places_changed


class SlugStays(admin.ModelAdmin):
    """A slug is typed once and never changes, since addresses of pages hold it."""

    formfield_overrides = PLAIN_DAYS

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("slug",) if obj is not None else ()


class PlaceForm(forms.ModelForm):
    """`why` goes into the history."""

    why = forms.CharField(
        label=gettext_lazy("Why it changes"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For the history, such as: called the mailroom."),
    )


class NamedPlace(SlugStays):
    """A place that listings stand in. What the search says of it, and its history, follow in the same transaction."""

    form = PlaceForm
    change_form_template = "admin/profiles/place_form.html"
    #: Fields by which listings are found, counted or hidden.
    searched = frozenset({"name", "short_name", "city", "state", "system", "restricts_listings"})
    of_listings: str

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        before = place_history.stored(obj)
        super().save_model(request, obj, form, change)
        if change and self.searched.intersection(form.changed_data):
            places_changed(Listing.objects.filter(**{self.of_listings: obj}))
        changed = place_history.difference(obj, before)
        if changed:
            place_history.keep([changed], by=staff(request), why=form.cleaned_data["why"])

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.delete_queryset(request, type(obj)._default_manager.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        gone = [place_history.PlaceChange(place, place_history.values_of(place), {}) for place in queryset]
        place_history.keep(gone, by=staff(request))
        super().delete_queryset(request, queryset)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The history of facts, from what to what, instead of Django's own log."""
        if not request.user.has_perm("letters.view_factchange"):
            return super().history_view(request, object_id, extra_context)
        url = reverse("admin:letters_factchange_changelist")
        kind = self.model._meta.model_name
        return HttpResponseRedirect(f"{url}?subject_type__exact={kind}&subject_id__exact={object_id}")


@admin.register(System)
class SystemAdmin(NamedPlace):
    of_listings = "system"
    list_display = ("name", "kind", "state", "restricts_listings", "locator_url")
    list_filter = ("restricts_listings", "kind")
    search_fields = ("name", "slug", "state")


@admin.register(Facility)
class FacilityAdmin(NamedPlace):
    of_listings = "facility"
    change_list_template = "admin/profiles/facility_list.html"
    list_display = ("name", "system", "city", "state", "holds", "status", "confidence", "source_date")
    list_filter = ("holds", "status", "kind", "confidence", "state")
    list_select_related = ("system",)
    search_fields = ("name", "short_name", "slug", "city", "zip", "system__name")


@admin.register(Program)
class ProgramAdmin(SlugStays):
    list_display = ("name", "kind", "scope", "women_only", "is_shown", "checked_on", "confidence")
    list_filter = ("kind", "is_shown", "women_only", "confidence")
    search_fields = ("name", "slug", "city", "scope")
