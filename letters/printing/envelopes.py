"""Envelope sizes, and where on the front an address may stand.

Sources: USPS Domestic Mail Manual 101.1.1 (letter size), 202.1.2 and 202.2.1 (type and the area that optical readers
scan), 602.1.5 (return address); Publication 28, appendix A1 (barcode clear zone), as archived between 2005 and 2020.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from letters.printing import fields, fonts
from letters.printing.paragraphs import COLUMN_RUN, break_runs, direction_of
from letters.printing.sheets import Envelope, Note


@dataclass(frozen=True)
class EnvelopeSize:
    """Inches, long side first. `name` is what the shop calls it."""

    name: str
    width_in: float
    height_in: float

    @property
    def is_flat(self) -> bool:
        """Larger than a letter may be in the US (6-1/8 by 11-1/2 in), so it costs the price of a large envelope."""
        return self.height_in > 6.125 or self.width_in > 11.5


ENVELOPE_SIZES = {
    "10": EnvelopeSize("#10", 9.5, 4.125),
    "9": EnvelopeSize("#9", 8.875, 3.875),
    "6x9": EnvelopeSize("6x9", 9, 6),
    "A7": EnvelopeSize("A7", 7.25, 5.25),
    "DL": EnvelopeSize("DL", 8.661, 4.331),
    "C6": EnvelopeSize("C6", 6.378, 4.488),
    "C5": EnvelopeSize("C5", 9.016, 6.378),
}

# Inches. The area that optical readers scan: 1/2 from each side, from 5/8 to 2-3/4 above the bottom edge. Below it the
# clear zone for the barcode stays empty.
READ_SIDE, READ_BOTTOM, READ_TOP = 0.5, 0.625, 2.75
_GEOMETRY = {
    "read-side": READ_SIDE,
    "read-bottom": READ_BOTTOM,
    "read-top": READ_TOP,
    "least-left": 0.55,
    "corner": 0.3,
    "written-space": 0.8,
    # Points. Characters must be 0.080 in high: capitals and figures of this face are, from 9 points up.
    "address-sizes": [12, 11.5, 11, 10.5, 10, 9.5, 9],
    "return-sizes": [9, 8.5, 8, 7.5, 7],
}


def envelope_data(envelope: Envelope) -> dict[str, Any]:
    """What the template needs. Raises PrintError for an unknown size, no address, or a line that cannot be printed."""
    size = ENVELOPE_SIZES[fields.chosen(envelope.size, list(ENVELOPE_SIZES), "size")]
    address = fields.address(envelope.address_lines)
    returned = fields.address_lines(envelope.return_lines, "return_lines")
    code = fields.short_code(envelope.code)
    return _GEOMETRY | {
        "width": size.width_in,
        "height": size.height_in,
        "title": f"Envelope for {address[0]}",
        "address": [line.upper() if envelope.capitals else line for line in address],
        "return": [_broken(line) for line in (*returned, code) if line],
        # With no return address to print, the code stands below the room to write one.
        "written-return": not returned,
        "fonts": {"sans": fonts.stacks(fonts.SANS)},
    }


def _broken(line: str) -> dict[str, str]:
    return {"text": break_runs(line, COLUMN_RUN), "direction": direction_of(line)}


def envelope_notes(size: EnvelopeSize) -> list[Note]:
    if not size.is_flat:
        return []
    message = _(
        "A %(name)s envelope is a large envelope in the United States and needs more postage than a letter."
    )
    return [Note("flat", message % {"name": size.name})]
