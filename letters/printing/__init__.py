"""Printing: letters, ruled paper and envelopes as PDF files.

Dataclasses in, bytes out; no database and no request. Nothing printed says where it was written: no name of the
site, no web address. Pages are set by worker processes with a limit of time and memory; see `workers`.
"""

from letters.printing.cover import CoverList, render_cover
from letters.printing.envelopes import ENVELOPE_SIZES
from letters.printing.errors import PrintError, TooLong, UnprintableText
from letters.printing.paragraphs import Paragraph
from letters.printing.render import count_pages, preview_pages, render_envelope, render_letter, render_ruled
from letters.printing.sheets import PAPERS, Envelope, LetterSheet, Note, Rendered
from letters.printing.text import TextProblem, TextReport, check_text
from letters.printing.version import TEMPLATE_VERSION

__all__ = [
    "ENVELOPE_SIZES",
    "PAPERS",
    "TEMPLATE_VERSION",
    "CoverList",
    "Envelope",
    "LetterSheet",
    "Note",
    "Paragraph",
    "PrintError",
    "Rendered",
    "TextProblem",
    "TextReport",
    "TooLong",
    "UnprintableText",
    "check_text",
    "count_pages",
    "preview_pages",
    "render_cover",
    "render_envelope",
    "render_letter",
    "render_ruled",
]
