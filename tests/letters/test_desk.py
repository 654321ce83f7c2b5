"""The check before the pages, and the pages themselves."""

from datetime import UTC, date, datetime

import pytest

from letters import desk
from letters.targets import target_for_listing
from tests.letters.places import make_draft, make_place, make_reachable, text_of

pytestmark = pytest.mark.django_db

LONG = "\n\n".join(["I have never played chess by mail, but I have a board and much time. " * 8] * 12)


def test_look_counts_the_pages_of_the_pdf():
    looked = desk.look(make_draft(body=LONG), make_reachable())

    assert looked.rendered.pages == len(text_of(looked.rendered.pdf)) > 1


def test_look_judges_the_pdfs_own_pages():
    one_page = make_reachable({"max_pages": {"max": 1, "counts": ["pages"]}})

    assert desk.look(make_draft(), one_page).checked.names == []
    assert desk.look(make_draft(body=LONG), one_page).checked.names == ["max_pages"]


def test_look_takes_smaller_type_where_that_keeps_the_limit():
    listing = make_reachable({"max_pages": {"max": 2, "counts": ["pages"]}})
    words = "The lake is the color of a nickel today and one squirrel sits on the leaning feeder. "
    length = next(
        n
        for n in range(30, 90)
        if desk.look(make_draft(body=words * n), make_reachable(id_number=str(n))).rendered.pages > 2
    )

    looked = desk.look(make_draft(body=words * length), listing)

    assert looked.rendered.pages == 2
    assert looked.rendered.size_pt < 11.5
    assert looked.checked.names == []


def test_look_without_an_address_renders_nothing():
    listing = make_reachable(place=make_place(complete=False))

    looked = desk.look(make_draft(), listing)

    assert looked.rendered is None
    assert looked.checked.lines == []
    assert looked.checked.has_no_way_past


def test_letter_bears_name_number_and_address_on_each_page():
    looked = desk.look(make_draft(body=LONG, dated=date(2026, 11, 22)), make_reachable())

    pages = text_of(looked.rendered.pdf)

    assert [("Maria Elena Delgado" in page, "#00000417" in page) for page in pages] == [(True, True)] * len(
        pages
    )
    assert "November 22, 2026" in pages[0]


def test_letter_same_draft_and_time_gives_the_same_bytes():
    listing, at = make_reachable(), datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    first, second = (
        desk.look(make_draft(), listing, code="2346792", revised_at=at).rendered for _ in range(2)
    )

    assert first.sha256 == second.sha256


def test_blank_letter_refused_raises_and_prints_nothing():
    listing = make_reachable({"letters": {"status": "forbidden"}})

    with pytest.raises(desk.Refused) as refused:
        desk.blank_letter(listing, pages=2, paper="letter")

    assert refused.value.checked.names == ["letters"]


def test_blank_letter_opens_for_whoever_names_every_refusal():
    listing = make_reachable({"letters": {"status": "forbidden"}, "page_size_in": {"max": "8.5x11"}})

    with pytest.raises(desk.Refused):
        desk.blank_letter(listing, pages=2, paper="a4", named=["letters"])
    rendered = desk.blank_letter(listing, pages=2, paper="a4", named=["letters", "page_size_in"])

    assert rendered.pages == 2


@pytest.mark.parametrize(
    "place", [{"status": "closed"}, {"street": "", "po_box": ""}, {"complete": False}, {"zip": ""}]
)
def test_blank_letter_without_a_way_to_her_has_no_way_past(place):
    listing = make_reachable(place=make_place(**place))

    with pytest.raises(desk.Refused) as refused:
        desk.blank_envelope(listing, size="10", named=["mail_route"])

    assert refused.value.checked.has_no_way_past


def test_address_unit_unknown_leaves_a_gap_to_write_in():
    place = make_place(
        {"recipient_identity": ["id", "unit"]}, lines=("{name} {id}", "{facility}, {unit}", "{street}")
    )
    listing = make_reachable(place=place)

    rendered = desk.blank_envelope(listing, size="10", named=["recipient_identity"])

    assert desk.GAP in text_of(rendered.pdf)[0]
    assert desk.asks_for_unit(listing, target_for_listing(listing))


def test_address_unit_known_is_printed():
    place = make_place(
        {"recipient_identity": ["id", "unit"]}, lines=("{name} {id}", "{facility}, {unit}", "{street}")
    )
    listing = make_reachable(place=place, housing_unit="Dorm 4")

    rendered = desk.blank_envelope(listing, size="10")

    assert "Dorm 4" in text_of(rendered.pdf)[0]
    assert not desk.asks_for_unit(listing, target_for_listing(listing))


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "November 22, 2026"), ("es", "22 de noviembre de 2026"), ("tl", "November 22, 2026")],
)
def test_date_words_in_the_letters_language(language, words):
    assert desk.date_words(make_draft(language=language, dated=date(2026, 11, 22))) == words


def test_date_words_nothing_without_a_date():
    assert desk.date_words(make_draft(dated=None)) == ""


def test_nothing_printed_names_the_site(settings):
    looked = desk.look(make_draft(), make_reachable())
    envelope = desk.envelope(make_draft(), looked.checked.lines)

    words = " ".join([*text_of(looked.rendered.pdf), *text_of(envelope.pdf)]).lower()

    assert [name for name in (settings.SITE_NAME.lower(), "pen pal", "http", "www.") if name in words] == []
