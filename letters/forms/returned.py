"""The form by which anybody, with or without an account, tells us that a letter came back."""

from datetime import date
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from letters.states import ReturnReason
from profiles.codes import read_code
from profiles.forms.guard import GuardedForm, guard_fields
from profiles.models import Facility


class ReturnedForm(GuardedForm):
    """Where it went, why it came back, and the short code if the letter bears one."""

    facility = forms.ModelChoiceField(
        label=gettext_lazy("Where did you send it?"),
        queryset=Facility.objects.none(),
        to_field_name="slug",
        empty_label=gettext_lazy("Choose a place"),
        error_messages={"required": gettext_lazy("Choose the place on the envelope.")},
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why did it come back?"),
        choices=ReturnReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what fits best.")},
    )
    returned_on = forms.DateField(
        label=gettext_lazy("When?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    code = forms.CharField(
        label=gettext_lazy("Short code on the letter"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("7 letters and digits at the foot of the page, if there are any."),
    )
    words = forms.CharField(
        label=gettext_lazy("What did the mailroom write on it?"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Only words about the mail. Please leave out names and numbers."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["facility"])
        field.queryset = Facility.objects.listed().order_by("name")
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            "facility", "reason", "returned_on", "code", "words", guard_fields(), Submit("send", _("Send"))
        )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].strip()
        if code and read_code(code) is None:
            raise ValidationError(
                _("This is no code. It has 7 letters and digits; leave the field empty if you are not sure.")
            )
        return code

    def clean_returned_on(self) -> date:
        day: date = self.cleaned_data["returned_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day is in the future."))
        return day
