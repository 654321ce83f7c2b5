"""Sheets to print in tests, and the print read back by a reader that is not the one that wrote it."""

from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2

from letters.printing import LetterSheet

BODY = (
    "From my kitchen window I can see a bird feeder I put up wrong, so it leans.\n\n"
    "You wrote that you like to hear what people cook. I make a soup that is mostly patience."
)
SHEET = LetterSheet(
    committed_name="Ada Sample",
    id_number="00000417",
    id_label="DOC Number",
    address_lines=["Ada Sample, DOC# 00000417", "Cedar Bend Unit", "P.O. Box 100", "Cedar Bend, TX 00000"],
    sender_lines=["Wren Example", "48 Sample Street", "Duluth, MN 00000"],
    date_text="November 22, 2026",
    salutation="Dear Ada,",
    body=BODY,
    closing="With good wishes,",
    signature="Wren",
    code="K7M2Q9X",
    revised_at=datetime(2026, 11, 22, 12, tzinfo=UTC),
)


def sheet(**changes: object) -> LetterSheet:
    """The same letter with some parts changed."""
    return replace(SHEET, **changes)


def words(count: int) -> str:
    """A body of so many words, in paragraphs of different lengths."""
    stock = BODY.split()
    text, lengths = [stock[index % len(stock)] for index in range(count)], (30, 60, 90, 140)
    starts, place = [], 0
    while place < count:
        starts.append(place)
        place += lengths[len(starts) % len(lengths)]
    return "\n\n".join(
        " ".join(text[start:end]) for start, end in zip(starts, [*starts[1:], count], strict=True)
    )


def pages(pdf: bytes) -> list[str]:
    """The text of each page, with single spaces."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def lines(pdf: bytes, page: int = 0) -> list[str]:
    """The lines of a page, from the top."""
    with pypdfium2.PdfDocument(pdf) as document:
        return document[page].get_textpage().get_text_range().split("\r\n")


def boxes(pdf: bytes) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Each run of text on the first page with its left, bottom, right and top, in points from the lower left corner."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[0].get_textpage()
        rects = [text.get_rect(index) for index in range(text.count_rects())]
        return [(text.get_text_bounded(*rect).strip(), rect) for rect in rects]


def facts(pdf: bytes) -> dict[str, str]:
    """What the file says about itself."""
    with pypdfium2.PdfDocument(pdf) as document:
        return document.get_metadata_dict()


def page_size(pdf: bytes) -> tuple[float, float]:
    """Width and height of the first page in points."""
    with pypdfium2.PdfDocument(pdf) as document:
        return document[0].get_size()
