"""The square code that a camera or a scanner reads: it holds a short code and nothing else, no address of any site."""

from __future__ import annotations

import segno

_QUIET_ZONE = 4  # modules of white around it; ISO/IEC 18004 asks for four


def qr_svg(code: str) -> str:
    """The code as a QR picture, black on white, that survives the loss of a quarter of its surface."""
    rows = segno.make(code, micro=False, error="q", boost_error=True).matrix
    side = len(rows) + 2 * _QUIET_ZONE
    path = "".join(
        f"M{x + _QUIET_ZONE} {y + _QUIET_ZONE}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" viewBox="0 0 {side} {side}">'
        f'<rect width="{side}" height="{side}" fill="#fff"/><path d="{path}"/></svg>'
    )
