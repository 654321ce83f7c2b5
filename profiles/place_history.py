"""Who changed which system or facility, when, and from what to what.

The history itself is kept by the rooms that know mail, beside that of rules and addresses: one of them registers a
function here, and pages and imports of places hand their changes over.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.module_loading import import_string

from profiles.models import User

#: What a history does not speak of.
_UNTOLD = frozenset({"id", "key", "loaded", "latitude", "longitude"})


@dataclass(frozen=True)
class PlaceChange:
    """One place, or one fact about its mail, with the fields that changed as they were and as they are.

    `before` is empty for a new one, `after` for one that is gone.
    """

    place: models.Model
    before: dict[str, Any]
    after: dict[str, Any]


Keeper = Callable[[Iterable[PlaceChange], User | None, str], None]
_registered: list[str] = []


def register(path: str) -> None:
    """Name the function (as "module.function") that keeps changes: it takes them, who made them, and why."""
    _registered[:] = [path]


def keep(changes: Iterable[PlaceChange], *, by: User | None, why: str = "") -> None:
    """Hand changes over, in the transaction that made them."""
    for path in _registered:
        keeper: Keeper = import_string(path)
        keeper(changes, by, why)


def stored(place: models.Model) -> dict[str, Any]:
    """The values of a row as the database has them; empty for one that is not in it."""
    present = type(place)._default_manager.filter(pk=place.pk).first()
    return values_of(present) if present else {}


def difference(place: models.Model, before: dict[str, Any]) -> PlaceChange | None:
    """What changed in a row that was stored with these values before; None where nothing did."""
    after = values_of(place)
    if not before:
        return PlaceChange(
            place, {}, {name: value for name, value in after.items() if value not in ("", None, [])}
        )
    changed = [name for name, value in after.items() if before[name] != value]
    if not changed:
        return None
    return PlaceChange(
        place, {name: before[name] for name in changed}, {name: after[name] for name in changed}
    )


def values_of(row: models.Model) -> dict[str, Any]:
    """The fields of a row as a history keeps them: places by their slug, dates and numbers as text."""
    told = {}
    for field in row._meta.concrete_fields:
        if field.name in _UNTOLD:
            continue
        value = getattr(row, field.name)
        told[field.name] = (
            value if isinstance(value, bool | int | list | dict) or value is None else str(value)
        )
        if isinstance(value, models.Model):
            told[field.name] = getattr(value, "slug", str(value.pk))
    return told
