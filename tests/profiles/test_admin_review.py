"""The review page: what it shows, and the decisions that are made on it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from profiles import actions
from profiles.models import Listing, ModerationEvent, Photo, Submission, SubmissionPhoto
from tests.factories import make_facility, make_listing, make_moderator, make_submission, make_system
from tests.profiles.test_actions import photo_of

pytestmark = pytest.mark.django_db

CHECKED = {"consent": "on", "locator": "on", "third_party": "on"}


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_moderator())
    return client


def address(submission: Submission) -> str:
    return reverse("admin:profiles_submission_review", args=[submission.pk])


def posted(submission: Submission, decision: str, **fields: Any) -> dict[str, Any]:
    """What the page's form posts."""
    listing = submission.listing
    return {
        "version": submission.version,
        "listing_version": listing.version if listing else "",
        "opened_at": timezone.now().isoformat(),
        "decision": decision,
        **(CHECKED if decision == "approve" else {}),
        **fields,
    }


def test_review_approves_and_opens_the_next(desk: Client) -> None:
    first = make_submission(submitted_at=timezone.now() - timedelta(days=2))
    second = make_submission()

    answer = desk.post(address(first), posted(first, "approve"))

    assert answer.url == address(second)
    assert [listing.display_name for listing in Listing.objects.public()] == [first.display_name]


def test_review_of_the_last_one_leads_back_to_the_queue(desk: Client) -> None:
    submission = make_submission()

    answer = desk.post(address(submission), posted(submission, "approve"))

    assert answer.url == reverse("admin:profiles_submission_changelist")


@pytest.mark.parametrize("missing", CHECKED)
def test_review_needs_the_whole_checklist(missing: str, desk: Client) -> None:
    submission = make_submission()
    form = posted(submission, "approve")
    del form[missing]

    answer = desk.post(address(submission), form)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [missing])
    assert Listing.objects.count() == 0


@pytest.mark.parametrize(
    ("decision", "fields", "wrong"),
    [
        ("changes", {"reason": "contact"}, ["note"]),
        ("changes", {"note": "Please…"}, ["reason"]),
        ("decline", {}, ["reason"]),
        ("", {}, ["decision"]),
    ],
)
def test_review_says_what_a_decision_still_needs(
    decision: str, fields: dict[str, str], wrong: list[str], desk: Client
) -> None:
    submission = make_submission()

    answer = desk.post(address(submission), posted(submission, decision, **fields))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, wrong)
    submission.refresh_from_db()
    assert submission.state == "waiting"


def test_review_asks_for_changes_with_a_ready_made_reply(desk: Client) -> None:
    submission = make_submission()

    desk.post(address(submission), posted(submission, "changes", reason="contact", canned="contact"))

    submission.refresh_from_db()
    assert (
        submission.state,
        submission.reply.startswith("Thank you for sending this. We cannot print phone"),
    ) == (
        "changes_asked",
        True,
    )


def test_review_puts_a_ready_made_reply_into_the_note(desk: Client) -> None:
    submission = make_submission()
    form = posted(submission, "changes", canned="signature", note="Dear Ana,", insert="1", consent="on")

    page = desk.post(address(submission), form)

    initial = page.context["form"].initial
    assert initial["note"].startswith(
        "Dear Ana,\n\nThank you for sending this. We still need her own signature."
    )
    assert (initial["decision"], initial["consent"], initial["locator"]) == ("changes", True, False)
    submission.refresh_from_db()
    assert submission.state == "waiting"


def test_review_decides_on_photos_with_the_submission(desk: Client) -> None:
    submission = make_submission(consent_photo_on=timezone.localdate())
    photo = photo_of(submission, decision="waiting", alt_text="")
    fields = {
        f"photo-{photo.pk}-decision": "accepted",
        f"photo-{photo.pk}-alt_text": "She reads.",
        "photo_policy": "on",
    }

    desk.post(address(submission), posted(submission, "approve", **fields))

    assert [shown.alt_text for shown in Photo.objects.public()] == ["She reads."]


@pytest.mark.parametrize(
    "fields", [{"decision": "accepted", "alt_text": ""}, {"alt_text": "She reads."}, {"decision": "perhaps"}]
)
def test_review_needs_an_answer_for_each_photo(fields: dict[str, str], desk: Client) -> None:
    submission = make_submission(consent_photo_on=timezone.localdate())
    photo = photo_of(submission, decision="waiting", alt_text="")
    named = {f"photo-{photo.pk}-{name}": value for name, value in fields.items()}

    answer = desk.post(address(submission), posted(submission, "approve", photo_policy="on", **named))

    assert (answer.status_code, Listing.objects.count()) == (422, 0)


def test_review_refuses_an_undecided_photo_in_words(desk: Client) -> None:
    submission = make_submission(consent_photo_on=timezone.localdate())
    photo = photo_of(submission, decision="waiting")
    fields = {f"photo-{photo.pk}-decision": "waiting", f"photo-{photo.pk}-alt_text": "", "photo_policy": "on"}

    answer = desk.post(address(submission), posted(submission, "approve", **fields))

    assert answer.status_code == 409
    assert "Accept or refuse each photo first." in answer.content.decode()
    assert SubmissionPhoto.objects.get().decision == "waiting"


def test_review_of_an_old_page_keeps_the_note_and_shows_what_is_new(desk: Client) -> None:
    submission, sam = make_submission(bio="Before."), make_moderator(email="sam@example.org")
    form = posted(submission, "changes", reason="contact", note="A note of some length.")
    submission.bio = "After."
    actions.edit(submission=submission, by=sam, version=1, fields=["bio"])

    page = desk.post(address(submission), form)

    text = page.content.decode()
    assert page.status_code == 409
    assert ("A note of some length." in text, "This changed after you opened it" in text) == (True, True)
    assert [(event.fields, [row.name for row in rows]) for event, rows in page.context["news"]] == [
        (["bio"], ["bio"])
    ]
    assert ("<del>Before.</del>" in text, "<ins>After.</ins>" in text) == (True, True)
    assert page.context["form"].initial["version"] == 2
    submission.refresh_from_db()
    assert submission.state == "waiting"


def test_review_by_a_second_moderator_says_who_was_first_and_keeps_the_note(desk: Client) -> None:
    submission, sam = make_submission(), make_moderator(email="sam@example.org")
    form = posted(submission, "decline", reason="other", note="A note of some length.")
    actions.approve(submission=submission, by=sam, version=1)

    page = desk.post(address(submission), form)

    text = page.content.decode()
    assert ("has decided this already: Approved" in text, "A note of some length." in text) == (True, True)
    assert ('name="decision"' in text, Submission.objects.get().state) == (False, "approved")


def test_review_blocks_approval_where_the_system_restricts_listings(desk: Client) -> None:
    facility = make_facility(system=make_system(name="Strict Department", restricts_listings=True))
    submission, other = make_submission(facility=facility), make_submission()

    page, free = desk.get(address(submission)).content.decode(), desk.get(address(other)).content.decode()
    answer = desk.post(address(submission), posted(submission, "approve"))

    approve = 'value="approve" id="id_decision_0" required disabled'
    assert ("Strict Department restricts such listings" in page, approve in page, approve in free) == (
        True,
        True,
        False,
    )
    assert (answer.status_code, Listing.objects.count()) == (409, 0)


def test_review_shows_a_change_word_by_word(desk: Client) -> None:
    listing = make_listing(bio="I work in the laundry.")
    submission = actions.propose_change(listing=listing, by=make_moderator(email="sam@example.org"))
    Submission.objects.update(bio="I work in the library.")

    page = desk.get(address(submission))

    text = page.content.decode()
    assert ("<del>laundry.</del>" in text, "<ins>library.</ins>" in text) == (True, True)
    assert ([row.name for row in page.context["rows"]], page.context["changed_count"]) == (["bio"], 1)
    assert len(desk.get(address(submission), {"all": 1}).context["rows"]) == page.context["field_count"]


def test_review_marks_hints_and_nothing_as_markup(desk: Client) -> None:
    submission = make_submission(bio="Call 555-010-0199 <script>alert(1)</script>")

    text = desk.get(address(submission)).content.decode()

    assert ("<mark>555-010-0199</mark>" in text, "<script>alert" in text) == (True, False)


@pytest.mark.parametrize(
    ("pattern", "marked"), [("@@####", True), ("@######", False), ("", False)], ids=["odd", "fits", "unknown"]
)
def test_review_marks_a_number_of_an_unusual_shape(pattern: str, marked: bool, desk: Client) -> None:
    facility = make_facility(system=make_system(id_pattern=pattern, id_format="2 letters and 4 digits"))
    submission = make_submission(facility=facility, id_number="T000123")

    text = desk.get(address(submission)).content.decode()

    assert ("Not the usual shape: 2 letters and 4 digits" in text) is marked


def test_review_links_the_official_locator(desk: Client) -> None:
    facility = make_facility(locator_url="https://locator.example.org/")
    linked, unlinked = make_submission(facility=facility), make_submission()

    pages = [desk.get(address(one)).content.decode() for one in (linked, unlinked)]

    assert ['href="https://locator.example.org/"' in page for page in pages] == [True, False]


def test_review_shows_the_record(desk: Client) -> None:
    submission = make_submission()
    actions.ask_for_changes(
        submission=submission,
        by=make_moderator(email="sam@example.org"),
        version=1,
        reason="photo",
        note="Another one?",
    )
    actions.record_event(subject=make_submission(), kind="edited", note="Of somebody else.")

    text = desk.get(address(submission)).content.decode()

    assert ("Another one?" in text, "Of somebody else." in text) == (True, False)
    assert ModerationEvent.objects.count() == 2
