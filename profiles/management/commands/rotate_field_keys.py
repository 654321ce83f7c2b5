"""Encrypt everything that is stored encrypted anew, with the first of FIELD_KEYS."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import models, transaction

from profiles.fields import EncryptedTextField, Undecryptable

ROWS_AT_ONCE = 200


class Command(BaseCommand):
    help = (
        "Encrypt every encrypted text anew with the first key of FIELD_KEYS. The other keys can be removed "
        "afterwards, once no backup that needs them is kept."
    )

    def handle(self, **options: Any) -> None:
        for model, names in encrypted_columns():
            try:
                count = rotate(model, names)
            except Undecryptable as error:
                raise CommandError(
                    f"{error} holds a text that no key of FIELD_KEYS opens. Put the old key back behind the new one."
                ) from error
            self.stdout.write(f"{count:8} {model._meta.label}: {', '.join(names)}")


def encrypted_columns() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Each model with encrypted columns, and their names."""
    for model in apps.get_models():
        names = [field.name for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField)]
        if names:
            yield model, names


def rotate(model: type[models.Model], names: list[str]) -> int:
    """Write every row's encrypted columns again; returns how many rows. Rows are locked meanwhile, some at a time."""
    last, done = 0, 0
    while True:
        with transaction.atomic():
            rows = model._default_manager.select_for_update(of=("self",)).filter(pk__gt=last).order_by("pk")
            batch = list(rows.values_list("pk", *names)[:ROWS_AT_ONCE])
            for pk, *texts in batch:
                model._default_manager.filter(pk=pk).update(**dict(zip(names, texts, strict=True)))
        if not batch:
            return done
        last, done = batch[-1][0], done + len(batch)
