"""Fourth step of the web form: what she agreed to, as far as the sender knows."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles.forms.fields import step_helper
from profiles.models import Submission
from profiles.vocabulary import ConsentItem, HowGiven

MOST_SCAN_BYTES = 15 * 1024 * 1024
#: How a scan may begin: PDF, JPEG, PNG.
SCAN_TYPES = {b"%PDF": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png"}


class ConsentsForm(forms.Form):
    """What she agreed to, as far as the sender knows, and her signature if it is at hand.

    None of it counts before staff have her signature: the answers name what she wishes, without a date.
    """

    listing = forms.BooleanField(
        label=gettext_lazy("She agrees to be listed here for one year."),
        error_messages={
            "required": gettext_lazy("Tick this box if she agrees. Without it there can be no listing.")
        },
    )
    others = forms.MultipleChoiceField(
        label=gettext_lazy("She also agrees to"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Leave empty what she did not mention. She can change her mind at any time."),
    )
    scan = forms.FileField(
        label=gettext_lazy("The form she signed"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
        help_text=gettext_lazy(
            "A scan or a clear photo (PDF, JPEG or PNG), if you have it. It can follow by mail."
        ),
        error_messages={"empty": gettext_lazy("This file is empty. Please send it again.")},
    )

    def __init__(self, *args: Any, submission: Submission, **kwargs: Any) -> None:
        self.submission = submission
        super().__init__(*args, **{"initial": self._present(submission), **kwargs})
        cast(forms.MultipleChoiceField, self.fields["others"]).choices = [
            (item.value, item.label) for item in self.offered(submission)
        ]
        self.helper = step_helper("listing", "others", "scan", send=_("Keep and go on"))
        self.scan_type = ""

    @staticmethod
    def offered(submission: Submission) -> list[ConsentItem]:
        """What makes sense to ask, beside being listed: nothing about photos where there are none, and so on."""
        left_out = {ConsentItem.LISTING}
        if submission.no_romance:
            left_out.add(ConsentItem.ROMANCE)
        if settings.OFFENSE_POLICY == "hidden" or not submission.offense_words:
            left_out.add(ConsentItem.OFFENSE)
        if not submission.photos.exists():
            left_out.add(ConsentItem.PHOTO)
        return [item for item in ConsentItem if item not in left_out]

    @staticmethod
    def _present(submission: Submission) -> dict[str, Any]:
        wished = [item.value for item in ConsentItem if wishes(submission, item)]
        return {"listing": ConsentItem.LISTING in wished, "others": wished}

    def clean_scan(self) -> UploadedFile | None:
        file = self.cleaned_data["scan"]
        if not file:
            return None
        if file.size > MOST_SCAN_BYTES:
            raise ValidationError(_("This file is larger than 15 MB. Please send a smaller scan."))
        beginning = file.read(8)
        file.seek(0)
        self.scan_type = next((kind for start, kind in SCAN_TYPES.items() if beginning.startswith(start)), "")
        if not self.scan_type:
            raise ValidationError(
                _("This file is not a PDF, JPEG or PNG. Please send the scan as one of these.")
            )
        return file

    def columns(self) -> list[str]:
        return [f"consent_{item}_how" for item in self._open_items()]

    def filled(self) -> Submission:
        """Wishes only: "passed on, signature to follow", no date. What staff have a signature for stays as it is."""
        wished = {ConsentItem.LISTING, *self.cleaned_data["others"]}
        for item in self._open_items():
            setattr(self.submission, f"consent_{item}_how", HowGiven.FAMILY if item in wished else "")
        return self.submission

    def _open_items(self) -> list[ConsentItem]:
        return [item for item in ConsentItem if not self.submission.agrees_to(item)]


def wishes(submission: Submission, item: ConsentItem) -> bool:
    """Whether she agreed to an item, signed or as far as the sender says."""
    return bool(getattr(submission, f"consent_{item}_how"))
