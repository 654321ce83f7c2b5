"""Second step of the web form: her words, and what helps a writer find her."""

from typing import Any, cast

from crispy_forms.layout import Column, Div, Fieldset, Row
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from profiles.forms.fields import day_field, step_helper
from profiles.models import Submission
from profiles.vocabulary import Faith, Seeking

LEAST_WORDS = 40
MOST_CHARACTERS = 6000  # as the column has it


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
        cast(forms.ChoiceField, self.fields["faith"]).choices = [("", _("She did not say")), *Faith.choices]
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
