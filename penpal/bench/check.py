"""How fast one process checks mailpieces: `make bench PART=check`."""

import io
import json
import random
import time
from collections.abc import Callable

from letters.mailing_rules import cli
from letters.targets import DatabaseTargets

PIECES = 20_000
#: What one process must manage.
TARGET = 1_000  # mailpieces a second
SEED = 7


def run(*, number: int | None, write: Callable[[str], object]) -> None:
    """Check `number` (PIECES) mixed mailpieces as `check_mail --json-lines` does, and tell how fast that went.

    Reads the present database and stores nothing. Says so where there are no rules to check against.
    """
    targets = DatabaseTargets()
    begun = time.perf_counter()
    places = [slug for slug in targets if targets[slug].rules]
    reading = time.perf_counter() - begun
    if not places:
        write("There are no rules in this database: run load_reference first.")
        return
    lines = pieces(places, number or PIECES)
    out = io.StringIO()
    begun, cpu = time.perf_counter(), time.process_time()
    cli.run_lines(lines, targets, out)
    wall, cpu = time.perf_counter() - begun, time.process_time() - cpu
    findings = out.getvalue().count('"level"')
    write(f"places read        {len(targets):>8,} in {reading:.2f} s ({len(places):,} with rules)")
    write(f"mailpieces checked {len(lines):>8,}, {findings / len(lines):.1f} findings each")
    write(
        f"per second         {len(lines) / wall:>8,.0f} by the clock, {len(lines) / cpu:,.0f} by processor time"
    )
    write(f"target             {TARGET:>8,} {verdict(len(lines) / wall, len(lines) / cpu)}")


def verdict(by_clock: float, by_processor: float) -> str:
    """Whether so many pieces a second keep the target; on a quiet machine both numbers are nearly the same."""
    if by_clock >= TARGET:
        return "kept"
    return "kept by processor time; other programs took the rest" if by_processor >= TARGET else "missed"


def pieces(places: list[str], number: int) -> list[str]:
    """Lines of JSON as the command reads them: letters, cards and postcards with all sorts of things inside."""
    dice = random.Random(SEED)  # noqa: S311 (not for secrets)
    return [json.dumps(_piece(dice, dice.choice(places))) + "\n" for _number in range(number)]


def _piece(dice: random.Random, place: str) -> dict[str, object]:
    piece: dict[str, object] = {
        "target": place,
        "kind": dice.choice(["letter", "letter", "letter", "postcard", "greeting_card"]),
        "pages": dice.randint(1, 14),
        "sender": dice.choice(["person", "person", "organization", "minor"]),
        "produced": dice.choice(["typed", "handwritten"]),
        "language": dice.choice(["en", "es", "tl"]),
    }
    if dice.random() < 0.5:
        piece["photos"] = {"count": dice.randint(1, 12), "size_in": [4, 6], "types": ["print"]}
    if dice.random() < 0.3:
        piece["enclosures"] = dice.sample(["drawing", "stamps", "book", "cash", "greeting_card"], 2)
    if dice.random() < 0.3:
        piece["printed_matter"] = {"pages": dice.randint(1, 8), "kind": "web"}
    if dice.random() < 0.5:
        piece["recipient"] = {"first_name": "Ann", "last_name": "Roe", "id": "555123", "unit": "B"}
        piece["envelope"] = {"size": "#10", "color": "white"}
    return piece
