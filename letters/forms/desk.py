"""The writing desk's form."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Div, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from letters.forms.fields import AddressLinesField, DayInput, FilesField
from letters.mailpieces import Draft
from letters.openers import called
from letters.photos import MOST as MOST_PHOTOS
from letters.photos import PhotosSent, ShownPhoto, shown
from letters.printing import PrintError, check_text
from letters.printing.photos import Photo
from letters.rules import Asked, asked_of
from letters.states import EnvelopeSize, Paper
from profiles.models import Listing, User
from profiles.vocabulary import Language

#: Of a letter’s date.
YEARS = range(1900, 2101)
FACES = [("serif", _("A book face, with serifs")), ("sans", _("A plain face, without serifs"))]
SENDERS = [
    ("person", _("A private person")),
    ("formerly_incarcerated", _("Somebody who was incarcerated")),
    ("incarcerated", _("Somebody incarcerated now")),
    ("victim", _("Somebody harmed in her case")),
    ("staff", _("Somebody who works in a prison")),
    ("organization", _("An organization")),
    ("", _("I would rather not say")),
]
PHOTO_SIZES = [
    ("", _("I do not know")),
    ("wallet", _("Wallet (2½ × 3½ in)")),
    ("3x5", _("3 × 5 in")),
    ("4x6", _("4 × 6 in")),
    ("5x7", _("5 × 7 in")),
    ("8x10", _("8 × 10 in")),
]
PHOTO_LAYOUTS = [
    ("large", _("On pages of their own, two to a page")),
    ("small", _("On pages of their own, four to a page")),
    ("end", _("Small, right after the closing")),
]
CARDS = [
    ("", _("None")),
    ("plain", _("Flat")),
    ("folded", _("Folded once")),
    ("multi_fold", _("With several folds")),
    ("homemade", _("Homemade")),
    ("pop_up", _("Pop-up")),
    ("layered", _("Layered")),
    ("laminated", _("Covered with plastic")),
    ("musical", _("With sound")),
    ("padded", _("Padded")),
]
PRINTED_KINDS = [
    ("web", _("Printed from the web")),
    ("article", _("Copied from a paper or magazine")),
    ("clipping", _("Cut out of a paper or magazine")),
]
ENCLOSURES = [
    ("drawing", _("A drawing")),
    ("stamps", _("Postage stamps")),
    ("blank_paper", _("Blank paper")),
    ("blank_envelope", _("A blank envelope")),
    ("stamped_envelope", _("A stamped envelope")),
    ("stamped_postcard", _("A stamped postcard")),
    ("letter_from_other", _("A letter from somebody else")),
    ("book", _("A book")),
    ("magazine", _("A magazine")),
    ("pen", _("A pen")),
    ("money_order", _("A money order")),
    ("cashiers_check", _("A cashier’s check")),
    ("check", _("A check")),
    ("cash", _("Cash")),
]
#: What a page's parts are called in the form, by their names in the printer's errors.
FIELD_OF = {
    "salutation": "greeting",
    "date_text": "dated",
    "sender_lines": "return_address",
    "return_lines": "return_address",
    "body": "body",
    "closing": "closing",
    "signature": "signature",
    "photo_words": "new_photos",
}


class DeskForm(forms.Form):
    """A letter: its words, its return address, and what goes with it. `draft()` gives it as one object.

    listing: whom it goes to. asks_for_unit: whether her address has a place for a housing unit.
    """

    return_address = AddressLinesField(
        label=_("Your name and address"),
        required=False,
        help_text=_(
            "Full name first, one line each: your home, a PO box, or an organization that hands mail on to you. Leave "
            "it empty to write it by hand."
        ),
    )
    dated = forms.DateField(label=_("Date"), required=False, widget=DayInput)
    unit = forms.CharField(
        label=_("Her housing unit"),
        required=False,
        max_length=40,
        help_text=_("This address has a place for it. If she has not told you, a gap is left to fill in."),
    )
    greeting = forms.CharField(label=_("Greeting"), required=False, max_length=120)
    body = forms.CharField(
        label=_("Your letter"),
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "true"}),
        help_text=_("Leave an empty line between paragraphs."),
        error_messages={"required": _("Write a few words first.")},
    )
    closing = forms.CharField(label=_("Closing"), required=False, max_length=120)
    signature = forms.CharField(
        label=_("Signature"),
        required=False,
        max_length=120,
        help_text=_("Printed below the room to sign by hand."),
    )

    new_photos = FilesField(
        label=_("Add photos"),
        required=False,
        help_text=_(
            "Up to six: JPEG, PNG or WebP. Press Check, and you can say in words what each of them shows. Place and "
            "time are taken out of them."
        ),
    )
    photo_layout = forms.ChoiceField(
        label=_("Where they stand"), choices=PHOTO_LAYOUTS, required=False, initial="large"
    )

    photos = forms.IntegerField(
        label=_("Photo prints"), min_value=0, max_value=200, required=False, initial=0
    )
    photo_size = forms.ChoiceField(
        label=_("Size of the photos"), choices=PHOTO_SIZES, required=False, initial="4x6"
    )
    card = forms.ChoiceField(label=_("Greeting card"), choices=CARDS, required=False)
    printed_pages = forms.IntegerField(
        label=_("Printed or copied pages"), min_value=0, max_value=500, required=False, initial=0
    )
    printed_kind = forms.ChoiceField(
        label=_("What they are"), choices=PRINTED_KINDS, required=False, initial="web"
    )
    enclosures = forms.MultipleChoiceField(
        label=_("Anything else"), choices=ENCLOSURES, required=False, widget=forms.CheckboxSelectMultiple
    )
    plain = forms.BooleanField(
        label=_("Plain white paper and a plain white envelope, nothing stuck on"),
        required=False,
        initial=True,
        help_text=_(
            "No labels, stickers, tape or staples; no window, padding or dark lining. Untick it if that is not so, and "
            "the check will say which rules to read yourself."
        ),
    )

    paper = forms.ChoiceField(label=_("Paper"), choices=Paper.choices, initial=Paper.LETTER)
    envelope = forms.ChoiceField(
        label=_("Envelope"), choices=EnvelopeSize.choices, initial=EnvelopeSize.NO_10
    )
    face = forms.ChoiceField(label=_("Typeface"), choices=FACES, initial="serif")
    language = forms.ChoiceField(label=_("Language of the letter"), choices=Language.choices, initial="en")
    double_sided = forms.BooleanField(label=_("I print on both sides of the paper"), required=False)
    sender = forms.ChoiceField(
        label=_("You are"),
        choices=SENDERS,
        required=False,
        initial="person",
        help_text=_("Some places ask certain people for leave first. It is not printed."),
    )
    attested = forms.MultipleChoiceField(
        label=_("She asks"), choices=Asked.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    print_anyway = forms.BooleanField(label=_("Print anyway; I know it may come back"), required=False)
    finding = forms.Field(required=False, widget=forms.MultipleHiddenInput)

    def __init__(
        self,
        *args: Any,
        listing: Listing,
        writer: User | None,
        asks_for_unit: bool,
        kept_photos: Sequence[Photo] = (),
        **kwargs: Any,
    ) -> None:
        """kept_photos: those of a draft, for a form that was not sent yet; a sent one brings its own."""
        self.letter_photos = tuple(kept_photos)
        initial = starting_words(listing, writer) | kwargs.get("initial", {})
        super().__init__(*args, **{**kwargs, "initial": initial})
        if not asks_for_unit:
            del self.fields["unit"]
        self.asked = asked_of(writer, listing)
        if self.asked:
            attested = cast(forms.MultipleChoiceField, self.fields["attested"])
            attested.choices = [(asked.value, asked.label) for asked in self.asked]
        else:
            del self.fields["attested"]
        self.fields["new_photos"].widget.attrs |= {
            "data-most": MOST_PHOTOS,
            "data-too-many": gettext("At most %(most)s photos at a time.") % {"most": MOST_PHOTOS},
        }
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = _layout(asks_for_unit=asks_for_unit, asks=bool(self.asked))

    def clean_dated(self) -> date | None:
        """A day that a letter may bear: other years are slips, and some cannot be printed at all."""
        dated: date | None = self.cleaned_data["dated"]
        if dated and dated.year not in YEARS:
            message = gettext("Choose a year from %(first)s to %(last)s, or leave the date out.")
            raise ValidationError(message % {"first": YEARS[0], "last": YEARS[-1]})
        return dated

    def clean_body(self) -> str:
        """Says what cannot be printed and where, and keeps what was typed."""
        body = self.cleaned_data["body"]
        problems = check_text(body).problems
        if problems:
            raise ValidationError([problem.message for problem in problems])
        return body

    def clean(self) -> None:
        """Takes in the photos, whatever else is wrong with the form: nobody should have to choose them twice."""
        sent = PhotosSent.read(cast(QueryDict, self.data), self.cleaned_data.get("new_photos", ()))
        self.letter_photos = sent.photos
        for error in sent.errors:
            self.add_error("new_photos", error)

    def shown_photos(self) -> list[ShownPhoto]:
        """The letter's photos as the page carries them."""
        return shown(self.letter_photos)

    def clean_photos(self) -> int:
        return self.cleaned_data["photos"] or 0

    def clean_printed_pages(self) -> int:
        return self.cleaned_data["printed_pages"] or 0

    def draft(self) -> Draft:
        """What was typed and chosen. Only for a valid form."""
        cleaned = self.cleaned_data
        return Draft(
            return_lines=cleaned["return_address"],
            enclosures=tuple(cleaned["enclosures"]),
            attested=tuple(cleaned.get("attested", ())),
            unit=" ".join(cleaned.get("unit", "").split()),
            printed_kind=cleaned["printed_kind"] or "web",
            photo_layout=cleaned["photo_layout"] or "large",
            printed_photos=self.letter_photos,
            **{
                name: cleaned[name]
                for name in (
                    "greeting", "body", "closing", "signature", "dated", "language", "paper", "face", "envelope",
                    "double_sided", "plain", "sender", "photos", "photo_size", "card", "printed_pages",
                )
            },
        )  # fmt: skip

    @property
    def accepted(self) -> list[str]:
        """The refusals that the writer has named by ticking "print anyway"."""
        if not self.cleaned_data.get("print_anyway"):
            return []
        return self.data.getlist("finding") if hasattr(self.data, "getlist") else []

    def answers_all_asked(self) -> bool:
        """Whether the writer has said all that she asks for; if not, the form says what is missing."""
        missing = [asked for asked in self.asked if asked not in self.cleaned_data["attested"]]
        for asked in missing:
            message = gettext("Before anything is printed for her, she asks you to tick: %(words)s.")
            self.add_error("attested", message % {"words": asked.label})
        return not missing

    def add_print_error(self, error: PrintError) -> None:
        """Say what the printer could not do, beside the field it is about."""
        field = FIELD_OF.get(error.field)
        self.add_error(field if field in self.fields else None, error.message)


def initial_of(draft: Draft) -> dict[str, Any]:
    """A kept draft as the form's first values."""
    values = dict(vars(replace(draft, printed_photos=())))
    values["return_address"] = values.pop("return_lines")
    return values


def starting_words(listing: Listing, writer: User | None) -> dict[str, Any]:
    """A greeting to the name on her page, today's date, and what the account knows of the writer."""
    words: dict[str, Any] = {
        "greeting": gettext("Dear %(name)s,") % {"name": called(listing.display_name)},
        "closing": gettext("With good wishes,"),
        "dated": timezone.localdate(),
    }
    if writer is not None:
        address = getattr(writer, "return_address", None)
        words["signature"] = writer.pen_name
        words["return_address"] = tuple(address.lines.splitlines()) if address else ()
    return words


def _layout(*, asks_for_unit: bool, asks: bool) -> Layout:
    return Layout(
        Div(
            Div(
                HTML('{% include "letters/_sheet_address.html" %}'),
                Div("return_address", "dated", css_class="sheet-from"),
                css_class="sheet-head",
            ),
            *(["unit"] if asks_for_unit else []),
            "greeting",
            "body",
            HTML('{% include "letters/_sheet_count.html" %}'),
            "closing",
            "signature",
            css_class="panel sheet",
        ),
        *([Div("attested", css_class="panel")] if asks else []),
        Fieldset(
            _("Photos printed in the letter"),
            HTML('{% include "letters/_letter_photos.html" %}'),
            Row(Column("new_photos", css_class="col-md-6"), Column("photo_layout", css_class="col-md-6")),
            css_class="panel",
        ),
        Fieldset(
            _("In the envelope with it"),
            Row(Column("photos", css_class="col-md-6"), Column("photo_size", css_class="col-md-6")),
            Row(Column("printed_pages", css_class="col-md-6"), Column("printed_kind", css_class="col-md-6")),
            "card",
            "enclosures",
            css_class="panel",
        ),
        Fieldset(
            _("Paper and printing"),
            Row(Column("paper", css_class="col-md-6"), Column("envelope", css_class="col-md-6")),
            Row(Column("face", css_class="col-md-6"), Column("language", css_class="col-md-6")),
            "sender",
            "double_sided",
            "plain",
            css_class="panel",
        ),
    )
