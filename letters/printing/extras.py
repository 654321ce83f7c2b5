"""What goes with a letter: a page of photos, the backs of photo prints, address labels, cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from letters.printing import fields, fonts
from letters.printing.paragraphs import COLUMN_RUN, break_runs, direction_of, paragraphs
from letters.printing.photos import Photo, for_template
from letters.printing.render import checked_reply
from letters.printing.sheets import PAPERS, Rendered
from letters.printing.workers import pool

#: How many photos stand on one page.
PHOTOS_A_PAGE = (1, 2, 4)
MOST_PHOTOS = 8
#: Inches of usual prints, as they lie when their back is printed: wide side first.
PRINTS = {"3x5": (5.0, 3.5), "4x6": (6.0, 4.0), "5x7": (7.0, 5.0)}
CARD_LAYOUTS = ("half", "quarter", "flat")
#: Avery sheets of US Letter paper in inches: columns, rows, label width and height, top and left margin, pitch across
#: and down. From the maker's own measures; a test print on plain paper, held against the sheet, comes first.
LABELS = {
    "5160": (3, 10, 2.625, 1.0, 0.5, 0.1875, 2.75, 1.0),
    "5163": (2, 5, 4.0, 2.0, 0.5, 0.15625, 4.1875, 2.0),
}


@dataclass(frozen=True)
class Named:
    """Whose mail it is: what must stand on each loose piece."""

    committed_name: str
    id_number: str


def render_photos(named: Named, photos: list[Photo], *, a_page: int = 2, paper: str = "letter") -> Rendered:
    """Pages of photos with name and number at the head of each. The JPEGs go in unchanged. Raises PrintError."""
    data = _named(named) | {
        "kind": "photos",
        "paper": PAPERS[fields.chosen(paper, list(PAPERS), "paper")],
        "rows": {1: 1, 2: 2, 4: 2}[a_page],
        "columns": {1: 1, 2: 1, 4: 2}[a_page],
        "photos": [for_template(photo) for photo in photos],
    }
    return _rendered(data)


def render_backs(named: Named, count: int, *, size: str) -> Rendered:
    """Backs for so many prints, each a page of the print’s size: name and number, nothing else. Raises PrintError."""
    width, height = PRINTS[fields.chosen(size, list(PRINTS), "size")]
    return _rendered(_named(named) | {"kind": "backs", "count": count, "width": width, "height": height})


def render_labels(lines: list[str], *, sheet: str, skip: int = 0, count: int = 1) -> Rendered:
    """The same address on `count` labels, after `skip` that are used up. Raises PrintError where it does not fit."""
    columns, rows, width, height, top, left, across, down = LABELS[
        fields.chosen(sheet, list(LABELS), "sheet")
    ]
    address = fields.address(lines)
    data = {
        "kind": "labels",
        "title": f"Labels for {address[0]}",
        "columns": columns, "rows": rows, "width": width, "height": height,
        "top": top, "left": left, "across": across, "down": down,
        "skip": min(max(skip, 0), columns * rows - 1),
        "count": count,
        "address": address,
        "sizes": [11, 10.5, 10, 9.5, 9, 8.5, 8],
    }  # fmt: skip
    return _rendered(data)


def render_card(named: Named, *, front: str, inside: str, signature: str, layout: str = "half") -> Rendered:
    """A card of one of CARD_LAYOUTS. Raises PrintError.

    "half" is a US Letter sheet folded once, two pages to print on both sides; "quarter" one folded twice, printed on
    one side; "flat" a card of 5 x 7 in.
    """
    words = fields.checked(inside, "body")
    data = _named(named) | {
        "kind": fields.chosen(layout, CARD_LAYOUTS, "layout"),
        "front": _part(fields.few_lines(front, "salutation")),
        "inside": [part._asdict() for part in paragraphs(words, "en")],
        "signature": _part(fields.few_lines(signature, "signature")),
    }
    return _rendered(data)


def _named(named: Named) -> dict[str, Any]:
    name = fields.identity(named.committed_name, "committed_name")
    return {
        "title": f"For {name}",
        "name": break_runs(name),
        "id": fields.identity(named.id_number, "id_number", most=40),
    }


def _part(text: str) -> dict[str, Any]:
    return {
        "lines": [break_runs(line, COLUMN_RUN) for line in text.split("\n")],
        "direction": direction_of(text),
    }


def _rendered(data: dict[str, Any]) -> Rendered:
    data["fonts"] = {face: fonts.stacks(face) for face in (fonts.SANS, fonts.SERIF)}
    reply = checked_reply(pool().run("extras", {"data": data}), {"body": ""})
    return Rendered.of(reply.files[0], reply.facts["pages"], 0, [])
