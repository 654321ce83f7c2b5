"""Address lines: a system's template, filled in with a facility's facts and the name and number of the woman.

Plain Python: no database, no request. Lines are printed as they come from here and never reordered.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from letters.mailing_rules.model import Rule

#: What a line may hold of the facility; everything else in braces is about the person.
FACILITY_PLACEHOLDERS = frozenset(
    {"facility", "facility_code", "street", "po_box", "city", "state", "zip", "processing_centre_address"}
)
PERSON_PLACEHOLDERS = frozenset({"name", "first_name", "last_name", "id", "unit", "housing"})
PLACEHOLDERS = FACILITY_PLACEHOLDERS | PERSON_PLACEHOLDERS

#: Mail sent straight to a facility: from organizations where a system says so, and where no system has a template.
FACILITY_LINES = ("{name} {id}", "{facility}", "{street}", "{city}, {state} {zip}")

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Recipient:
    """What will stand on the envelope about her. An empty text: that part will not be there."""

    first_name: str = ""
    last_name: str = ""
    id: str = ""
    unit: str = ""
    facility: str = ""
    facility_code: str = ""
    jid_number: str = ""

    @property
    def name(self) -> str:
        """First and last name, or nothing where one of them is missing."""
        return f"{self.first_name} {self.last_name}" if self.first_name and self.last_name else ""


@dataclass(frozen=True)
class FacilityFacts:
    """What is known of one facility. Empty texts are unknown; `status` is open, closed or unknown.

    `rules` are the facility's own; those of its system hold as well.
    """

    slug: str
    name: str
    system_slug: str = ""
    street: str = ""
    po_box: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    status: str = "unknown"
    kind: str = ""
    code: str | None = None
    rules: tuple["Rule", ...] = ()
    source_url: str | None = None
    confidence: str = "low"

    @property
    def mail_line(self) -> str:
        """Its PO box where it has one, else its street."""
        return self.po_box or self.street


@dataclass(frozen=True)
class Route:
    """Lines for general mail, with where they come from. `origin` is the slug of their system or facility."""

    origin: str
    lines: tuple[str, ...] = field(default=FACILITY_LINES)
    complete: bool = True
    processing_centre: bool = False
    source_url: str | None = None
    confidence: str = "low"


def fill(lines: Iterable[str], facility: FacilityFacts | None, recipient: Recipient | None) -> list[str]:
    """The lines with each known placeholder filled in. What is not known stays: `{name}`."""
    known = {**_of_recipient(recipient), **_of_facility(facility)}
    return [_PLACEHOLDER.sub(lambda found: known.get(found[1], found[0]), line) for line in lines]


def placeholders(lines: Iterable[str]) -> set[str]:
    """Names of the placeholders that stand in these lines.

    Ask it of a template, or of lines filled in for nobody: a name may hold braces of its own.
    """
    return {name for line in lines for name in _PLACEHOLDER.findall(line)}


def unknown_facility_parts(
    lines: Iterable[str], facility: FacilityFacts | None, recipient: Recipient | None
) -> set[str]:
    """Parts of the facility that the lines ask for and nobody knows, as names of placeholders."""
    known = {**_of_recipient(recipient), **_of_facility(facility)}
    return {name for name in placeholders(lines) & FACILITY_PLACEHOLDERS if name not in known}


def _of_facility(facility: FacilityFacts | None) -> dict[str, str]:
    if facility is None:
        return {}
    return _known(
        {
            "facility": facility.name,
            "facility_code": facility.code or "",
            "street": facility.mail_line,
            "po_box": facility.mail_line,
            "city": facility.city,
            "state": facility.state,
            "zip": facility.zip,
        }
    )


def _of_recipient(recipient: Recipient | None) -> dict[str, str]:
    if recipient is None:
        return {}
    return _known(
        {
            "name": recipient.name,
            "first_name": recipient.first_name,
            "last_name": recipient.last_name,
            "id": recipient.id,
            "unit": recipient.unit,
            "housing": recipient.unit,
            "facility": recipient.facility,
            "facility_code": recipient.facility_code,
        }
    )


def _known(parts: Mapping[str, str]) -> dict[str, str]:
    """The parts that say something, on one line each."""
    squeezed = {name: " ".join(text.split()) for name, text in parts.items()}
    return {name: text for name, text in squeezed.items() if text}
