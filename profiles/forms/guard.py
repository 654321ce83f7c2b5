"""A guard against robots that asks nobody anything: a field people do not see, and a least time to fill a form in."""

from datetime import timedelta
from typing import Any, cast

from crispy_forms.layout import Div
from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, TimestampSigner
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LEAST_TIME = timedelta(seconds=3)
LONGEST_TIME = timedelta(days=7)

signer = TimestampSigner(salt="profiles.forms.guard")


class GuardedForm(forms.Form):
    """A form with both defences. Their errors name no field, so that a person caught by mistake knows what to do."""

    website = forms.CharField(
        required=False,
        label=gettext_lazy("Leave this empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened"].initial = signer.sign("form")

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("This field has to stay empty. Empty it and send the form again."))
        return ""

    def clean_opened(self) -> str:
        """The signed time at which the form was shown."""
        value = self.cleaned_data["opened"]
        try:
            signer.unsign(value, max_age=LONGEST_TIME)
        except BadSignature as error:
            self._show_anew()
            raise ValidationError(
                _("This page had grown too old. Please send the form once more.")
            ) from error
        if self._is_younger(value, LEAST_TIME):
            raise ValidationError(
                _("That was very quick. Please look your answers over, then send the form once more.")
            )
        return value

    def _is_younger(self, value: str, than: timedelta) -> bool:
        try:
            signer.unsign(value, max_age=than)
        except BadSignature:
            return False
        return True

    def _show_anew(self) -> None:
        """Give the page that comes back a fresh time; everything else that was typed stays."""
        fresh = cast(QueryDict, self.data).copy()
        fresh[self.add_prefix("opened")] = signer.sign("form")
        self.data = fresh


def guard_fields() -> Div:
    """The two fields in a crispy layout, away from everybody who looks or listens."""
    return Div("website", "opened", css_class="guard")
