"""What is checked is what was said on the desk, and nothing besides."""

from datetime import date

import pytest

from letters import mailpieces
from letters.forms import desk
from letters.mailing_rules import parse_mailpiece
from letters.mailpieces import Draft
from tests.letters.places import make_draft, make_reachable

pytestmark = pytest.mark.django_db


def test_blank_letter_leaves_the_writers_part_unknown():
    listing = make_reachable()

    piece = mailpieces.blank_letter(listing, pages=3, paper="a4")

    assert sorted(piece) == ["kind", "page_size", "pages", "paper", "produced", "recipient"]
    assert piece["recipient"]["first_name"] == "Maria Elena"
    assert piece["recipient"]["last_name"] == "Delgado"


def test_typed_letter_not_plain_says_nothing_of_paper_and_labels():
    piece = mailpieces.typed_letter(make_draft(plain=False), make_reachable(), 2)

    assert {"paper", "labels", "materials", "weight_oz"} & set(piece) == set()
    assert piece["envelope"] == {"size": "#10"}


def test_typed_letter_plain_says_paper_envelope_and_weight():
    piece = mailpieces.typed_letter(make_draft(photos=2, photo_size="4x6"), make_reachable(), 2)

    assert piece["paper"] == {"color": "white", "lined": False, "weight": "plain"}
    assert piece["labels"] is False
    assert piece["photos"] == {"count": 2, "types": ["print"], "size_in": [4.0, 6.0]}
    assert piece["weight_oz"] == pytest.approx(0.88)


def test_typed_letter_with_enclosures_has_no_guessed_weight():
    piece = mailpieces.typed_letter(make_draft(enclosures=("drawing",)), make_reachable(), 2)

    assert "weight_oz" not in piece
    assert piece["enclosures"] == ["drawing"]


def test_typed_letter_card_is_an_enclosure_with_a_form():
    piece = mailpieces.typed_letter(make_draft(card="pop_up"), make_reachable(), 1)

    assert piece["card"] == {"form": "pop_up"}
    assert piece["enclosures"] == ["greeting_card"]


@pytest.mark.parametrize(
    ("first_line", "said"),
    [("Ellen Marsh", "full_name"), ("E. Marsh", "initials"), ("E.M.", "initials"), ("Ellen", "initials")],
)
def test_typed_letter_return_address_reads_the_first_line(first_line, said):
    piece = mailpieces.typed_letter(make_draft(return_lines=(first_line, "Duluth")), make_reachable(), 1)

    assert piece["return_address"] == said


def test_typed_letter_without_return_lines_or_sender_leaves_them_unknown():
    piece = mailpieces.typed_letter(make_draft(return_lines=(), sender=""), make_reachable(), 1)

    assert {"return_address", "sender"} & set(piece) == set()


def test_recipient_unit_of_the_listing_wins_over_the_writers():
    known, unknown = make_reachable(housing_unit="B2"), make_reachable(id_number="2")

    assert mailpieces.recipient(known, "C9")["unit"] == "B2"
    assert mailpieces.recipient(unknown, "C9")["unit"] == "C9"


def test_every_choice_of_the_desk_makes_a_mailpiece():
    listing = make_reachable()
    drafts = [
        *(make_draft(sender=word) for word, _label in desk.SENDERS),
        *(make_draft(card=word) for word, _label in desk.CARDS),
        *(make_draft(photos=1, photo_size=word) for word, _label in desk.PHOTO_SIZES),
        *(make_draft(printed_pages=1, printed_kind=word) for word, _label in desk.PRINTED_KINDS),
        *(make_draft(envelope=word) for word in desk.EnvelopeSize.values),
        make_draft(enclosures=tuple(word for word, _label in desk.ENCLOSURES)),
    ]

    pages = [parse_mailpiece(mailpieces.typed_letter(draft, listing, 1)).pages for draft in drafts]

    assert pages == [1] * len(drafts)


def test_draft_comes_back_from_json():
    draft = make_draft(dated=date(2026, 11, 22), enclosures=("stamps",), photos=3)

    assert Draft.from_json(draft.as_json()) == draft
    assert Draft.from_json({**draft.as_json(), "gone": 1}) == draft


@pytest.mark.parametrize(
    ("pages", "double", "sheets"), [(1, False, 1), (3, False, 3), (3, True, 2), (4, True, 2)]
)
def test_sheets_of_paper(pages, double, sheets):
    assert mailpieces.sheets_of_paper(pages, double_sided=double) == sheets
