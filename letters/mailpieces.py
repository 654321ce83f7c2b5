"""What goes into the envelope, as the mailroom check reads it: from a listing and from what was chosen on the desk.

Nothing is guessed: what nobody said stays unknown, and the check says so.
"""

from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Self

from letters.printing.photos import PHOTO_LAYOUTS, Photo
from letters.targets import recipient_of
from profiles.models import Listing

#: Inches. Usual sizes of prints, short side first.
PHOTO_SIZES = {
    "wallet": (2.5, 3.5),
    "3x5": (3.0, 5.0),
    "4x6": (4.0, 6.0),
    "5x7": (5.0, 7.0),
    "8x10": (8.0, 10.0),
}
#: Names of envelopes as the check knows them, where they differ from the contract's `size`.
ENVELOPE_NAMES = {"10": "#10", "9": "#9"}

# Ounces: 20 lb paper weighs 320 oz for 2,000 letter-size sheets, and a 4 x 6 in print about as much as one sheet;
# a No. 10 envelope with its stamp about a quarter of an ounce.
SHEET_OZ, ENVELOPE_OZ = 0.16, 0.24


@dataclass(frozen=True)
class Draft:
    """Everything typed and chosen on the desk. `return_lines` begin with the writer's name.

    attested: what the writer said about herself where the woman asks for it; names of `rules.Asked`.
    plain: white paper without lines, a white envelope, no labels and nothing stuck on, as the writer says; False means
    that nobody said, not that it is otherwise. photos (prints that go along) and printed_pages are counts;
    printed_photos are printed in the letter, as photo_layout says.
    """

    greeting: str = ""
    body: str = ""
    closing: str = ""
    signature: str = ""
    dated: date | None = None
    return_lines: tuple[str, ...] = ()
    unit: str = ""
    language: str = "en"
    paper: str = "letter"
    face: str = "serif"
    envelope: str = "10"
    double_sided: bool = False
    plain: bool = False
    sender: str = ""
    photos: int = 0
    photo_size: str = ""
    card: str = ""
    printed_pages: int = 0
    printed_kind: str = "web"
    enclosures: tuple[str, ...] = field(default_factory=tuple)
    attested: tuple[str, ...] = field(default_factory=tuple)
    photo_layout: str = "large"
    printed_photos: tuple[Photo, ...] = field(default_factory=tuple)

    def as_json(self) -> dict[str, Any]:
        """For storing: plain JSON types, the date as ISO text, no photos. `from_json` reads it back."""
        values = asdict(replace(self, printed_photos=()))
        del values["printed_photos"]
        return {**values, "dated": self.dated.isoformat() if self.dated else None}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """Fields that a later version no longer has are left out."""
        known = {name: value for name, value in stored.items() if name in cls.__dataclass_fields__}
        known["dated"] = date.fromisoformat(known["dated"]) if known.get("dated") else None
        for name in ("return_lines", "enclosures", "attested"):
            known[name] = tuple(known.get(name, ()))
        return cls(**known)


def recipient(listing: Listing, unit: str = "") -> dict[str, str]:
    """What will stand on the envelope about her. unit: what the writer knows of her housing unit, where we do not."""
    parts = recipient_of(listing)
    return {**parts, "unit": parts["unit"] or unit}


def blank_letter(listing: Listing, *, pages: int, paper: str) -> dict[str, Any]:
    """Ruled sheets that somebody writes on by hand: pen, language, return address and printing are up to them."""
    return {
        "kind": "letter",
        "pages": pages,
        "page_size": paper,
        "produced": "handwritten",
        "paper": {"lined": True},
        "recipient": recipient(listing),
    }


def blank_envelope(listing: Listing, *, size: str) -> dict[str, Any]:
    """An addressed envelope with at least one page in it."""
    return {
        "kind": "letter",
        "pages": 1,
        "recipient": recipient(listing),
        "envelope": {"size": ENVELOPE_NAMES.get(size, size)},
    }


def ruled_letter(draft: Draft, listing: Listing, pages: int) -> dict[str, Any]:
    """Ruled sheets with a return address and an envelope: pen and words are up to whoever writes on them."""
    envelope = {"size": ENVELOPE_NAMES.get(draft.envelope, draft.envelope)}
    piece = blank_letter(listing, pages=pages, paper=draft.paper) | {"envelope": envelope}
    return piece | _sender(draft) | _return_address(draft)


def typed_letter(draft: Draft, listing: Listing, pages: int) -> dict[str, Any]:
    """A letter from the desk. `pages` are the PDF's own."""
    piece: dict[str, Any] = {
        "kind": "letter",
        "pages": pages,
        "sheets_double_sided": draft.double_sided,
        "page_size": draft.paper,
        "produced": "typed",
        "ink": "black",
        "language": draft.language,
        "recipient": recipient(listing, draft.unit),
        "envelope": {"size": ENVELOPE_NAMES.get(draft.envelope, draft.envelope)},
        "carrier": "usps",
        "enclosures": list(draft.enclosures),
    }
    optional = (_sender(draft), _return_address(draft), _photos(draft), _card(draft), _printed_matter(draft))
    for part in optional:
        piece |= part
    if draft.card:
        piece["enclosures"].append("greeting_card")
    return piece | (_plain(piece, draft, pages) if draft.plain else {})


def _sender(draft: Draft) -> dict[str, str]:
    return {"sender": draft.sender} if draft.sender else {}


def _return_address(draft: Draft) -> dict[str, str]:
    """Without lines it is left to be written by hand, and so unknown."""
    if not draft.return_lines:
        return {}
    words = [word.strip(".") for word in draft.return_lines[0].split()]
    if draft.sender == "organization":  # it has no first name to shorten
        return {"return_address": "full_name"}
    full = len(words) > 1 and len(words[0]) > 1 and len(words[-1]) > 1
    return {"return_address": "full_name" if full else "initials"}


def _photos(draft: Draft) -> dict[str, Any]:
    """Prints that go along and photos on the letter's own paper: a mailroom counts both."""
    kinds = {"print": draft.photos, "digital_printout": len(draft.printed_photos)}
    if not any(kinds.values()):
        return {}
    size = _photo_size(draft)
    return {
        "photos": {
            "count": sum(kinds.values()),
            "types": [kind for kind, count in kinds.items() if count],
            **({"size_in": size} if size else {}),
        }
    }


def _photo_size(draft: Draft) -> list[float] | None:
    """Short and long side in inches that no photo is over; None where nobody said how large the prints are."""
    sizes: list[tuple[float, float]] = []
    if draft.photos:
        if draft.photo_size not in PHOTO_SIZES:
            return None
        sizes.append(PHOTO_SIZES[draft.photo_size])
    if draft.printed_photos:
        cell = PHOTO_LAYOUTS[draft.photo_layout]
        sizes.append((min(cell.width, cell.height), max(cell.width, cell.height)))
    return [max(sides) for sides in zip(*sizes, strict=True)]


def _card(draft: Draft) -> dict[str, Any]:
    return {"card": {"form": draft.card}} if draft.card else {}


def _printed_matter(draft: Draft) -> dict[str, Any]:
    if not draft.printed_pages:
        return {}
    return {"printed_matter": {"pages": draft.printed_pages, "kind": draft.printed_kind}}


def _plain(piece: dict[str, Any], draft: Draft, pages: int) -> dict[str, Any]:
    """What the writer said by ticking "plain", and so what it weighs, if nothing else is in it."""
    weight = {} if piece["enclosures"] else {"weight_oz": weight_oz(pages, draft)}
    return plain(piece["envelope"]) | weight


def plain(envelope: dict[str, Any]) -> dict[str, Any]:
    """Paper and envelope that are plain and white, with nothing stuck on. envelope: what else is known of it."""
    return {
        "paper": {"color": "white", "lined": False, "weight": "plain"},
        "envelope": {**envelope, "color": "white", "padded": False, "tinted": False, "features": []},
        "materials": [],
        "labels": False,
    }


def sheets_of_paper(pages: int, *, double_sided: bool) -> int:
    return (pages + 1) // 2 if double_sided else pages


def weight_oz(pages: int, draft: Draft) -> float:
    """About how much letter, photos and printed pages weigh in their envelope, in ounces, on plain 20 lb paper."""
    sheets = sheets_of_paper(pages, double_sided=draft.double_sided) + draft.photos + draft.printed_pages
    return round(sheets * SHEET_OZ + ENVELOPE_OZ, 2)
