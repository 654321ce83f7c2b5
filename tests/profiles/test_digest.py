"""The daily message to staff, and the chart of the last weeks."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from profiles import actions
from profiles.charts import HEIGHT, WEEKS, weeks
from profiles.digest import send_digests
from profiles.models import ModerationEvent
from tests.factories import content, make_moderator, make_submission, make_user
from tests.profiles.test_admin import member_of

pytestmark = pytest.mark.django_db


def test_digest_goes_once_a_day_to_those_for_whom_something_waits() -> None:
    submission = make_submission(submitted_at=timezone.now() - timedelta(days=9))
    moderator = member_of("moderator")
    member_of("mail coordinator")
    make_user()

    assert [send_digests(), send_digests()] == [1, 0]

    message = mail.outbox[0]
    assert (message.to, "1  Submissions, 1 urgent (oldest: 9 days)" in message.body) == (
        [moderator.email],
        True,
    )
    assert submission.display_name not in message.body
    assert send_digests(timezone.localdate() + timedelta(days=1)) == 1


def test_digest_is_not_sent_when_nothing_waits() -> None:
    member_of("moderator")

    assert (send_digests(), mail.outbox) == (0, [])


def test_weeks_count_what_came_and_what_was_decided(django_assert_num_queries: Any) -> None:
    by = make_moderator()
    for _number in range(3):
        one = make_submission()
        actions.decline(submission=one, by=by, version=1, reason="consent")
    ModerationEvent.objects.create(
        kind="submitted", subject_type="submission", subject_id=1, at=timezone.now() - timedelta(weeks=2)
    )
    ModerationEvent.objects.create(
        kind="submitted", subject_type="submission", subject_id=1, at=timezone.now() - timedelta(weeks=WEEKS)
    )

    with django_assert_num_queries(1):
        found = weeks()

    assert [(week.came, week.decided) for week in found] == [(0, 0)] * 9 + [(1, 0), (0, 0), (0, 3)]
    assert (found[-1].decided_height, found[-3].came_height) == (HEIGHT, round(HEIGHT / 3))


def test_start_page_shows_the_chart_to_those_who_see_submissions(client: Client) -> None:
    client.force_login(member_of("moderator"))
    seen = client.get(reverse("admin:index")).content.decode()
    client.force_login(member_of("mail coordinator"))
    hidden = client.get(reverse("admin:index")).content.decode()

    assert ('class="desk-weeks"' in seen, 'class="desk-weeks"' in hidden) == (True, False)


def test_desk_asks_the_same_number_of_queries_for_more_submissions(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(member_of("moderator"))
    place = make_submission().facility
    queue = reverse("admin:profiles_submission_changelist")

    def asked() -> int:
        with django_assert_max_num_queries(20) as few:
            client.get(queue)
        return len(few)

    asked()
    before = asked()
    for _number in range(60):
        make_submission(
            **{name: value for name, value in content(facility=place).items() if name != "system"}
        )

    assert asked() == before


def test_start_page_of_who_has_no_queue_speaks_of_no_work(client: Client) -> None:
    client.force_login(member_of("auditor"))
    auditor = client.get(reverse("admin:index")).content.decode()
    client.force_login(member_of("moderator"))
    moderator = client.get(reverse("admin:index")).content.decode()

    assert ["<h1>What waits</h1>" in page for page in (auditor, moderator)] == [False, True]
    assert reverse("admin:profiles_moderationevent_export") in auditor
