"""Fields that several forms share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_RETURN_LINES = 6
LONGEST_RETURN_LINE = 60  # characters; more does not fit the corner of an envelope


class DayInput(forms.DateInput):
    """The browser's own calendar. It takes and gives ISO dates whatever the page's language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ManyFiles(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, unread; gives a list, perhaps an empty one. Whoever uses them looks at each."""

    widget = ManyFiles(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [file for file in (data if isinstance(data, (list, tuple)) else [data]) if file]


class AddressLinesField(forms.CharField):
    """A return address typed line by line. Gives a tuple of its lines, without empty ones."""

    widget = forms.Textarea(attrs={"rows": 4, "autocomplete": "off"})

    def clean(self, value: Any) -> tuple[str, ...]:
        text = super().clean(value)
        lines = tuple(line for typed in text.splitlines() if (line := " ".join(typed.split())))
        if len(lines) > MOST_RETURN_LINES:
            message = _("This address has %(count)s lines. At most %(most)s fit on an envelope.")
            raise ValidationError(message, params={"count": len(lines), "most": MOST_RETURN_LINES})
        for line in lines:
            if len(line) > LONGEST_RETURN_LINE:
                message = _("The line “%(line)s…” is too long. Keep each line to %(most)s characters.")
                raise ValidationError(message, params={"line": line[:20], "most": LONGEST_RETURN_LINE})
        return lines

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, (tuple, list)) else value
