"""Two people at once, each in a thread with a connection of its own. On SQLite one waits for the other's lock."""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from PIL import Image

from profiles import actions
from profiles.errors import ActionRefused
from profiles.models import Listing, ModerationEvent, Photo, Report, SubmissionPhoto
from profiles.photos import check_photo
from profiles.states import EventKind, ListingState
from tests.factories import make_listing, make_moderator, make_submission

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*steps: Callable[[], Any]) -> list[str]:
    """Start all steps together; the name of what each raised, or "done"."""
    start = Barrier(len(steps))

    def run(step: Callable[[], Any]) -> str:
        try:
            start.wait(10)
            step()
        except ActionRefused as refused:
            return type(refused).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


def public_files() -> list[str]:
    return [
        name
        for folder in default_storage.listdir("photos")[0]
        for name in default_storage.listdir(f"photos/{folder}")[1]
    ]


def test_two_moderators_approve_one_submission_once() -> None:
    submission = make_submission(consent_photo_on=timezone.localdate())
    out = io.BytesIO()
    Image.new("RGB", (400, 500), "teal").save(out, "JPEG")
    actions.add_photo(submission=submission, photo=check_photo(out), alt_text="She laughs.")
    SubmissionPhoto.objects.update(decision="accepted")
    joan, sam = make_moderator(), make_moderator()

    outcomes = at_once(
        lambda: actions.approve(submission=submission, by=joan, version=1),
        lambda: actions.approve(submission=submission, by=sam, version=1),
    )

    assert sorted(outcomes) == ["WrongState", "done"]
    assert (Listing.objects.count(), Photo.objects.count(), len(public_files())) == (1, 1, 4)
    assert ModerationEvent.objects.filter(kind=EventKind.APPROVED).count() == 1


def test_approve_and_decline_at_once_decide_once() -> None:
    submission, joan, sam = make_submission(), make_moderator(), make_moderator()

    outcomes = at_once(
        lambda: actions.approve(submission=submission, by=joan, version=1),
        lambda: actions.decline(submission=submission, by=sam, version=1, reason="other"),
    )

    submission.refresh_from_db()
    assert sorted(outcomes) == ["WrongState", "done"]
    assert Listing.objects.count() == int(submission.state == "approved")


def test_two_submissions_for_one_woman_make_one_listing() -> None:
    first = make_submission(id_number="AB-1")
    second = make_submission(id_number="AB-1", facility=first.facility)
    joan = make_moderator()

    outcomes = at_once(
        lambda: actions.approve(submission=first, by=joan, version=1),
        lambda: actions.approve(submission=second, by=joan, version=1),
    )

    assert (sorted(outcomes), Listing.objects.count()) == (["NotAllowed", "done"], 1)


@pytest.mark.parametrize("_again", range(3))
def test_approval_during_withdrawal_never_shows_her(_again: int) -> None:
    listing, joan = make_listing(), make_moderator()
    change = actions.propose_change(listing=listing, by=joan)

    outcomes = at_once(
        lambda: actions.withdraw(listing=listing, by=None),
        lambda: actions.approve(submission=change, by=joan, version=1),
    )

    assert outcomes[0] == "done"
    assert (Listing.objects.get().state, list(Listing.objects.public())) == (ListingState.WITHDRAWN, [])


def test_two_reports_from_one_address_hide_once() -> None:
    first, second = make_listing(), make_listing()

    at_once(
        lambda: actions.report(listing=first, reason="danger", address="203.0.113.9"),
        lambda: actions.report(listing=second, reason="danger", address="203.0.113.9"),
    )

    assert Report.objects.filter(hid_listing=True).count() == 1
