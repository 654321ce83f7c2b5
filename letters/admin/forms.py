"""Forms in which staff change rules and addresses, and settle returns and reports."""

from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from letters import facts, returns
from letters.mailing_rules import RULE_TYPES
from letters.models import MailingRule, ReturnedLetter, Route, WrongReport
from profiles.admin.shared import DayInput
from profiles.errors import ActionRefused
from profiles.models import Facility, Listing

PLACE_FIELDS = ("system", "facility")
SOURCE_FIELDS = ("source_url", "seen", "checked_on", "confidence", "note")
RULE_FIELDS = ("type", *PLACE_FIELDS, "value", "is_active", *SOURCE_FIELDS)
ROUTE_FIELDS = (*PLACE_FIELDS, "use", "lines", "is_complete", "processing_centre", "valid_from", "valid_until",
                *SOURCE_FIELDS)  # fmt: skip


class FactForm(forms.ModelForm):
    """A fact belongs to one system or to one facility. `why` goes into the history."""

    why = forms.CharField(
        label=gettext_lazy("Why it changes"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For the history, such as: called the mailroom."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "facility" in self.fields:
            field = cast(forms.ModelChoiceField, self.fields["facility"])
            field.queryset = Facility.objects.filter(
                ~Q(holds=Facility.Holds.UNKNOWN) | Q(pk=self.instance.facility_id)
            )

    def is_valid(self) -> bool:
        """A preview is looked at, never stored."""
        return super().is_valid() and "_preview" not in self.data

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if bool(self.cleaned_data.get("system")) == bool(self.cleaned_data.get("facility")):
            raise forms.ValidationError(_("Choose a system or a facility, not both and not neither."))
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        try:
            self.check_fact()
        except ValidationError as wrong:
            self.add_error(None, wrong)
        except ActionRefused as refused:
            self.add_error(None, refused.messages)

    def check_fact(self) -> None:
        """Raises ValidationError or ActionRefused for a fact that cannot be used beside the others."""


class MailingRuleForm(FactForm):
    """No rule is stored that the mailroom check cannot read: the row checks its value by its type."""

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


class LinesField(forms.CharField):
    """Address lines, one on each line of the box."""

    widget = forms.Textarea(attrs={"rows": 6, "cols": 60})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        text = super().to_python(value)
        return [line.strip() for line in text.splitlines() if line.strip()] if isinstance(text, str) else []

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)


class RouteForm(FactForm):
    """`starts_on`: the day on which mail begins to go to new lines; the old ones then end the day before."""

    lines = LinesField(
        label=gettext_lazy("address lines"),
        help_text=gettext_lazy(
            "One line of the envelope on each line. {name}, {id}, {facility} and so on fill themselves in."
        ),
    )
    starts_on = forms.DateField(
        label=gettext_lazy("New address from"),
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy(
            "Mail goes elsewhere: the first day. The old address is kept and ends the day before. "
            "Leave it empty to correct a slip in these lines."
        ),
    )

    class Meta:
        model = Route
        fields = ROUTE_FIELDS

    def check_fact(self) -> None:
        if self.replaces:
            facts.check_replacement(Route.objects.get(pk=self.instance.pk), self.cleaned_data["starts_on"])
            wrong = facts.wrong_lines(self.instance.lines, complete=self.instance.is_complete)
            if wrong:
                raise ValidationError({"lines": wrong})
        else:
            facts.check_route(self.instance)

    @property
    def replaces(self) -> bool:
        """Whether this begins a new address rather than correcting the present one."""
        return bool(self.instance.pk and self.cleaned_data.get("starts_on"))


class TakeInForm(forms.ModelForm):
    """A letter that lies on the desk: found by its short code, by her number, or by the place alone."""

    code = forms.CharField(
        label=gettext_lazy("Short code on the letter"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("7 letters and digits at the foot of the page or on the envelope."),
    )
    her_number = forms.CharField(label=gettext_lazy("Or her ID number"), required=False, max_length=40)

    class Meta:
        model = ReturnedLetter
        fields = ("code", "her_number", "facility", "reason", "returned_on", "words")
        widgets = {"returned_on": DayInput()}  # noqa: RUF012 (Django's way of Meta)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["facility"])
        field.required, field.label = False, _("Or the facility alone")
        field.queryset = Facility.objects.listed()

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].strip()
        if code:
            try:
                returns.find_by_code(code)
            except ActionRefused as refused:
                raise ValidationError(refused.messages) from refused
        return code

    def clean_her_number(self) -> Listing | None:
        number = self.cleaned_data["her_number"].strip()
        if not number:
            return None
        found = list(Listing.objects.filter(id_number__iexact=number).select_related("facility")[:2])
        if len(found) != 1:
            raise ValidationError(_("Expected the ID number of one woman who is or was listed."))
        return found[0]

    def clean_returned_on(self) -> date:
        day: date = self.cleaned_data["returned_on"]
        try:
            facts.refuse_future(day)
        except ActionRefused as refused:
            raise ValidationError(refused.messages) from refused
        return day

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        ways = [self.cleaned_data.get(name) for name in ("code", "her_number", "facility")]
        if not self.errors and sum(map(bool, ways)) != 1:
            raise ValidationError(_("Give the code, or her number, or the facility: one of the three."))
        return cleaned

    def _post_clean(self) -> None:
        """The row is made by the action, so there is nothing to check on the instance."""


class ReturnForm(forms.ModelForm):
    """What was done about a return, and which rule it was about."""

    class Meta:
        model = ReturnedLetter
        fields = ("rule", "outcome", "staff_note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields.get("rule"))
        if field is not None:
            field.queryset = MailingRule.objects.in_force().touching(self.instance.facility)
            self.fields["outcome"].required = True


class WrongReportForm(forms.ModelForm):
    """What was done about a report."""

    class Meta:
        model = WrongReport
        fields = ("outcome", "staff_note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "outcome" in self.fields:
            self.fields["outcome"].required = True
