"""Checking a mailpiece for any place, without writing anything."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from letters import mailpieces
from letters.forms.desk import CARDS, ENCLOSURES, PHOTO_SIZES, PRINTED_KINDS, SENDERS
from letters.states import EnvelopeSize, Paper
from profiles.models import Facility, System
from profiles.vocabulary import Language

KINDS = [("letter", _("A letter")), ("postcard", _("A postcard")), ("greeting_card", _("A greeting card"))]
PRODUCED = [("", _("I do not know")), ("typed", _("Typed or printed")), ("handwritten", _("By hand"))]
NOT_KNOWN = ("", _("I do not know"))


def places() -> list[tuple[str, list[tuple[str, str]]]]:
    """Systems, then facilities by state, as groups of a select. Two queries."""
    systems = [(system.slug, system.name) for system in System.objects.order_by("name")]
    groups: dict[str, list[tuple[str, str]]] = {}
    for facility in Facility.objects.listed().order_by("state", "name"):
        groups.setdefault(facility.get_state_display() or str(_("Elsewhere")), []).append(
            (facility.slug, facility.name)
        )
    return [(str(_("Systems")), systems), *sorted(groups.items())]


class CheckForm(forms.Form):
    """The main facts about a mailpiece; what is left out stays unknown. `mailpiece()` gives the contract's object."""

    place = forms.ChoiceField(label=_("Where it goes"))
    kind = forms.ChoiceField(label=_("What it is"), choices=KINDS, required=False, initial="letter")
    pages = forms.IntegerField(label=_("Written sides"), min_value=0, max_value=1000, initial=2)
    produced = forms.ChoiceField(label=_("How it is written"), choices=PRODUCED, required=False)
    paper = forms.ChoiceField(label=_("Paper"), choices=[NOT_KNOWN, *Paper.choices], required=False)
    envelope = forms.ChoiceField(
        label=_("Envelope"), choices=[NOT_KNOWN, *EnvelopeSize.choices], required=False
    )
    language = forms.ChoiceField(label=_("Language"), choices=[NOT_KNOWN, *Language.choices], required=False)
    sender = forms.ChoiceField(label=_("You are"), choices=SENDERS, required=False)
    photos = forms.IntegerField(label=_("Photos"), min_value=0, max_value=1000, required=False, initial=0)
    photo_size = forms.ChoiceField(label=_("Size of the photos"), choices=PHOTO_SIZES, required=False)
    printed_pages = forms.IntegerField(
        label=_("Printed or copied pages"), min_value=0, max_value=1000, required=False, initial=0
    )
    printed_kind = forms.ChoiceField(label=_("What they are"), choices=PRINTED_KINDS, required=False)
    card = forms.ChoiceField(label=_("Form of the card"), choices=CARDS, required=False)
    enclosures = forms.MultipleChoiceField(
        label=_("Anything else"), choices=ENCLOSURES, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places()
        self.fields["place"].choices = [("", _("Choose a place")), *self.places]  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.disable_csrf = True
        self.helper.attrs = {"novalidate": True}
        self.helper.layout = Layout(
            "place",
            _pair("kind", "pages"),
            _pair("produced", "paper"),
            _pair("envelope", "language"),
            _pair("photos", "photo_size"),
            _pair("printed_pages", "printed_kind"),
            _pair("card", "sender"),
            "enclosures",
        )
        self.helper.add_input(Submit("check", _("Check")))

    def place_name(self) -> str:
        """The chosen place as people call it. Only for a valid form."""
        names = dict(choice for _group, choices in self.places for choice in choices)
        return names[self.cleaned_data["place"]]

    def mailpiece(self) -> dict[str, Any]:
        """The contract's object, for `parse_mailpiece`. Only for a valid form."""
        cleaned = self.cleaned_data
        piece: dict[str, Any] = {"pages": cleaned["pages"], "enclosures": cleaned["enclosures"]}
        piece |= {name: cleaned[name] for name in ("kind", "produced", "language", "sender") if cleaned[name]}
        if cleaned["paper"]:
            piece["page_size"] = cleaned["paper"]
        if cleaned["envelope"]:
            piece["envelope"] = {
                "size": mailpieces.ENVELOPE_NAMES.get(cleaned["envelope"], cleaned["envelope"])
            }
        if cleaned["photos"]:
            size = mailpieces.PHOTO_SIZES.get(cleaned["photo_size"])
            piece["photos"] = {"count": cleaned["photos"], **({"size_in": list(size)} if size else {})}
        if cleaned["printed_pages"]:
            piece["printed_matter"] = {
                "pages": cleaned["printed_pages"],
                "kind": cleaned["printed_kind"] or "web",
            }
        if cleaned["card"]:
            piece["card"] = {"form": cleaned["card"]}
            if cleaned["kind"] == "letter":
                piece["enclosures"] = [*cleaned["enclosures"], "greeting_card"]
        return piece


def _pair(left: str, right: str) -> Row:
    return Row(Column(left, css_class="col-md-6"), Column(right, css_class="col-md-6"))
