"""The kind of piece and the letter itself: pages, sides, paper, ink, materials."""

from typing import Any

import pytest

from tests.letters.mailing import finding, level, levels_at


@pytest.mark.parametrize(
    ("type_name", "value", "by_kind"),
    [
        ("letters", {"status": "allowed"}, {"letter": "passed", "postcard": "passed", None: "passed"}),
        (
            "letters",
            {"status": "forbidden"},
            {"letter": "refused", "postcard": "passed", None: "cannot_check"},
        ),
        ("postcards", {"status": "allowed"}, {"letter": "passed", "postcard": "passed", None: "passed"}),
        (
            "postcards",
            {"status": "forbidden"},
            {"letter": "passed", "postcard": "refused", None: "cannot_check"},
        ),
        (
            "postcards",
            {"status": "only"},
            {"letter": "refused", "greeting_card": "refused", "postcard": "passed", None: "cannot_check"},
        ),
    ],
)
def test_kinds_taken(type_name: str, value: dict[str, str], by_kind: dict[str | None, str]) -> None:
    for kind, expected in by_kind.items():
        assert level(type_name, value, {"kind": kind} if kind else {}) == expected


@pytest.mark.parametrize(
    ("kind", "size", "expected"),
    [
        ("postcard", [3.5, 4.25], "passed"),
        ("postcard", [6, 4.25], "passed"),
        ("postcard", [4, 6.5], "refused"),
        ("postcard", [3, 5], "refused"),
        ("postcard", [3.5, 4], "refused"),
        ("postcard", None, "cannot_check"),
        ("letter", [9, 9], "passed"),
        ("letter", None, "passed"),
        (None, [4, 5], "passed"),
        (None, [9, 9], "cannot_check"),
        (None, None, "cannot_check"),
    ],
)
def test_postcard_size(kind: str | None, size: list[float] | None, expected: str) -> None:
    piece: dict[str, Any] = {"kind": kind} if kind else {}
    piece |= {"card": {"size_in": size}} if size else {}

    assert level("postcards", {"size_in": "3.5x4.25 to 4.25x6"}, piece) == expected


ALLOWED = {"status": "allowed", "forms_forbidden": ["musical", "homemade"]}
LIMITED = {"max_size_in": "6x9", "forms_forbidden": ["laminated"]}
ONE_FOLD = {"status": "restricted", "form": "single_fold"}


@pytest.mark.parametrize(
    ("value", "card", "expected"),
    [
        ({"status": "forbidden"}, {}, "refused"),
        ({"status": "forbidden"}, {"form": "photocopy"}, "refused"),
        ({"status": "forbidden", "forms_allowed": ["photocopy"]}, {"form": "photocopy"}, "passed"),
        ({"status": "forbidden", "forms_allowed": ["photocopy"]}, {"form": "plain"}, "refused"),
        ({"status": "forbidden", "forms_allowed": ["photocopy"]}, {}, "cannot_check"),
        (ALLOWED, {"form": "plain"}, "passed"),
        (ALLOWED, {"form": "folded"}, "passed"),
        (ALLOWED, {"form": "photocopy"}, "passed"),
        (ALLOWED, {"form": "musical"}, "refused"),
        (ALLOWED, {"form": "homemade"}, "refused"),
        (ALLOWED, {"form": "pop_up"}, "ask_first"),
        (ALLOWED, {}, "cannot_check"),
        ({"status": "allowed"}, {"form": "homemade"}, "passed"),
        (LIMITED, {"form": "plain", "size_in": [9, 6]}, "passed"),
        (LIMITED, {"form": "plain", "size_in": [9.1, 6]}, "refused"),
        (LIMITED, {"size_in": [9.1, 6]}, "refused"),
        (LIMITED, {"form": "plain"}, "cannot_check"),
        (LIMITED, {"form": "layered", "size_in": [5, 7]}, "ask_first"),
        (LIMITED, {"form": "laminated"}, "refused"),
        (ONE_FOLD, {"form": "plain"}, "passed"),
        (ONE_FOLD, {"form": "homemade"}, "passed"),
        (ONE_FOLD, {"form": "multi_fold"}, "refused"),
        (ONE_FOLD, {"form": "padded"}, "refused"),
        (ONE_FOLD, {}, "cannot_check"),
        ({**ONE_FOLD, "forms_forbidden": ["homemade"]}, {"form": "homemade"}, "refused"),
        ({"status": "restricted", "form": "photocopy"}, {"form": "photocopy"}, "passed"),
        ({"status": "restricted", "form": "photocopy"}, {"form": "plain"}, "refused"),
        ({"status": "restricted", "form": "photocopy"}, {}, "cannot_check"),
        ({"status": "restricted", "form": "letter_size"}, {"form": "plain", "size_in": [11, 8.5]}, "passed"),
        ({"status": "restricted", "form": "letter_size"}, {"form": "plain", "size_in": [12, 8.5]}, "refused"),
        ({"status": "restricted", "form": "letter_size"}, {"form": "plain"}, "cannot_check"),
    ],
)
def test_greeting_cards(value: dict[str, Any], card: dict[str, Any], expected: str) -> None:
    assert level("greeting_cards", value, {"kind": "greeting_card", "card": card}) == expected
    assert (
        level("greeting_cards", value, {"kind": "letter", "enclosures": ["Greeting cards"], "card": card})
        == expected
    )
    assert level("greeting_cards", value, {"kind": "letter", "card": card}) == "passed"
    assert level("greeting_cards", value, {"kind": "postcard", "card": card}) == "passed"


def test_greeting_cards_where_the_kind_is_not_known() -> None:
    assert level("greeting_cards", {"status": "forbidden"}, {}) == "cannot_check"
    assert level("greeting_cards", {"status": "allowed"}, {}) == "cannot_check"
    assert level("greeting_cards", {"status": "allowed"}, {"card": {"form": "plain"}}) == "passed"
    assert level("greeting_cards", ALLOWED, {"card": {"form": "musical"}}) == "cannot_check"


@pytest.mark.parametrize(
    ("slug", "form", "expected"),
    [
        ("us-bop", "layered", ["refused"]),
        ("us-bop", "musical", ["ask_first"]),
        ("us-ca-cdcr", "pop_up", ["refused", "ask_first"]),
        ("us-ca-cdcr", "plain", ["passed", "cannot_check"]),
        ("us-me-doc", "padded", ["ask_first"]),  # named, but with low confidence
        ("us-mi-doc", "homemade", ["refused", "cannot_check"]),  # commercial cards only
        ("us-mn-doc", "homemade", ["refused"]),
        ("us-sd-doc", "homemade", ["refused"]),
        ("us-wa-doc", "homemade", ["passed"]),
        ("us-wa-doc", "laminated", ["refused"]),
        ("us-ks-doc", "musical", ["refused"]),
        ("us-nc-dac", "musical", ["ask_first"]),
        ("us-ut-doc", "photocopy", ["passed"]),
        ("us-ut-doc", "folded", ["refused"]),
        ("us-ca-los-angeles-county", "laminated", ["refused"]),
    ],
)
def test_greeting_cards_by_place(slug: str, form: str, expected: list[str]) -> None:
    assert levels_at(slug, "greeting_cards", {"kind": "greeting_card", "card": {"form": form}}) == expected


@pytest.mark.parametrize(
    ("slug", "size", "expected"),
    [
        ("us-ca-los-angeles-county", [6, 9], ["passed"]),
        ("us-ca-los-angeles-county", [7, 9], ["refused"]),
        ("us-nj-doc", [7, 9], ["passed"]),
    ],
)
def test_greeting_card_limit_for_postcards_by_place(
    slug: str, size: list[float], expected: list[str]
) -> None:
    assert levels_at(slug, "greeting_cards", {"kind": "postcard", "card": {"size_in": size}}) == expected


PAGES = {"max": 5, "counts": ["pages", "printed_matter"]}
WITH_COPY = {"max": 3, "counts": ["pages", "printed_matter"], "envelope_copy": 1}
WITH_PHOTOS = {"max": 10, "counts": ["pages", "printed_matter", "photos"]}
SHEETS = {"max": 10, "counts": ["sheets", "printed_matter"]}
EXTRAS = {"max": 15, "counts": ["printed_matter", "photos"], "may_count": ["pages"]}
ADVICE = {"max": 25, "counts": ["pages", "printed_matter"], "official": False}


@pytest.mark.parametrize(
    ("value", "pages", "printed", "photos", "expected"),
    [
        (PAGES, 5, 0, 9, "passed"),
        (PAGES, 6, 0, 0, "refused"),
        (PAGES, 4, 1, 0, "passed"),
        (PAGES, 4, 2, 0, "refused"),
        (WITH_COPY, 2, 0, 0, "passed"),
        (WITH_COPY, 3, 0, 0, "refused"),
        (WITH_COPY, 1, 2, 0, "refused"),
        (WITH_PHOTOS, 5, 2, 3, "passed"),
        (WITH_PHOTOS, 5, 2, 4, "refused"),
        (SHEETS, 10, 0, 9, "passed"),
        (SHEETS, 11, 0, 0, "cannot_check"),
        (SHEETS, 20, 1, 0, "refused"),
        (EXTRAS, 10, 3, 2, "passed"),
        (EXTRAS, 11, 3, 2, "ask_first"),
        (EXTRAS, 0, 10, 5, "passed"),
        (EXTRAS, 1, 10, 6, "refused"),
        (ADVICE, 25, 0, 0, "passed"),
        (ADVICE, 26, 0, 0, "ask_first"),
    ],
)
def test_max_pages(value: dict[str, Any], pages: int, printed: int, photos: int, expected: str) -> None:
    piece = {"pages": pages, "printed_matter": {"pages": printed}, "photos": {"count": photos}}

    assert level("max_pages", value, piece) == expected


@pytest.mark.parametrize(
    ("double_sided", "pages", "expected"),
    [(True, 20, "passed"), (True, 21, "refused"), (False, 10, "passed"), (False, 11, "refused")],
)
def test_max_pages_in_sheets(double_sided: bool, pages: int, expected: str) -> None:
    assert level("max_pages", SHEETS, {"pages": pages, "sheets_double_sided": double_sided}) == expected


def test_max_pages_says_how_many_and_what_to_do() -> None:
    found = finding("max_pages", PAGES, {"pages": 11})

    assert found.title == "Too many pages"
    assert found.message == (
        "11 pages: at most 5 here. Up to 5 pages in one envelope, counting the written sides of your letter "
        "and printed or copied pages. Make the type smaller, take something out, or send two letters."
    )


@pytest.mark.parametrize(
    ("slug", "piece", "expected"),
    [
        ("us-ar-doc", {"pages": 2}, "passed"),
        ("us-ar-doc", {"pages": 3}, "refused"),
        ("us-va-doc", {"pages": 2}, "passed"),
        ("us-va-doc", {"pages": 3}, "refused"),
        ("us-ia-doc", {"pages": 6, "photos": {"count": 4}}, "passed"),
        ("us-ia-doc", {"pages": 6, "photos": {"count": 5}}, "refused"),
        ("us-mi-doc", {"pages": 12, "photos": {"count": 5}}, "passed"),
        ("us-mi-doc", {"pages": 12, "printed_matter": {"pages": 1}}, "refused"),
        ("us-nh-doc", {"pages": 20, "sheets_double_sided": True}, "passed"),
        ("us-nh-doc", {"pages": 20}, "cannot_check"),
        ("us-fl-fdc", {"pages": 16}, "ask_first"),
        ("us-fl-fdc", {"pages": 1, "photos": {"count": 16}}, "refused"),
        ("us-fl-fdc", {"pages": 1, "photos": {"count": 14}}, "passed"),
        ("us-pa-doc", {"pages": 26}, "ask_first"),
        ("us-ut-doc", {"pages": 6}, "refused"),
    ],
)
def test_max_pages_by_place(slug: str, piece: dict[str, Any], expected: str) -> None:
    assert levels_at(slug, "max_pages", piece) == [expected]


@pytest.mark.parametrize(
    ("value", "double_sided", "pages", "expected"),
    [
        ("single", True, 1, "refused"),
        ("single", False, 9, "passed"),
        ("single", None, 1, "passed"),
        ("single", None, 2, "cannot_check"),
        ("double_allowed", True, 2, "passed"),
        ("double_allowed", None, 2, "passed"),
    ],
)
def test_sides(value: str, double_sided: bool | None, pages: int, expected: str) -> None:
    known = {} if double_sided is None else {"sheets_double_sided": double_sided}

    assert level("sides", value, {"pages": pages, **known}) == expected


@pytest.mark.parametrize(
    ("value", "piece", "expected"),
    [
        ({"max": "8.5x11"}, {"page_size": "letter"}, "passed"),
        ({"max": "8.5x11"}, {"page_size": [11.02, 8.52]}, "passed"),
        ({"max": "8.5x11"}, {"page_size": [5, 7]}, "passed"),
        ({"max": "8.5x11"}, {"page_size": "a4"}, "refused"),
        ({"max": "8.5x11"}, {"page_size": "legal"}, "refused"),
        ({"max": "8.5x11"}, {}, "cannot_check"),
        ({"max": "8.5x14"}, {"page_size": "a4"}, "passed"),
        ({"required": "8.5x11"}, {"page_size": "letter"}, "passed"),
        ({"required": "8.5x11"}, {"page_size": [5, 7]}, "refused"),
        ({"required": "8.5x11"}, {}, "cannot_check"),
        ({"max": "8.5x11"}, {"page_size": "letter", "printed_matter": {"pages": 1}}, "cannot_check"),
        (
            {"max": "8.5x11"},
            {"page_size": "letter", "printed_matter": {"pages": 1, "size_in": [8.5, 14]}},
            "refused",
        ),
        (
            {"max": "8.5x11"},
            {"page_size": "letter", "printed_matter": {"pages": 0, "size_in": [8.5, 14]}},
            "passed",
        ),
        ({"required": "8.5x11"}, {"page_size": "letter", "printed_matter": {"pages": 1}}, "passed"),
    ],
)
def test_page_size(value: dict[str, str], piece: dict[str, Any], expected: str) -> None:
    assert level("page_size_in", value, {"kind": "letter", **piece}) == expected
    assert level("page_size_in", value, piece) == expected
    assert level("page_size_in", value, {"kind": "postcard", **piece}) == "passed"
    assert level("page_size_in", value, {"kind": "greeting_card", **piece}) == "passed"


CALIFORNIA = {"allowed": ["white", "white_lined", "yellow_lined"]}
OREGON = {"allowed": ["white_20lb_or_lighter", "white_with_light_blue_lines"], "forbidden": ["card"]}
FRESNO = {"forbidden": ["tissue", "blotter", "construction"]}
SAN_DIEGO = {"forbidden": ["coloured", "tracing", "heavy_art"]}


@pytest.mark.parametrize(
    ("value", "paper", "expected", "as_postcard"),
    [
        (CALIFORNIA, {"color": "white"}, "passed", "passed"),
        (CALIFORNIA, {"color": "white", "lined": True}, "passed", "passed"),
        (CALIFORNIA, {"color": "yellow", "lined": True}, "passed", "passed"),
        (CALIFORNIA, {"color": "yellow", "lined": False}, "refused", "passed"),
        (CALIFORNIA, {"color": "yellow"}, "cannot_check", "passed"),
        (CALIFORNIA, {"color": "blue"}, "refused", "refused"),
        (CALIFORNIA, {"lined": True}, "cannot_check", "cannot_check"),
        ({"allowed": ["white_lined"]}, {"color": "white", "lined": True}, "passed", "passed"),
        ({"allowed": ["white_lined"]}, {"color": "white", "lined": False}, "refused", "passed"),
        ({"allowed": ["white_lined"]}, {"lined": False}, "refused", "cannot_check"),
        (OREGON, {"color": "white", "weight": "plain"}, "passed", "passed"),
        (OREGON, {"color": "white"}, "cannot_check", "passed"),
        (OREGON, {"color": "white", "lined": True}, "cannot_check", "passed"),
        (OREGON, {"color": "white", "weight": "card"}, "refused", "passed"),
        (OREGON, {"color": "white", "lined": True, "weight": "card"}, "refused", "passed"),
        (OREGON, {"color": "white", "lined": False, "weight": "heavy_art"}, "refused", "passed"),
        (OREGON, {"color": "blue", "weight": "plain"}, "refused", "refused"),
        (FRESNO, {"weight": "plain"}, "passed", "passed"),
        (FRESNO, {"weight": "tissue"}, "refused", "passed"),
        (FRESNO, {"color": "pink"}, "cannot_check", "passed"),
        (SAN_DIEGO, {"color": "white", "weight": "plain"}, "passed", "passed"),
        (SAN_DIEGO, {"color": "ivory"}, "refused", "refused"),
        (SAN_DIEGO, {"weight": "tracing"}, "refused", "cannot_check"),
        (SAN_DIEGO, {"color": "white"}, "cannot_check", "passed"),
    ],
)
def test_paper(value: dict[str, Any], paper: dict[str, Any], expected: str, as_postcard: str) -> None:
    assert level("paper", value, {"kind": "letter", "paper": paper}) == expected
    assert level("paper", value, {"paper": paper}) == expected
    assert level("paper", value, {"kind": "postcard", "paper": paper}) == as_postcard
    assert level("paper", value, {"kind": "greeting_card", "paper": paper}) == "passed"
    assert level("paper", value, {"kind": "letter"}) == "cannot_check"


@pytest.mark.parametrize("slug", ["us-or-doc", "us-ca-riverside-county"])
def test_paper_no_card_stock_by_place(slug: str) -> None:
    paper = {"color": "white", "lined": True, "weight": "card"}

    assert levels_at(slug, "paper", {"kind": "letter", "paper": paper}) == ["refused"]
    assert levels_at("us-mt-doc", "paper", {"kind": "letter", "paper": paper}) == ["passed"]


COLOURS = {"allowed": ["blue", "black"]}
MIXED = {"allowed": ["blue", "black", "pencil"]}
HAND_TOOLS = {"allowed": ["pen", "pencil"]}
NO_GEL = {"forbidden": ["gel", "marker"]}


@pytest.mark.parametrize(
    ("value", "typed", "by_hand", "either_way", "tool_and_ink"),
    [
        (COLOURS, "passed", "passed", "passed", {"ink": "blue", "tool": "marker"}),
        (COLOURS, "refused", "refused", "refused", {"ink": "red", "tool": "pen"}),
        (COLOURS, "cannot_check", "cannot_check", "cannot_check", {"tool": "pencil"}),
        (MIXED, "refused", "passed", "cannot_check", {"ink": "grey", "tool": "pencil"}),
        (MIXED, "refused", "cannot_check", "cannot_check", {"ink": "red"}),
        (MIXED, "refused", "refused", "refused", {"ink": "red", "tool": "pen"}),
        (MIXED, "cannot_check", "cannot_check", "cannot_check", {}),
        (HAND_TOOLS, "passed", "passed", "passed", {"tool": "gel_pen"}),
        (HAND_TOOLS, "passed", "refused", "cannot_check", {"tool": "crayon", "ink": "blue"}),
        (HAND_TOOLS, "passed", "cannot_check", "cannot_check", {"ink": "blue"}),
        ({"allowed": ["any"]}, "passed", "passed", "passed", {}),
        ({"allowed": ["graphite_pencil"]}, "passed", "passed", "passed", {"tool": "pencil"}),
        (NO_GEL, "passed", "refused", "cannot_check", {"tool": "gel_pen"}),
        (NO_GEL, "passed", "passed", "passed", {"tool": "pen"}),
        (NO_GEL, "passed", "cannot_check", "cannot_check", {}),
        ({"forbidden": ["pen"]}, "passed", "refused", "cannot_check", {"tool": "gel_pen"}),
        ({"recommended": ["black"]}, "passed", "passed", "passed", {"ink": "black"}),
        ({"recommended": ["black"]}, "notice", "notice", "notice", {"ink": "red"}),
        ({"recommended": ["black"]}, "notice", "notice", "notice", {}),
    ],
)
def test_ink(
    value: dict[str, Any], typed: str, by_hand: str, either_way: str, tool_and_ink: dict[str, str]
) -> None:
    assert level("ink", value, {"produced": "typed", **tool_and_ink}) == typed
    assert level("ink", value, {"produced": "printed", **tool_and_ink}) == typed
    assert level("ink", value, {"produced": "handwritten", **tool_and_ink}) == by_hand
    assert level("ink", value, tool_and_ink) == either_way


@pytest.mark.parametrize(
    ("value", "piece", "expected"),
    [
        (["stickers"], {"materials": ["sticker"]}, "refused"),
        (["staples"], {"enclosures": ["staples"]}, "refused"),
        (["crayon"], {"tool": "crayon"}, "refused"),
        (["crayon"], {}, "passed"),
        (["crayon"], {"tool": "pen", "materials": ["glitter"]}, "passed"),
        (["scent"], {"materials": ["perfume"]}, "refused"),
        (["perfume"], {"materials": ["scent"]}, "refused"),
        (["leaves"], {"materials": ["leaf"]}, "refused"),
        (["paper_clips"], {"materials": ["Paper clip"]}, "refused"),
        (["tape"], {"materials": ["tape"]}, "refused"),
        (["non_transparent_tape"], {"materials": ["tape"]}, "cannot_check"),
        (["non_transparent_tape"], {"materials": ["non_transparent_tape"]}, "refused"),
        (["non_transparent_tape", "tape"], {"materials": ["tape"]}, "refused"),
        (["non_transparent_tape", "glitter"], {"materials": ["tape", "glitter"]}, "refused"),
        (["glitter"], {"materials": ["tape"]}, "passed"),
    ],
)
def test_materials_forbidden(value: list[str], piece: dict[str, Any], expected: str) -> None:
    assert level("materials_forbidden", value, piece) == expected
