"""Address lines: filled in with what is known; what is not known stays."""

from dataclasses import replace

import pytest

from letters.addresses import (
    FACILITY_LINES,
    FacilityFacts,
    Recipient,
    fill,
    placeholders,
    unknown_facility_parts,
)
from letters.mailing_rules import Mailpiece, Target, address_lines
from tests.letters.mailing import SYSTEMS, TARGETS, TAYCHEEDAH

ANN = Recipient(first_name="Ann", last_name="Roe", id="555123")
CRAIN = FacilityFacts(
    slug="crain",
    name="Christina Melton Crain Unit",
    system_slug="us-tx-tdcj",
    street="1401 State School Rd",
    city="Gatesville",
    state="TX",
    zip="76599",
    status="open",
)


def test_fill_puts_the_facility_and_the_person_in() -> None:
    assert fill(FACILITY_LINES, TAYCHEEDAH, ANN) == [
        "Ann Roe 555123",
        "Taycheedah Correctional Institution",
        "751 County Rd K",
        "Fond du Lac, WI 54936",
    ]


@pytest.mark.parametrize(
    ("recipient", "line"),
    [
        (None, "{name} {id} {last_name} {unit}"),
        (Recipient(first_name="Ann"), "{name} {id} {last_name} {unit}"),
        (Recipient(last_name="Roe", id="5"), "{name} 5 Roe {unit}"),
        (replace(ANN, unit=" B \n 2 "), "Ann Roe 555123 Roe B 2"),
        (replace(ANN, id="  "), "Ann Roe {id} Roe {unit}"),
    ],
)
def test_fill_leaves_what_is_not_known(recipient: Recipient | None, line: str) -> None:
    assert fill(["{name} {id} {last_name} {unit}"], None, recipient) == [line]


def test_fill_does_not_read_braces_in_a_name() -> None:
    trickster = Recipient(first_name="{id}", last_name="{zip}", id="5")

    assert fill(["{name} {id}"], TAYCHEEDAH, trickster) == ["{id} {zip} 5"]


@pytest.mark.parametrize(
    ("street", "po_box", "line"),
    [
        ("1 Main St", "", "1 Main St"),
        ("1 Main St", "P.O. Box 9", "P.O. Box 9"),
        ("", "P.O. Box 9", "P.O. Box 9"),
    ],
)
def test_fill_street_and_po_box_are_both_the_mail_line(street: str, po_box: str, line: str) -> None:
    facility = replace(TAYCHEEDAH, street=street, po_box=po_box)

    assert fill(["{street}", "{po_box}"], facility, None) == [line, line]


def test_fill_prefers_the_facts_of_the_facility() -> None:
    elsewhere = replace(ANN, facility="Elsewhere", facility_code="9", unit="B")

    assert fill(["{facility} {facility_code} {housing}"], replace(TAYCHEEDAH, code="7"), elsewhere) == [
        "Taycheedah Correctional Institution 7 B"
    ]
    assert fill(["{facility} {facility_code} {housing}"], None, elsewhere) == ["Elsewhere 9 B"]


def test_placeholders_and_unknown_parts() -> None:
    lines = ("{name}, {unit}", "{facility} - {facility_code}", "{processing_centre_address}")

    assert placeholders(lines) == {"name", "unit", "facility", "facility_code", "processing_centre_address"}
    assert unknown_facility_parts(lines, TAYCHEEDAH, ANN) == {"facility_code", "processing_centre_address"}
    assert unknown_facility_parts(lines[:2], TAYCHEEDAH, replace(ANN, facility_code="9")) == set()


@pytest.mark.parametrize(
    ("slug", "lines"),
    [
        ("us-fl-fdc", ["Roe, Ann, DC# 555123", "PO Box 23608", "Tampa, FL 33623"]),
        ("us-tn-doc", ["{facility}", "Ann Roe", "TDOC ID# 555123", "P.O. Box 247", "Phoenix, MD 21131"]),
        ("us-va-doc", ["Ann Roe", "555123", "{facility}", "{street}", "{city}, {state} {zip}"]),
        (
            "us-md-prince-georges-county",
            [
                "Ann Roe",
                "Prince George's County Correctional Center",
                "13400 Dille Drive",
                "Upper Marlboro, MD 20772",
            ],
        ),
    ],
)
def test_lines_of_a_system(slug: str, lines: list[str]) -> None:
    assert address_lines(TARGETS[slug], Mailpiece(pages=1, recipient=ANN)) == lines


@pytest.mark.parametrize(
    ("sender", "lines"),
    [
        (
            "person",
            [
                "Texas Department of Criminal Justice",
                "Ann Roe 555123",
                "PO Box 660400",
                "Dallas, TX 75266-0400",
            ],
        ),
        (
            None,
            [
                "Texas Department of Criminal Justice",
                "Ann Roe 555123",
                "PO Box 660400",
                "Dallas, TX 75266-0400",
            ],
        ),
        (
            "organization",
            ["Ann Roe 555123", "Christina Melton Crain Unit", "1401 State School Rd", "Gatesville, TX 76599"],
        ),
    ],
)
def test_lines_of_mail_from_an_organization(sender: str | None, lines: list[str]) -> None:
    place = Target.for_facility(CRAIN, SYSTEMS["us-tx-tdcj"])

    assert address_lines(place, Mailpiece(pages=1, recipient=ANN, sender=sender)) == lines


def test_lines_of_mail_from_an_organization_to_a_system_name_what_is_missing() -> None:
    piece = Mailpiece(pages=1, recipient=replace(ANN, facility="Crain Unit"), sender="organization")

    assert address_lines(TARGETS["us-tx-tdcj"], piece) == [
        "Ann Roe 555123",
        "Crain Unit",
        "{street}",
        "{city}, {state} {zip}",
    ]
    assert address_lines(TARGETS["us-wi-doc"], piece)[2:] == ["P.O. Box 189", "Phoenix, MD 21131"]


def test_lines_of_a_facility_without_a_system_are_its_own() -> None:
    place = Target.for_facility(replace(TAYCHEEDAH, system_slug=""), None)

    assert address_lines(place, Mailpiece(pages=1, recipient=ANN)) == fill(FACILITY_LINES, TAYCHEEDAH, ANN)
