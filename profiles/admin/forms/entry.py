"""Typing in: submissions, their photos, and stories, as staff read them from paper or put them right."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from profiles.admin.files import check_scan
from profiles.errors import PhotoRefused
from profiles.models import CONTENT_FIELDS, Facility, StorySubmission, Submission, SubmissionPhoto
from profiles.photos import CheckedPhoto, check_photo
from profiles.vocabulary import ConsentItem, ReleaseKind

STALE = _(
    "Somebody changed this after you opened it. Open it again to see what is new; your own changes are below."
)
#: Content that staff type. The system follows from the facility.
TYPED_FIELDS = tuple(name for name in CONTENT_FIELDS if name != "system")
CONSENT_ROWS = tuple((f"consent_{item}_on", f"consent_{item}_how") for item in ConsentItem.values)


class _BySystem(ModelChoiceIterator):
    """Facilities under the name of their system."""

    def __iter__(self) -> Iterator[Any]:
        yield ("", self.field.empty_label)
        for system, group in groupby(self.queryset, key=lambda facility: facility.system):
            yield (str(system), [self.choice(facility) for facility in group])


class StaffFacilityField(forms.ModelChoiceField):
    """Every facility that has a system, closed ones too: a plain list that can be searched by typing."""

    iterator = _BySystem

    def __init__(self, **options: Any) -> None:
        queryset = Facility.objects.filter(system__isnull=False).select_related("system")
        super().__init__(queryset.order_by("system__name", "name"), label=_("Facility"), **options)

    def label_from_instance(self, obj: Facility) -> str:
        place = ", ".join(filter(None, [obj.city, obj.state]))
        closed = str(pgettext_lazy("facility", "closed")) if obj.is_closed else ""
        return " · ".join(filter(None, [obj.name, place, closed]))


class WordsField(forms.CharField):
    """Text of several lines, with plain line ends: a browser's own would count as a change."""

    def to_python(self, value: Any) -> Any:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class VersionedForm(forms.ModelForm):
    """A form that knows which version of the row it was opened on, and refuses to write over a newer one."""

    opened_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened_version"].initial = self.instance.version

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.instance.pk and self.cleaned_data.get("opened_version") != self.instance.version:
            raise ValidationError(STALE, code="stale")
        return cleaned


class SubmissionForm(VersionedForm):
    """A submission as staff type it from paper, or put it right before they decide."""

    facility = StaffFacilityField()
    scan = forms.FileField(
        label=_("Scan of the signed form"),
        required=False,
        help_text=_(
            "PDF, JPEG, PNG or WebP up to 15 MB. It goes with every consent dated above that has none."
        ),
    )

    class Meta:
        model = Submission
        fields = (
            *TYPED_FIELDS,
            *(name for row in CONSENT_ROWS for name in row),
            "source",
            "words_dated",
            "submitter_name",
            "submitter_email",
            "submitter_relation",
            "attested_permission",
        )
        field_classes = {"bio": WordsField, "offense_words": WordsField}  # noqa: RUF012
        widgets = {  # noqa: RUF012
            "bio": forms.Textarea(attrs={"rows": 12, "cols": 70, "spellcheck": "true"}),
            "submitter_name": forms.TextInput(attrs={"class": "vTextField"}),
            "submitter_email": forms.EmailInput(attrs={"class": "vTextField"}),
        }

    def clean_scan(self) -> Any:
        scan = self.cleaned_data["scan"]
        if scan:
            check_scan(scan)
        return scan

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self._check_release()
        self._check_consents()
        facility = self.cleaned_data.get("facility")
        if facility is not None:
            self.instance.system = facility.system
        return cleaned

    def _check_release(self) -> None:
        kind, day = self.cleaned_data.get("release_kind"), self.cleaned_data.get("release_date")
        if kind == ReleaseKind.DATE and day is None:
            self.add_error("release_date", _("Give the date, or choose “Not known”."))
        if kind != ReleaseKind.DATE and day is not None:
            self.add_error("release_date", _("Leave this empty, or choose “A date is known”."))

    def _check_consents(self) -> None:
        for on, how in CONSENT_ROWS:
            signed = self.cleaned_data.get(on)
            if signed and signed > timezone.localdate():
                self.add_error(on, _("This day is in the future."))
            if signed and not self.cleaned_data.get(how):
                self.add_error(how, _("Say how it reached us."))


class PhotoForm(forms.ModelForm):
    """One photo of a submission. A new file is checked before anything is kept."""

    upload = forms.FileField(
        label=_("Photo"),
        required=False,
        help_text=_("JPEG, PNG, WebP, HEIC, TIFF or a scan as PDF, up to 15 MB and 40 megapixels."),
    )
    checked: CheckedPhoto | None = None

    class Meta:
        model = SubmissionPhoto
        fields = ("upload", "alt_text", "focus", "position")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["focus"].required = False

    def clean_focus(self) -> str:
        """As it was, where nothing was chosen."""
        return self.cleaned_data["focus"] or self.instance.focus

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        if upload:
            try:
                self.checked = check_photo(upload)
            except PhotoRefused as refused:
                raise ValidationError(str(refused)) from refused
        elif self.instance.pk is None:
            raise ValidationError(_("Choose a file."))
        return upload


class StoryForm(VersionedForm):
    """A story as staff type it from paper."""

    class Meta:
        model = StorySubmission
        fields = (
            "listing",
            "story",
            "kind",
            "title",
            "summary",
            "body",
            "language",
            "written_on",
            "drawing",
            "alt_text",
        )
        field_classes = {"body": WordsField}  # noqa: RUF012
        widgets = {"body": forms.Textarea(attrs={"rows": 20, "cols": 80, "spellcheck": "true"})}  # noqa: RUF012

    def clean_drawing(self) -> Any:
        drawing = self.cleaned_data["drawing"]
        if drawing and "drawing" in self.changed_data:
            try:
                check_photo(drawing)
            except PhotoRefused as refused:
                raise ValidationError(str(refused)) from refused
        return drawing

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        story, listing = self.cleaned_data.get("story"), self.cleaned_data.get("listing")
        if story is not None and listing is not None and story.listing_id != listing.pk:
            self.add_error("story", _("This story is by somebody else."))
        return cleaned
