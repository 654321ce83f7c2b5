"""What a letter's writer is asked to look at once more, and what is left in peace."""

import pytest
from django.utils.translation import override

from letters.cautions import CautionKind, cautions_in
from letters.openers import last_letter
from profiles.models import Listing

K = CautionKind


def kinds(text, *, no_romance=False):
    return [caution.kind for caution in cautions_in(text, Listing(no_romance=no_romance))]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Call me on 555 010 4477 when you can.", K.CONTACT),
        ("Write to ellen@example.org.", K.CONTACT),
        ("My number is 078-05-1120.", K.BANK),
        ("The card is 4111 1111 1111 1111.", K.BANK),
        ("Account number: 99887766", K.BANK),
        ("I will send you some money next week.", K.MONEY),
        ("Let me put $40 on your books.", K.MONEY),
        ("Voy a depositarte dinero.", K.MONEY),
        ("My daughter Lucy is seven and loves frogs.", K.CHILD),
        ("Mi hijo Mateo tiene 9 años.", K.CHILD),
        ("When you get out we can share a flat.", K.RELEASE),
        ("You could stay with us at first.", K.RELEASE),
        ("Cuando salgas iremos al mar.", K.RELEASE),
        ("I wonder what you are in for. What did you do?", K.CASE),
        ("I looked you up online.", K.CASE),
        ("I am glad to be your pen pal.", K.NAMED),
        ("I have valued [one true thing].", K.BLANK),
        ("He valorado [una cosa verdadera].", K.BLANK),
    ],
)
def test_cautions_in_names_what_was_found(text, kind):
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I was born in 1962 and moved here in 1984; our street has 120 houses.",
        "My daughter is a nurse. I have 3 cats.",
        "Money was short when I was small, and we ate beans.",
        "I stay with my sister on Sundays.",
        "When you have time, tell me about the garden.",
        "My friend Paul and I walked 12 miles.",
        "He said [sic] that the list [1] was long [...].",
        "The kiss of the sun on the lake, as the song has it.",
    ],
)
def test_cautions_in_leaves_other_letters_in_peace(text):
    assert kinds(text) == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_cautions_in_finds_the_blanks_of_a_last_letter(language):
    with override(language):
        assert kinds(last_letter()) == [K.BLANK]


@pytest.mark.parametrize(("no_romance", "expected"), [(True, [K.ROMANCE]), (False, [])])
def test_cautions_in_speaks_of_romance_only_where_she_wants_none(no_romance, expected):
    assert kinds("Good night, my love.", no_romance=no_romance) == expected


def test_cautions_in_says_each_kind_once_and_quotes_it():
    (caution,) = cautions_in("Call 555-010-4477 or 555-010-4478.", Listing())

    assert caution.found == "555-010-4477"


def test_cautions_in_takes_the_longest_letter():
    assert kinds("my son " + "A" * 60_000 + " send " * 9_000) == []
