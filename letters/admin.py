"""Mail on the staff's desk: rules and routes may be corrected; of letters only codes and states are shown."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from letters.mailing_rules import RULE_TYPES, RuleValueError, rule_type
from letters.models import Letter, MailingRule, Route
from profiles.admin.shared import PLAIN_DAYS

PLACE_FIELDS = ("system", "facility")
SOURCE_FIELDS = ("source_url", "seen", "checked_on", "confidence", "note")
RULE_FIELDS = ("type", *PLACE_FIELDS, "value", "is_active", *SOURCE_FIELDS)
ROUTE_FIELDS = (*PLACE_FIELDS, "use", "lines", "is_complete", "processing_centre", *SOURCE_FIELDS)


class OnePlaceForm(forms.ModelForm):
    """A fact belongs to one system or to one facility."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if bool(self.cleaned_data.get("system")) == bool(self.cleaned_data.get("facility")):
            raise forms.ValidationError(_("Choose a system or a facility, not both and not neither."))
        return cleaned


class MailingRuleForm(OnePlaceForm):
    """Checks the value by its type, so that no rule is stored that the mailroom check cannot read."""

    type = forms.ChoiceField(label=gettext_lazy("type"))

    class Meta:
        model = MailingRule
        fields = RULE_FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial["value"] = {}
        types = cast(forms.ChoiceField, self.fields["type"])
        types.choices = sorted((name, f"{known.label} ({name})") for name, known in RULE_TYPES.items())

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        name, value = self.cleaned_data.get("type"), self.cleaned_data.get("value")
        if name and value is not None:
            try:
                rule_type(name).read(value)
            except RuleValueError as wrong:
                self.add_error("value", str(wrong))
        return cleaned


class RouteForm(OnePlaceForm):
    class Meta:
        model = Route
        fields = ROUTE_FIELDS

    def clean_lines(self) -> list[str]:
        lines = self.cleaned_data["lines"]
        if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
            raise forms.ValidationError(_("Write a list of lines in quotation marks."))
        return lines


@admin.register(MailingRule)
class MailingRuleAdmin(admin.ModelAdmin):
    form = MailingRuleForm
    formfield_overrides = PLAIN_DAYS
    list_display = ("type", "place", "is_active", "confidence", "seen", "checked_on")
    list_filter = ("is_active", "confidence", "type")
    list_select_related = ("system", "facility")
    search_fields = ("type", "note", "system__name", "facility__name", "key")
    readonly_fields = ("key",)
    fields = (*RULE_FIELDS, "key")


@admin.register(Route)
class RouteAdmin(admin.ModelAdmin):
    form = RouteForm
    formfield_overrides = PLAIN_DAYS
    fields = ROUTE_FIELDS
    list_display = ("place", "use", "is_complete", "processing_centre", "confidence", "seen", "checked_on")
    list_filter = ("use", "is_complete", "processing_centre", "confidence")
    list_select_related = ("system", "facility")
    search_fields = ("note", "system__name", "facility__name")


@admin.register(Letter)
class LetterAdmin(admin.ModelAdmin):
    """Codes and states only: whom a letter is from and what it says is nobody's business here."""

    list_display = ("code", "state", "kind", "pages", "mailed_on", "returned_on", "return_reason")
    list_filter = ("state", "kind", "return_reason")
    search_fields = ("code",)
    ordering = ("-pk",)
    fields = ("code", "state", "kind", "paper", "envelope", "pages", "overridden", "template_version", "mailed_on",
              "replied_on", "returned_on", "return_reason")  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Letter]:
        return super().get_queryset(request).only(*self.fields)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Letter | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Letter | None = None) -> bool:
        return False
