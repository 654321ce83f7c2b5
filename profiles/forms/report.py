"""The form to report a concern about a listing."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles.forms.guard import GuardedForm, guard_fields
from profiles.states import ReportReason

MOST_CHARACTERS = 4000


class ReportForm(GuardedForm):
    """A reason, and words and a way to be reached if they like."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong?"),
        choices=ReportReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what fits best.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What should we know?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("A sentence is enough. Only our reviewers read it."),
    )
    contact = forms.CharField(
        label=gettext_lazy("Your email or phone"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Only if you would like an answer."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            "reason",
            "text",
            "contact",
            guard_fields(),
            Submit("send", _("Send report"), css_class="btn-primary"),
        )

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].strip()
        if len(text) > MOST_CHARACTERS:
            raise ValidationError(
                _("Your text has %(count)s characters; the most we take is %(most)s. Please shorten it.")
                % {"count": len(text), "most": MOST_CHARACTERS}
            )
        return text

    def answers(self) -> dict[str, str]:
        """Reason, text and contact as `actions.report` takes them."""
        return {name: self.cleaned_data[name] for name in ("reason", "text", "contact")}
