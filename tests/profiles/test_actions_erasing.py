"""What is left of a withdrawn listing, at once: an address that answers "gone", and no person."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from profiles import actions, chores
from profiles.actions import erasing
from profiles.actions.erasing import KEPT, NOBODY
from profiles.blocking import block
from profiles.errors import NotAllowed, WrongState
from profiles.ids import id_hash
from profiles.models import (
    BlockedWriter,
    EventWords,
    Farewell,
    Listing,
    ModerationEvent,
    Report,
    Scan,
    Story,
    Submission,
)
from profiles.models.photos import private_storage
from profiles.photos import check_photo
from tests.factories import make_listing, make_moderator, make_story, make_submission, make_withdrawn

pytestmark = pytest.mark.django_db


def approved(**fields: Any) -> Listing:
    return actions.approve(submission=make_submission(**fields), by=make_moderator(), version=1)


def scan() -> Scan:
    made = Scan(media_type="application/pdf")
    made.file.save("scan.pdf", ContentFile(b"%PDF-1.7"))
    return made


def test_withdrawal_leaves_no_personal_column_filled() -> None:
    listing = approved(interests=["art"], faith="jewish", max_writers=2, consent_listing_scan=scan())

    left = actions.withdraw(listing=listing, by=make_moderator())

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


def test_withdrawal_deletes_all_that_came_with_her_and_keeps_the_log() -> None:
    listing = approved(consent_listing_scan=scan())
    block(listing=listing, by=make_moderator(), name="Zoe Marsh")
    make_story(listing)
    actions.report(listing=listing, reason="other", text="Words", contact="x@example.org")
    events = ModerationEvent.objects.count()

    actions.withdraw(listing=listing, by=make_moderator())

    gone = (Submission, Scan, Story, EventWords, BlockedWriter)
    assert [model.objects.count() for model in gone] == [0] * 5
    assert [(report.text, report.contact) for report in Report.objects.all()] == [("", "")]
    assert list(ModerationEvent.objects.values_list("kind", flat=True))[events:] == ["withdrawn", "erased"]


def test_withdrawal_deletes_private_files_when_committed(django_capture_on_commit_callbacks: Any) -> None:
    submission = make_submission(consent_photo_on=timezone.localdate(), consent_listing_scan=scan())
    out = io.BytesIO()
    Image.new("RGB", (400, 500), "teal").save(out, "JPEG")
    photo = actions.add_photo(submission=submission, photo=check_photo(out), alt_text="She laughs.")
    actions.decide_photo(photo=photo, by=make_moderator(), decision="accepted", alt_text="She laughs.")
    listing = actions.approve(submission=submission, by=make_moderator(), version=1)
    names = [photo.original.name, submission.consent_listing_scan.file.name]
    kept = scan().file.name

    with django_capture_on_commit_callbacks() as callbacks:
        actions.withdraw(listing=listing, by=None)
    assert [private_storage().exists(name) for name in names] == [True, True]
    for callback in callbacks:
        callback()

    assert [private_storage().exists(name) for name in [*names, kept]] == [False, False, True]


def test_withdrawal_takes_a_waiting_form_of_hers_and_leaves_others() -> None:
    listing = approved()
    make_submission(id_number=listing.id_number.lower(), facility=listing.facility)
    other = make_submission(facility=listing.facility)

    actions.withdraw(listing=listing, by=None)

    assert list(Submission.objects.all()) == [other]


def test_tombstone_still_answers_gone(client: Client) -> None:
    listing = approved()

    actions.withdraw(listing=listing, by=None)

    assert client.get(listing.get_absolute_url()).status_code == 410


def test_tombstone_keeps_a_form_from_before_the_withdrawal_out_and_lets_a_new_one_in() -> None:
    listing = approved()
    hers = {"id_number": f" {listing.id_number.lower()} ", "facility": listing.facility}
    actions.withdraw(listing=listing, by=None)
    today = timezone.localdate()
    old = make_submission(**hers, consent_listing_on=today - timedelta(days=1))
    new = make_submission(**hers, consent_listing_on=today)
    stranger = make_submission(facility=listing.facility)

    with pytest.raises(NotAllowed, match="withdrew her consent after this form was signed"):
        actions.approve(submission=old, by=make_moderator(), version=1)

    assert actions.approve(submission=stranger, by=make_moderator(), version=1).state == "published"
    assert actions.approve(submission=new, by=make_moderator(), version=1).slug != listing.slug


def test_id_hash_knows_a_number_again_and_tells_systems_apart() -> None:
    one = id_hash("ohio", "W012345")

    assert id_hash("ohio", " w012345 ") == one
    assert id_hash("utah", "W012345") != one
    assert id_hash("ohio", "W012346") != one


def test_farewell_holds_what_one_letter_needs_until_it_is_forgotten() -> None:
    listing = approved(display_name="Ana", housing_unit="B 2", language="es")

    actions.withdraw(listing=listing, by=make_moderator(), note="She wrote to us.")

    person = Farewell.objects.get().person()
    kept = (person.pk, person.committed_name, person.display_name, person.id_number, person.housing_unit)
    assert kept == (listing.pk, listing.committed_name, "Ana", listing.id_number, "B 2")
    assert (person.language, person.facility) == ("es", listing.facility)
    assert EventWords.objects.get().note == "She wrote to us."
    erasing.forget_farewell(listing_pk=listing.pk)
    assert (Farewell.objects.count(), EventWords.objects.count()) == (0, 0)


def test_farewell_stands_encrypted_and_samples_have_none() -> None:
    listing = approved()
    actions.withdraw(listing=listing, by=None)
    actions.withdraw(listing=make_listing(is_sample=True), by=None)

    row = Farewell.objects.extra(select={"raw": "committed_name"}).values_list("raw", flat=True).get()
    assert row.startswith("gAAAA")


def test_old_withdrawals_are_emptied_by_the_daily_job_once() -> None:
    make_withdrawn()
    living = make_listing()

    assert [chores.erase_withdrawn(), chores.erase_withdrawn()] == [1, 0]

    assert sorted(Listing.objects.values_list("committed_name", flat=True)) == ["", living.committed_name]
    assert ModerationEvent.objects.get().kind == "erased"


def test_decision_on_what_went_with_her_is_refused_with_words() -> None:
    listing, joan = approved(), make_moderator()
    change = actions.propose_change(listing=listing, by=joan)
    actions.withdraw(listing=listing, by=None)

    for decide in (
        lambda: actions.approve(submission=change, by=joan, version=1),
        lambda: actions.decline(submission=change, by=joan, version=1, reason="other"),
        lambda: actions.edit(submission=change, by=joan, version=1, fields=["bio"]),
        lambda: actions.claim(submission=change, by=joan),
    ):
        with pytest.raises(WrongState, match="This submission is gone"):
            decide()


def test_review_page_of_what_went_while_deciding_leads_back_to_the_queue(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing, joan = approved(), make_moderator()
    change = actions.propose_change(listing=listing, by=joan)
    client.force_login(joan)

    def withdrawn_meanwhile(**step: Any) -> None:
        actions.withdraw(listing=listing, by=None)
        raise WrongState("This submission is gone.")

    monkeypatch.setattr("profiles.actions.claim", withdrawn_meanwhile)
    posted = {"version": 1, "decision": "decline", "reason": "other"}
    response = client.post(reverse("admin:profiles_submission_review", args=[change.pk]), posted, follow=True)

    assert response.redirect_chain == [(reverse("admin:profiles_submission_changelist"), 302)]
    assert "This submission is gone." in response.content.decode()
