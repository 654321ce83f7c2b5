"""Choosing blank sheets and an envelope: simple GET forms whose answer is a PDF."""

from typing import Any

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from letters.states import EnvelopeSize, Paper

#: Values of the contract's parameters.
PAGES = tuple(str(number) for number in range(1, 11))
DEFAULT_PAGES = "2"


class BlankLetterForm(forms.Form):
    """Ruled sheets: how many, and on which paper."""

    pages = forms.ChoiceField(
        label=_("Pages"), choices=[(number, number) for number in PAGES], initial=DEFAULT_PAGES
    )
    paper = forms.ChoiceField(label=_("Paper"), choices=Paper.choices, initial=Paper.LETTER)

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_blank_%s", **kwargs})
        self.helper = _printing(action, "pages", "paper", words=_("Print the letter sheets"))


class BlankEnvelopeForm(forms.Form):
    """An addressed envelope of one size."""

    size = forms.ChoiceField(
        label=_("Envelope"),
        choices=EnvelopeSize.choices,
        initial=EnvelopeSize.NO_10,
        help_text=_("In the print window choose the same paper size as your envelope."),
    )

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_envelope_%s", **kwargs})
        self.helper = _printing(action, "size", words=_("Print the envelope"))


def _printing(action: str, *fields: str, words: Any) -> FormHelper:
    """A form whose button sends no value of its own: the address may hold the contract's parameters only."""
    helper = FormHelper()
    helper.form_method = "get"
    helper.form_action = action
    helper.disable_csrf = True
    helper.layout = Layout(*fields, StrictButton(words, type="submit", css_class="btn-primary"))
    return helper
