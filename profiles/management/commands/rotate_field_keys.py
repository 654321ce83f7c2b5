"""Encrypt everything that is stored encrypted anew, with the first of FIELD_KEYS."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.apps import apps
from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError
from django.db import models, transaction

from profiles.fields import EncryptedTextField, Undecryptable
from profiles.sealed import Sealing

ROWS_AT_ONCE = 200
SEARCH_FOLDER = (
    "search"  # the index of the search beside the files: numbers, made anew whenever it is missing
)
#: What allauth keeps encrypted in an Authenticator's data: one text each, or a list of them.
SECRETS = ("secret", "seed", "migrated_codes")


class Command(BaseCommand):
    help = (
        "Encrypt every encrypted text, second step and private file anew with the first key of FIELD_KEYS. The other "
        "keys can be removed afterwards, once no backup that needs them is kept."
    )

    def handle(self, **options: Any) -> None:
        for title, work in works():
            try:
                count = work()
            except Undecryptable as error:
                raise CommandError(
                    f"{error} holds a text that no key of FIELD_KEYS opens. Put the old key back behind the new one."
                ) from error
            self.stdout.write(f"{count:8} {title}")


def works() -> Iterator[tuple[str, Callable[[], int]]]:
    """Everything that is encrypted, in words, each with the function that does it anew and says how many they were."""
    for model, names in encrypted_columns():
        yield f"{model._meta.label}: {', '.join(names)}", partial(rotate, model, names)
    yield "second steps of sign-ins", rotate_second_steps
    storage = storages["private"]
    if isinstance(storage, Sealing):
        yield "private files", partial(rotate_files, storage)


def encrypted_columns() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Each model with encrypted columns, and their names."""
    for model in apps.get_models():
        names = [field.name for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField)]
        if names:
            yield model, names


def rotate(model: type[models.Model], names: list[str]) -> int:
    """Write every row's encrypted columns again; returns how many rows. Rows are locked meanwhile, some at a time.

    Texts are held in memory one row at a time, since a photo in a letter has hundreds of thousands of characters.
    """
    last, done = 0, 0
    while True:
        with transaction.atomic():
            rows = model._default_manager.select_for_update(of=("self",)).filter(pk__gt=last).order_by("pk")
            batch = list(rows.values_list("pk", flat=True)[:ROWS_AT_ONCE])
            for pk in batch:
                row = model._default_manager.filter(pk=pk)
                row.update(**row.values(*names).get())
        if not batch:
            return done
        last, done = batch[-1], done + len(batch)


def rotate_second_steps() -> int:
    """Secrets of authenticator apps and of recovery codes; passkeys have none."""
    done = 0
    for pk in Authenticator.objects.values_list("pk", flat=True):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=pk).first()
            held = set(row.data).intersection(SECRETS) if row else set()
            if row and held:
                row.data = row.data | {name: _anew(row.data[name]) for name in held}
                row.save(update_fields=["data"])
                done += 1
    return done


def _anew(value: Any) -> Any:
    if isinstance(value, list):
        return [_anew(one) for one in value]
    adapter = get_adapter()
    try:
        return adapter.encrypt(adapter.decrypt(value))
    except InvalidToken as error:
        raise Undecryptable("mfa.Authenticator.data") from error


def rotate_files(storage: Any, folder: str = "") -> int:
    """Seal every private file anew that is not sealed with the first key."""
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return 0
    prefix = f"{folder}/" if folder else ""
    done = sum(storage.seal_again(f"{prefix}{name}") for name in names if not name.startswith("."))
    below = [f"{prefix}{name}" for name in folders]
    return done + sum(rotate_files(storage, name) for name in below if name != SEARCH_FOLDER)
