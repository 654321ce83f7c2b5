import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.printing.paragraphs import break_runs, direction_of, language_of, paragraphs

BREAK = "\u200b"


def test_paragraphs_are_parted_by_blank_lines():
    cut = paragraphs("\nOne,\nstill one.\n\n  \n\nTwo.\n \nThree.\n\n", "en")

    assert [part.lines for part in cut] == [["One,", "still one."], ["Two."], ["Three."]]


def test_paragraphs_of_nothing_are_none():
    assert paragraphs(" \n\n \n", "en") == []


def test_paragraphs_keep_indents_and_close_gaps():
    (poem,) = paragraphs("The roses\n    are  late ", "en")

    assert poem.lines == ["The roses", "\u00a0\u00a0\u00a0\u00a0are late"]


def test_paragraphs_bring_their_own_language_and_direction():
    cut = paragraphs("Querida Ada\n\nשלום\n\nПривет", "es")

    assert [(part.language, part.direction) for part in cut] == [("es", "ltr"), ("he", "rtl"), ("ru", "ltr")]


@pytest.mark.parametrize(
    ("text", "letter", "language"),
    [
        ("Good morning", "en", "en"),
        ("Buenos días", "es", "es"),
        ("Tôi viết thư này cho bạn", "vi", "vi"),
        ("Good morning", "ru", "en"),
        ("Доброго ранку", "uk", "uk"),
        ("Доброе утро, dear Ada", "en", "ru"),
        ("Dear Ада, how are you?", "en", "en"),
        ("سلام", "fa", "fa"),
        ("今日は雪です", "en", "ja"),
        ("今天下雪", "en", "zh"),
        ("今天下雪", "ko", "ko"),
        ("안녕하세요", "en", "ko"),
        ("1234 !", "es", "es"),
        ("", "en", "en"),
    ],
)
def test_language_of_follows_the_main_script(text, letter, language):
    assert language_of(text, letter) == language


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Dear Ada", "ltr"),
        ("«1» שלום Ada", "rtl"),
        ("Ada שלום", "ltr"),
        ("مرحبا", "rtl"),
        ("12 !", "ltr"),
        ("", "ltr"),
    ],
)
def test_direction_of_follows_the_first_strong_character(text, direction):
    assert direction_of(text) == direction


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("a" * 36, "a" * 36),
        ("a" * 37, f"{'a' * 24}{BREAK}{'a' * 13}"),
        ("1" * 24, "1" * 24),
        ("1" * 25, f"{'1' * 24}{BREAK}1"),
        ("1" * 20 + "-" + "1" * 20, "1" * 20 + "-" + "1" * 20),
        ("ก" * 50, "ก" * 50),
        ("你" * 50, "你" * 50),
        ("1" * 24 + "\u0301" + "1", "1" * 24 + "\u0301" + BREAK + "1"),
    ],
)
def test_break_runs_breaks_long_runs_only(text, broken):
    assert break_runs(text) == broken


def test_break_runs_keeps_joined_emoji_whole():
    family = "👩\u200d👩\u200d👧"

    assert set(break_runs(family * 30).split(BREAK)) <= {family * count for count in range(1, 7)}


@given(st.text(alphabet=st.characters(exclude_characters=BREAK), max_size=200))
def test_break_runs_adds_nothing_but_breaks(text):
    assert break_runs(text).replace(BREAK, "") == text
