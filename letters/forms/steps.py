"""Telling the site what happened to a letter."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from letters.forms.fields import DayInput
from letters.states import ReturnReason


class DayForm(forms.Form):
    """On which day it was mailed or answered."""

    on = forms.DateField(label=_("On"), widget=DayInput)

    def __init__(self, *args: Any, earliest: date | None = None, **kwargs: Any) -> None:
        """earliest: the day of the step before."""
        super().__init__(*args, **{"initial": {"on": timezone.localdate()}, **kwargs})
        self.earliest = earliest
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_on(self) -> date:
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        if self.earliest and on < self.earliest:
            raise ValidationError(_("This day is before the step that came first."))
        return on


class ReturnForm(DayForm):
    """On which day it came back, and why."""

    reason = forms.ChoiceField(
        label=_("What the envelope says"),
        choices=[("", _("Choose one")), *ReturnReason.choices],
        error_messages={"required": _("Choose what the envelope says, or “No reason given”.")},
    )
