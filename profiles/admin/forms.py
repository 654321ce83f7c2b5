"""Forms of the desk."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from profiles.admin.files import check_scan
from profiles.admin.shared import DayInput
from profiles.errors import PhotoRefused
from profiles.models import CONTENT_FIELDS, Facility, StorySubmission, Submission, SubmissionPhoto
from profiles.photos import CheckedPhoto, check_photo
from profiles.states import FactSource, Reason
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
        fields = ("upload", "alt_text", "position")

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


# --- Deciding ---

CHECKLIST = ("consent", "locator", "third_party", "photo_policy")

#: Sentences that moderators write again and again: a key, and the words.
CANNED_REPLIES = {
    "names": _(
        "Thank you for sending this. One small thing: it names other people. May we leave their names out, or write "
        "“my sister” or “a friend” instead? Everything else is ready."
    ),
    "contact": _(
        "Thank you for sending this. We cannot print phone numbers, e-mail or web addresses, or requests for money. "
        "May we leave that part out?"
    ),
    "signature": _(
        "Thank you for sending this. We still need her own signature. Please print the form, ask her to sign it, and "
        "send us a photo or scan of it."
    ),
    "photo": _(
        "Thank you for the photo. We can only show photos in which she is alone and her face is clear. May we have "
        "another one?"
    ),
    "number": _(
        "The name or number does not match the official locator. Please check it on a letter from her, and tell us."
    ),
    "system": _(
        "Her state punishes women for being listed, so we do not list anybody there. We are sorry. The guide on the "
        "site names other ways to find letters."
    ),
}
CANNED_LABELS = (
    ("names", _("Other people are named")),
    ("contact", _("Phone, web or money")),
    ("signature", _("Signature is missing")),
    ("photo", _("Another photo, please")),
    ("number", _("Name or number does not match")),
    ("system", _("Her state punishes listings")),
)


class Decision:
    APPROVE, CHANGES, DECLINE = "approve", "changes", "decline"
    CHOICES = (
        (APPROVE, _("Approve and publish")),
        (CHANGES, _("Ask for changes")),
        (DECLINE, _("Decline")),
    )


class DecisionForm(forms.Form):
    """A moderator's decision on one version of a submission."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    listing_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    opened_at = forms.DateTimeField(widget=forms.HiddenInput, required=False)
    consent = forms.BooleanField(label=_("Her consent is on file and covers this"), required=False)
    locator = forms.BooleanField(
        label=_("Name, number and facility match the official locator"), required=False
    )
    third_party = forms.BooleanField(label=_("No names or addresses of other people"), required=False)
    photo_policy = forms.BooleanField(
        label=_("Photos follow the photo policy"),
        required=False,
        help_text=_("Her face is clear; nobody else, no child, nothing that gives a place away."),
    )
    decision = forms.ChoiceField(label=_("Decision"), choices=Decision.CHOICES, widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label=_("Reason"),
        required=False,
        choices=[(value, label if value else _("Choose a reason")) for value, label in Reason.choices],
    )
    canned = forms.ChoiceField(
        label=_("Ready-made reply"),
        required=False,
        choices=[("", _("Choose one")), *CANNED_LABELS],
        help_text=_("Sent as it stands where the note is empty."),
    )
    note = forms.CharField(
        label=_("Note to the person who sent it"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "true"}),
        help_text=_("They read it on their private page. Kept in the record."),
    )

    def __init__(self, *args: Any, has_photos: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget.attrs["data-key"] = "r"
        self.fields["note"].widget.attrs["data-key"] = "n"
        if not has_photos:
            del self.fields["photo_policy"]

    def checklist(self) -> list[Any]:
        """The bound fields of the checklist."""
        return [self[name] for name in CHECKLIST if name in self.fields]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        decision = self.cleaned_data.get("decision")
        if not self.cleaned_data.get("note", "").strip():
            self.cleaned_data["note"] = str(CANNED_REPLIES.get(self.cleaned_data.get("canned", ""), ""))
        if decision == Decision.APPROVE:
            for name in CHECKLIST:
                if name in self.fields and not self.cleaned_data.get(name):
                    self.add_error(name, _("Check this before you approve."))
        if decision == Decision.CHANGES and not self.cleaned_data.get("note", "").strip():
            self.add_error("note", _("Say what to change."))
        if decision in (Decision.CHANGES, Decision.DECLINE) and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Choose a reason."))
        return cleaned


class PhotoDecisionForm(forms.Form):
    """Accept or refuse one photo."""

    decision = forms.ChoiceField(
        label=_("Decision"), choices=SubmissionPhoto.Decision.choices, widget=forms.RadioSelect
    )
    alt_text = forms.CharField(
        label=_("Description for people who do not see it"),
        max_length=200,
        required=False,
        help_text=_("What one sees, in a sentence. No guesses about her."),
    )

    def __init__(self, data: Any = None, *, photo: SubmissionPhoto) -> None:
        initial = {"decision": photo.decision, "alt_text": photo.alt_text}
        super().__init__(data, prefix=f"photo-{photo.pk}", initial=initial)
        self.photo = photo

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        accepted = self.cleaned_data.get("decision") == SubmissionPhoto.Decision.ACCEPTED
        if accepted and not self.cleaned_data.get("alt_text", "").strip():
            self.add_error("alt_text", _("Describe an accepted photo."))
        return cleaned


class StoryDecisionForm(forms.Form):
    """A moderator's decision on a story."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=(Decision.CHOICES[0], Decision.CHOICES[2]),
        widget=forms.RadioSelect,
    )
    reason = DecisionForm.base_fields["reason"]
    note = DecisionForm.base_fields["note"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("decision") == Decision.DECLINE and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Choose a reason."))
        return cleaned


# --- Acting on a listing ---


class NoteForm(forms.Form):
    """A step that needs no more than a note for the record."""

    note = forms.CharField(
        label=_("Note for the record"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(NoteForm):
    """A step that needs a reason."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=[("", _("Choose a reason")), *(pair for pair in Reason.choices if pair[0])]
    )
    field_order: tuple[str, ...] = ("reason", "note")


class BlockForm(forms.Form):
    """Somebody from whom she wants no letters, as the envelope names them."""

    name = forms.CharField(label=_("Name of the writer"), max_length=120, required=False)
    address = forms.CharField(
        label=_("Address of the writer"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "As it stands on the envelope, without the name. We keep neither, only what we need to know it again."
        ),
    )

    def clean_address(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["address"].splitlines() if line.strip()]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.cleaned_data.get("name") and not self.cleaned_data.get("address"):
            raise ValidationError(_("Give a name, an address or both."))
        return cleaned


class OverrideForm(forms.Form):
    """Why a woman may be listed although her system restricts listings."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why it may be approved"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "What she knows about the risk, how we know that she knows, and who was asked. Kept in the record."
        ),
    )


class WithdrawForm(ReasonForm):
    """Which consent she takes back."""

    item = forms.ChoiceField(
        label=_("What she takes back"), choices=ConsentItem.choices, widget=forms.RadioSelect
    )
    field_order = ("item", "reason", "note")

    def __init__(self, *args: Any, items: list[ConsentItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = cast(forms.ChoiceField, self.fields["item"])
        choice.choices = [(item.value, item.label) for item in items]
        self.fields["reason"].initial = Reason.HER_WISH


class VerifyForm(forms.Form):
    """How and when her data was checked."""

    on = forms.DateField(label=_("Checked on"), initial=timezone.localdate, widget=DayInput)
    how = forms.ChoiceField(label=_("Where"), choices=FactSource.choices, initial=FactSource.LOCATOR)
