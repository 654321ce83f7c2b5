"""The letter as it is printed. The text is read back from the PDF by pdfium, which had no part in writing it."""

import struct
from datetime import datetime

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.printing import (
    PrintError,
    TooLong,
    UnprintableText,
    count_pages,
    preview_pages,
    render,
    render_letter,
    render_ruled,
)
from letters.printing.sheets import SIZES, SMALLER_SIZES
from letters.printing.workers import Reply
from tests.letters import printed
from tests.letters.printed import sheet

LETTERS = {
    "es": "Querida amiga: ¿cómo estás? El niño comió piñas y mañana será otro día.",
    "vi": "Hôm nay trời đẹp quá. Tôi đang ngồi bên cửa sổ và viết thư này cho bạn.",
    "ru": "Сегодня утром шёл снег, и я долго смотрел в окно.",
    "ar": "صباح الخير. اليوم الطقس جميل وأنا أكتب إليك من المطبخ.",
    "he": "שלום לך. היום ירד שלג, ואני יושבת ליד החלון.",
    "hi": "आज सुबह बहुत ठंड थी। मैं आपको यह पत्र लिख रही हूँ।",
    "th": "สวัสดีครับ ยินดีที่ได้รู้จักคุณ",
    "ja": "今日は雪が降りました。窓のそばで手紙を書いています。",
    "ko": "오늘은 눈이 왔어요. 창가에 앉아 편지를 씁니다.",
    "zh": "今天下雪了，我坐在窗边给你写信。",
    "en": "I am happy 😀 and here is soup 🥣 and a heart ❤️ for you.",
}
HOSTILE = [
    '#read("/etc/passwd") #import "@preview/cetz:0.3.0"',
    "$x^2$ *b* _i_ `code` // no comment /* none */ \\u{41}",
    "= head <label> @label {{7*7}} <script>alert(1)</script>",
    "%s %(name)s {0} ]] [[ \" ' \\",
]


def test_letter_has_every_part_in_order():
    lines = printed.lines(render_letter(sheet(body="One.\n\nTwo\nthree.")).pdf)

    assert lines == [
        "Ada Sample #00000417 page 1 of 1",
        "Ada Sample, DOC# 00000417",
        "Cedar Bend Unit",
        "P.O. Box 100",
        "Cedar Bend, TX 00000",
        "Wren Example",
        "48 Sample Street",
        "Duluth, MN 00000",
        "K7M2Q9X",
        "November 22, 2026",
        "Dear Ada,",
        "One.",
        "Two",
        "three.",
        "With good wishes,",
        "Wren",
        "K7M2Q9X",
    ]


def test_letter_of_empty_parts_has_header_and_address_alone():
    bare = sheet(body="", sender_lines=[], date_text="", salutation="", closing="", signature="", code=None)

    lines = printed.lines(render_letter(bare).pdf)

    assert lines == [
        "Ada Sample #00000417 page 1 of 1",
        "Ada Sample, DOC# 00000417",
        "Cedar Bend Unit",
        "P.O. Box 100",
        "Cedar Bend, TX 00000",
    ]


def test_letter_has_name_and_number_on_each_page():
    rendered = render_letter(sheet(body=printed.words(1500)))

    heads = [text[: len("Ada Sample #00000417 page 1 of 4")] for text in printed.pages(rendered.pdf)]
    assert heads == [
        f"Ada Sample #00000417 page {page} of {rendered.pages}" for page in range(1, rendered.pages + 1)
    ]


def test_letter_counts_its_pages_as_the_file_does():
    rendered = render_letter(sheet(body=printed.words(1500)))

    assert (rendered.pages, count_pages(sheet(body=printed.words(1500)))) == (
        len(printed.pages(rendered.pdf)),
    ) * 2


def test_letter_has_its_code_last_and_only_on_the_last_page():
    pages = printed.pages(render_letter(sheet(body=printed.words(1000), sender_lines=[])).pdf)

    assert [("K7M2Q9X" in page, page.endswith(" K7M2Q9X")) for page in pages] == [(False, False)] * (
        len(pages) - 1
    ) + [(True, True)]


def test_letter_without_an_account_has_no_code():
    (text,) = printed.pages(render_letter(sheet(code=None)).pdf)

    assert text.endswith("With good wishes, Wren")


def test_letter_has_the_same_bytes_twice_whatever_language_the_site_is_read_in():
    with translation.override("en"):
        first = render_letter(sheet())
    with translation.override("es"):
        second = render_letter(sheet())

    assert (first.sha256, first.pdf) == (second.sha256, second.pdf)


def test_letter_of_another_moment_has_other_bytes():
    later = sheet(revised_at=datetime.fromisoformat("2026-11-23T12:00:00+00:00"))

    assert render_letter(sheet()).sha256 != render_letter(later).sha256


def test_letter_says_of_itself_whom_it_is_for_and_nothing_of_its_author():
    facts = printed.facts(render_letter(sheet()).pdf)

    assert {key: facts[key] for key in ("Title", "Author", "CreationDate")} == {
        "Title": "Letter to Ada Sample, DOC Number 00000417",
        "Author": "",
        "CreationDate": "D:20261122120000Z",
    }


def test_letter_is_tagged_and_has_its_language():
    pdf = render_letter(sheet(language="es")).pdf

    assert (b"/StructTreeRoot" in pdf, b"/Lang(es)" in pdf, b"<pdfuaid:part>1<" in pdf) == (True, True, True)


@pytest.mark.parametrize(("paper", "size"), [("letter", (612, 792)), ("a4", (595, 842))])
def test_letter_is_set_for_its_paper(paper, size):
    preview = preview_pages(sheet(paper=paper))

    assert [struct.unpack(">II", page[16:24]) for page in preview] == [
        tuple(pytest.approx(side / 72 * 90, abs=1.5) for side in size)
    ]


@pytest.mark.parametrize("language", LETTERS)
@pytest.mark.parametrize("face", ["serif", "sans"])
def test_letter_in_many_languages_comes_back(language, face):
    (text,) = printed.pages(render_letter(sheet(body=LETTERS[language], language=language, face=face)).pdf)

    assert text.replace(" ", "").split("DearAda,")[1].split("Withgood")[0] == LETTERS[language].replace(
        " ", ""
    )


def test_letter_of_many_languages_comes_back():
    (text,) = printed.pages(render_letter(sheet(body="\n\n".join(LETTERS.values()))).pdf)

    found = text.replace(" ", "")
    assert [language for language, body in LETTERS.items() if body.replace(" ", "") not in found] == []


@pytest.mark.parametrize("hostile", HOSTILE)
def test_letter_prints_markup_as_it_was_typed(hostile):
    rendered = render_letter(
        sheet(body=hostile, salutation=hostile, closing=hostile, signature=hostile, date_text=hostile)
    )

    (text,) = printed.pages(rendered.pdf)
    assert "".join(text.split()).count("".join(hostile.split())) == 5


@pytest.mark.parametrize("name", ["Ada " * 22 + "Ad", "W" * 90, "María-José O’Connor " * 4, "a" * 120])
def test_letter_prints_long_names_whole(name):
    (text,) = printed.pages(render_letter(sheet(committed_name=name)).pdf)

    assert "".join(text.split()).startswith("".join(name.split()) + "#00000417")


@pytest.mark.parametrize(
    "word", ["W" * 10_000, "i" * 10_000, "1" * 10_000, "https://example.org/" + "a1" * 4_990]
)
def test_letter_keeps_the_longest_word_on_the_paper(word):
    pdf = render_letter(sheet(body=word)).pdf

    assert max(right for _text, (_left, _bottom, right, _top) in printed.boxes(pdf)) < 612 - 72


def test_letter_drops_control_characters_from_every_part():
    (text,) = printed.pages(
        render_letter(sheet(committed_name="Ada\x00 \x07Sample\n", body="A\x1bB", signature="Wr\x7fen")).pdf
    )

    assert (text.startswith("Ada Sample #00000417 page"), "Dear Ada, AB With" in text, " Wren " in text) == (
        True,
    ) * 3


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("committed_name", "Ada \ue000"),
        ("id_number", "417\ue000"),
        ("address_lines", ["Ada Sample", "Unit \ue000"]),
        ("sender_lines", ["\ue000"]),
        ("date_text", "\ue000"),
        ("salutation", "Dear \ue000,"),
        ("body", "Hello\n\ue000"),
        ("closing", "\ue000"),
        ("signature", "\ue000"),
    ],
)
def test_letter_refuses_what_it_cannot_print_by_name_in_every_part(field, value):
    with pytest.raises(UnprintableText) as refused:
        render_letter(sheet(**{field: value}))

    assert (refused.value.field, [problem.character for problem in refused.value.problems]) == (
        field,
        ["\ue000"],
    )


@pytest.mark.parametrize(
    "field", ["committed_name", "id_number", "salutation", "body", "closing", "signature"]
)
def test_letter_refuses_characters_that_turn_the_direction(field):
    with pytest.raises(UnprintableText) as refused:
        render_letter(sheet(**{field: "Ada \u202e714"}))

    assert (refused.value.field, refused.value.problems[0].kind) == (field, "bidi_override")


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"committed_name": " "}, "missing", "committed_name"),
        ({"id_number": "\u200b"}, "missing", "id_number"),
        ({"address_lines": []}, "missing", "address_lines"),
        ({"address_lines": ["", " "]}, "missing", "address_lines"),
        ({"address_lines": ["Ada Sample", "{street}"]}, "placeholder", "address_lines"),
        ({"address_lines": ["Ada Sample, Unit {unit"]}, "placeholder", "address_lines"),
        ({"committed_name": "{name}"}, "placeholder", "committed_name"),
        ({"sender_lines": ["{street}"]}, "placeholder", "sender_lines"),
        ({"code": "K7M2"}, "bad_code", "code"),
        ({"paper": "legal"}, "unknown_option", "paper"),
        ({"face": "comic"}, "unknown_option", "face"),
    ],
)
def test_letter_refuses(changes, code, field):
    with pytest.raises(PrintError) as refused:
        render_letter(sheet(**changes))

    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize(
    ("changes", "code", "limit", "length"),
    [
        ({"body": "a" * 60_001}, "too_long", 60_000, 60_001),
        ({"body": "a\n" * 4_000}, "too_many_lines", 4_000, 4_001),
        ({"committed_name": "a" * 121}, "too_long", 120, 121),
        ({"id_number": "1" * 41}, "too_long", 40, 41),
        ({"signature": "a" * 121}, "too_long", 120, 121),
        ({"closing": "a\n" * 4 + "a"}, "too_many_lines", 4, 5),
        ({"address_lines": ["a"] * 10}, "too_many_lines", 9, 10),
    ],
)
def test_letter_refuses_what_is_too_long(changes, code, limit, length):
    with pytest.raises(TooLong) as refused:
        render_letter(sheet(**changes))

    assert (refused.value.code, refused.value.limit, refused.value.length) == (code, limit, length)


def test_letter_of_sixty_thousand_characters_is_printed():
    assert render_letter(sheet(body="a word, " * 7_500)).pages == 19


def test_letter_refuses_a_time_without_a_zone():
    with pytest.raises(ValueError, match="aware"):
        render_letter(sheet(revised_at=datetime(2026, 11, 22)))  # noqa: DTZ001


# Lengths at which the closing stands alone in the usual size, and some at which it does not.
@pytest.mark.parametrize("count", [430, 435, 450, 470, 475, 485, 490, 1020, 1025, 1060, 1085, 1110, 1115])
def test_letter_leaves_no_closing_alone(count):
    rendered = render_letter(sheet(body=printed.words(count)))

    last = printed.pages(rendered.pdf)[-1].split("Dear Ada,")[-1].split(f"of {rendered.pages}")[-1]
    assert last.split("With good wishes,")[0].strip() != ""


@pytest.mark.parametrize(
    ("count", "most", "pages", "notes"),
    [
        (300, None, 1, []),
        (300, 1, 1, []),
        (476, None, 2, []),
        (476, 1, 1, ["smaller_type"]),
        (900, 1, 2, ["over_max_pages"]),
        (900, 2, 2, []),
    ],
)
def test_letter_keeps_a_page_limit_when_the_type_can_be_made_small_enough(count, most, pages, notes):
    rendered = render_letter(sheet(body=printed.words(count), max_pages=most))

    assert (rendered.pages, [note.code for note in rendered.notes]) == (pages, notes)


@pytest.mark.parametrize(("count", "size"), [(430, 11.5), (440, 11.1), (476, 10.7), (492, 10.5), (520, 11.5)])
def test_letter_over_its_limit_is_not_set_smaller_than_can_be_read(count, size):
    assert render_letter(sheet(body=printed.words(count), max_pages=1)).size_pt == size


def test_letter_has_no_size_under_ten_and_a_half_points_to_choose():
    assert min(SIZES + SMALLER_SIZES) == 10.5


def test_preview_has_a_picture_of_each_page():
    preview = preview_pages(sheet(body=printed.words(700)))

    assert [page[:8] for page in preview] == [b"\x89PNG\r\n\x1a\n"] * 2


@pytest.mark.parametrize("pages", [1, 2, 10])
def test_ruled_paper_has_header_on_each_page_and_the_address_on_the_first(pages):
    rendered = render_ruled(sheet(body="Not printed.", date_text="", sender_lines=[], code=None), pages)

    texts = printed.pages(rendered.pdf)
    heads = [f"Ada Sample #00000417 page {page} of {pages}" for page in range(1, pages + 1)]
    address = (
        " Ada Sample, DOC# 00000417 Cedar Bend Unit P.O. Box 100 Cedar Bend, TX 00000 From Date Dear Ada,"
    )
    assert (rendered.pages, texts) == (pages, [heads[0] + address, *heads[1:]])


def test_ruled_paper_with_a_return_address_leaves_no_lines_for_it():
    (text,) = printed.pages(render_ruled(sheet(), 1).pdf)

    assert ("Wren Example" in text, "From" in text, "Date" in text) == (True, False, False)


def test_ruled_paper_speaks_the_letters_language():
    (text,) = printed.pages(render_ruled(sheet(sender_lines=[], date_text="", language="es"), 1).pdf)

    with translation.override("es"):
        labels = f"{translation.gettext('From')} {translation.gettext('Date')}"
    assert text.endswith(f"TX 00000 {labels} Dear Ada, K7M2Q9X")


@pytest.mark.parametrize("pages", [0, 11, -1])
def test_ruled_paper_comes_in_one_to_ten_pages(pages):
    with pytest.raises(PrintError) as refused:
        render_ruled(sheet(), pages)

    assert (refused.value.code, refused.value.field) == ("unknown_option", "pages")


def test_ruled_paper_has_the_same_bytes_twice():
    assert render_ruled(sheet(), 3).sha256 == render_ruled(sheet(), 3).sha256


class Refusing:
    """A pool whose worker answers with an error."""

    def __init__(self, error, detail):
        self.facts = {"error": error, "detail": detail}

    def run(self, job, request):
        return Reply(self.facts, [])


def test_letter_refused_by_the_engine_for_a_character_says_which_and_where(monkeypatch):
    monkeypatch.setattr(render, "pool", lambda: Refusing("unprintable", "\u00e9"))

    with pytest.raises(UnprintableText) as refused:
        render_letter(sheet(address_lines=["Ada Sample", "Unit \u00e9"]))

    (problem,) = refused.value.problems
    assert (refused.value.field, problem.character, problem.line, problem.column) == (
        "address_lines",
        "\u00e9",
        2,
        6,
    )


def test_letter_refused_by_the_engine_for_another_reason_does_not_show_its_words(monkeypatch, caplog):
    monkeypatch.setattr(render, "pool", lambda: Refusing("failed", "file not found in /srv/secret"))

    with pytest.raises(PrintError) as refused:
        render_letter(sheet())

    assert (refused.value.code, "/srv" in str(refused.value), "/srv/secret" in caplog.text) == (
        "failed",
        False,
        True,
    )


def outcome(letter):
    try:
        rendered = render_letter(letter)
    except PrintError as error:
        return error.code
    return "printed" if rendered.pages == len(printed.pages(rendered.pdf)) else "miscounted"


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.text(max_size=300), st.text(max_size=60))
def test_letter_of_any_text_is_printed_or_refused(body, name):
    letter = sheet(body=body, committed_name=name, salutation=name, signature=name)

    assert outcome(letter) in ("printed", "unprintable", "missing", "placeholder", "too_many_lines")
