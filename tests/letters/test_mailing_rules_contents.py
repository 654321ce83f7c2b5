"""Printed matter, photos, enclosures and books: broken, kept, unknown."""

from typing import Any

import pytest

from tests.letters.mailing import finding, level, levels_at


@pytest.mark.parametrize(
    ("value", "printed", "expected"),
    [
        ({"max_pages": 5}, {"pages": 5}, "passed"),
        ({"max_pages": 5}, {"pages": 6}, "refused"),
        ({"clippings": "forbidden"}, {"pages": 1, "kind": "clipping"}, "refused"),
        ({"clippings": "forbidden"}, {"pages": 1, "kind": "web"}, "passed"),
        ({"clippings": "forbidden"}, {"pages": 1}, "cannot_check"),
        ({"clippings": {"photocopies_only": True}}, {"pages": 1, "kind": "clipping"}, "refused"),
        ({"clippings": {"photocopies_only": True}}, {"pages": 1, "kind": "article"}, "passed"),
        ({"clippings": {"allowed": True}}, {"pages": 9, "kind": "clipping"}, "passed"),
        ({"clippings": {"max": 5}}, {"pages": 6, "kind": "clipping"}, "refused"),
        ({"clippings": {"max": 5}}, {"pages": 5, "kind": "clipping"}, "passed"),
        ({"clippings": {"max": 5}}, {"pages": 6, "kind": "web"}, "passed"),
        ({"clippings": {"max": 5}}, {"pages": 6}, "cannot_check"),
        ({"clippings": {"max": 5}}, {"pages": 5}, "passed"),
        ({"clippings": {"max_size_in": "8.5x11"}}, {"pages": 1, "size_in": [8.5, 11]}, "passed"),
        ({"clippings": {"max_size_in": "8.5x11"}}, {"pages": 1, "size_in": [9, 12]}, "refused"),
        ({"clippings": {"max_size_in": "8.5x11"}}, {"pages": 1}, "cannot_check"),
        (
            {"clippings": {"copies_of_published_books_or_magazines": "forbidden"}},
            {"pages": 1},
            "cannot_check",
        ),
        (
            {"clippings": {"copies_of_published_books_or_magazines": "forbidden"}},
            {"pages": 1, "kind": "article"},
            "refused",
        ),
        (
            {"clippings": {"copies_of_published_books_or_magazines": "forbidden"}},
            {"pages": 1, "kind": "web"},
            "passed",
        ),
    ],
)
def test_printed_matter(value: dict[str, Any], printed: dict[str, Any], expected: str) -> None:
    assert level("printed_matter", value, {"pages": 30, "printed_matter": printed}) == expected
    assert level("printed_matter", value, {"pages": 30, "produced": "printed"}) == "passed"
    assert (
        level("printed_matter", value, {"pages": 30, "printed_matter": {**printed, "pages": 0}}) == "passed"
    )


@pytest.mark.parametrize(
    ("ounces", "printed", "expected"),
    [(1, 1, "passed"), (1.2, 1, "refused"), (None, 1, "cannot_check"), (1.2, 0, "passed")],
)
def test_printed_matter_weight_is_the_whole_letters(
    ounces: float | None, printed: int, expected: str
) -> None:
    weighed = {} if ounces is None else {"weight_oz": ounces}

    assert levels_at("us-ks-doc", "printed_matter", {"printed_matter": {"pages": printed}, **weighed}) == [
        expected
    ]


@pytest.mark.parametrize(
    ("value", "photos", "expected"),
    [
        ({"status": "allowed"}, {"count": 99}, "passed"),
        ({"status": "forbidden"}, {"count": 1}, "refused"),
        ({"status": "vendor_only"}, {"count": 1}, "refused"),
        ({"max": 5}, {"count": 5}, "passed"),
        ({"max": 5}, {"count": 6}, "refused"),
        ({"max_size_in": "4x6"}, {"count": 1, "size_in": [6, 4]}, "passed"),
        ({"max_size_in": "4x6"}, {"count": 1, "size_in": [3, 7]}, "refused"),
        ({"max_size_in": "4x6"}, {"count": 1}, "cannot_check"),
        ({"types_forbidden": ["polaroid"]}, {"count": 1, "types": ["instant"]}, "refused"),
        ({"types_forbidden": ["polaroid_with_backing"]}, {"count": 1, "types": ["polaroid"]}, "refused"),
        ({"types_forbidden": ["instant"]}, {"count": 1, "types": ["print", "Polaroid"]}, "refused"),
        ({"types_forbidden": ["polaroid"]}, {"count": 1, "types": ["print"]}, "passed"),
        ({"types_forbidden": ["negatives"]}, {"count": 1, "types": ["negative"]}, "refused"),
        ({"types_forbidden": ["polaroid"]}, {"count": 1}, "cannot_check"),
        ({"max": 1, "types_forbidden": ["polaroid"]}, {"count": 2}, "refused"),
        ({"max": 5, "name_on_back": True}, {"count": 2}, "passed"),
    ],
)
def test_photos(value: dict[str, Any], photos: dict[str, Any], expected: str) -> None:
    assert level("photos", value, {"photos": photos}) == expected
    assert level("photos", value, {"photos": {**photos, "count": 0}}) == "passed"
    assert level("photos", value, {}) == "passed"


def test_photos_says_how_many() -> None:
    found = finding("photos", {"max": 5}, {"photos": {"count": 7}})

    assert found.title == "Too many photos"
    assert found.message == "7 photos: at most 5 here. Keep some for your next letter."


#: Each enclosure with the words of the rules it stands for, and the words only a ban means it by.
ENCLOSURE_WORDS = {
    "stamps": (["stamps", "stamp", "postage_stamps", "postage_stamps_max_40"], []),
    "blank_envelope": (["blank_envelopes", "envelopes", "stationery"], []),
    "stamped_envelope": (
        [
            "stamped_envelopes",
            "envelopes",
            "prepaid_envelopes",
            "self_addressed_stamped_envelope",
            "stamped_return_envelope",
            "embossed_envelopes_max_40",
        ],
        ["postage_stamps"],
    ),
    "stamped_postcard": (["prepaid_postcards", "stamped_postcards"], ["postage_stamps"]),
    "blank_paper": (
        ["blank_paper", "paper", "stationery", "blank_stationery", "writing_paper", "writing_materials"],
        [],
    ),
    "pen": (["pens", "pen", "writing_materials"], []),
    "cash": (["cash"], []),
    "check": (["checks", "personal_checks", "checks_from_non_family"], []),
    "cashiers_check": (["cashiers_checks", "checks"], []),
    "money_order": (["money_orders", "money_orders_from_non_family"], []),
    "book": (["books"], []),
    "magazine": (["magazines"], []),
    "drawing": (["drawings", "pictures"], []),
    "greeting_card": (["greeting_cards"], []),
    "letter_from_other": (["letters_from_third_persons", "third_party_letters", "letter_from_other"], []),
    "gift_card": (["gift_cards"], []),
}


@pytest.mark.parametrize("enclosure", ENCLOSURE_WORDS)
def test_enclosure_words(enclosure: str) -> None:
    words, only_forbidden = ENCLOSURE_WORDS[enclosure]
    piece = {"enclosures": [enclosure]}

    for word in words:
        assert level("enclosures", {"forbidden": [word]}, piece) == "refused"
        assert level("enclosures", {"allowed": [word]}, piece) == "passed"
    for word in only_forbidden:
        assert level("enclosures", {"forbidden": [word]}, piece) == "refused"
        assert level("enclosures", {"allowed": [word]}, piece) == "ask_first"
    others = {word for other in ENCLOSURE_WORDS.values() for word in other[0] + other[1]}
    for word in others - set(words) - set(only_forbidden):
        assert level("enclosures", {"forbidden": [word]}, piece) == "passed"
        assert level("enclosures", {"allowed": [word]}, piece) == "ask_first"


@pytest.mark.parametrize(
    ("value", "piece", "expected"),
    [
        ({"allowed": ["letters"]}, {}, "passed"),
        ({"allowed": ["letters"]}, {"materials": ["glitter"], "card": {"form": "musical"}}, "passed"),
        ({"forbidden": ["cash"]}, {}, "passed"),
        ({"forbidden": ["stickers"]}, {"materials": ["sticker"]}, "refused"),
        ({"forbidden": ["hair"]}, {"materials": ["glitter"]}, "passed"),
        ({"forbidden": ["musical_cards"]}, {"card": {"form": "musical"}}, "refused"),
        ({"forbidden": ["homemade_cards"]}, {"card": {"form": "homemade"}}, "refused"),
        ({"forbidden": ["plastic_cards"]}, {"card": {"form": "laminated"}}, "refused"),
        ({"forbidden": ["plastic_cards"]}, {"card": {"form": "musical"}}, "passed"),
        ({"forbidden": ["musical_cards"]}, {"card": {"size_in": [5, 7]}}, "passed"),
        ({"forbidden": ["greeting_cards"]}, {"kind": "greeting_card"}, "passed"),
    ],
)
def test_enclosures(value: dict[str, Any], piece: dict[str, Any], expected: str) -> None:
    assert level("enclosures", value, piece) == expected


def test_enclosures_broken_with_low_confidence_asks_first() -> None:
    assert (
        level("enclosures", {"forbidden": ["cash"]}, {"enclosures": ["cash"]}, confidence="low")
        == "ask_first"
    )
    assert (
        level("enclosures", {"forbidden": ["cash"]}, {"enclosures": ["cash"]}, confidence="medium")
        == "refused"
    )


@pytest.mark.parametrize(
    ("value", "sender", "expected"),
    [
        ("publisher_or_store_only", "person", "refused"),
        ("publisher_or_store_only", "organization", "ask_first"),
        ("publisher_or_store_only", None, "ask_first"),
        ("approved_vendor_only", "staff", "refused"),
        ("recipient_purchase_only", "organization", "refused"),
        ("recipient_purchase_only", None, "refused"),
        ("publisher_or_store_for_hardcover", "person", "ask_first"),
        ("security_processing_center", "person", "ask_first"),
    ],
)
@pytest.mark.parametrize("enclosure", ["book", "magazines"])
def test_books_source(value: str, sender: str | None, expected: str, enclosure: str) -> None:
    known = {"sender": sender} if sender else {}

    assert level("books_source", value, {"enclosures": [enclosure], **known}) == expected
    assert level("books_source", value, {"enclosures": ["drawing"], **known}) == "notice"
