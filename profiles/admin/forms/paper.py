"""Typing in a paper form: the same fields in the same order as on the paper, made for the keyboard."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.admin.forms.entry import TYPED_FIELDS, SubmissionForm
from profiles.admin.shared import DayInput
from profiles.codes import read_code
from profiles.models import Submission
from profiles.states import Source
from profiles.vocabulary import ConsentItem, HowGiven

SENDER_FIELDS = (
    "source",
    "words_dated",
    "submitter_name",
    "submitter_email",
    "submitter_relation",
    "attested_permission",
)
#: Her own fields in the order in which the paper form asks for them; parts in brackets stand on one line.
PAPER_FIELDSETS = (
    (None, {"fields": ("paper_code",)}),
    (_("1. She and her address"), {"fields": (
        ("committed_name", "display_name"), ("id_number", "birth_date"), ("facility", "housing_unit"),
    )}),
    (_("2. Her page"), {"fields": (
        "headline", "interests", "languages", "seeking", "faith", "veteran", ("release_kind", "release_date"),
    )}),
    (_("3. Who may write to her"), {"fields": ("women_only", "no_romance", "max_writers", "paused")}),
    (_("5. Her own words"), {"fields": ("language", "bio", "offense_words")}),
    (_("6. What she agreed to"), {"fields": ("agreed", ("signed_on", "signed_how"), "scan")}),
    (_("Who sent it"), {"fields": (*SENDER_FIELDS, "opened_version")}),
)  # fmt: skip


class PaperForm(SubmissionForm):
    """A form that came on paper, typed in. One date of signature serves every item that she ticked."""

    paper_code = forms.CharField(
        label=_("Code on the form"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "size": 10}),
        help_text=_(
            "Seven letters and numbers beside the square picture. Leave it empty where there is none."
        ),
    )
    agreed = forms.MultipleChoiceField(
        label=_("She ticked"),
        choices=ConsentItem.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    signed_on = forms.DateField(
        label=_("Signed on"), required=False, widget=DayInput, help_text=_("Empty where she did not sign.")
    )
    signed_how = forms.ChoiceField(
        label=_("How it reached us"), choices=HowGiven.choices, initial=HowGiven.SIGNED_FORM, required=False
    )

    class Meta(SubmissionForm.Meta):
        fields = (*TYPED_FIELDS, *SENDER_FIELDS)
        widgets = {  # noqa: RUF012
            **SubmissionForm.Meta.widgets,
            "offense_words": forms.Textarea(attrs={"rows": 4, "cols": 70, "spellcheck": "true"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("source", Source.PAPER)
        first = "committed_name" if self.initial.get("paper_code") else "paper_code"
        self.fields[first].widget.attrs["autofocus"] = True
        # Nobody ticks "no romance" on paper to say yes: the box stands as she left it.
        self.initial.setdefault("no_romance", False)

    def clean_paper_code(self) -> str:
        typed = self.cleaned_data["paper_code"].strip()
        code = read_code(typed)
        if typed and code is None:
            raise ValidationError(_("This is no code of ours. Compare it with the paper, or leave it empty."))
        if code and Submission.objects.filter(code=code).exists():
            raise ValidationError(
                _(
                    "A form with this code is with us already. If this is another woman’s copy, leave the code empty."
                )
            )
        return code or ""

    def _check_consents(self) -> None:
        """Put the one signature under each item that she ticked."""
        signed, agreed = self.cleaned_data.get("signed_on"), self.cleaned_data.get("agreed", [])
        if signed and signed > timezone.localdate():
            self.add_error("signed_on", _("This day is in the future."))
        if agreed and not signed:
            self.add_error(
                "signed_on", _("Give the day on which she signed. Without it nothing is agreed to.")
            )
        if signed and not self.cleaned_data.get("signed_how"):
            self.add_error("signed_how", _("Say how it reached us."))
        if signed and not agreed:
            self.add_error("agreed", _("Tick what she ticked, or leave the day of signature empty."))
        for item in agreed if signed else ():
            setattr(self.instance, f"consent_{item}_on", signed)
            setattr(self.instance, f"consent_{item}_how", self.cleaned_data.get("signed_how"))
        if signed and not self.cleaned_data.get("words_dated"):
            self.cleaned_data["words_dated"] = signed

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.cleaned_data.get("paper_code"):
            cast(Submission, self.instance).code = self.cleaned_data["paper_code"]
