"""Third step of the web form: photos, one at a time."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles.errors import PhotoRefused
from profiles.forms.fields import step_helper
from profiles.models import Submission
from profiles.photos import CheckedPhoto, check_photo

MOST_PHOTOS = 5
ACCEPTED = "image/jpeg,image/png,image/webp,image/heic,image/tiff,application/pdf"


class PhotoForm(forms.Form):
    """One photo and its description. `checked` holds the photo once the form is valid."""

    photo = forms.FileField(
        label=gettext_lazy("Photo"),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        help_text=gettext_lazy(
            "JPEG, PNG, WebP, HEIC, TIFF or a scan as PDF, up to 15 MB. Only she should be in the picture, and no "
            "child."
        ),
        error_messages={
            "required": gettext_lazy("Choose a photo file, or go on without a photo."),
            "empty": gettext_lazy("This file is empty. Please send the photo again."),
        },
    )
    alt_text = forms.CharField(
        label=gettext_lazy("What it shows"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "For people who cannot see it, for example: “Maria laughing, in a green shirt.”"
        ),
    )

    def __init__(self, *args: Any, submission: Submission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submission = submission
        self.checked: CheckedPhoto | None = None
        self.helper = step_helper("photo", "alt_text", send=_("Add this photo"))

    def clean_photo(self) -> UploadedFile:
        if self.submission.photos.count() >= MOST_PHOTOS:
            raise ValidationError(
                _("There are %(most)s photos already. Remove one first.") % {"most": MOST_PHOTOS}
            )
        file = self.cleaned_data["photo"]
        try:
            self.checked = check_photo(file)
        except PhotoRefused as refused:
            raise ValidationError(refused.messages) from refused
        return file
