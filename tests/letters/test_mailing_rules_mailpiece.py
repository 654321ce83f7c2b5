"""Reading a mailpiece: what is missing is unknown, what the contract does not have is refused."""

import math
from typing import Any

import pytest

from letters.addresses import Recipient
from letters.mailing_rules import Mailpiece, MailpieceError, parse_mailpiece
from letters.mailing_rules.mailpiece import MOST, Card, Envelope, Paper, Photos, PrintedMatter
from letters.mailing_rules.terms import Size


def test_parse_only_pages_leaves_the_rest_unknown() -> None:
    assert parse_mailpiece({"pages": 2}) == Mailpiece(pages=2)


def test_parse_every_field() -> None:
    piece = parse_mailpiece(
        {
            "kind": "letter",
            "sender": "person",
            "recipient": {"first_name": " Ann  Marie ", "last_name": "Roe", "id": "", "unit": "B\n2"},
            "pages": 3,
            "sheets_double_sided": True,
            "page_size": "a4",
            "produced": "handwritten",
            "ink": "Blue",
            "tool": "gel_pen",
            "paper": {"color": "White", "lined": False, "weight": "plain"},
            "language": "es",
            "materials": ["Tape", " "],
            "photos": {"count": 2, "size_in": [6, 4], "types": ["instant", "print"]},
            "printed_matter": {"pages": 1, "kind": "web", "size_in": [8.5, 11]},
            "card": {"size_in": [7, 5], "form": "folded"},
            "enclosures": ["stamps"],
            "envelope": {
                "size": "#10",
                "color": "white",
                "tinted": False,
                "padded": False,
                "thickness_in": 0.2,
                "features": ["Metal clasps"],
            },
            "labels": False,
            "return_address": "initials",
            "weight_oz": 0.9,
            "carrier": "usps",
        }
    )

    assert piece == Mailpiece(
        pages=3,
        kind="letter",
        sender="person",
        recipient=Recipient(first_name="Ann Marie", last_name="Roe", unit="B 2"),
        double_sided=True,
        page_size=Size(8.27, 11.69),
        produced="handwritten",
        ink="blue",
        tool="gel_pen",
        paper=Paper("white", False, "plain"),
        language="es",
        materials=("tape",),
        photos=Photos(2, Size(4, 6), frozenset({"polaroid", "print"})),
        printed_matter=PrintedMatter(1, "web", Size(8.5, 11)),
        card=Card(Size(5, 7), "folded"),
        enclosures=("stamps",),
        envelope=Envelope(Size(4.125, 9.5), "white", False, False, 0.2, frozenset({"metal_clasp"})),
        labels=False,
        return_address="initials",
        weight_oz=0.9,
        carrier="usps",
    )


@pytest.mark.parametrize(
    ("piece", "field"),
    [
        ([], ""),
        ("letter", ""),
        (None, ""),
        ({}, "pages"),
        ({"pages": None}, "pages"),
        ({"pages": True}, "pages"),
        ({"pages": "2"}, "pages"),
        ({"pages": 1.5}, "pages"),
        ({"pages": -1}, "pages"),
        ({"pages": math.nan}, "pages"),
        ({"pages": 1, "target": "us-bop"}, "target"),
        ({"pages": 1, "colour": "white"}, "colour"),
        ({"pages": 1, "kind": "parcel"}, "kind"),
        ({"pages": 1, "kind": None}, "kind"),
        ({"pages": 1, "kind": ["letter"]}, "kind"),
        ({"pages": 1, "sender": "friend"}, "sender"),
        ({"pages": 1, "recipient": "Ann Roe"}, "recipient"),
        ({"pages": 1, "recipient": {"name": "Ann"}}, "recipient.name"),
        ({"pages": 1, "recipient": {"id": 5}}, "recipient.id"),
        ({"pages": 1, "sheets_double_sided": 1}, "sheets_double_sided"),
        ({"pages": 1, "page_size": "a5"}, "page_size"),
        ({"pages": 1, "page_size": [8.5]}, "page_size"),
        ({"pages": 1, "page_size": [0, 11]}, "page_size[0]"),
        ({"pages": 1, "page_size": [8.5, -11]}, "page_size[1]"),
        ({"pages": 1, "page_size": [8.5, True]}, "page_size[1]"),
        ({"pages": 1, "page_size": [8.5, math.inf]}, "page_size[1]"),
        ({"pages": 1, "produced": "spoken"}, "produced"),
        ({"pages": 1, "ink": 3}, "ink"),
        ({"pages": 1, "tool": "quill"}, "tool"),
        ({"pages": 1, "paper": {"weight": "thin"}}, "paper.weight"),
        ({"pages": 1, "paper": {"lined": "yes"}}, "paper.lined"),
        ({"pages": 1, "language": 1}, "language"),
        ({"pages": 1, "materials": "tape"}, "materials"),
        ({"pages": 1, "materials": ["tape", 1]}, "materials[1]"),
        ({"pages": 1, "photos": 3}, "photos"),
        ({"pages": 1, "photos": {}}, "photos.count"),
        ({"pages": 1, "photos": {"count": -1}}, "photos.count"),
        ({"pages": 1, "photos": {"count": 1, "size_in": "4x6"}}, "photos.size_in"),
        ({"pages": 1, "printed_matter": {"kind": "web"}}, "printed_matter.pages"),
        ({"pages": 1, "printed_matter": {"pages": 1, "kind": "book"}}, "printed_matter.kind"),
        ({"pages": 1, "card": {"form": "round"}}, "card.form"),
        ({"pages": 1, "enclosures": {"stamps": 1}}, "enclosures"),
        ({"pages": 1, "envelope": {"size": "#11"}}, "envelope.size"),
        ({"pages": 1, "envelope": {"thickness_in": 0}}, "envelope.thickness_in"),
        ({"pages": 1, "envelope": {"features": [None]}}, "envelope.features[0]"),
        ({"pages": 1, "labels": "no"}, "labels"),
        ({"pages": 1, "return_address": "some"}, "return_address"),
        ({"pages": 1, "weight_oz": -0.1}, "weight_oz"),
        ({"pages": 1, "weight_oz": math.nan}, "weight_oz"),
        ({"pages": 1, "weight_oz": True}, "weight_oz"),
        ({"pages": 1, "carrier": "dhl"}, "carrier"),
    ],
)
def test_parse_refuses(piece: Any, field: str) -> None:
    with pytest.raises(MailpieceError) as caught:
        parse_mailpiece(piece)

    assert caught.value.field == field


def test_parse_takes_numbers_beyond_all_limits() -> None:
    piece = parse_mailpiece({"pages": 10**400, "weight_oz": 10**400})

    assert (piece.pages, piece.weight_oz) == (MOST, MOST)


@pytest.mark.parametrize(
    ("pages", "double_sided", "sheets"),
    [(5, False, (5, 5)), (5, True, (3, 3)), (5, None, (3, 5)), (0, None, (0, 0)), (1, None, (1, 1))],
)
def test_sheets(pages: int, double_sided: bool | None, sheets: tuple[int, int]) -> None:
    assert Mailpiece(pages=pages, double_sided=double_sided).sheets == sheets
