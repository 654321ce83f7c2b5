"""The form by which anybody tells us that something about a place is wrong."""

from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from letters.models import MailingRule
from letters.states import WrongAbout
from profiles.forms.guard import GuardedForm, guard_fields
from profiles.models import Facility, System

MOST_CHARACTERS = 2000


class RuleChoice(forms.ModelChoiceField):
    """Rules by what they say."""

    def label_from_instance(self, obj: Any) -> str:
        return obj.in_words()[:120]


class WrongForm(GuardedForm):
    """What is wrong, and where one can read what is right."""

    about = forms.ChoiceField(
        label=gettext_lazy("What is wrong?"),
        choices=WrongAbout.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what fits best.")},
    )
    rule = RuleChoice(
        label=gettext_lazy("Which rule, if it is one"),
        queryset=MailingRule.objects.none(),
        required=False,
        empty_label=gettext_lazy("None, or I am not sure"),
    )
    text = forms.CharField(
        label=gettext_lazy("What is right?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "What a notice says, what the mailroom told you, or why your letter came back."
        ),
        error_messages={"required": gettext_lazy("A sentence is enough.")},
    )
    source_url = forms.URLField(
        label=gettext_lazy("Where can we read it?"),
        required=False,
        max_length=400,
        assume_scheme="https",
        help_text=gettext_lazy("A web address, if there is one."),
    )
    contact = forms.CharField(
        label=gettext_lazy("Your email or phone"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Only if we may ask you more."),
    )

    def __init__(self, *args: Any, place: System | Facility, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["rule"]).queryset = rules_at(place)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            "about", "rule", "text", "source_url", "contact", guard_fields(), Submit("send", _("Send"))
        )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].strip()
        if len(text) > MOST_CHARACTERS:
            raise ValidationError(
                _("Your text has %(count)s characters; the most we take is %(most)s. Please shorten it.")
                % {"count": len(text), "most": MOST_CHARACTERS}
            )
        return text

    def answers(self) -> dict[str, Any]:
        """As `corrections.report_wrong` takes them."""
        return {name: self.cleaned_data[name] for name in ("about", "rule", "text", "source_url", "contact")}


def rules_at(place: System | Facility) -> QuerySet[MailingRule]:
    """Rules in force at a place, its system's too."""
    if isinstance(place, Facility):
        return MailingRule.objects.in_force().touching(place).order_by("type", "pk")
    return MailingRule.objects.in_force().filter(Q(system=place)).order_by("type", "pk")
