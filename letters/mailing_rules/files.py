"""The facts in our own files: one YAML file for each system under `letters/data/rules/`."""

from pathlib import Path
from typing import Any

import yaml

from letters.addresses import Route
from letters.mailing_rules.model import Rule, SystemFacts

RULES_DIR = Path(__file__).resolve().parent.parent / "data" / "rules"


def load_systems(folder: Path = RULES_DIR) -> dict[str, SystemFacts]:
    """All systems by slug, in the order of their slugs. Takes about a second: every file is parsed anew."""
    systems = (read_system(path) for path in sorted(folder.glob("*.yaml")))
    return {system.slug: system for system in systems}


def read_system(path: Path) -> SystemFacts:
    """One system from its file. Values of rules are not validated here; `rule.facts` does it."""
    facts = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (a safe loader, see below)
    return SystemFacts(
        slug=facts["slug"],
        name=facts["name"],
        kind=facts["kind"],
        state=facts["state"],
        id_label=facts["id_label"],
        id_format=facts["id_format"],
        route=_route(facts["slug"], facts["route"]),
        rules=tuple(_rule(facts["slug"], row) for row in facts["rules"]),
        id_pattern=facts["id_pattern"] or "",
    )


#: The safe loader, in C where the library has it: four times as fast.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _route(origin: str, row: dict[str, Any]) -> Route:
    return Route(
        origin=origin,
        lines=tuple(row["lines"]),
        complete=row["complete"],
        processing_centre=row["processing_centre"],
        source_url=row["source_url"],
        confidence=row["confidence"],
    )


def _rule(origin: str, row: dict[str, Any]) -> Rule:
    return Rule(
        type=row["rule"],
        value=row["value"],
        note=row["note"],
        source_url=row["source_url"],
        seen=row["seen"],
        confidence=row["confidence"],
        origin=origin,
    )
