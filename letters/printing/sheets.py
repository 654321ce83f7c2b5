"""What goes to the printer and what comes back: plain dataclasses, no database, no request."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from letters.printing.photos import Photo

# Paper the letter is set for, and what the layout engine calls it.
PAPERS = {"letter": "us-letter", "a4": "a4"}
FACES = ("serif", "sans")
MOST_RULED_PAGES = 10
# Points. The first size that leaves no closing alone on a page is taken; the last two only help to keep a page limit.
SIZES = (11.5, 11.3, 11.1, 10.9, 11.7)
SMALLER_SIZES = (10.7, 10.5)


@dataclass(frozen=True)
class LetterSheet:
    """One letter.

    committed_name, id_number: stand at the head of every page; neither may be empty. They and `address_lines` come
    from the checked listing, never from the writer, so that a writer cannot misaddress a page.
    id_label: what her system calls the number ("Register Number"), for the PDF's title.
    sender_lines: the return address, or empty to have it written by hand on ruled paper.
    body: paragraphs are parted by blank lines. date_text, salutation, closing, signature may be empty.
    language: code of the letter's language, for hyphens. code: seven letters and digits, or None without an account.
    max_pages: a page limit to keep if the type can be made small enough (10.5 pt and up).
    photos, photo_layout: pictures printed after the closing, and how they stand (a key of PHOTO_LAYOUTS).
    revised_at: aware time of the last change; the only date in the PDF, so that a reprint has the same bytes.
    """

    committed_name: str
    id_number: str
    id_label: str
    address_lines: list[str]
    sender_lines: list[str]
    date_text: str
    salutation: str
    body: str
    closing: str
    signature: str
    revised_at: datetime
    paper: str = "letter"
    face: str = "serif"
    language: str = "en"
    code: str | None = None
    max_pages: int | None = None
    photos: tuple[Photo, ...] = ()
    photo_layout: str = "large"


@dataclass(frozen=True)
class Envelope:
    """The front of one envelope. `size` is a key of ENVELOPE_SIZES; lines are printed in the order given.

    Without return_lines the corner is left to be written by hand. capitals: the delivery address in capitals.
    """

    size: str
    address_lines: list[str]
    return_lines: list[str]
    code: str | None = None
    capitals: bool = False


@dataclass(frozen=True)
class Note:
    """Something to know about what was printed: "smaller_type", "over_max_pages" or "flat"."""

    code: str
    message: str

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True)
class Rendered:
    """A finished PDF. pages counts the PDF's own; size_pt is the type size taken, in points; sha256 is hexadecimal."""

    pdf: bytes
    pages: int
    size_pt: float
    sha256: str
    notes: list[Note] = field(default_factory=list)

    @classmethod
    def of(cls, pdf: bytes, pages: int, size_pt: float, notes: list[Note]) -> Rendered:
        return cls(pdf, pages, size_pt, hashlib.sha256(pdf).hexdigest(), notes)
