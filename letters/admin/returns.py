"""Letters that came back, and reports about places, on the desk."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from letters import actions, corrections, returns
from letters.admin.forms import ReturnForm, TakeInForm, WrongReportForm
from letters.models import ReturnedLetter, WrongReport
from letters.states import ReturnOutcome, ReturnReason, WrongOutcome
from profiles.admin.shared import NeverDeleted, WorkFilter, say, staff, tag, waiting_since
from profiles.errors import ActionRefused

LATE_DAYS = 7


class HandledFilter(WorkFilter):
    title = gettext_lazy("standing")
    parameter_name = "standing"
    choices_by_key = (
        ("open", gettext_lazy("Not handled"), lambda rows: rows.filter(handled_at__isnull=True)),
        ("handled", gettext_lazy("Handled"), lambda rows: rows.filter(handled_at__isnull=False)),
        ("all", gettext_lazy("All"), lambda rows: rows),
    )


class QueueAdmin(NeverDeleted, admin.ModelAdmin):
    """Rows that wait until somebody says what was done; what was handled stays as it was handled."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or not obj.is_handled)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ActionRefused as refused:
            say(request, refused)
            return HttpResponseRedirect(request.path)


@admin.register(ReturnedLetter)
class ReturnedLetterAdmin(QueueAdmin):
    """Adding one is reading the envelope; handling one is saying what was found. Never who wrote it, nor what."""

    list_display = ("reason", "facility", "her", "returned_on", "waits", "held", "outcome")
    list_filter = (HandledFilter, "holds", "from_public", "reason")
    list_select_related = ("facility", "listing")
    ordering = ("-holds", "recorded_at", "pk")
    search_fields = ("facility__name", "listing__slug", "letter__code")
    search_help_text = gettext_lazy("Facility, listing or the short code on the letter")
    told = (
        "reason",
        "what_happens",
        "facility",
        "her",
        "code",
        "returned_on",
        "words",
        "holds",
        "from_public",
        "recorded_at",
    )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, form=ReturnForm if obj else TakeInForm, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*self.told, *ReturnForm.Meta.fields) if obj else TAKE_IN_FIELDS

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.told if obj else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReturnedLetter]:
        return super().get_queryset(request).select_related("rule")

    @admin.display(description=gettext_lazy("listing"))
    def her(self, returned: ReturnedLetter) -> SafeString | str:
        if returned.listing is None:
            return "—"
        url = reverse("admin:profiles_listing_change", args=[returned.listing_id])
        return format_html('<a href="{}">{}</a>', url, returned.listing)

    @admin.display(description=gettext_lazy("short code"))
    def code(self, returned: ReturnedLetter) -> str:
        return returned.letter.code if returned.letter else "—"

    @admin.display(description=gettext_lazy("what happens now"))
    def what_happens(self, returned: ReturnedLetter) -> str:
        return str(returns.WHAT_HAPPENS[returned.reason])

    @admin.display(description=gettext_lazy("waits since"), ordering="recorded_at")
    def waits(self, returned: ReturnedLetter) -> SafeString | str:
        return "—" if returned.is_handled else waiting_since(returned.recorded_at, LATE_DAYS)

    @admin.display(description=gettext_lazy("holds mail"), ordering="holds")
    def held(self, returned: ReturnedLetter) -> SafeString | str:
        return tag(_("holds"), "amber") if returned.holds and not returned.is_handled else "—"

    def save_model(self, request: HttpRequest, obj: ReturnedLetter, form: ModelForm, change: bool) -> None:
        cleaned = form.cleaned_data
        if change:
            returns.handle(
                returned=obj,
                by=staff(request),
                outcome=ReturnOutcome(cleaned["outcome"]),
                note=cleaned["staff_note"],
                rule=cleaned["rule"],
            )
            return
        made = self._take_in(request, cleaned)
        obj.pk, obj.facility = made.pk, made.facility
        self.message_user(request, str(returns.WHAT_HAPPENS[made.reason]), messages.INFO)

    def _take_in(self, request: HttpRequest, cleaned: dict[str, Any]) -> ReturnedLetter:
        common = {
            "reason": ReturnReason(cleaned["reason"]),
            "on": cleaned["returned_on"],
            "by": staff(request),
            "words": cleaned["words"],
        }
        if cleaned["code"]:
            letter = actions.mark_returned_by_code(code=cleaned["code"], **common)
            return ReturnedLetter.objects.get(letter=letter)
        made = returns.take_in(listing=cleaned["her_number"], facility=cleaned["facility"], **common)
        assert made is not None  # noqa: S101 (the form asks for one of the two)
        return made


TAKE_IN_FIELDS = ("code", "her_number", "facility", "reason", "returned_on", "words")


@admin.register(WrongReport)
class WrongReportAdmin(QueueAdmin):
    """What people say is wrong with a place. Correcting it happens on the rule or the facility itself."""

    form = WrongReportForm
    list_display = ("about", "where", "rule", "waits", "outcome", "handled_by")
    list_filter = (HandledFilter, "about")
    list_select_related = ("system", "facility", "rule__system", "rule__facility", "handled_by")
    search_fields = ("system__name", "facility__name")
    told = ("about", "where", "rule_link", "text", "source_url", "contact", "reported_at")
    readonly_fields = told
    fields = (*told, "outcome", "staff_note")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description=gettext_lazy("place"))
    def where(self, report: WrongReport) -> SafeString:
        name = "facility" if report.facility_id else "system"
        return format_html(
            '<a href="{}">{}</a>',
            reverse(f"admin:profiles_{name}_change", args=[report.place.pk]),
            report.place,
        )

    @admin.display(description=gettext_lazy("rule"))
    def rule_link(self, report: WrongReport) -> SafeString | str:
        if report.rule is None:
            return "—"
        return format_html(
            '<a href="{}">{}</a>',
            reverse("admin:letters_mailingrule_change", args=[report.rule_id]),
            report.rule,
        )

    @admin.display(description=gettext_lazy("waits since"), ordering="reported_at")
    def waits(self, report: WrongReport) -> SafeString | str:
        return "—" if report.is_handled else waiting_since(report.reported_at, LATE_DAYS)

    def save_model(self, request: HttpRequest, obj: WrongReport, form: ModelForm, change: bool) -> None:
        corrections.handle_report(
            report=obj,
            by=staff(request),
            outcome=WrongOutcome(form.cleaned_data["outcome"]),
            note=form.cleaned_data["staff_note"],
        )
