"""The envelope: return address, labels, make, weight, number of pieces."""

from typing import Any

import pytest

from tests.letters.mailing import finding, level, levels_at

REQUIRED = {"status": "required", "full_name": False}
FULL_NAME = {"status": "required", "full_name": True}
RECOMMENDED = {"status": "recommended", "full_name": False}


@pytest.mark.parametrize(
    ("value", "given", "expected"),
    [
        (REQUIRED, "full_name", "passed"),
        (REQUIRED, "initials", "ask_first"),
        (REQUIRED, "none", "refused"),
        (REQUIRED, None, "cannot_check"),
        (FULL_NAME, "full_name", "passed"),
        (FULL_NAME, "initials", "refused"),
        (FULL_NAME, "none", "refused"),
        (FULL_NAME, None, "cannot_check"),
        (RECOMMENDED, "full_name", "passed"),
        (RECOMMENDED, "initials", "notice"),
        (RECOMMENDED, "none", "notice"),
        (RECOMMENDED, None, "notice"),
    ],
)
def test_return_address(value: dict[str, Any], given: str | None, expected: str) -> None:
    assert level("return_address", value, {"return_address": given} if given else {}) == expected


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("us-ar-doc", "refused"),  # full name
        ("us-nc-dac", "refused"),  # first and last name, no initials
        ("us-pa-doc", "refused"),
        ("us-wa-doc", "refused"),  # surname
        ("us-ca-riverside-county", "refused"),
        ("us-az-adcrr", "ask_first"),  # name and complete address
        ("us-sc-doc", "ask_first"),
        ("us-ice", "ask_first"),
    ],
)
def test_return_address_initials_by_place(slug: str, expected: str) -> None:
    assert levels_at(slug, "return_address", {"return_address": "initials"}) == [expected]


@pytest.mark.parametrize(
    ("value", "piece", "expected"),
    [
        ("forbidden", {"labels": True}, "refused"),
        ("forbidden", {"labels": False}, "passed"),
        ("forbidden", {}, "cannot_check"),
        ("forbidden", {"materials": ["sticker"]}, "refused"),
        ("forbidden", {"labels": False, "materials": ["Stickers"]}, "refused"),
        ("forbidden", {"labels": False, "materials": ["glitter"]}, "passed"),
        ("allowed", {"labels": True}, "passed"),
        ("allowed", {}, "passed"),
    ],
)
def test_labels(value: str, piece: dict[str, Any], expected: str) -> None:
    assert level("labels", value, piece) == expected


@pytest.mark.parametrize(
    ("value", "envelope", "expected"),
    [
        ({"colours": ["white"]}, {"color": "White"}, "passed"),
        ({"colours": ["white"]}, {"color": "manila"}, "refused"),
        ({"colours": ["white"]}, {"size": "#10"}, "cannot_check"),
        ({"max_size_in": "4x9.5"}, {"size": "#10"}, "refused"),
        ({"max_size_in": "4x9.5"}, {"size": "#9"}, "passed"),
        ({"max_size_in": "4x9.5"}, {"size": [9.52, 4.02]}, "passed"),
        ({"max_size_in": "4x9.5"}, {"size": [4.03, 6]}, "refused"),
        ({"max_size_in": "4x9.5"}, {}, "cannot_check"),
        ({"required_size_in": "4.125x9.5"}, {"size": "#10"}, "passed"),
        ({"required_size_in": "4.125x9.5"}, {"size": "#9"}, "refused"),
        ({"required_size_in": "4.125x9.5"}, {"size": "6x9"}, "refused"),
        ({"required_size_in": "4.125x9.5"}, {}, "cannot_check"),
        ({"max_thickness_in": 0.25}, {"thickness_in": 0.25}, "passed"),
        ({"max_thickness_in": 0.25}, {"thickness_in": 0.3}, "refused"),
        ({"max_thickness_in": 0.25}, {}, "cannot_check"),
        ({"forbidden": ["padded"]}, {"padded": True}, "refused"),
        ({"forbidden": ["padded"]}, {"padded": False}, "passed"),
        ({"forbidden": ["padded"]}, {"features": []}, "cannot_check"),
        ({"forbidden": ["bubble_wrap"]}, {"padded": True}, "refused"),
        ({"forbidden": ["security_tint"]}, {"tinted": True}, "refused"),
        ({"forbidden": ["security_tint"]}, {"tinted": False}, "passed"),
        ({"forbidden": ["metal_clasp"]}, {"features": ["metal clasps"]}, "refused"),
        ({"forbidden": ["metal_clasp"]}, {"features": ["cardboard"]}, "passed"),
        ({"forbidden": ["metal_clasp"]}, {"padded": True}, "cannot_check"),
        ({"colours": ["white"], "forbidden": ["padded"]}, {"padded": True}, "refused"),
    ],
)
def test_envelope(value: dict[str, Any], envelope: dict[str, Any], expected: str) -> None:
    assert level("envelope", value, {"kind": "letter", "envelope": envelope}) == expected
    assert level("envelope", value, {"envelope": envelope}) == expected
    assert level("envelope", value, {"kind": "letter"}) == "cannot_check"
    assert level("envelope", value, {"kind": "postcard", "envelope": envelope}) == "passed"


@pytest.mark.parametrize(
    ("ounces", "expected"), [(1, "passed"), (1.001, "refused"), (0.5, "passed"), (None, "cannot_check")]
)
def test_max_weight(ounces: float | None, expected: str) -> None:
    assert level("max_weight_oz", 1, {} if ounces is None else {"weight_oz": ounces}) == expected


@pytest.mark.parametrize(
    ("piece", "expected"),
    [
        ({"pages": 10, "sheets_double_sided": False}, "passed"),
        ({"pages": 11, "sheets_double_sided": False}, "refused"),
        ({"pages": 20, "sheets_double_sided": True}, "passed"),
        ({"pages": 21, "sheets_double_sided": True}, "refused"),
        ({"pages": 10}, "passed"),
        ({"pages": 11}, "cannot_check"),
        ({"pages": 21}, "refused"),
        (
            {"pages": 4, "photos": {"count": 3}, "printed_matter": {"pages": 2}, "enclosures": ["pen"]},
            "passed",
        ),
        (
            {"pages": 4, "photos": {"count": 5}, "printed_matter": {"pages": 3}, "enclosures": ["pen"]},
            "refused",
        ),
    ],
)
def test_max_items(piece: dict[str, Any], expected: str) -> None:
    assert level("max_items", 10, piece) == expected


def test_max_items_counts_each_enclosure() -> None:
    found = finding("max_items", 2, {"pages": 1, "enclosures": ["pen", "pen"]})

    assert found.level == "refused"
    assert found.message == "3 pieces: at most 2 here. Take some out, or send two letters."
