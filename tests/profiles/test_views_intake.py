import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from profiles import actions
from profiles.actions.drafts import OPEN_TO_SENDER
from profiles.errors import WrongState
from profiles.models import Facility, Listing, Submission, SubmissionPhoto, System, User
from profiles.states import SubmissionState
from profiles.views.intake import DRAFTS_AN_HOUR, STEPS, missing_steps, step_address
from tests.factories import make_facility, make_listing, make_submission, make_system, make_withdrawn
from tests.profiles.test_actions import photo_of
from tests.support.guard import opened_before
from tests.support.pages import Element, parse

pytestmark = pytest.mark.django_db
FORTY = "one two three four five six seven eight nine ten " * 4


@pytest.fixture
def facility() -> Facility:
    return make_facility(name="Cedar Bend", state="TX")


def _people(facility: Facility, **answers: str) -> dict[str, Any]:
    return {
        "submitter_name": "Ellen Marsh",
        "submitter_email": "ellen@example.org",
        "submitter_relation": "her sister",
        "attested_permission": "on",
        "display_name": "Maria",
        "committed_name": "Maria Example",
        "facility": facility.pk,
        "id_number": "00417",
        "birth_date": "1985-03-14",
        "release_kind": "unknown",
        "opened": opened_before(30),
    } | answers


def _draft(**fields: Any) -> Submission:
    """A draft with everything it needs, unless told otherwise."""
    values = {
        "state": SubmissionState.DRAFT,
        "source": "web",
        "bio": FORTY.strip(),
        "consent_listing_on": None,
        "consent_listing_how": "family",
        "submitter_email": "ellen@example.org",
    }
    return make_submission(**{**values, **fields})


def _picture() -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (80, 100), "teal").save(file, "JPEG")
    return SimpleUploadedFile("me.jpg", file.getvalue(), "image/jpeg")


def _open(client: Client, submission: Submission, step: str) -> Element:
    response = client.get(step_address(submission, step))
    assert response.status_code == 200
    return parse(response)


# --- The first step -------------------------------------------------------------------------------------------


def test_submit_begins_a_draft_and_goes_on_to_her_words(client: Client, facility: Facility) -> None:
    response = client.post("/list/", _people(facility))

    draft = Submission.objects.get()
    assert response.url == f"/list/?draft={draft.status_token}&step=words"
    assert (draft.state, draft.source, draft.attested_permission) == ("draft", "web", True)
    assert (draft.facility, draft.system, draft.submitter_name) == (facility, facility.system, "Ellen Marsh")
    assert list(draft.consents_given()) == []


def test_submit_keeps_the_housing_unit_and_shows_it_before_sending(
    client: Client, facility: Facility
) -> None:
    client.post("/list/", _people(facility, housing_unit=" Unit  4 B "))

    draft = Submission.objects.get()
    page = _open(client, draft, "check")
    assert draft.housing_unit == "Unit 4 B"
    assert "Housing unit Unit 4 B" in page.text


def test_submit_with_a_mistake_keeps_what_was_typed_and_nothing_else(
    client: Client, facility: Facility
) -> None:
    page = parse(client.post("/list/", _people(facility, birth_date="2020-01-01", display_name="Maria B.")))

    assert Submission.objects.count() == 0
    assert page.one("#problems a")["href"] == "#id_birth_date"
    assert page.one("#id_display_name")["value"] == "Maria B."
    assert page.one("#id_birth_date")["value"] == "2020-01-01"
    assert page.one("#id_facility option[selected]")["value"] == str(facility.pk)


def test_submit_by_a_robot_makes_no_draft(client: Client, facility: Facility) -> None:
    client.post("/list/", _people(facility, website="https://spam.example"))

    assert Submission.objects.count() == 0


def test_submit_too_often_has_to_wait(client: Client, facility: Facility) -> None:
    for _ in range(DRAFTS_AN_HOUR):
        client.post("/list/", _people(facility))

    response = client.post("/list/", _people(facility))

    assert response.status_code == 429
    assert Submission.objects.count() == DRAFTS_AN_HOUR


def test_submit_is_kept_by_no_cache(client: Client) -> None:
    assert client.get("/list/").headers["Cache-Control"] == "private, no-store"


# --- Steps of a draft -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "number", "asks"), [("##@####", "12", True), ("##@####", "12G3456", False), ("", "12", False)]
)
def test_number_of_an_odd_shape_is_asked_about_and_can_be_sent(
    client: Client, pattern: str, number: str, asks: bool
) -> None:
    draft = _draft(id_number=number)
    System.objects.filter(pk=draft.system_id).update(id_pattern=pattern)

    page = client.get(step_address(draft, "check")).content.decode()
    client.post(step_address(draft, "check"))

    draft.refresh_from_db()
    assert ("Is the number right?" in page, draft.state) == (asks, "waiting")


@pytest.mark.parametrize("step", STEPS)
def test_each_step_opens_with_the_token(client: Client, step: str) -> None:
    page = _open(client, _draft(), step)

    assert page.one(".stages strong").text.partition(". ")[2] == str(STEPS[step])
    assert page.one("meta[name=robots]")["content"] == "noindex"


@pytest.mark.parametrize("query", ["?draft=wrong", "?draft=wrong&step=words"])
def test_draft_without_its_token_is_not_found(client: Client, query: str) -> None:
    _draft()

    assert client.get(f"/list/{query}").status_code == 404


def test_unknown_step_is_not_found(client: Client) -> None:
    assert client.get(step_address(_draft(), "bribe")).status_code == 404


@pytest.mark.parametrize("state", ["waiting", "approved", "declined"])
def test_sent_draft_cannot_be_changed(client: Client, moderator: User, state: str) -> None:
    decided = {"decided_at": timezone.now(), "decided_by": moderator} if state != "waiting" else {}
    submission = _draft(state=state, **decided)

    response = client.post(step_address(submission, "words"), {"bio": "Other words."})

    submission.refresh_from_db()
    assert response.url == reverse("profiles:status", args=[submission.status_token])
    assert submission.bio == FORTY.strip()


def test_words_are_kept_and_counted(client: Client) -> None:
    draft = _draft(bio="")

    response = client.post(
        step_address(draft, "words"),
        {
            "bio": FORTY,
            "language": "es",
            "languages": ["es"],
            "interests": ["books", "art"],
            "faith": "catholic",
        },
    )

    draft.refresh_from_db()
    assert response.url == step_address(draft, "photos")
    assert (draft.bio, draft.language, draft.interests, draft.version) == (
        FORTY.strip(), "es", ["art", "books"], 2,
    )  # fmt: skip


def test_words_with_a_mistake_come_back_whole(client: Client) -> None:
    draft = _draft(bio="")
    typed = "word " * 1300

    page = parse(
        client.post(step_address(draft, "words"), {"bio": typed, "languages": ["en"], "language": "en"})
    )

    draft.refresh_from_db()
    assert page.one("#id_bio").text == typed.strip()
    assert draft.bio == ""


def test_words_changed_in_two_windows_are_not_lost(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = _draft()
    stale = Submission.objects.filter(pk=draft.pk).only("pk")

    def edit_after_somebody_else(**arguments: Any) -> Submission:
        stale.update(version=9)
        return real(**arguments)

    real = actions.edit
    monkeypatch.setattr(actions, "edit", edit_after_somebody_else)
    answers = {"bio": FORTY + "eleven", "language": "en", "languages": ["en"]}
    page = parse(client.post(step_address(draft, "words"), answers))

    assert page.one("#id_bio").text == FORTY + "eleven"
    assert page.texts("#problems li") == [
        "This changed after you opened it. Look at what is new, then decide again."
    ]


def test_photo_is_kept_with_the_draft(client: Client) -> None:
    draft = _draft()

    response = client.post(step_address(draft, "photos"), {"photo": _picture(), "alt_text": "Maria laughing"})

    photo = draft.photos.get()
    assert response.url == step_address(draft, "photos")
    assert (photo.width, photo.height, photo.alt_text) == (80, 100, "Maria laughing")
    assert [
        text.startswith("Photo 1: 80 × 100 pixels")
        for text in _open(client, draft, "photos").texts(".ruled li")
    ] == [True]


def test_bad_photo_loses_neither_words_nor_other_photos(client: Client) -> None:
    draft = _draft()
    client.post(step_address(draft, "photos"), {"photo": _picture(), "alt_text": ""})

    text = SimpleUploadedFile("me.jpg", b"not a picture", "image/jpeg")
    page = parse(client.post(step_address(draft, "photos"), {"photo": text, "alt_text": "Maria laughing"}))

    assert page.texts("#problems li") == [
        "Photo: This file is not a photo we can read. Please send JPEG, PNG, WebP, HEIC or TIFF."
    ]
    assert page.one("#id_alt_text")["value"] == "Maria laughing"
    assert draft.photos.count() == 1
    assert _open(client, draft, "words").one("#id_bio").text == FORTY.strip()


def test_photo_is_taken_back_with_its_file(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    draft = _draft()
    client.post(step_address(draft, "photos"), {"photo": _picture()})
    photo = draft.photos.get()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(step_address(draft, "photos"), {"remove": str(photo.pk)})

    assert draft.photos.count() == 0
    assert not photo.original.storage.exists(photo.original.name)


def test_photo_that_was_sent_is_shown_to_whoever_holds_the_link(client: Client) -> None:
    draft = _draft()
    photo = photo_of(draft)
    address = reverse("profiles:draft-photo", args=[draft.status_token, photo.pk])

    steps = [parse(client.get(step_address(draft, step))) for step in ("photos", "check")]
    response = client.get(address)

    assert [page.one("main img")["src"] for page in steps] == [address, address]
    assert Image.open(io.BytesIO(response.content)).size == (400, 500)
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("state", [state for state in SubmissionState if state not in OPEN_TO_SENDER])
def test_photo_that_was_sent_is_not_shown_once_it_waits(client: Client, moderator: User, state: str) -> None:
    draft = _draft()
    address = reverse("profiles:draft-photo", args=[draft.status_token, photo_of(draft).pk])
    Submission.objects.update(state=state, decided_at=timezone.now(), decided_by=moderator)

    assert client.get(address).status_code == 404


def test_photo_of_somebody_elses_draft_is_not_found(client: Client) -> None:
    theirs = photo_of(_draft())

    assert (
        client.get(reverse("profiles:draft-photo", args=[_draft().status_token, theirs.pk])).status_code
        == 404
    )


def test_photo_of_somebody_elses_draft_stays(client: Client) -> None:
    theirs = SubmissionPhoto.objects.create(submission=_draft(), width=1, height=1)

    client.post(step_address(_draft(), "photos"), {"remove": str(theirs.pk)})

    assert SubmissionPhoto.objects.get() == theirs


def test_consents_are_wishes_until_staff_have_the_signature(client: Client) -> None:
    draft = _draft(consent_listing_how="")

    response = client.post(step_address(draft, "consents"), {"listing": "on", "others": ["birthday"]})

    draft.refresh_from_db()
    assert response.url == step_address(draft, "check")
    assert (draft.consent_listing_how, draft.consent_birthday_how) == ("family", "family")
    assert list(draft.consents_given()) == []


def test_scan_of_the_signed_form_is_kept_in_private(client: Client) -> None:
    draft = _draft()
    scan = SimpleUploadedFile("form.pdf", b"%PDF-1.7 signed", "text/html")

    client.post(step_address(draft, "consents"), {"listing": "on", "scan": scan})

    draft.refresh_from_db()
    assert draft.consent_listing_scan is not None
    assert draft.consent_listing_scan.media_type == "application/pdf"
    with draft.consent_listing_scan.file.open() as file:
        assert file.read() == b"%PDF-1.7 signed"
    assert draft.consent_listing_on is None


def test_scan_is_kept_when_something_else_is_missing(client: Client) -> None:
    draft = _draft(consent_listing_how="")
    scan = SimpleUploadedFile("form.pdf", b"%PDF-1.7 signed")

    response = client.post(step_address(draft, "consents"), {"others": ["birthday"], "scan": scan})

    draft.refresh_from_db()
    text = response.content.decode()
    assert draft.consent_listing_scan is not None
    assert (draft.consent_birthday_how, "A scan of the signed form is with us" in text) == ("", True)
    ticked = [box["value"] for box in parse(response).select("input") if box.get("checked") is not None]
    assert ticked == ["birthday"]


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"languages": ["en"]}, []),
        ({"languages": ["en"], "bio": "Too short."}, ["words"]),
        ({"languages": []}, ["words"]),
        ({"languages": ["en"], "consent_listing_how": ""}, ["consents"]),
        ({"languages": [], "consent_listing_how": ""}, ["words", "consents"]),
    ],
)
def test_missing_steps_names_what_is_not_complete(fields: dict[str, Any], missing: list[str]) -> None:
    assert missing_steps(_draft(**fields)) == missing


def test_check_sends_it_and_shows_where_it_stands(client: Client) -> None:
    draft = _draft()

    response = client.post(step_address(draft, "check"))

    draft.refresh_from_db()
    assert draft.state == SubmissionState.WAITING
    assert response.url == reverse("profiles:status", args=[draft.status_token])


def test_check_sends_nothing_that_is_not_complete(client: Client) -> None:
    draft = _draft(bio="Too short.")

    page = parse(client.post(step_address(draft, "check")))

    draft.refresh_from_db()
    assert draft.state == SubmissionState.DRAFT
    assert [link["href"] for link in page.select(".alert a")] == [step_address(draft, "words")]
    assert page.select("main form") == []


def test_steps_warn_where_her_system_restricts_listings(client: Client) -> None:
    restricted = make_facility(system=make_system(restricts_listings=True))

    assert len(_open(client, _draft(facility=restricted), "words").select(".alert-warning")) == 1
    assert _open(client, _draft(), "words").select(".alert-warning") == []


def test_nothing_of_a_draft_is_public(client: Client) -> None:
    draft = _draft(display_name="Zenobia")
    client.post(step_address(draft, "check"))

    assert "Zenobia" not in client.get("/profiles/").content.decode()


# --- Status ---------------------------------------------------------------------------------------------------


def _status(client: Client, submission: Submission) -> Element:
    response = client.get(reverse("profiles:status", args=[submission.status_token]))
    assert response.headers["Cache-Control"] == "private, no-store"
    return parse(response)


def _decided(state: str, by: User, **fields: Any) -> Submission:
    return _draft(state=state, decided_at=timezone.now(), decided_by=by, **fields)


def test_status_of_a_waiting_submission_asks_for_the_signature(client: Client) -> None:
    submission = _draft(state="waiting")

    page = _status(client, submission)

    assert page.one("h1").text == "It is with us"
    assert page.texts("dd")[0] == submission.code
    assert f"it bears the code {submission.code}" in page.one("aside").text


def test_status_does_not_ask_for_a_signature_that_is_there(client: Client) -> None:
    page = _status(client, _draft(state="waiting", consent_listing_on=timezone.localdate()))

    assert "signature" not in page.one("aside").text


def test_status_shows_the_note_and_the_way_to_change_it(client: Client, moderator: User) -> None:
    submission = _decided("changes_asked", moderator, reply="Please leave out the phone number.")

    page = _status(client, submission)

    assert page.one("h1").text == "We have a question"
    assert page.texts(".panel[aria-labelledby=note] p") == ["Please leave out the phone number."]
    assert page.one("main a[class=btn btn-primary]")["href"] == step_address(submission, "people")


def test_changes_asked_are_made_and_sent_again(client: Client, moderator: User) -> None:
    submission = _decided("changes_asked", moderator)

    client.post(
        step_address(submission, "words"), {"bio": FORTY + "eleven", "language": "en", "languages": ["en"]}
    )
    client.post(step_address(submission, "check"))

    submission.refresh_from_db()
    assert (submission.state, submission.bio) == ("waiting", FORTY + "eleven")


def test_status_of_a_declined_submission_says_why(client: Client, moderator: User) -> None:
    page = _status(client, _decided("declined", moderator, reason="duplicate"))

    assert page.one("h1").text == "We could not list it"
    assert "Reason: Already listed" in page.texts("main p")


@pytest.mark.parametrize(("make", "linked"), [(make_listing, True), (make_withdrawn, False)])
def test_status_of_an_approved_submission_links_to_her_page_while_it_is_public(
    client: Client, moderator: User, make: Any, linked: bool
) -> None:
    listing: Listing = make()

    page = _status(client, _decided("approved", moderator, listing=listing))

    links = [link["href"] for link in page.select("main a[class=btn btn-primary]")]
    assert links == ([listing.get_absolute_url()] if linked else [])


def test_status_of_a_draft_leads_back_to_it(client: Client) -> None:
    draft = _draft()

    response = client.get(reverse("profiles:status", args=[draft.status_token]))

    assert response.url == step_address(draft, "check")


def test_status_without_the_token_is_not_found(client: Client) -> None:
    submission = _draft(state="waiting")

    assert client.get(f"/list/status/{submission.code}/").status_code == 404


def test_step_refused_while_the_page_was_open_leads_to_where_it_stands(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sent_already(**arguments: Any) -> Submission:
        raise WrongState("This was sent already.")

    draft = _draft()
    monkeypatch.setattr(actions, "submit", sent_already)

    response = client.post(step_address(draft, "check"), follow=True)

    assert response.redirect_chain[0][0] == reverse("profiles:status", args=[draft.status_token])
    assert parse(response).texts(".messages p") == ["This was sent already."]
