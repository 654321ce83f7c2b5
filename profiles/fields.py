"""Field types of our own: encrypted text, and a list of code words in one column."""

from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


@lru_cache(maxsize=4)
def _fernet(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def fernet() -> MultiFernet:
    """The site's cipher: the first of FIELD_KEYS encrypts, every one of them decrypts."""
    return _fernet(tuple(settings.FIELD_KEYS))


class Undecryptable(Exception):
    """A stored text was encrypted with a key that FIELD_KEYS no longer holds, or was damaged."""


class EncryptedTextField(models.TextField):
    """Text that stands encrypted (Fernet: AES-128-CBC with HMAC) in the database and plain in Python.

    It cannot be searched or sorted by. An empty text stays empty. Rotation: put the new key first in FIELD_KEYS,
    then run `manage.py rotate_field_keys`. Raises Undecryptable on reading when no key fits.
    """

    description = _("Encrypted text")

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return fernet().encrypt(value.encode()).decode() if value else value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if not value:
            return value
        try:
            return fernet().decrypt(value.encode()).decode()
        except InvalidToken as error:
            raise Undecryptable(f"{self.model._meta.label}.{self.name}") from error

    def get_lookup(self, lookup_name: str) -> Any:
        """Only "is it there": comparing cipher text would quietly find nothing."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None


class CodesField(models.CharField):
    """Several words of a closed list in one column, as `,art,books,` (sorted; empty text for none).

    In Python it is a list of code words. `filter(interests__has="art")` finds rows that hold the word. The commas at
    both ends make the match exact, so that `art` is not found in `martial`.
    """

    description = _("A list of code words")

    def __init__(self, *args: Any, choices: Any = None, **kwargs: Any) -> None:
        self.vocabulary = list(choices or [])
        kwargs.setdefault("max_length", 400)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", list)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, path, args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return self.to_python(value)

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, list):
            return value
        if isinstance(value, (tuple, set)):
            return sorted(value)
        return [word for word in str(value).split(",") if word]

    def get_prep_value(self, value: Any) -> Any:
        words = sorted({str(word) for word in self.to_python(value) or []})
        return f",{','.join(words)}," if words else ""

    def value_to_string(self, obj: Any) -> str:
        words: Any = self.value_from_object(obj)
        return ",".join(words)

    def validate(self, value: Any, model_instance: Any) -> None:
        if not value and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")
        known = {code for code, _label in self.vocabulary}
        unknown = [word for word in value or [] if word not in known]
        if unknown:
            raise ValidationError(
                _("%(words)s is not on the list. Choose from: %(known)s."),
                code="unknown",
                params={"words": ", ".join(unknown), "known": ", ".join(sorted(known))},
            )

    def run_validators(self, value: Any) -> None:
        super().run_validators(self.get_prep_value(value))

    def labels(self, words: list[str]) -> list[str]:
        """The words as people read them, in the order of the closed list."""
        return [str(label) for code, label in self.vocabulary if code in words]

    def formfield(self, **kwargs: Any) -> Any:
        return forms.MultipleChoiceField(
            choices=self.vocabulary,
            required=not self.blank,
            label=kwargs.get("label", self.verbose_name),
            help_text=kwargs.get("help_text", self.help_text),
            widget=forms.CheckboxSelectMultiple,
        )


@CodesField.register_lookup
class Has(models.Lookup):
    """`codes__has="art"`: the list holds this word."""

    lookup_name = "has"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, left_params = self.process_lhs(compiler, connection)
        escaped = str(self.rhs).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return f"{left} LIKE %s ESCAPE '\\'", [*left_params, f"%,{escaped},%"]
