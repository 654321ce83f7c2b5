"""Forms of letters and accounts."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AdultSignupForm(forms.Form):
    """What signing up asks beside e-mail and password."""

    is_adult = forms.BooleanField(
        label=_("I am 18 or older."),
        error_messages={"required": _("Accounts are for people who are 18 or older. Tick the box if you are.")},
    )

    def signup(self, request: object, user: object) -> None:
        """Keep the attestation with the account."""
        user.is_adult = True  # type: ignore[attr-defined]
        user.save(update_fields=["is_adult"])  # type: ignore[attr-defined]
