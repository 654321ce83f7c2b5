"""The desk with ten and with ten thousand submissions: every page asks the same few queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from letters.models import IncomingMail
from profiles.models import Listing, Report, StorySubmission, Submission
from profiles.states import SubmissionState
from tests.factories import content, make_facility, make_listing, make_moderator, make_submission
from tests.profiles.test_admin import member_of

pytestmark = pytest.mark.django_db

MOST_QUERIES = 19  # "under 20"
FEW, MANY = 10, 10_000


def fill(count: int, since: int = 0) -> None:
    """So many of everything that waits, in a handful of inserts, numbered from `since`."""
    facility = make_facility()
    day, now = timezone.localdate(), timezone.now()
    plain = content(facility=facility)
    by_family = {"consent_listing_how": "family", "consent_listing_on": None}
    Submission.objects.bulk_create(
        (
            Submission(
                state=SubmissionState.WAITING,
                code=f"T{number:06}",  # ten thousand chosen by chance would hold the same one twice now and then
                submitted_at=now - timedelta(minutes=number),
                **plain | {"id_number": f"B{number}"} | (by_family if number % 2 else {}),
            )
            for number in range(since, since + count)
        ),
        batch_size=500,
    )
    listing = make_listing(facility=facility)
    some = min(count, 1000)
    StorySubmission.objects.bulk_create(
        StorySubmission(listing=listing, title=f"Story {number}", body="Words.") for number in range(some)
    )
    Report.objects.bulk_create(Report(listing=listing, reason="danger") for _number in range(some))
    IncomingMail.objects.bulk_create(
        IncomingMail(kind=kind, listing=listing, received_on=day)
        for kind in ("reply", "withdrawal", "complaint")
        for _number in range(some)
    )
    Listing.objects.bulk_create(
        Listing(
            slug=f"bulk{number:04}",
            state=listing.state,
            consent_until=day + timedelta(days=number % 90),
            approved_at=now,
            approved_by=listing.approved_by,
            first_published_at=now,
            verified_on=day - timedelta(days=number % 400),
            verified_by=listing.approved_by,
            **plain | {"id_number": f"L{number}"},
        )
        for number in range(since, since + some)
    )


def queries_of(client: Client, pages: dict[str, str]) -> dict[str, int]:
    """How many queries each page asks, the second time it is opened: the first fills the cache of content types."""
    counted = {}
    for name, page in pages.items():
        assert client.get(page).status_code == 200, name
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        counted[name] = len(queries)
    return counted


def test_desk_asks_as_many_queries_for_ten_thousand_as_for_ten(client: Client) -> None:
    """For the member of the staff who sees most."""
    client.force_login(member_of("senior moderator"))
    change = make_submission(listing=make_listing(), submitted_at=timezone.now() - timedelta(days=90))
    pages = {
        "start": reverse("admin:index"),
        "queue": reverse("admin:profiles_submission_changelist"),
        "review": reverse("admin:profiles_submission_review", args=[change.pk]),
        "listings": reverse("admin:profiles_listing_changelist") + "?work=verify",
        "listing": reverse("admin:profiles_listing_change", args=[change.listing_id]),
        "stories": reverse("admin:profiles_storysubmission_changelist"),
        "reports": reverse("admin:profiles_report_changelist"),
        "log": reverse("admin:profiles_moderationevent_changelist"),
        "mail": reverse("admin:letters_incomingmail_changelist"),
        "owed": reverse("admin:letters_owed"),
    }
    fill(FEW)
    few = queries_of(client, pages)

    fill(MANY - FEW, since=FEW)

    many = queries_of(client, pages)
    # What is owed asks one fewer where a whole page of it is of one kind.
    assert many == few | {"owed": many["owed"]}
    assert many["owed"] <= few["owed"]
    assert {name: count for name, count in few.items() if count > MOST_QUERIES} == {}


def test_next_in_queue_asks_few_queries_among_ten_thousand(client: Client) -> None:
    client.force_login(make_moderator())
    fill(FEW)
    url = reverse("admin:profiles_submission_next")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.post(url).status_code == 302
        return len(queries)

    few = asked()
    fill(MANY - FEW, since=FEW)

    assert (asked(), few <= MOST_QUERIES) == (few, True)
