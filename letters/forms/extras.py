"""Photos, backs of photos, labels and cards: small forms whose answer is a PDF."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from letters.forms.desk import PHOTO_SIZES
from letters.forms.fields import FilesField
from letters.printing.extras import LABELS, MOST_PHOTOS, PHOTOS_A_PAGE, PRINTS
from letters.states import Paper
from profiles.errors import PhotoRefused
from profiles.photos import CheckedPhoto, check_photo

MOST_CARD_BREAKS = 12
CARDS = [
    (
        "half",
        _("Folded once: both sides of a sheet, flipped on the short edge; goes into a 6 × 9 in envelope"),
    ),
    ("quarter", _("Folded twice: one side of a sheet; goes into an A7 envelope")),
    ("flat", _("Flat, 5 × 7 in: one side; goes into an A7 envelope")),
]


class PhotosField(FilesField):
    """Several photos, each let in by `profiles.photos.check_photo`; gives a list of CheckedPhoto."""

    def clean(self, data: Any, initial: Any = None) -> list[CheckedPhoto]:
        files = super().clean(data, initial)
        if not files:
            raise ValidationError(gettext("Choose at least one photo."))
        if len(files) > MOST_PHOTOS:
            raise ValidationError(gettext("At most %(most)s photos at a time.") % {"most": MOST_PHOTOS})
        try:
            return [check_photo(file) for file in files]
        except PhotoRefused as refused:
            raise ValidationError(refused.messages) from refused


class ExtraForm(forms.Form):
    """What the four forms share: they open a PDF, and ids of their own on one page."""

    prefix_of_ids = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"id_{self.prefix_of_ids}_%s", **kwargs})
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class PhotoPagesForm(ExtraForm):
    prefix_of_ids = "photos"

    photos = PhotosField(
        label=_("Photos"), help_text=_("JPEG, PNG or WebP. They are put on the page and not kept.")
    )
    a_page = forms.TypedChoiceField(
        label=_("Photos on a page"), choices=[(n, n) for n in PHOTOS_A_PAGE], coerce=int, initial=2
    )
    paper = forms.ChoiceField(label=_("Paper"), choices=Paper.choices, initial=Paper.LETTER)


class BacksForm(ExtraForm):
    prefix_of_ids = "backs"

    count = forms.IntegerField(label=_("How many prints"), min_value=1, max_value=40, initial=1)
    size = forms.ChoiceField(
        label=_("Size of the prints"),
        choices=[(size, label) for size, label in PHOTO_SIZES if size in PRINTS],
        initial="4x6",
    )


class LabelsForm(ExtraForm):
    prefix_of_ids = "labels"

    sheet = forms.ChoiceField(label=_("Label sheet"), choices=[(name, f"Avery {name}") for name in LABELS])
    skip = forms.IntegerField(
        label=_("Labels used up on the sheet"), min_value=0, max_value=29, initial=0, required=False
    )
    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=60, initial=1)

    def clean_skip(self) -> int:
        return self.cleaned_data["skip"] or 0


class CardForm(ExtraForm):
    prefix_of_ids = "card"

    layout = forms.ChoiceField(label=_("Kind of card"), choices=CARDS, initial="half")
    front = forms.CharField(label=_("On the front"), max_length=120, widget=forms.Textarea(attrs={"rows": 2}))
    inside = forms.CharField(label=_("Inside"), max_length=900, widget=forms.Textarea(attrs={"rows": 6}))
    signature = forms.CharField(label=_("Signature"), max_length=120, required=False)

    def clean_inside(self) -> str:
        """Keeps to what fits beside the fold."""
        inside = self.cleaned_data["inside"]
        if inside.count("\n") > MOST_CARD_BREAKS:
            raise ValidationError(gettext("A card holds a few lines. Put the rest into a letter."))
        return inside
