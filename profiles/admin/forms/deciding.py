"""Decisions on submissions, photos and stories."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from profiles.models import SubmissionPhoto
from profiles.states import Reason
from profiles.vocabulary import Focus

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
    focus = forms.ChoiceField(
        label=_("What stays in sight where the edges are cut off"),
        choices=Focus.choices,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, photo: SubmissionPhoto) -> None:
        initial = {"decision": photo.decision, "alt_text": photo.alt_text, "focus": photo.focus}
        super().__init__(data, prefix=f"photo-{photo.pk}", initial=initial)
        self.photo = photo

    def clean_focus(self) -> str:
        """As it was, where nothing was chosen."""
        return self.cleaned_data["focus"] or self.photo.focus

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
