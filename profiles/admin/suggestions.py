"""Suggestions from the public: mistakes on pages, and changes to programs. Those nobody has handled come first."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from profiles import actions
from profiles.admin.reports import HandledFilter
from profiles.admin.shared import NeverDeleted, OwnLog, say, staff, waiting_since
from profiles.errors import ActionRefused
from profiles.models import Suggestion

LATE_DAYS = 14


@admin.register(Suggestion)
class SuggestionAdmin(NeverDeleted, OwnLog):
    """Handling one is writing what was done; the program or the page is corrected where it stands."""

    list_display = ("about", "where", "waits", "outcome", "handled_by")
    list_filter = (HandledFilter, "about")
    list_select_related = ("program", "handled_by")
    search_fields = ("page", "program__name")
    readonly_fields = ("about", "where", "text", "contact", "sent_at", "handled_at", "handled_by")
    fields = ("about", "where", "text", "contact", "sent_at", "outcome", "handled_at", "handled_by")

    @admin.display(description=_("where"))
    def where(self, suggestion: Suggestion) -> SafeString | str:
        if suggestion.program is not None:
            url = reverse("admin:profiles_program_change", args=[suggestion.program.pk])
            return format_html('<a href="{}">{}</a>', url, suggestion.program)
        if suggestion.page:
            return format_html('<a href="{0}">{0}</a>', suggestion.page)
        return "—"

    @admin.display(description=_("waits since"), ordering="sent_at")
    def waits(self, suggestion: Suggestion) -> SafeString | str:
        return "—" if suggestion.handled_at else waiting_since(suggestion.sent_at, LATE_DAYS)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Suggestion | None = None) -> bool:
        """What was handled stays as it was handled."""
        return super().has_change_permission(request, obj) and (obj is None or obj.handled_at is None)

    def get_form(
        self, request: HttpRequest, obj: Suggestion | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if "outcome" in form.base_fields:
            form.base_fields["outcome"].required = True
        return form

    def save_model(self, request: HttpRequest, obj: Suggestion, form: ModelForm, change: bool) -> None:
        actions.handle_suggestion(suggestion=obj, by=staff(request), outcome=form.cleaned_data["outcome"])

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ActionRefused as refused:
            say(request, refused)
            return HttpResponseRedirect(request.get_full_path())
