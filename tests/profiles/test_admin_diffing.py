import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.admin.diffing import MOST_PAIRS, Piece, whole, word_diff
from profiles.hints import Hint, HintKind


def joined(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def changed(pieces: list[Piece]) -> list[str]:
    return [piece.text.strip() for piece in pieces if piece.changed]


def test_word_diff_marks_what_differs() -> None:
    before, after = word_diff(
        "I work mornings in the laundry. I fold.", "I work mornings in the library. I mend books."
    )

    assert (changed(before), changed(after)) == (["laundry.", "fold."], ["library.", "mend books."])


def test_word_diff_of_equal_texts_marks_nothing() -> None:
    assert word_diff("One  two\nthree", "One  two\nthree") == (
        [Piece("One  two\nthree", changed=False)],
        [Piece("One  two\nthree", changed=False)],
    )


@pytest.mark.parametrize(("before", "after"), [("", "New words"), ("Old words", "")])
def test_word_diff_of_one_empty_side(before: str, after: str) -> None:
    left, right = word_diff(before, after)

    assert (changed(left), changed(right)) == ([before] if before else [], [after] if after else [])


def test_word_diff_marks_hints_within_words() -> None:
    hint = Hint(5, 9, HintKind.PHONE)

    _before, after = word_diff("call", "call 5550, now", [hint])

    assert [(piece.text, piece.marked) for piece in after if piece.changed] == [
        ("5550", True),
        (", now", False),
    ]


def test_word_diff_of_very_long_texts_counts_the_middle_as_replaced() -> None:
    long = int(MOST_PAIRS**0.5) + 1
    before, after = "start " + "a " * long + "end", "start " + "b a " * long + "end"

    left, right = word_diff(before, after)

    assert (len(changed(left)), len(changed(right))) == (1, 1)
    assert (left[0], left[-1]) == (Piece("start ", changed=False), Piece("a end", changed=False))


def test_whole_keeps_the_text() -> None:
    assert whole("One two", [Hint(4, 7, HintKind.WEB)]) == [
        Piece("One ", changed=False),
        Piece("two", changed=False, marked=True),
    ]


@given(st.text(max_size=60), st.text(max_size=60))
def test_word_diff_loses_no_character(before: str, after: str) -> None:
    left, right = word_diff(before, after, [Hint(1, 3, HintKind.WEB)])

    assert (joined(left), joined(right)) == (before, after)
    kept = [
        "".join("".join(piece.text for piece in side if not piece.changed).split()) for side in (left, right)
    ]
    assert kept[0] == kept[1]
