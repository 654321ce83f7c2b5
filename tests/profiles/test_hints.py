from itertools import pairwise

import pytest

from profiles.hints import HintKind, hints_in


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Call me at (555) 010-0199 soon.", HintKind.PHONE, "(555) 010-0199"),
        ("555.010.0199", HintKind.PHONE, "555.010.0199"),
        ("+1 555 010 0199", HintKind.PHONE, "+1 555 010 0199"),
        ("5550100199", HintKind.PHONE, "5550100199"),
        ("Write maria@example.org today", HintKind.EMAIL, "maria@example.org"),
        ("maria (at) example (dot) org", HintKind.EMAIL, "maria (at) example (dot) org"),
        ("See https://example.org/maria now", HintKind.WEB, "https://example.org/maria"),
        ("I am on example.com.", HintKind.WEB, "example.com"),
        ("Find @maria_writes there", HintKind.WEB, "@maria_writes"),
        ("Could you send $20 please", HintKind.MONEY, "$20"),
        ("My Cash App is", HintKind.MONEY, "Cash App"),
        ("No envío dinero, gracias", HintKind.MONEY, "dinero"),
        ("for my commissary", HintKind.MONEY, "commissary"),
    ],
)
def test_hints_find(text: str, kind: HintKind, found: str) -> None:
    hints = [hint for hint in hints_in(text) if hint.kind == kind]

    assert [text[hint.start : hint.end] for hint in hints] == [found]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I read 300 pages a week, born in 1985, released 2031-06-01.",
        "Room 12, bed 3. I have 2 sons.",
        "We met at the library. Then came a storm.",
        "My ID is 12345-678.",
        "A monetary theory, a cashmere shawl.",
    ],
)
def test_hints_leave_other_words_alone(text: str) -> None:
    assert hints_in(text) == []


def test_hints_do_not_overlap() -> None:
    text = "maria@example.com or www.example.com or 555-010-0199 and $5 cash"

    hints = hints_in(text)

    assert all(one.end <= other.start for one, other in pairwise(hints))
    assert [hint.kind for hint in hints] == ["email", "web", "phone", "money", "money"]


@pytest.mark.parametrize("char", ["a", "1", ".", "@", "a.", "1 ", "$", "w@", "(at)"])
def test_hints_find_nothing_in_long_runs_of_one_character(char: str) -> None:
    """Texts made to keep a careless pattern busy for hours."""
    assert hints_in(char * (6000 // len(char))) == []
