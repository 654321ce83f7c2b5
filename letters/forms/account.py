"""Forms of a writer's account."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from letters.cautions import CONTACTS, speaks_of_pen_pals
from letters.forms.fields import AddressLinesField
from letters.printing import check_text
from profiles.forms.guard import GuardedForm, guard_fields
from profiles.hints import hints_in


class AdultSignupForm(GuardedForm):
    """What signing up asks beside e-mail and password. Guarded, since each answer sends mail to the address in it."""

    field_order = ("email", "password1", "password2", "is_adult")
    is_adult = forms.BooleanField(
        label=_("I am 18 or older."),
        error_messages={
            "required": _("Accounts are for people who are 18 or older. Tick the box if you are.")
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*self.field_order, guard_fields())

    def signup(self, request: object, user: Any) -> None:
        """Keep the attestation with the account."""
        user.is_adult = True
        user.save(update_fields=["is_adult"])


class ReturnAddressForm(forms.Form):
    """How a writer signs, and where her answer should go."""

    pen_name = forms.CharField(
        label=_("Name to sign letters with"),
        max_length=60,
        required=False,
        help_text=_(
            "A pen name will do here. Your return address needs the full name that many mailrooms ask for."
        ),
    )
    is_woman = forms.BooleanField(
        label=_("I am a woman"),
        required=False,
        help_text=_("Some women ask for letters from women only. Nobody sees this; it is not printed."),
    )
    lines = AddressLinesField(
        label=_("Your return address"),
        required=False,
        help_text=_(
            "Your full name first, then street or PO box, then city, state and ZIP code, one line each. Many "
            "mailrooms ask for your full name. Leave it empty to write it by hand."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": True}
        self.helper.add_input(Submit("save", _("Keep it")))

    def clean_pen_name(self) -> str:
        """A name that prints and is nothing but a name."""
        name = " ".join(self.cleaned_data["pen_name"].split())
        problems = check_text(name).problems
        if problems:
            raise ValidationError([problem.message for problem in problems])
        if any(hint.kind in CONTACTS for hint in hints_in(name)):
            raise ValidationError(gettext("A name only, please, without a phone number or a web address."))
        if speaks_of_pen_pals(name):
            raise ValidationError(gettext("Leave pen pals out of it: some mailrooms turn such mail back."))
        return name
