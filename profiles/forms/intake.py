"""The steps of the web form by which family and friends send a listing at a woman's request."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Div, Fieldset, Layout, Row, Submit
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.models import ModelChoiceIterator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from profiles.errors import PhotoRefused
from profiles.forms.guard import GuardedForm, guard_fields
from profiles.models import Facility, Submission
from profiles.photos import CheckedPhoto, check_photo
from profiles.places import State
from profiles.rules import is_adult
from profiles.vocabulary import ConsentItem, Faith, HowGiven, ReleaseKind, Seeking

LEAST_WORDS = 40
MOST_CHARACTERS = 6000  # as the column has it
MOST_PHOTOS = 5
MOST_SCAN_BYTES = 15 * 1024 * 1024
#: How a scan may begin: PDF, JPEG, PNG.
SCAN_TYPES = {b"%PDF": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png"}
DATE_INPUTS = ("%Y-%m-%d", "%m/%d/%Y")


class DayInput(forms.DateInput):
    """The browser's own date field; where it has none, a text field that takes 1985-03-14 or 3/14/1985."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_field(**options: Any) -> forms.DateField:
    wrong = _("Give the date as month/day/year, for example 3/14/1985.")
    return forms.DateField(
        widget=DayInput(), input_formats=DATE_INPUTS, **{"error_messages": {"invalid": wrong}, **options}
    )


def step_helper(*parts: Any, send: str) -> FormHelper:
    """The crispy helper of a step: its parts, then the button that keeps them and goes on."""
    helper = FormHelper()
    helper.attrs = {"novalidate": ""}
    helper.layout = Layout(*parts, Submit("send", send, css_class="btn-primary"))
    return helper


class _ByState(ModelChoiceIterator):
    """Facilities under the name of their state."""

    def __iter__(self) -> Iterator[Any]:
        yield ("", self.field.empty_label)
        for state, group in groupby(self.queryset, key=lambda facility: facility.state):
            name = State(state).label if state in State.values else _("Elsewhere")
            yield (name, [self.choice(facility) for facility in group])


class FacilityField(forms.ModelChoiceField):
    """Open facilities known to hold women, in a list that needs no script."""

    iterator = _ByState

    def __init__(self, **options: Any) -> None:
        queryset = (
            Facility.objects.listed()
            .exclude(status=Facility.Status.CLOSED)
            .filter(system__isnull=False)
            .select_related("system")
            .order_by("state", "name")
        )
        super().__init__(queryset, empty_label=gettext_lazy("Choose a facility"), **options)

    def label_from_instance(self, facility: Facility) -> str:
        return f"{facility.name}, {facility.city}" if facility.city else facility.name


class PeopleForm(GuardedForm, forms.ModelForm):
    """Who sends it, with her permission, and who and where she is. Its saving makes the draft."""

    submitter_name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter your name.")},
    )
    submitter_email = forms.EmailField(
        label=gettext_lazy("Your email"),
        help_text=gettext_lazy(
            "Only our reviewers see it. We write to it about this listing and nothing else."
        ),
        error_messages={
            "required": gettext_lazy("Enter your email address, so that we can answer."),
            "invalid": gettext_lazy("Enter an email address with an ending, such as name@example.org."),
        },
    )
    submitter_relation = forms.CharField(
        label=gettext_lazy("How you know her"),
        max_length=60,
        help_text=gettext_lazy("For example: her sister, a friend, a volunteer at her facility."),
        error_messages={"required": gettext_lazy("Tell us in a few words how you know her.")},
    )
    attested_permission = forms.BooleanField(
        label=gettext_lazy("She asked me to send this, and she knows that anybody can read a listing."),
        error_messages={
            "required": gettext_lazy("Tick this box if she asked for it. We list nobody who did not ask.")
        },
    )
    facility = FacilityField(
        label=gettext_lazy("Facility"),
        help_text=gettext_lazy("Where she lives now. If it is not in the list, send us the paper form."),
        error_messages={
            "required": gettext_lazy("Choose the facility where she lives now."),
            "invalid_choice": gettext_lazy("Choose a facility from the list."),
        },
    )
    committed_name = forms.CharField(
        label=gettext_lazy("Her full name, as the facility has it"),
        max_length=90,
        help_text=gettext_lazy("Mail must bear this name. It is not shown on her page unless she agrees."),
        error_messages={"required": gettext_lazy("Enter her name as the facility has it.")},
    )
    display_name = forms.CharField(
        label=gettext_lazy("What she likes to be called"),
        max_length=60,
        help_text=gettext_lazy("The name on her page. A first name is enough."),
        error_messages={"required": gettext_lazy("Enter the name for her page, for example her first name.")},
    )
    id_number = forms.CharField(
        label=gettext_lazy("ID number"),
        max_length=30,
        help_text=gettext_lazy("It is on her mail and on the official locator."),
        error_messages={"required": gettext_lazy("Enter her ID number. Mail without it does not reach her.")},
    )
    birth_date = day_field(
        label=gettext_lazy("Birth date"),
        help_text=gettext_lazy("Only her age is shown, unless she agrees to show her birthday."),
    )
    release_kind = forms.ChoiceField(
        label=gettext_lazy("When does she come home?"),
        choices=ReleaseKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what is known about when she comes home.")},
    )
    release_date = day_field(
        label=gettext_lazy("The earliest date"),
        required=False,
        help_text=gettext_lazy(
            "If only the month is known, give its first day. Her page shows month and year only."
        ),
    )

    class Meta:
        model = Submission
        fields = (
            "submitter_name", "submitter_email", "submitter_relation", "attested_permission", "facility",
            "committed_name", "display_name", "id_number", "birth_date", "release_kind", "release_date",
        )  # fmt: skip

    #: As the layout shows them, so that the summary of errors runs down the page.
    field_order = (
        "submitter_name", "submitter_relation", "submitter_email", "attested_permission", "display_name",
        "committed_name", "facility", "id_number", "birth_date", "release_kind", "release_date",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birth_date"].error_messages["required"] = _(
            "Enter her birth date. Only adults can be listed."
        )
        if self.instance.pk is None:
            self.initial.pop("release_kind", None)
        self.helper = step_helper(
            Fieldset(
                _("About you"),
                Row(
                    Column("submitter_name", css_class="col-md-6"),
                    Column("submitter_relation", css_class="col-md-6"),
                ),
                "submitter_email",
                "attested_permission",
            ),
            Fieldset(
                _("About her"),
                Row(
                    Column("display_name", css_class="col-md-6"),
                    Column("committed_name", css_class="col-md-6"),
                ),
                "facility",
                Row(Column("id_number", css_class="col-md-6"), Column("birth_date", css_class="col-md-6")),
                "release_kind",
                "release_date",
            ),
            guard_fields(),
            send=_("Keep and go on"),
        )

    def clean_id_number(self) -> str:
        number = " ".join(self.cleaned_data["id_number"].strip().lstrip("#").split())
        if not all(char.isalnum() or char in " -./" for char in number) or not any(map(str.isdigit, number)):
            raise ValidationError(
                _("An ID number has digits, perhaps letters and hyphens. Copy it from her mail.")
            )
        return number

    def clean_birth_date(self) -> Any:
        born = self.cleaned_data["birth_date"]
        if not is_adult(born, timezone.localdate()):
            raise ValidationError(
                _("With this birth date she is under 18. Check it; only adults can be listed.")
            )
        if born.year < 1900:
            raise ValidationError(_("Check the year of her birth."))
        return born

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("release_kind") != ReleaseKind.DATE:
            cleaned["release_date"] = None
        elif "release_date" in cleaned:
            self._check_release(cleaned["release_date"])
        return cleaned

    def _check_release(self, day: Any) -> None:
        if day is None:
            self.add_error("release_date", _("Enter the date, or choose “Not known”."))
        elif day <= timezone.localdate():
            self.add_error(
                "release_date", _("This day has passed. If she has come home already, she needs no listing.")
            )

    def columns(self) -> list[str]:
        """The columns of the submission that this step fills in."""
        return [*self.Meta.fields, "system"]

    def filled(self) -> Submission:
        """The submission with this step's answers, not saved."""
        self.instance.system = self.cleaned_data["facility"].system
        return self.instance


class WordsForm(forms.ModelForm):
    """Her words, and what helps a writer to find her."""

    headline = forms.CharField(
        label=gettext_lazy("One line in her words"),
        required=False,
        max_length=140,
        help_text=gettext_lazy(
            "It stands on her card, for example: “Tell me what you see from your window.”"
        ),
    )
    bio = forms.CharField(
        label=gettext_lazy("In her own words"),
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "At least 40 words. Please copy what she wrote as she wrote it. Leave out other people’s full names, "
            "addresses, phone numbers and requests for money."
        ),
        error_messages={"required": gettext_lazy("Copy her words here. They are the heart of her page.")},
    )
    words_dated = day_field(label=gettext_lazy("When she wrote this"), required=False)

    class Meta:
        model = Submission
        fields = (
            "headline", "bio", "language", "words_dated", "interests", "languages", "seeking", "faith", "veteran",
            "women_only", "max_writers", "offense_words",
        )  # fmt: skip
        widgets = {"offense_words": forms.Textarea(attrs={"rows": 4})}  # noqa: RUF012 - as Django reads it
        labels = {  # noqa: RUF012
            "language": gettext_lazy("Language of her words"),
            "interests": gettext_lazy("What she likes"),
            "languages": gettext_lazy("She reads and writes"),
            "seeking": gettext_lazy("What she hopes for"),
            "faith": gettext_lazy("Her faith"),
            "veteran": gettext_lazy("She served in the military"),
            "women_only": gettext_lazy("She would like letters from women only"),
            "max_writers": gettext_lazy("Most writers at a time"),
            "offense_words": gettext_lazy("What she would like to say about her offense"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if settings.OFFENSE_POLICY != "own_words":
            del self.fields["offense_words"]
        self.fields["languages"].required = True
        self.fields["languages"].error_messages["required"] = _("Choose the languages she reads.")
        self.fields["faith"].choices = [("", _("She did not say")), *Faith.choices]
        self.fields["max_writers"].error_messages |= {
            "invalid": _("Enter a number, or leave it empty for no limit."),
            "min_value": _("Enter 1 or more, or leave it empty for no limit."),
        }
        for name in ("bio", "offense_words"):
            if name in self.fields:
                # The browser would cut a longer text off without a word; the check below says so instead.
                self.fields[name].widget.attrs.pop("maxlength", None)
        self.helper = step_helper(*self._layout(), send=_("Keep and go on"))

    def _layout(self) -> list[Any]:
        offense = ["offense_words"] if "offense_words" in self.fields else []
        return [
            Fieldset(
                _("Her words"),
                "headline",
                "bio",
                Row(Column("language", css_class="col-md-6"), Column("words_dated", css_class="col-md-6")),
                *offense,
            ),
            Fieldset(
                _("What helps a writer find her"),
                Div("languages", "interests", "seeking", css_class="columns"),
                Row(Column("faith", css_class="col-md-6"), Column("max_writers", css_class="col-md-6")),
                "veteran",
                "women_only",
            ),
        ]

    def clean_headline(self) -> str:
        return " ".join(self.cleaned_data["headline"].split()).strip('“”"')

    def clean_bio(self) -> str:
        words = self.cleaned_data["bio"].replace("\r\n", "\n").strip()
        count = len(words.split())
        if count < LEAST_WORDS:
            raise ValidationError(
                ngettext(
                    "Her words are %(count)d word long. Please send at least %(least)d.",
                    "Her words are %(count)d words long. Please send at least %(least)d.",
                    count,
                )
                % {"count": count, "least": LEAST_WORDS}
            )
        if len(words) > MOST_CHARACTERS:
            raise ValidationError(
                _(
                    "Her words have %(count)s characters; the most we can show is %(most)s. Please shorten them."
                )
                % {"count": len(words), "most": MOST_CHARACTERS}
            )
        return words

    def columns(self) -> list[str]:
        return [*self.fields, "no_romance"]

    def filled(self) -> Submission:
        """Romance is shown only with her consent, which the step after next asks for."""
        self.instance.no_romance = Seeking.ROMANCE not in self.cleaned_data["seeking"]
        return self.instance


class PhotoForm(forms.Form):
    """One photo and its description. `checked` holds the photo once the form is valid."""

    photo = forms.FileField(
        label=gettext_lazy("Photo"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=gettext_lazy(
            "JPEG, PNG or WebP, up to 15 MB. Only she should be in the picture, and no child."
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
        super().__init__(*args, initial=self._present(submission), **kwargs)
        self.fields["others"].choices = [(item.value, item.label) for item in self.offered(submission)]
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
