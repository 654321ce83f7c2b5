"""The forms by which anybody tells us of a mistake on a page, or of a change to a program."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles.forms.guard import GuardedForm, guard_fields
from profiles.models import Program

MOST_CHARACTERS = 2000


class SuggestionForm(GuardedForm):
    """Words, and a way to be reached if they like."""

    text = forms.CharField(
        label=gettext_lazy("What is wrong?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "What you saw, and what you had expected. Please leave names of women and of writers out."
        ),
        error_messages={"required": gettext_lazy("A sentence is enough.")},
    )
    contact = forms.CharField(
        label=gettext_lazy("Your email or phone"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Only if you would like an answer."),
    )
    shown: tuple[str, ...] = ("text", "contact")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(*self.shown, guard_fields(), Submit("send", _("Send")))

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].strip()
        if len(text) > MOST_CHARACTERS:
            raise ValidationError(
                _("Your text has %(count)s characters; the most we take is %(most)s. Please shorten it.")
                % {"count": len(text), "most": MOST_CHARACTERS}
            )
        return text

    def answers(self) -> dict[str, Any]:
        """As `actions.suggest` takes them."""
        return {name: self.cleaned_data[name] for name in self.shown}


class ProgramForm(SuggestionForm):
    """Which program, if we have it already, and what to change."""

    program = forms.ModelChoiceField(
        label=gettext_lazy("Which program?"),
        queryset=Program.objects.filter(is_shown=True),
        required=False,
        empty_label=gettext_lazy("One that is missing here"),
    )
    shown = ("program", "text", "contact")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("What should we change?")
        self.fields["text"].help_text = _(
            "What the program does, where and for whom, and where we can read it: its website or a notice."
        )
