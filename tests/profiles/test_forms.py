import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from profiles.forms import ConsentsForm, PeopleForm, PhotoForm, WordsForm
from profiles.forms.photo import MOST_PHOTOS
from profiles.models import SubmissionPhoto
from profiles.querysets import months_before
from tests.factories import make_facility, make_submission, make_system
from tests.support.guard import opened_before

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
FORTY = "one two three four five six seven eight nine ten " * 4


def _people(**answers: Any) -> PeopleForm:
    facility = answers.pop("facility", None) or make_facility().pk
    return PeopleForm(
        {
            "submitter_name": "Ellen Marsh",
            "submitter_email": "ellen@example.org",
            "submitter_relation": "her sister",
            "attested_permission": "on",
            "display_name": "Maria",
            "committed_name": "Maria Example",
            "facility": facility,
            "id_number": "00417",
            "birth_date": "1985-03-14",
            "release_kind": "unknown",
            "opened": opened_before(30),
        }
        | answers
    )


def _words(**answers: Any) -> WordsForm:
    values = {"bio": FORTY, "language": "en", "languages": ["en"], "headline": "", "seeking": []}
    return WordsForm(values | answers, instance=make_submission())


def test_people_form_takes_the_system_from_the_facility() -> None:
    facility = make_facility()
    form = _people(facility=facility.pk)

    assert form.errors == {}
    assert form.filled().system == facility.system


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("submitter_name", "", "Enter your name."),
        ("submitter_email", "", "Enter your email address, so that we can answer."),
        ("submitter_email", "ellen@home", "Enter an email address with an ending, such as name@example.org."),
        ("submitter_relation", "", "Tell us in a few words how you know her."),
        ("attested_permission", "", "Tick this box if she asked for it. We list nobody who did not ask."),
        ("display_name", "", "Enter the name for her page, for example her first name."),
        ("committed_name", "", "Enter her name as the facility has it."),
        ("facility", "999999", "Choose a facility from the list."),
        ("id_number", "", "Enter her ID number. Mail without it does not reach her."),
        (
            "id_number",
            "Maria",
            "An ID number has digits, perhaps letters and hyphens. Copy it from her mail.",
        ),
        (
            "id_number",
            "12<b>",
            "An ID number has digits, perhaps letters and hyphens. Copy it from her mail.",
        ),
        ("birth_date", "", "Enter her birth date. Only adults can be listed."),
        ("birth_date", "14.3.1985", "Give the date as month/day/year, for example 3/14/1985."),
        ("birth_date", "1885-03-14", "Check the year of her birth."),
        ("release_kind", "", "Choose what is known about when she comes home."),
    ],
)
def test_people_form_says_what_to_do(name: str, typed: str, said: str) -> None:
    assert _people(**{name: typed}).errors == {name: [said]}


@pytest.mark.parametrize(("days", "adult"), [(0, True), (1, False)])
def test_people_form_takes_adults_only(days: int, adult: bool) -> None:
    born = months_before(TODAY, 18 * 12) + timedelta(days=days)

    form = _people(birth_date=born.isoformat())

    assert ("birth_date" not in form.errors) == adult


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter the date, or choose “Not known”."),
        (TODAY.isoformat(), "This day has passed. If she has come home already, she needs no listing."),
        ((TODAY + timedelta(days=1)).isoformat(), None),
    ],
)
def test_people_form_asks_for_the_date_where_one_is_known(typed: str, said: str | None) -> None:
    form = _people(release_kind="date", release_date=typed)

    assert form.errors == ({"release_date": [said]} if said else {})


def test_people_form_forgets_a_date_that_does_not_count() -> None:
    form = _people(release_kind="life", release_date="2040-01-01")

    assert form.errors == {}
    assert form.filled().release_date is None


@pytest.mark.parametrize(("typed", "kept"), [("#0417-B", "0417-B"), ("  A 12  34 ", "A 12 34")])
def test_people_form_cleans_the_id_number(typed: str, kept: str) -> None:
    form = _people(id_number=typed)

    assert form.errors == {}
    assert form.cleaned_data["id_number"] == kept


def test_people_form_takes_an_american_date() -> None:
    form = _people(birth_date="3/14/1985")

    assert form.errors == {}
    assert form.cleaned_data["birth_date"] == date(1985, 3, 14)


def test_facility_choices_stand_under_their_state_and_leave_out_what_takes_no_mail() -> None:
    ohio = make_facility(state="OH", name="Harrow Hill", city="Harrow")
    texas = make_facility(state="TX", name="Cedar Bend", city="")
    make_facility(status="closed")
    make_facility(holds="unknown")
    without = make_facility(system=make_system())
    type(without).objects.filter(pk=without.pk).update(system=None)

    _empty, *groups = PeopleForm().fields["facility"].choices

    assert [(state, [(value.value, label) for value, label in group]) for state, group in groups] == [
        ("Ohio", [(ohio.pk, "Harrow Hill, Harrow")]),
        ("Texas", [(texas.pk, "Cedar Bend")]),
    ]


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("bio", "", "Copy her words here. They are the heart of her page."),
        ("bio", "I like to bake.", "Her words are 4 words long. Please send at least 40."),
        (
            "bio",
            "word " * 1300,
            "Her words have 6499 characters; the most we can show is 6000. Please shorten them.",
        ),
        ("languages", [], "Choose the languages she reads."),
        ("max_writers", "0", "Enter 1 or more, or leave it empty for no limit."),
        ("max_writers", "some", "Enter a number, or leave it empty for no limit."),
    ],
)
def test_words_form_says_what_to_do(name: str, typed: Any, said: str) -> None:
    assert _words(**{name: typed}).errors == {name: [said]}


def test_words_form_lets_the_browser_cut_nothing_off() -> None:
    assert "maxlength" not in str(WordsForm()["bio"])


@pytest.mark.parametrize(
    ("seeking", "no_romance"), [(["romance"], False), (["friendship"], True), ([], True)]
)
def test_words_form_reads_from_her_hopes_whether_romance_is_welcome(
    seeking: list[str], no_romance: bool
) -> None:
    form = _words(seeking=seeking)

    assert form.errors == {}
    assert form.filled().no_romance is no_romance


def test_words_form_takes_quotation_marks_off_her_line() -> None:
    form = _words(headline="“Tell me  about your street.”")

    assert form.errors == {}
    assert form.cleaned_data["headline"] == "Tell me about your street."


@pytest.mark.parametrize(
    ("policy", "asked"), [("own_words", True), ("hidden", False), ("official_link", False)]
)
def test_words_form_asks_about_the_offense_by_policy(
    settings: LazySettings, policy: str, asked: bool
) -> None:
    settings.OFFENSE_POLICY = policy

    assert ("offense_words" in WordsForm().fields) is asked


def _picture(width: int = 80, height: int = 100) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(file, "JPEG")
    return file.getvalue()


def _photo_form(data: bytes, name: str = "photo.jpg", **fields: Any) -> PhotoForm:
    submission = fields.pop("submission", None) or make_submission()
    file = SimpleUploadedFile(name, data, "image/jpeg")
    return PhotoForm({"alt_text": "Maria"}, {"photo": file}, submission=submission)


def test_photo_form_holds_the_checked_photo() -> None:
    form = _photo_form(_picture())

    assert form.errors == {}
    assert form.checked is not None
    assert (form.checked.width, form.checked.height) == (80, 100)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"hello", "This file is not a photo we can read. Please send JPEG, PNG, WebP, HEIC or TIFF."),
        (b"%PDF-1.7", "This photo file is damaged or incomplete. Please send the photo again."),
        (b"", "This file is empty. Please send the photo again."),
    ],
)
def test_photo_form_says_what_to_send_instead(data: bytes, said: str) -> None:
    form = _photo_form(data)

    assert form.errors == {"photo": [said]}
    assert form.checked is None


def test_photo_form_takes_no_more_than_five() -> None:
    submission = make_submission()
    for _ in range(MOST_PHOTOS):
        SubmissionPhoto.objects.create(submission=submission, width=1, height=1)

    form = _photo_form(_picture(), submission=submission)

    assert form.errors == {"photo": ["There are 5 photos already. Remove one first."]}


def _consents(submission: Any, scan: bytes | None = None, **answers: Any) -> ConsentsForm:
    files = {"scan": SimpleUploadedFile("scan", scan)} if scan is not None else {}
    return ConsentsForm({"listing": "on", **answers}, files, submission=submission)


def _unsigned(**fields: Any) -> Any:
    return make_submission(consent_listing_on=None, consent_listing_how="", **fields)


def test_consents_form_notes_wishes_without_a_date() -> None:
    form = _consents(_unsigned(), others=["birthday"])

    assert form.errors == {}
    filled = form.filled()
    assert [filled.consent_listing_how, filled.consent_birthday_how, filled.consent_name_and_id_how] == [
        "family", "family", "",
    ]  # fmt: skip
    assert list(filled.consents_given()) == []


def test_consents_form_leaves_alone_what_staff_have_a_signature_for() -> None:
    submission = make_submission(consent_birthday_on=TODAY, consent_birthday_how="signed_form")

    form = _consents(submission, others=[])

    assert form.errors == {}
    filled = form.filled()
    assert (filled.consent_birthday_how, filled.consent_birthday_on) == ("signed_form", TODAY)
    assert "consent_birthday_how" not in form.columns()


def test_consents_form_needs_the_wish_to_be_listed() -> None:
    assert _consents(_unsigned(), listing="").errors == {
        "listing": ["Tick this box if she agrees. Without it there can be no listing."]
    }


@pytest.mark.parametrize(
    ("fields", "policy", "photo", "offered"),
    [
        ({}, "hidden", False, ["name_and_id", "birthday", "search_engines"]),
        ({"no_romance": False}, "hidden", False, ["name_and_id", "birthday", "romance", "search_engines"]),
        (
            {"offense_words": "Mine."},
            "own_words",
            False,
            ["name_and_id", "birthday", "offense", "search_engines"],
        ),
        ({"offense_words": "Mine."}, "hidden", False, ["name_and_id", "birthday", "search_engines"]),
        ({}, "hidden", True, ["photo", "name_and_id", "birthday", "search_engines"]),
    ],
)
def test_consents_form_offers_what_makes_sense(
    settings: LazySettings, fields: dict[str, Any], policy: str, photo: bool, offered: list[str]
) -> None:
    settings.OFFENSE_POLICY = policy
    submission = _unsigned(**fields)
    if photo:
        SubmissionPhoto.objects.create(submission=submission, width=1, height=1)

    form = ConsentsForm(submission=submission)

    assert [value for value, _label in form.fields["others"].choices] == offered


@pytest.mark.parametrize(
    ("scan", "kind"),
    [
        (b"%PDF-1.7 x", "application/pdf"),
        (b"\xff\xd8\xff\xe0 xxxx", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\nx", "image/png"),
    ],
)
def test_consents_form_knows_a_scan_by_its_first_bytes(scan: bytes, kind: str) -> None:
    form = _consents(_unsigned(), scan=scan)

    assert form.errors == {}
    assert form.scan_type == kind


@pytest.mark.parametrize(
    ("scan", "said"),
    [
        (b"<html>", "This file is not a PDF, JPEG or PNG. Please send the scan as one of these."),
        (b"%PDF" + bytes(15 * 1024 * 1024), "This file is larger than 15 MB. Please send a smaller scan."),
    ],
    ids=["page", "large"],
)
def test_consents_form_says_which_scan_to_send(scan: bytes, said: str) -> None:
    assert _consents(_unsigned(), scan=scan).errors == {"scan": [said]}
