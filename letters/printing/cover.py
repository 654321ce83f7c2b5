"""The list that goes with a pile of letters: who, where, how heavy, in the order of the pile."""

from __future__ import annotations

from dataclasses import dataclass

from letters.printing import fields, fonts
from letters.printing.errors import PrintError
from letters.printing.render import checked_reply
from letters.printing.sheets import PAPERS, Rendered
from letters.printing.workers import pool


@dataclass(frozen=True)
class CoverList:
    """A table of words: `columns` and each of `rows` have as many cells. `below` are lines under the table."""

    title: str
    columns: list[str]
    rows: list[list[str]]
    below: list[str]
    paper: str = "letter"


def render_cover(cover: CoverList) -> Rendered:
    """The list as a tagged PDF, its head repeated on each page. Raises PrintError."""
    if not cover.rows:
        raise PrintError("missing", "A list without rows.", field="rows")
    data = {
        "title": cover.title,
        "columns": cover.columns,
        "rows": [[fields.one_line(cell, "address_lines", most=300) for cell in row] for row in cover.rows],
        "below": cover.below,
        "paper": PAPERS[fields.chosen(cover.paper, list(PAPERS), "paper")],
        "fonts": {"sans": fonts.stacks(fonts.SANS)},
    }
    reply = checked_reply(pool().run("cover", {"data": data}), vars(cover))
    return Rendered.of(reply.files[0], reply.facts["pages"], 9.5, [])
