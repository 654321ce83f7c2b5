"""Consent that family passed on, and listing in spite of a system's policy."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from profiles import actions
from profiles.errors import NotAllowed, Stale
from profiles.models import Listing, ModerationEvent, Submission, User
from tests.factories import make_facility, make_listing, make_submission, make_system, make_user

pytestmark = pytest.mark.django_db
REASON = "She wrote on 3 May that she knows about the rule and wants it."


@pytest.fixture
def senior() -> User:
    return member("senior moderator")


def member(role: str) -> User:
    user = make_user(is_staff=True, pen_name=role)
    user.groups.add(Group.objects.get(name=role))
    return user


def restricted(**fields: object) -> Submission:
    return make_submission(facility=make_facility(system=make_system(restricts_listings=True)), **fields)


# --- Passed on by family ---


def test_approve_with_consent_passed_on_by_family_is_refused(senior: User) -> None:
    submission = make_submission(consent_listing_how="family")

    with pytest.raises(NotAllowed) as refused:
        actions.approve(submission=submission, by=senior, version=1)

    assert refused.value.messages == [
        "Her consent to being listed was only passed on by somebody else. Ask for her signature."
    ]
    assert Listing.objects.count() == 0


@pytest.mark.parametrize("how", ["signed_form", "signed_letter"])
def test_approve_with_a_signature_is_allowed(how: str, senior: User) -> None:
    submission = make_submission(consent_listing_how=how)

    listing = actions.approve(submission=submission, by=senior, version=1)

    assert listing.consent_listing_how == how


def test_approve_leaves_out_items_passed_on_by_family(senior: User) -> None:
    today = timezone.localdate()
    submission = make_submission(
        consent_birthday_on=today,
        consent_birthday_how="family",
        consent_name_and_id_on=today,
        consent_name_and_id_how="signed_form",
    )

    listing = actions.approve(submission=submission, by=senior, version=1)

    assert sorted(listing.consents_given()) == ["listing", "name_and_id"]


# --- In spite of the policy ---


def test_approve_in_a_restricting_system_needs_the_override(senior: User) -> None:
    submission = restricted()
    with pytest.raises(NotAllowed):
        actions.approve(submission=submission, by=senior, version=1)

    actions.override_policy(submission=submission, by=senior, version=1, reason=REASON)
    listing = actions.approve(submission=submission, by=senior, version=2)

    assert (listing.override_by, listing.override_reason) == (senior, REASON)
    assert list(Listing.objects.public()) == [listing]
    event = ModerationEvent.objects.get(kind="overridden")
    assert (event.actor_id, event.reason, event.words.note) == (senior.pk, "system_policy", REASON)


@pytest.mark.parametrize("role", ["moderator", "data entry", "mail coordinator", "auditor"])
def test_override_is_for_senior_moderators_only(role: str, client: Client) -> None:
    submission, user = restricted(), member(role)
    client.force_login(user)
    url = reverse("admin:profiles_submission_override", args=[submission.pk])

    with pytest.raises(NotAllowed):
        actions.override_policy(submission=submission, by=user, version=1, reason=REASON)

    assert client.post(url, {"version": 1, "reason": REASON}).status_code == 403
    assert Submission.objects.get().override_by is None


def test_override_needs_a_reason_and_the_present_version(senior: User) -> None:
    submission = restricted()

    with pytest.raises(NotAllowed):
        actions.override_policy(submission=submission, by=senior, version=1, reason="  ")
    with pytest.raises(Stale):
        actions.override_policy(submission=submission, by=senior, version=7, reason=REASON)


def test_override_where_nothing_is_restricted_is_refused(senior: User) -> None:
    with pytest.raises(NotAllowed):
        actions.override_policy(submission=make_submission(), by=senior, version=1, reason=REASON)


def test_override_does_not_follow_her_to_another_restricting_system(senior: User) -> None:
    submission = restricted()
    actions.override_policy(submission=submission, by=senior, version=1, reason=REASON)
    submission.facility = make_facility(system=make_system(restricts_listings=True))
    submission.system = submission.facility.system

    actions.edit(submission=submission, by=senior, version=2, fields=["facility", "system"])

    assert Submission.objects.get().override_by is None
    with pytest.raises(NotAllowed):
        actions.approve(submission=submission, by=senior, version=3)


def test_override_of_a_listing_counts_for_a_change_in_the_same_system_only(senior: User) -> None:
    home = make_system(restricts_listings=True)
    listing = make_listing(
        facility=make_facility(system=home),
        override_by=senior,
        override_at=timezone.now(),
        override_reason=REASON,
    )
    change = actions.propose_change(listing=listing, by=senior)

    kept = actions.approve(submission=change, by=senior, version=1)
    other = actions.propose_change(listing=kept, by=senior)
    other.facility = make_facility()
    other.system = other.facility.system
    actions.edit(submission=other, by=senior, version=1, fields=["facility", "system"])
    moved = actions.approve(submission=other, by=senior, version=2)

    assert (kept.override_by, moved.override_by) == (senior, None)


def test_review_page_offers_the_override_to_seniors(client: Client, senior: User) -> None:
    submission = restricted(consent_listing_on=timezone.localdate() - timedelta(days=1))
    url = reverse("admin:profiles_submission_override", args=[submission.pk])
    review = reverse("admin:profiles_submission_review", args=[submission.pk])

    client.force_login(member("moderator"))
    for_moderator = client.get(review).content.decode()
    client.force_login(senior)
    for_senior = client.get(review).content.decode()
    response = client.post(url, {"version": 1, "reason": REASON})

    assert (url in for_moderator, url in for_senior) == (False, True)
    assert response.url == review
    assert REASON in client.get(review).content.decode()
