"""The log of decisions as a file."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from profiles import actions
from tests.factories import make_submission
from tests.profiles.test_admin import ROLES, member_of

pytestmark = pytest.mark.django_db
EXPORT = "/admin/profiles/moderationevent/export/"


@pytest.mark.parametrize("role", ROLES)
def test_log_export_is_for_those_who_read_the_log(role: str, client: Client) -> None:
    client.force_login(member_of(role))

    status = client.get(reverse("admin:profiles_moderationevent_export")).status_code

    assert status == (200 if role in ("moderator", "senior moderator", "auditor") else 403)


def test_log_export_names_fields_and_never_the_words(client: Client) -> None:
    auditor, moderator = member_of("auditor"), member_of("moderator")
    submission = make_submission(bio="I like the quiet hour.")
    actions.decline(submission=submission, by=moderator, version=1, reason="consent", note="=Sorry, Ana")
    client.force_login(auditor)

    text = b"".join(client.get(EXPORT).streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))

    assert [(row["kind"], row["reason"], row["actor_label"]) for row in rows] == [
        ("declined", "consent", "moderator")
    ]
    assert ("Sorry" in text, "quiet hour" in text) == (False, False)
