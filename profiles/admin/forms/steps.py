"""Steps that change a listing without a submission, each with what it needs to know."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.admin.shared import DayInput
from profiles.states import FactSource, Reason
from profiles.vocabulary import ConsentItem


class NoteForm(forms.Form):
    """A step that needs no more than a note for the record."""

    note = forms.CharField(
        label=_("Note for the record"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(NoteForm):
    """A step that needs a reason."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=[("", _("Choose a reason")), *(pair for pair in Reason.choices if pair[0])]
    )
    field_order: tuple[str, ...] = ("reason", "note")


class BlockForm(forms.Form):
    """Somebody from whom she wants no letters, as the envelope names them."""

    name = forms.CharField(
        label=_("Name of the writer"),
        max_length=120,
        required=False,
        help_text=_("Everybody of this name is kept out. For a common name give the address alone."),
    )
    address = forms.CharField(
        label=_("Address of the writer"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "As it stands on the envelope, without the name. We keep neither, only what we need to know it again."
        ),
    )

    def clean_address(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["address"].splitlines() if line.strip()]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.cleaned_data.get("name") and not self.cleaned_data.get("address"):
            raise ValidationError(_("Give a name, an address or both."))
        return cleaned


class WithdrawForm(ReasonForm):
    """Which consent she takes back."""

    item = forms.ChoiceField(
        label=_("What she takes back"), choices=ConsentItem.choices, widget=forms.RadioSelect
    )
    field_order = ("item", "reason", "note")

    def __init__(self, *args: Any, items: list[ConsentItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = cast(forms.ChoiceField, self.fields["item"])
        choice.choices = [(item.value, item.label) for item in items]
        self.fields["reason"].initial = Reason.HER_WISH


class VerifyForm(forms.Form):
    """How and when her data was checked."""

    on = forms.DateField(label=_("Checked on"), initial=timezone.localdate, widget=DayInput)
    how = forms.ChoiceField(label=_("Where"), choices=FactSource.choices, initial=FactSource.LOCATOR)
