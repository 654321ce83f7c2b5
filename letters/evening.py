"""Blank letters and envelopes for several women, in one order and two files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _

from letters import desk
from letters.mailpieces import ENVELOPE_OZ, SHEET_OZ
from letters.printing import PrintError, Rendered
from profiles.models import Listing


@dataclass(frozen=True)
class Prepared:
    """What will be printed, in order, and who is left out with the reason in words."""

    listings: list[Listing]
    left_out: list[tuple[Listing, str]]
    pages: int
    paper: str
    size: str

    @property
    def ounces(self) -> float:
        """About what one letter weighs in its envelope."""
        return round(self.pages * SHEET_OZ + ENVELOPE_OZ, 2)


def women(*, count: int, state: str = "", facility: str = "") -> list[Listing]:
    """Women who take new writers, those with the fewest letters first, at most `count`."""
    found = Listing.objects.writable().for_cards()
    if state:
        found = found.filter(facility__state=state)
    if facility.strip():
        found = found.filter(facility__name__icontains=facility.strip())
    return list(found.order_by("letters_sent", "first_published_at", "pk")[:count])


def prepare(slugs: Sequence[str], *, pages: int, paper: str, size: str) -> Prepared:
    """The chosen women who are public and whose mailroom takes such a letter, in the order chosen."""
    found = {listing.slug: listing for listing in Listing.objects.public().for_cards().filter(slug__in=slugs)}
    listings, left_out = [], []
    for slug in dict.fromkeys(slugs):
        listing = found.get(slug)
        if listing is None:
            continue
        checked = desk.check_blank_letter(listing, pages=pages, paper=paper)
        if checked.opened_by([]):
            listings.append(listing)
        else:
            left_out.append((listing, " ".join(finding.message for finding in checked.blocked)))
    return Prepared(listings, left_out, pages, paper, size)


def letters_pdf(prepared: Prepared) -> bytes:
    """Ruled sheets for each woman, in order. Raises PrintError where there is nobody to print for."""
    return joined(
        desk.blank_letter(listing, pages=prepared.pages, paper=prepared.paper)
        for listing in prepared.listings
    )


def envelopes_pdf(prepared: Prepared) -> bytes:
    """One envelope for each woman, in the same order. Raises PrintError."""
    return joined(desk.blank_envelope(listing, size=prepared.size) for listing in prepared.listings)


def joined(parts: Iterable[Rendered]) -> bytes:
    """One file of several. Deterministic: the same parts give the same bytes."""
    # Importing it takes long and writes to the log, which no management command should pay for.
    import pikepdf  # noqa: PLC0415

    with pikepdf.new() as whole:
        for part in parts:
            with pikepdf.open(BytesIO(part.pdf)) as pdf:
                whole.pages.extend(pdf.pages)
        if not whole.pages:
            raise PrintError("missing", _("There is nobody to print for."))
        out = BytesIO()
        whole.save(out, deterministic_id=True)
        return out.getvalue()
