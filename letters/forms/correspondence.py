"""Forms about writing to one woman, and about a writer's own data."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from letters.states import Promise


class PromiseForm(forms.Form):
    """How often somebody wants to write, and whether we remind."""

    every_days = forms.TypedChoiceField(
        label=_("How often you want to write"),
        choices=Promise.choices,
        coerce=lambda value: Promise(int(value)),
        help_text=_("Choose what you can keep. Seldom and steady is better than often and then not at all."),
    )
    reminds = forms.BooleanField(
        label=_("Remind me by e-mail when a letter is due"),
        required=False,
        help_text=_("At most two messages, and neither says to whom you write."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class LeaveForm(forms.Form):
    """Deleting an account."""

    sure = forms.BooleanField(
        label=_("Delete my account, my letters and everything else you keep about me"),
        error_messages={"required": _("Tick the box if you want everything deleted.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
