"""What is left of a withdrawn listing after a while: an address that answers "gone", and no person."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from profiles import actions, chores
from profiles.actions.erasing import ERASE_DAYS, KEPT, NOBODY
from profiles.blocking import block
from profiles.models import (
    BlockedWriter,
    EventWords,
    Listing,
    ModerationEvent,
    Report,
    Scan,
    Story,
    Submission,
)
from tests.factories import make_listing, make_moderator, make_story, make_submission

pytestmark = pytest.mark.django_db


def withdrawn(days: int, **fields: object) -> Listing:
    by = make_moderator()
    listing = actions.approve(submission=make_submission(**fields), by=by, version=1)
    actions.withdraw(listing=listing, by=by, note="She wrote to us.")
    Listing.objects.filter(pk=listing.pk).update(withdrawn_at=timezone.now() - timedelta(days=days))
    return listing


def test_erase_waits_for_its_time() -> None:
    listing = withdrawn(ERASE_DAYS - 1)

    assert chores.erase_withdrawn() == 0
    assert Listing.objects.get().committed_name == listing.committed_name


def test_erase_leaves_no_personal_column_filled() -> None:
    scan = Scan.objects.create(media_type="application/pdf")
    withdrawn(ERASE_DAYS + 1, interests=["art"], faith="jewish", max_writers=2, consent_listing_scan=scan)

    assert [chores.erase_withdrawn(), chores.erase_withdrawn()] == [1, 0]

    left = Listing.objects.get()
    filled = {
        name
        for name in Listing.PERSONAL
        if getattr(left, name) not in ("", None, [], False, 0, NOBODY) and name not in KEPT
    }
    assert filled == {"language", "no_romance", "release_kind", "verified_how"}
    assert (left.language, left.no_romance, left.release_kind, left.verified_how) == (
        "en",
        True,
        "unknown",
        "locator",
    )


def test_erase_deletes_all_that_came_with_her_and_keeps_the_log() -> None:
    scan = Scan.objects.create(media_type="application/pdf")
    listing = withdrawn(ERASE_DAYS + 1, consent_listing_scan=scan)
    block(listing=listing, by=make_moderator(), name="Zoe Marsh")
    make_story(listing)
    Report.objects.create(listing=listing, reason="other", text="Words", contact="x@example.org")
    events = ModerationEvent.objects.count()

    chores.erase_withdrawn()

    gone = (Submission, Scan, Story, EventWords, BlockedWriter)
    assert [model.objects.count() for model in gone] == [0] * 5
    assert [(report.text, report.contact) for report in Report.objects.all()] == [("", "")]
    assert ModerationEvent.objects.count() == events + 1
    assert ModerationEvent.objects.last().kind == "erased"


def test_erase_takes_a_waiting_form_of_hers_from_before_and_leaves_others() -> None:
    listing = withdrawn(ERASE_DAYS + 1)
    before = {"facility": listing.facility, "submitted_at": timezone.now() - timedelta(days=90)}
    make_submission(id_number=listing.id_number.lower(), **before)
    later = make_submission(id_number=listing.id_number, facility=listing.facility)
    other = make_submission(**before)

    chores.erase_withdrawn()

    assert set(Submission.objects.all()) == {later, other}


def test_erased_listing_still_answers_gone(client: Client) -> None:
    listing = withdrawn(ERASE_DAYS + 1)

    chores.erase_withdrawn()

    assert client.get(listing.get_absolute_url()).status_code == 410


def test_erase_leaves_a_living_listing_alone() -> None:
    listing = make_listing()

    assert chores.erase_withdrawn() == 0
    assert Listing.objects.get().committed_name == listing.committed_name
