"""What follows a commit and may fail."""

import logging

import pytest
from django.db import transaction

from profiles.committed import once_committed


def _fail(what: str) -> None:
    raise ConnectionError(what)


@pytest.mark.django_db(transaction=True)
def test_failure_after_the_commit_is_logged_and_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []

    with caplog.at_level(logging.ERROR), transaction.atomic():
        once_committed(_fail, "the queue is away")
        once_committed(done.append, "next")
        assert done == []

    assert done == ["next"]
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [ConnectionError]


@pytest.mark.django_db(transaction=True)
def test_nothing_follows_what_was_rolled_back() -> None:
    done: list[str] = []

    with transaction.atomic():
        once_committed(done.append, "never")
        transaction.set_rollback(True)

    assert done == []
