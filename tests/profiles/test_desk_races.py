"""Claims and imports by two people at once, each in a thread with a connection of its own."""

from typing import Any

import pytest

from profiles import actions
from profiles.importing import guess_columns, judge, open_run, read_table, store
from profiles.models import Submission
from tests.factories import make_facility, make_moderator, make_submission
from tests.profiles.test_actions_races import at_once
from tests.profiles.test_importing import as_csv, row

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_claim_one_submission_are_not_both_on_it() -> None:
    submission, joan, sam = make_submission(), make_moderator(), make_moderator()

    outcomes = at_once(
        lambda: actions.claim(submission=submission, by=joan),
        lambda: actions.claim(submission=Submission.objects.get(pk=submission.pk), by=sam),
    )

    assert sorted(outcomes) == ["NotAllowed", "done"]


def test_two_who_take_the_next_one_get_different_ones() -> None:
    make_submission()
    make_submission()
    joan, sam = make_moderator(), make_moderator()

    outcomes = at_once(lambda: actions.claim_next(by=joan), lambda: actions.claim_next(by=sam))

    assert outcomes == ["done", "done"]
    assert {one.claimed_by for one in Submission.objects.all()} == {joan, sam}


def test_one_file_imported_twice_at_once_is_in_once() -> None:
    facility = make_facility()
    table = read_table(as_csv(*(row(facility, id_number=f"T-{number}") for number in range(4))))
    run = open_run(table, name="list.csv", by=None)

    def bring_in() -> Any:
        return store(run, judge(table, guess_columns(table)), by=None)

    assert at_once(bring_in, bring_in) == ["done", "done"]
    assert Submission.objects.count() == 4


def test_import_while_a_submission_is_decided_disturbs_neither() -> None:
    facility, by = make_facility(), make_moderator()
    waiting = make_submission(facility=facility)
    table = read_table(as_csv(row(facility)))
    run = open_run(table, name="list.csv", by=None)

    outcomes = at_once(
        lambda: store(run, judge(table, guess_columns(table)), by=None),
        lambda: actions.approve(submission=waiting, by=by, version=1),
    )

    assert outcomes == ["done", "done"]
    assert sorted(Submission.objects.values_list("state", flat=True)) == ["approved", "waiting"]
