"""Choosing women for an evening of letters, and what is printed for them."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from letters.forms.blank import PAGES
from letters.forms.fields import AddressLinesField
from letters.mailpieces import Draft
from letters.nights import MOST
from letters.printing import check_text
from letters.states import EnvelopeSize, Paper
from profiles.models import User
from profiles.places import State

KINDS = [
    ("ruled", _("Ruled sheets, to write on by hand")),
    ("typed", _("The same typed letter to each, with her own greeting")),
]


class NightForm(forms.Form):
    """How many women, and from where."""

    count = forms.IntegerField(label=_("How many women"), min_value=1, max_value=MOST, initial=10)
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("Any state")), *State.choices], required=False
    )
    facility = forms.CharField(
        label=_("Facility"),
        required=False,
        max_length=200,
        help_text=_("Part of its name, or leave it empty."),
    )
    by_women = forms.BooleanField(
        label=_("Everybody who writes is a woman"),
        required=False,
        help_text=_("Some women ask for letters from women only. They are left out unless you tick this."),
    )

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
            "by_women",
        )
        self.helper.add_input(Submit("choose", _("Choose women")))


class NightLetterForm(forms.Form):
    """What is printed for each of them. `draft()` and `ruled_pages()` give it to the printer."""

    kind = forms.ChoiceField(label=_("Letters"), choices=KINDS, initial="ruled", widget=forms.RadioSelect)
    pages = forms.ChoiceField(label=_("Ruled pages for each"), choices=[(n, n) for n in PAGES], initial="2")
    paper = forms.ChoiceField(label=_("Paper"), choices=Paper.choices, initial=Paper.LETTER)
    size = forms.ChoiceField(label=_("Envelope"), choices=EnvelopeSize.choices, initial=EnvelopeSize.NO_10)
    return_address = AddressLinesField(
        label=_("Return address"),
        required=False,
        help_text=_("Yours or your organization’s. Leave it empty to have each writer fill in their own."),
    )
    for_organisation = forms.BooleanField(
        label=_("We write as an organization"),
        required=False,
        help_text=_("Some systems take mail from organizations at another address. We use that one then."),
    )
    body = forms.CharField(
        label=_("The letter"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "true"}),
        help_text=_("Only for a typed letter. “Dear …,” with her name is put before it."),
    )
    closing = forms.CharField(label=_("Closing"), required=False, max_length=120)
    signature = forms.CharField(label=_("Signature"), required=False, max_length=120)

    def __init__(self, *args: Any, writer: User | None = None, **kwargs: Any) -> None:
        address = getattr(writer, "return_address", None)
        initial = {"return_address": tuple(address.lines.splitlines()) if address else ()}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            Fieldset(
                _("What to print"),
                "kind",
                Row(
                    Column("pages", css_class="col-md-4"),
                    Column("paper", css_class="col-md-4"),
                    Column("size", css_class="col-md-4"),
                ),
                "return_address",
                "for_organisation",
                css_class="panel",
            ),
            Fieldset(_("A typed letter"), "body", "closing", "signature", css_class="panel"),
        )

    def clean_body(self) -> str:
        """Says what cannot be printed and where, and keeps what was typed."""
        body = self.cleaned_data["body"]
        if self.cleaned_data.get("kind") == "typed" and not body.strip():
            raise ValidationError(_("Write a few words first."))
        problems = check_text(body).problems
        if problems:
            raise ValidationError([problem.message for problem in problems])
        return body

    def ruled_pages(self) -> int | None:
        """Sheets for each woman, or None for a typed letter."""
        return int(self.cleaned_data["pages"]) if self.cleaned_data["kind"] == "ruled" else None

    def draft(self, greeting: str) -> Draft:
        """greeting: with the place where her name goes, as `night_printing.NAME`."""
        cleaned = self.cleaned_data
        return Draft(
            greeting=greeting if cleaned["kind"] == "typed" else "",
            body=cleaned["body"],
            closing=cleaned["closing"],
            signature=cleaned["signature"],
            return_lines=cleaned["return_address"],
            paper=cleaned["paper"],
            envelope=cleaned["size"],
            sender="organization" if cleaned["for_organisation"] else "person",
            plain=True,
        )
