"""Loading reference data: systems, facilities and programs from the project's own files.

Loading again changes nothing, takes over corrections of the files, and leaves alone every field that staff changed.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from profiles.models import Facility, Program, System
from profiles.models.reference import Referenced
from profiles.place_history import PlaceChange, difference, stored

DATA = Path(__file__).parent / "data"
SLUG_LENGTH = 200


@dataclass
class Report:
    """What loading one kind of row did. `kept` names rows and fields that the files leave as staff changed them,
    `changed` the rows that were there before and are different now.

    `history` is what was added to or changed in a table that had rows already: with the first loading it begins.
    """

    label: str
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    history: list[PlaceChange] = field(default_factory=list)

    def tell(self, row: Referenced, before: dict[str, Any]) -> None:
        """Note in the history what differs in a row that is stored now, by its values before; {} for a new row."""
        change = difference(row, before)
        self.history += [change] if change else []

    def __str__(self) -> str:
        text = f"{self.label}: {self.created} new, {self.updated} changed, {self.unchanged} unchanged"
        return f"{text}, {len(self.kept)} fields kept as staff changed them" if self.kept else text


def sync(model: type[Referenced], key: str, rows: Iterable[dict[str, Any]], label: str) -> Report:
    """Bring the rows of a model in line with the files. Each row is a dict of fields with its `key` field.

    One query for reading; new rows are inserted together, changed ones saved one by one.
    """
    report = Report(label)
    present = {getattr(row, key): row for row in model._default_manager.all()}
    new: list[Referenced] = []
    for values in rows:
        row = present.get(values[key]) or model(**{key: values[key]})
        before = row.loaded
        changed, kept = row.apply_reference({name: value for name, value in values.items() if name != key})
        report.kept += [f"{values[key]}: {name}" for name in kept]
        if row._state.adding:
            new.append(row)
            report.created += 1
        elif changed or row.loaded != before:
            was = stored(row) if changed else {}
            row.save(update_fields=[*changed, "loaded"])
            if changed:
                report.tell(row, was)
            report.updated += bool(changed)
            report.unchanged += not changed
            report.changed += [values[key]] if changed else []
        else:
            report.unchanged += 1
    model._default_manager.bulk_create(new)
    for row in new if present else ():
        report.tell(row, {})
    return report


def load_systems(rows: Iterable[dict[str, Any]]) -> Report:
    """Systems from dicts with slug, name, kind, state, id_label, id_format and restricts_listings.

    The official locator is the one that most of a system's facilities name in our file.
    """
    locators: dict[str, list[str]] = {}
    for row in _rows("facilities.csv"):
        locators.setdefault(row["system_slug"], []).append(row["inmate_locator_url"])
    with_locator = (
        row | {"locator_url": max(locators.get(row["slug"], [""]), key=locators.get(row["slug"], [""]).count)}
        for row in rows
    )
    return sync(System, "slug", with_locator, "systems")


def load_facilities() -> Report:
    """Facilities from our file. Systems must be there already."""
    systems = {system.slug: system for system in System.objects.all()}
    return sync(Facility, "slug", _facilities(systems), "facilities")


def _facilities(systems: dict[str, System]) -> Iterable[dict[str, Any]]:
    taken: set[str] = set()
    for row in _rows("facilities.csv"):
        slug = slugify(row["name"])[:SLUG_LENGTH]
        if slug in taken:
            slug = f"{slug}-{slugify(row['city'])}-{row['state'].lower()}"
        taken.add(slug)
        same = ("name", "short_name", "kind", "holds", "status", "street", "po_box", "city", "state", "zip", "phone",
                "source_url", "coord_source", "confidence", "note", "code")  # fmt: skip
        yield {
            "slug": slug,
            "system": systems.get(row["system_slug"]),
            **{name: row[name] for name in same},
            "latitude": Decimal(row["latitude"]) if row["latitude"] else None,
            "longitude": Decimal(row["longitude"]) if row["longitude"] else None,
            "locator_url": row["inmate_locator_url"],
            "source_date": date.fromisoformat(row["source_date"]) if row["source_date"] else None,
        }


def load_programs() -> Report:
    """Programs from our file."""
    return sync(Program, "slug", map(_program, _rows("programs.csv")), "programs")


def _program(row: dict[str, str]) -> dict[str, Any]:
    same = ("name", "kind", "scope", "city", "state", "postal_address", "url", "restrictions", "source_url", "seen",
            "confidence")  # fmt: skip
    return {
        "slug": slugify(row["name"])[:SLUG_LENGTH],
        **{name: row[name] for name in same},
        "women_only": row["serves_women"] == "women_only",
        "needs": row["what_they_need_from_volunteers"],
    }


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
