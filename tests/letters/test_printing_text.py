import pytest

from letters.printing import check_text


def kinds(text: str) -> list[tuple[str, str, int, int, int]]:
    return [
        (problem.kind, problem.character, problem.line, problem.column, problem.count)
        for problem in check_text(text).problems
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Dear Ada,\n\nHow are you?",
        "¿Cómo está la niña?",
        "Tôi viết thư này",
        "Привет",
        "שלום",
        "مرحبا",
        "नमस्ते",
        "สวัสดี",
        "😀 👩‍👩‍👧 🇺🇸 1️⃣ ❤️",
        "你好 こんにちは 안녕",
        "«quoted» “quoted” – — … № € ½ → ★",
    ],
)
def test_check_text_leaves_what_prints_as_it_is(text):
    report = check_text(text)

    assert (report.clean, report.problems, report.printable) == (text, [], True)


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("one\r\ntwo\rthree\x0bfour\u2028five", "one\ntwo\nthree\nfour\nfive"),
        ("a\x00b\x07c\x1bd\x7fe\x9ff", "abcdef"),
        ("a\ud800b\udfffc", "abc"),
        ("a\ufeffb\ufffec\U0001fffed", "abcd"),
        ("hid\U000e0041\U000e0042den", "hidden"),
        ("a\tb", "a    b"),
        ("cafe\u0301", "café"),
        ("", ""),
    ],
)
def test_check_text_cleans(typed, clean):
    report = check_text(typed)

    assert (report.clean, report.problems) == (clean, [])


@pytest.mark.parametrize("character", [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"])
def test_check_text_refuses_characters_that_turn_the_direction(character):
    assert kinds(f"Hello\nyou {character}there") == [("bidi_override", character, 2, 5, 1)]


def test_check_text_allows_marks_of_direction():
    assert kinds("שלום\u200f, Ada\u200e") == []


def test_check_text_names_what_no_font_has():
    report = check_text("First line\nsecond \ue000 line, \ue000 again\n\u1a00")

    assert [(p.kind, p.character, p.name, p.line, p.column, p.count) for p in report.problems] == [
        ("unprintable", "\ue000", "", 2, 8, 2),
        ("unprintable", "\u1a00", "BUGINESE LETTER KA", 3, 1, 1),
    ]
    assert report.problems[1].message == (
        "“\u1a00” (BUGINESE LETTER KA) cannot be printed. It is on line 3, character 1. "
        "Please take it out or write it another way."
    )


def test_check_text_names_a_character_without_a_name_by_its_number():
    (problem,) = check_text("\ue000").problems

    assert "(U+E000)" in problem.message


@pytest.mark.parametrize(("marks", "found"), [(6, []), (7, [("stacked_marks", "\u0316", 1, 2, 1)])])
def test_check_text_refuses_more_marks_than_letters_bear(marks, found):
    assert kinds("a" + "\u0316" * marks) == found


@pytest.mark.parametrize(("length", "found"), [(60_000, []), (60_001, [("too_long", "", 0, 0, 60_001)])])
def test_check_text_has_a_longest_text(length, found):
    assert kinds("x" * length) == found


@pytest.mark.parametrize(("count", "found"), [(4_000, []), (4_001, [("too_many_lines", "", 0, 0, 4_001)])])
def test_check_text_has_a_most_of_lines(count, found):
    assert kinds("\n".join("x" * count)) == found


def test_check_text_lists_fifty_problems_at_most():
    assert len(kinds("".join(chr(0xE000 + index) for index in range(200)))) == 50
