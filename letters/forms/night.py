"""Choosing women for an evening of letters."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from letters.forms.blank import PAGES
from letters.states import EnvelopeSize, Paper
from profiles.places import State

MOST_LETTERS = 20


class NightForm(forms.Form):
    """How many letters, from where, and on what."""

    count = forms.IntegerField(label=_("How many women"), min_value=1, max_value=MOST_LETTERS, initial=10)
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("Any state")), *State.choices], required=False
    )
    facility = forms.CharField(
        label=_("Facility"),
        required=False,
        max_length=200,
        help_text=_("Part of its name, or leave it empty."),
    )
    pages = forms.ChoiceField(label=_("Ruled pages for each"), choices=[(n, n) for n in PAGES], initial="2")
    paper = forms.ChoiceField(label=_("Paper"), choices=Paper.choices, initial=Paper.LETTER)
    size = forms.ChoiceField(label=_("Envelope"), choices=EnvelopeSize.choices, initial=EnvelopeSize.NO_10)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.disable_csrf = True
        self.helper.attrs = {"novalidate": True}
        self.helper.layout = Layout(
            Row(
                Column("count", css_class="col-md-4"),
                Column("state", css_class="col-md-4"),
                Column("facility", css_class="col-md-4"),
            ),
            Row(
                Column("pages", css_class="col-md-4"),
                Column("paper", css_class="col-md-4"),
                Column("size", css_class="col-md-4"),
            ),
        )
        self.helper.add_input(Submit("choose", _("Choose women")))
