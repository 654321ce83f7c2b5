"""Claims, the next one in the queue, and finding a record by its code."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format

from letters.models import Letter
from profiles import actions
from profiles.actions.claims import CLAIM_MINUTES
from profiles.errors import NotAllowed, WrongState
from profiles.finding_records import address_of
from profiles.models import Submission, User
from tests.factories import make_listing, make_moderator, make_submission, make_user
from tests.profiles.test_admin import ROLES, member_of
from tests.profiles.test_admin_review import CHECKED, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def joan() -> User:
    return member_of("moderator")


def test_claim_keeps_others_out_until_it_ends(joan: User) -> None:
    submission, sam = make_submission(), make_moderator()
    actions.claim(submission=submission, by=joan)

    with pytest.raises(NotAllowed):
        actions.claim(submission=submission, by=sam)
    Submission.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    actions.claim(submission=submission, by=sam)

    submission.refresh_from_db()
    assert submission.claimed_by == sam
    left = submission.claimed_until - timezone.now()
    assert timedelta(minutes=CLAIM_MINUTES - 1) < left <= timedelta(minutes=CLAIM_MINUTES)


def test_refused_claim_names_who_is_on_it_by_address_and_ends_in_one_full_stop() -> None:
    submission, joan = make_submission(), make_user(email="joan@example.org", is_staff=True)
    until = timezone.now() + timedelta(minutes=9)
    Submission.objects.update(claimed_by=joan, claimed_until=until)

    with pytest.raises(NotAllowed) as refused:
        actions.claim(submission=submission, by=make_moderator())

    time = time_format(timezone.localtime(until), "TIME_FORMAT")
    assert refused.value.messages == [f"Until {time}, joan@example.org is on this. Then it is free again."]


def test_claim_counts_no_version_and_is_its_owners_to_give_back(joan: User) -> None:
    submission = make_submission()
    actions.claim(submission=submission, by=joan)

    actions.release(submission=submission, by=make_moderator())
    submission.refresh_from_db()
    assert (submission.claimed_by, submission.version) == (joan, 1)

    actions.release(submission=submission, by=joan)
    submission.refresh_from_db()
    assert (submission.claimed_by, submission.is_claimed) == (None, False)


def test_claim_of_what_is_decided_is_refused(joan: User) -> None:
    submission = make_submission()
    actions.decline(submission=submission, by=joan, version=1, reason="consent")

    with pytest.raises(WrongState):
        actions.claim(submission=submission, by=joan)


def test_claim_next_gives_each_another_one_oldest_first(joan: User) -> None:
    now = timezone.now()
    younger = make_submission(submitted_at=now - timedelta(days=1))
    older = make_submission(submitted_at=now - timedelta(days=2))
    sam = make_moderator()

    assert [actions.claim_next(by=who) for who in (joan, sam, make_moderator())] == [older, younger, None]


def test_decision_while_somebody_else_is_on_it_is_refused_and_keeps_what_was_typed(
    client: Client, joan: User
) -> None:
    submission, sam = make_submission(), make_moderator()
    actions.claim(submission=submission, by=joan)
    client.force_login(sam)
    review = reverse("admin:profiles_submission_review", args=[submission.pk])

    response = client.post(review, posted(submission, "approve", note="Welcome", **CHECKED))

    submission.refresh_from_db()
    text = response.content.decode()
    assert (response.status_code, submission.state) == (409, "waiting")
    assert ("moderator is on this. Then it is free again." in text, "Welcome" in text) == (True, True)


def test_review_page_claims_and_gives_back(client: Client, joan: User) -> None:
    submission = make_submission()
    review = reverse("admin:profiles_submission_review", args=[submission.pk])
    client.force_login(joan)

    client.post(review, {"claim": "1"})
    claimed = Submission.objects.get().claimed_by
    client.post(review, {"release": "1"})

    assert (claimed, Submission.objects.get().claimed_by) == (joan, None)


@pytest.mark.parametrize("role", ROLES)
def test_next_is_for_those_who_decide(role: str, client: Client) -> None:
    submission = make_submission()
    client.force_login(member_of(role))

    response = client.post(reverse("admin:profiles_submission_next"))

    may = role in ("moderator", "senior moderator")
    assert response.status_code == (302 if may else 403)
    assert Submission.objects.get(pk=submission.pk).is_claimed is may


# --- Finding ---


def test_find_opens_the_record_of_a_code_however_it_is_typed(client: Client, joan: User) -> None:
    submission = make_submission()
    client.force_login(joan)
    code = submission.code

    for typed in (code, code.lower(), f" {code[:3]}-{code[3:]} "):
        response = client.get(reverse("admin:find"), {"q": typed})
        assert response.url == reverse("admin:profiles_submission_review", args=[submission.pk])


def test_find_opens_a_listing_by_its_slug_and_lists_by_name(client: Client, joan: User) -> None:
    listing = make_listing(display_name="Rosalind")
    client.force_login(joan)

    by_slug = client.get(reverse("admin:find"), {"q": listing.slug.upper()})
    by_name = client.get(reverse("admin:find"), {"q": "rosal"})

    assert by_slug.url == reverse("admin:profiles_listing_change", args=[listing.pk])
    assert by_name.url == reverse("admin:profiles_listing_changelist") + "?q=rosal"


def test_find_says_when_there_is_nothing(client: Client, joan: User) -> None:
    client.force_login(joan)

    response = client.get(reverse("admin:find"), {"q": "nobody of this name"}, follow=True)

    assert "Nothing was found for" in response.content.decode()


def test_address_of_a_letter_is_for_those_who_may_see_it() -> None:
    letter = Letter.objects.create(writer=make_user(), listing=make_listing())

    seen = {role: bool(address_of(letter.code, member_of(role))) for role in ROLES}

    assert seen == {
        "data entry": False,
        "moderator": False,
        "senior moderator": True,
        "mail coordinator": True,
        "auditor": False,
    }


def test_address_of_a_submission_is_hidden_from_who_may_not_see_it() -> None:
    submission = make_submission()

    assert address_of(submission.code, member_of("mail coordinator")) == ""
    assert address_of(submission.code, make_user(is_staff=True)) == ""
