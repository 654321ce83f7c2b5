"""Which lines stand on the envelope of a mailpiece."""

from letters.addresses import FACILITY_LINES, fill
from letters.mailing_rules.mailpiece import Mailpiece
from letters.mailing_rules.model import Target


def lines_for(target: Target, piece: Mailpiece) -> tuple[str, ...]:
    """The template for this piece: mail from an organization may go to an address of its own, or to the facility.

    Such an address counts only when it is complete.
    """
    if piece.sender == "organization":
        own = target.organisation_route
        if own is not None and own.complete:
            return own.lines
        if target.organisations_to_facility:
            return FACILITY_LINES
    return target.route.lines


def address_lines(target: Target, piece: Mailpiece) -> list[str]:
    """The lines as they will be printed; what is not known stays as its placeholder."""
    return fill(lines_for(target, piece), target.facility, piece.recipient)
