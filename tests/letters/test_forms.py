"""Forms turn what was typed into one object, and keep it when something is wrong."""

from datetime import date

import pytest
from django.http import QueryDict

from letters.forms import DayForm, DeskForm
from letters.forms.desk import initial_of
from letters.mailpieces import Draft
from tests.letters.places import TYPED, make_draft, make_reachable

pytestmark = pytest.mark.django_db


def bound(**changes):
    data = QueryDict(mutable=True)
    for name, value in {**TYPED, **changes}.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return DeskForm(data, listing=make_reachable(), writer=None, asks_for_unit=False)


def test_desk_form_gives_a_draft():
    form = bound(photos="3", photo_size="4x6", enclosures=["stamps", "drawing"], double_sided="on")

    assert form.is_valid()
    assert form.draft() == Draft(
        greeting="Dear Maria,",
        body="From my kitchen window I see a lake.\n\nPawn to e4.",
        closing="With good wishes,",
        signature="Ellen",
        dated=date(2026, 11, 22),
        return_lines=("Ellen Marsh", "48 Sample Street", "Duluth, MN 00000"),
        double_sided=True,
        plain=True,
        sender="person",
        photos=3,
        photo_size="4x6",
        enclosures=("stamps", "drawing"),
    )


def test_desk_form_needs_no_more_than_the_words():
    form = bound(greeting="", closing="", signature="", dated="", return_address="", sender="", photos="")

    assert form.is_valid()
    assert (form.draft().return_lines, form.draft().photos, form.draft().dated) == ((), 0, None)


def test_desk_form_shows_a_kept_draft_again():
    draft = make_draft(photos=2, dated=date(2026, 1, 2))

    form = DeskForm(listing=make_reachable(), writer=None, asks_for_unit=False, initial=initial_of(draft))

    assert form["return_address"].value() == "Ellen Marsh\n48 Sample Street\nDuluth, MN 00000"
    assert (form["photos"].value(), form["body"].value()) == (2, draft.body)


@pytest.mark.parametrize(
    ("sent", "accepted"),
    [
        ({"finding": ["photos", "ink"], "print_anyway": "on"}, ["photos", "ink"]),
        ({"finding": ["photos"]}, []),
        ({"print_anyway": "on"}, []),
    ],
)
def test_desk_form_accepts_only_what_is_named_and_ticked(sent, accepted):
    form = bound(**sent)

    assert form.is_valid()
    assert form.accepted == accepted


def test_day_form_takes_the_first_possible_day():
    assert DayForm({"on": "2026-01-05"}, earliest=date(2026, 1, 5)).is_valid()
    assert not DayForm({"on": "2026-01-04"}, earliest=date(2026, 1, 5)).is_valid()
