"""Reference data: facts that ship with the project and that staff may correct."""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class Referenced(models.Model):
    """A row that may come from the project's data files.

    `loaded` holds the values as the files last gave them. A field whose present value differs from there was changed
    by staff, and loading again leaves it alone (`apply_reference`).
    """

    loaded = models.JSONField(
        _("values as loaded"), default=dict, blank=True, editable=False, encoder=DjangoJSONEncoder
    )

    class Meta:
        abstract = True

    def apply_reference(self, values: dict[str, Any]) -> tuple[list[str], list[str]]:
        """Take new values from the data files, except where staff changed the field.

        Returns the names of the fields that changed, and of those kept because staff changed them. Does not save.
        """
        plain = {name: _plain(value) for name, value in values.items()}
        changed, kept = [], []
        for name, value in values.items():
            present = _plain(getattr(self, name))
            if present == plain[name]:
                continue
            if self._state.adding or name not in self.loaded or present == self.loaded[name]:
                setattr(self, name, value)
                changed.append(name)
            else:
                kept.append(name)
        self.loaded = {**self.loaded, **plain}
        return changed, kept


def _plain(value: Any) -> Any:
    """The value as JSON would give it back, so that loaded and present values compare."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, (dict, list, str, int, float, bool)) or value is None:
        return value
    return str(value)
