"""First step of the web form: who sends it, and who and where she is."""

from datetime import date
from typing import Any

from crispy_forms.layout import Column, Fieldset, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles.forms.fields import FacilityField, day_field, step_helper
from profiles.forms.guard import GuardedForm, guard_fields
from profiles.models import Submission
from profiles.rules import is_adult
from profiles.vocabulary import ReleaseKind


class PeopleForm(GuardedForm, forms.ModelForm):
    """Who sends it, with her permission, and who and where she is. Its saving makes the draft."""

    submitter_name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter your name.")},
    )
    submitter_email = forms.EmailField(
        label=gettext_lazy("Your email"),
        help_text=gettext_lazy(
            "Only our reviewers see it. We write to it about this listing and nothing else."
        ),
        error_messages={
            "required": gettext_lazy("Enter your email address, so that we can answer."),
            "invalid": gettext_lazy("Enter an email address with an ending, such as name@example.org."),
        },
    )
    submitter_relation = forms.CharField(
        label=gettext_lazy("How you know her"),
        max_length=60,
        help_text=gettext_lazy("For example: her sister, a friend, a volunteer at her facility."),
        error_messages={"required": gettext_lazy("Tell us in a few words how you know her.")},
    )
    attested_permission = forms.BooleanField(
        label=gettext_lazy("She asked me to send this, and she knows that anybody can read a listing."),
        error_messages={
            "required": gettext_lazy("Tick this box if she asked for it. We list nobody who did not ask.")
        },
    )
    facility = FacilityField(
        label=gettext_lazy("Facility"),
        help_text=gettext_lazy("Where she lives now. If it is not in the list, send us the paper form."),
        error_messages={
            "required": gettext_lazy("Choose the facility where she lives now."),
            "invalid_choice": gettext_lazy("Choose a facility from the list."),
        },
    )
    committed_name = forms.CharField(
        label=gettext_lazy("Her full name, as the facility has it"),
        max_length=90,
        help_text=gettext_lazy("Mail must bear this name. It is not shown on her page unless she agrees."),
        error_messages={"required": gettext_lazy("Enter her name as the facility has it.")},
    )
    display_name = forms.CharField(
        label=gettext_lazy("What she likes to be called"),
        max_length=60,
        help_text=gettext_lazy("The name on her page. A first name is enough."),
        error_messages={"required": gettext_lazy("Enter the name for her page, for example her first name.")},
    )
    id_number = forms.CharField(
        label=gettext_lazy("ID number"),
        max_length=30,
        help_text=gettext_lazy("It is on her mail and on the official locator."),
        error_messages={"required": gettext_lazy("Enter her ID number. Mail without it does not reach her.")},
    )
    housing_unit = forms.CharField(
        label=gettext_lazy("Housing unit"),
        max_length=40,
        required=False,
        help_text=gettext_lazy(
            "Unit, building or bed, as it stands on her mail. Some facilities send mail back without it."
        ),
    )
    birth_date = day_field(
        label=gettext_lazy("Birth date"),
        help_text=gettext_lazy("Only her age is shown, unless she agrees to show her birthday."),
    )
    release_kind = forms.ChoiceField(
        label=gettext_lazy("When does she come home?"),
        choices=ReleaseKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what is known about when she comes home.")},
    )
    release_date = day_field(
        label=gettext_lazy("The earliest date"),
        required=False,
        help_text=gettext_lazy(
            "If only the month is known, give its first day. Her page shows month and year only."
        ),
    )

    class Meta:
        model = Submission
        fields = (
            "submitter_name", "submitter_email", "submitter_relation", "attested_permission", "facility",
            "housing_unit", "committed_name", "display_name", "id_number", "birth_date", "release_kind", "release_date",
        )  # fmt: skip

    #: As the layout shows them, so that the summary of errors runs down the page.
    field_order = (
        "submitter_name", "submitter_relation", "submitter_email", "attested_permission", "display_name",
        "committed_name", "facility", "housing_unit", "id_number", "birth_date", "release_kind", "release_date",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birth_date"].error_messages["required"] = _(
            "Enter her birth date. Only adults can be listed."
        )
        if self.instance.pk is None:
            self.initial.pop("release_kind", None)
        self.helper = step_helper(
            Fieldset(
                _("About you"),
                Row(
                    Column("submitter_name", css_class="col-md-6"),
                    Column("submitter_relation", css_class="col-md-6"),
                ),
                "submitter_email",
                "attested_permission",
            ),
            Fieldset(
                _("About her"),
                Row(
                    Column("display_name", css_class="col-md-6"),
                    Column("committed_name", css_class="col-md-6"),
                ),
                "facility",
                "housing_unit",
                Row(Column("id_number", css_class="col-md-6"), Column("birth_date", css_class="col-md-6")),
                "release_kind",
                "release_date",
            ),
            guard_fields(),
            send=_("Keep and go on"),
        )

    def clean_id_number(self) -> str:
        number = " ".join(self.cleaned_data["id_number"].strip().lstrip("#").split())
        if not all(char.isalnum() or char in " -./" for char in number) or not any(map(str.isdigit, number)):
            raise ValidationError(
                _("An ID number has digits, perhaps letters and hyphens. Copy it from her mail.")
            )
        return number

    def clean_housing_unit(self) -> str:
        return " ".join(self.cleaned_data["housing_unit"].split())

    def clean_birth_date(self) -> date:
        born = self.cleaned_data["birth_date"]
        if not is_adult(born, timezone.localdate()):
            raise ValidationError(
                _("With this birth date she is under 18. Check it; only adults can be listed.")
            )
        if born.year < 1900:
            raise ValidationError(_("Check the year of her birth."))
        return born

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("release_kind") != ReleaseKind.DATE:
            cleaned["release_date"] = None
        elif "release_date" in cleaned:
            self._check_release(cleaned["release_date"])
        return cleaned

    def _check_release(self, day: date | None) -> None:
        if day is None:
            self.add_error("release_date", _("Enter the date, or choose “Not known”."))
        elif day <= timezone.localdate():
            self.add_error(
                "release_date", _("This day has passed. If she has come home already, she needs no listing.")
            )

    def columns(self) -> list[str]:
        """The columns of the submission that this step fills in."""
        return [*self.Meta.fields, "system"]

    def filled(self) -> Submission:
        """The submission with this step's answers, not saved."""
        self.instance.system = self.cleaned_data["facility"].system
        return self.instance
