"""Checking a mailpiece for any place, without writing anything."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Fieldset, Layout, Row, Submit
from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from letters import mailpieces
from letters.forms.desk import CARDS, ENCLOSURES, PHOTO_SIZES, PRINTED_KINDS, SENDERS
from letters.states import EnvelopeSize, Paper
from letters.targets import names_of
from profiles.models import Facility, System
from profiles.vocabulary import Language

KINDS = [("letter", _("A letter")), ("postcard", _("A postcard")), ("greeting_card", _("A greeting card"))]
PRODUCED = [("", _("I do not know")), ("typed", _("Typed or printed")), ("handwritten", _("By hand"))]
NOT_KNOWN = ("", _("I do not know"))
SIDES = [NOT_KNOWN, ("yes", _("Yes")), ("no", _("No"))]
RETURN_ADDRESSES = [
    NOT_KNOWN,
    ("full_name", _("Your full name")),
    ("initials", _("Initials only")),
    ("none", pgettext_lazy("return address", "None")),
]
PHOTO_KINDS = [
    NOT_KNOWN,
    ("print", _("Photo prints")),
    ("polaroid", _("Instant photos")),
    ("digital_printout", _("Printed on ordinary paper")),
]
#: Fields that say what stands on the envelope about her, by the contract's names.
ON_THE_ENVELOPE = {
    "id_number": "id",
    "unit": "unit",
    "facility": "facility",
    "facility_code": "facility_code",
    "jid_number": "jid_number",
}


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
    """The main facts about a mailpiece; what is left out stays unknown. `mailpiece()` gives the contract's object.

    It is posted: a name and a number have no business in an address that browsers and servers keep.
    """

    place = forms.ChoiceField(label=_("Where it goes"))
    name = forms.CharField(label=_("Her full name"), required=False, max_length=120)
    id_number = forms.CharField(label=_("ID number"), required=False, max_length=40)
    unit = forms.CharField(label=_("Housing unit"), required=False, max_length=40)
    facility = forms.CharField(
        label=_("Facility"),
        required=False,
        max_length=120,
        help_text=_("Only where you chose a whole system above."),
    )
    facility_code = forms.CharField(label=_("Facility code, if there is one"), required=False, max_length=20)
    jid_number = forms.CharField(label=_("JID number, if there is one"), required=False, max_length=40)
    kind = forms.ChoiceField(label=_("What it is"), choices=KINDS, required=False, initial="letter")
    pages = forms.IntegerField(label=_("Written sides"), min_value=0, max_value=1000, initial=2)
    produced = forms.ChoiceField(label=_("How it is written"), choices=PRODUCED, required=False)
    both_sides = forms.ChoiceField(label=_("On both sides of the paper"), choices=SIDES, required=False)
    paper = forms.ChoiceField(label=_("Paper"), choices=[NOT_KNOWN, *Paper.choices], required=False)
    envelope = forms.ChoiceField(
        label=_("Envelope"), choices=[NOT_KNOWN, *EnvelopeSize.choices], required=False
    )
    plain = forms.BooleanField(
        label=_("Plain white paper and a plain white envelope, nothing stuck on"), required=False
    )
    return_address = forms.ChoiceField(label=_("Return address"), choices=RETURN_ADDRESSES, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=[NOT_KNOWN, *Language.choices], required=False)
    sender = forms.ChoiceField(label=_("You are"), choices=SENDERS, required=False)
    photos = forms.IntegerField(label=_("Photos"), min_value=0, max_value=1000, required=False, initial=0)
    photo_kind = forms.ChoiceField(label=_("Kind of photos"), choices=PHOTO_KINDS, required=False)
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
        self.helper.form_action = reverse("letters:check") + "#findings"
        self.helper.disable_csrf = True
        self.helper.attrs = {"novalidate": True}
        self.helper.layout = Layout(
            "place",
            _pair("kind", "pages"),
            _pair("produced", "language"),
            _pair("paper", "both_sides"),
            _pair("envelope", "return_address"),
            "plain",
            _pair("photos", "photo_kind"),
            _pair("photo_size", "card"),
            _pair("printed_pages", "printed_kind"),
            "sender",
            "enclosures",
            _on_the_envelope(),
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
        words = ("kind", "produced", "language", "sender", "return_address")
        piece |= {name: cleaned[name] for name in words if cleaned[name]}
        piece |= self._paper() | self._inside()
        if cleaned["both_sides"]:
            piece["sheets_double_sided"] = cleaned["both_sides"] == "yes"
        if recipient := self._recipient():
            piece["recipient"] = recipient
        return piece

    def _recipient(self) -> dict[str, str]:
        """What stands on the envelope about her; nothing where nobody filled in any of it."""
        first, last = names_of(self.cleaned_data["name"])
        parts = {part: self.cleaned_data[name] for name, part in ON_THE_ENVELOPE.items()}
        parts |= {"first_name": first, "last_name": last}
        return parts if any(parts.values()) else {}

    def _paper(self) -> dict[str, Any]:
        """The sheets and their envelope."""
        paper, size = self.cleaned_data["paper"], self.cleaned_data["envelope"]
        envelope = {"size": mailpieces.ENVELOPE_NAMES.get(size, size)} if size else {}
        piece: dict[str, Any] = {"page_size": paper} if paper else {}
        if envelope:
            piece["envelope"] = envelope
        return piece | (mailpieces.plain(envelope) if self.cleaned_data["plain"] else {})

    def _inside(self) -> dict[str, Any]:
        """Photos, printed pages and a card."""
        cleaned = self.cleaned_data
        piece: dict[str, Any] = {}
        if cleaned["photos"]:
            size = mailpieces.PHOTO_SIZES.get(cleaned["photo_size"])
            piece["photos"] = {"count": cleaned["photos"]} | ({"size_in": list(size)} if size else {})
            if cleaned["photo_kind"]:
                piece["photos"]["types"] = [cleaned["photo_kind"]]
        if cleaned["printed_pages"]:
            kind = cleaned["printed_kind"] or "web"
            piece["printed_matter"] = {"pages": cleaned["printed_pages"], "kind": kind}
        if cleaned["card"]:
            piece["card"] = {"form": cleaned["card"]}
            if cleaned["kind"] == "letter":
                piece["enclosures"] = [*cleaned["enclosures"], "greeting_card"]
        return piece


def _on_the_envelope() -> Fieldset:
    words = gettext(
        "Leave all of this empty if you do not know it yet. Once you fill in one part, the parts you leave empty count "
        "as missing from the envelope."
    )
    return Fieldset(
        _("Her name and number"),
        HTML(format_html('<p class="form-text mb-3">{}</p>', words)),
        _pair("name", "id_number"),
        _pair("unit", "jid_number"),
        _pair("facility", "facility_code"),
    )


def _pair(left: str, right: str) -> Row:
    return Row(Column(left, css_class="col-md-6"), Column(right, css_class="col-md-6"))
