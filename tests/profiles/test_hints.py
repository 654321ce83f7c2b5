from datetime import date
from itertools import pairwise

import pytest

from profiles.hints import HintKind, hints_in, labels_of

TODAY = date(2026, 5, 4)


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
        ("My page is www.maria.example", HintKind.WEB, "www.maria.example"),
        ("Read me at maria.blog/poems", HintKind.WEB, "maria.blog/poems"),
        ("Find @maria_writes there", HintKind.HANDLE, "@maria_writes"),
        ("IG: maria.l or nothing", HintKind.HANDLE, "IG: maria.l"),
        ("I am on Tik Tok as Maria", HintKind.NETWORK, "Tik Tok"),
        ("Call 555-0142 tonight", HintKind.PHONE, "555-0142"),
        ("+52 55 1234 5678", HintKind.PHONE, "+52 55 1234 5678"),
        ("011 44 20 7946 0018", HintKind.PHONE, "011 44 20 7946 0018"),
        ("Could you send $20 please", HintKind.MONEY, "$20"),
        ("My Cash App is", HintKind.MONEY, "Cash App"),
        ("No envío dinero, gracias", HintKind.MONEY, "dinero"),
        ("for my commissary", HintKind.MONEY, "commissary"),
        ("put something on my books", HintKind.MONEY, "on my books"),
        ("My ID is 12345-678.", HintKind.NUMBER, "ID is 12345-678"),
        ("my DOC number is #00000417", HintKind.NUMBER, "DOC number is #00000417"),
        ("It says #W12345 there", HintKind.NUMBER, "#W12345"),
        ("mine is 078-05-1120", HintKind.NUMBER, "078-05-1120"),
        ("4111 1111 1111 1111", HintKind.NUMBER, "4111 1111 1111 1111"),
        ("my son Tom, 7, paints", HintKind.MINOR, "son Tom, 7"),
        ("My daughter is now 12.", HintKind.MINOR, "daughter is now 12"),
        ("I have 2 kids (4 and 9)", HintKind.MINOR, "kids (4"),
        ("an 8-year-old girl", HintKind.MINOR, "8-year-old"),
        ("Mi hija Ana tiene 9", HintKind.MINOR, "hija Ana tiene 9"),
        ("my son was born on 3/14/2019", HintKind.MINOR, "son was born on 3/14/2019"),
        ("my twins, born in 2015", HintKind.MINOR, "twins, born in 2015"),
        ("My daughter's birthday is May 4", HintKind.MINOR, "daughter's birthday is May 4"),
    ],
)
def test_hints_find(text: str, kind: HintKind, found: str) -> None:
    hints = [hint for hint in hints_in(text, TODAY) if hint.kind == kind]

    assert [text[hint.start : hint.end] for hint in hints] == [found]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I read 300 pages a week, born in 1985, released 2031-06-01.",
        "Room 12, bed 3. I have 2 sons.",
        "We met at the library. Then came a storm.",
        "My daughter, born in 1995, is 30. My son lives 3 hours away.",
        "In 2015 my girls came. I was 9 when my sister was born, and I am 45 years old.",
        "4111 1111 1111 1112 stars and ideas on page 12345.",
        "A monetary theory, a cashmere shawl.",
    ],
)
def test_hints_leave_other_words_alone(text: str) -> None:
    assert hints_in(text, TODAY) == []


def test_hints_do_not_overlap() -> None:
    text = "maria@example.com or www.example.com or 555-010-0199 and $5 cash"

    hints = hints_in(text)

    assert all(one.end <= other.start for one, other in pairwise(hints))
    assert [hint.kind for hint in hints] == ["email", "web", "phone", "money", "money"]


@pytest.mark.parametrize(
    "char", ["a", "1", ".", "@", "a.", "1 ", "$", "w@", "(at)", "son ", "id ", "#", "1-", "son born "]
)
def test_hints_find_nothing_in_long_runs_of_one_character(char: str) -> None:
    """Texts made to keep a careless pattern busy for hours."""
    assert hints_in(char * (6000 // len(char))) == []


@pytest.mark.parametrize(("year", "found"), [(2008, True), (2007, False), (2026, True), (2027, False)])
def test_hints_point_at_birthdays_of_those_who_may_be_under_age(year: int, found: bool) -> None:
    assert bool(hints_in(f"my son was born in {year}", TODAY)) is found


def test_labels_name_each_kind_once() -> None:
    hints = hints_in("$5, $6 and maria@example.org")

    assert labels_of(hints) == ["Money", "E-mail address"]
