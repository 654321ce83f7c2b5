"""The desk: who may open what, the queue, typing in, and what it never shows."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from profiles import actions
from profiles.admin.forms import CONSENT_ROWS
from profiles.models import Listing, ModerationEvent, Scan, Story, StorySubmission, Submission, System, User
from profiles.states import ListingState
from profiles.vocabulary import ConsentItem
from tests.factories import (
    make_facility,
    make_listing,
    make_moderator,
    make_story,
    make_submission,
    make_system,
    make_user,
    make_withdrawn,
)
from tests.profiles.test_actions import photo_of

pytestmark = pytest.mark.django_db

POLICY = {"default-src 'none'", "script-src 'self'", "style-src 'self'"}
ROLES = ("data entry", "moderator", "senior moderator", "mail coordinator", "auditor")
LISTS = {
    "profiles_submission": {"data entry", "moderator", "senior moderator"},
    "profiles_listing": set(ROLES) - {"auditor"},
    "profiles_storysubmission": {"data entry", "moderator", "senior moderator"},
    "profiles_story": {"moderator", "senior moderator"},
    "profiles_report": {"moderator", "senior moderator"},
    "profiles_suggestion": set(ROLES) - {"data entry", "auditor"},
    "profiles_moderationevent": {"moderator", "senior moderator", "auditor"},
    "profiles_system": set(ROLES) - {"auditor"},
    "profiles_facility": set(ROLES) - {"auditor"},
    "profiles_program": set(ROLES) - {"data entry", "auditor"},
    "profiles_scan": {"data entry", "moderator", "senior moderator"},
    "profiles_user": {"senior moderator"},
    "letters_mailingrule": set(ROLES) - {"data entry", "auditor"},
    "letters_route": set(ROLES) - {"data entry", "auditor"},
    "letters_letter": {"senior moderator", "mail coordinator"},
    "letters_factchange": set(ROLES) - {"data entry"},
    "letters_returnedletter": set(ROLES) - {"data entry", "auditor"},
    "letters_wrongreport": set(ROLES) - {"data entry", "auditor"},
}


def member_of(role: str) -> User:
    user = make_user(is_staff=True, pen_name=role)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_moderator())
    return client


def signed_in(client: Client, role: str) -> Client:
    client.force_login(member_of(role))
    return client


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (400, 500), "teal").save(out, "JPEG")
    return out.getvalue()


def typed(**fields: Any) -> dict[str, Any]:
    """What a browser posts for a paper form."""
    facility = fields.pop("facility", None) or make_facility()
    management = {f"photos-{name}": value for name, value in
                  {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 12}.items()}  # fmt: skip
    values = {
        "facility": facility.pk,
        "committed_name": "Committed Example",
        "display_name": "Ana",
        "id_number": "T-77",
        "birth_date": "1985-03-14",
        "bio": "I bake bread.",
        "language": "en",
        "interests": ["books", "cooking"],
        "release_kind": "unknown",
        "no_romance": "on",
        "source": "paper",
        "consent_listing_on": str(timezone.localdate()),
        "consent_listing_how": "signed_form",
        "agreed": ["listing"],
        "signed_on": str(timezone.localdate()),
        "signed_how": "signed_form",
        "words_dated": str(timezone.localdate()),
        "opened_version": 1,
    }
    return management | values | fields


# --- Who may open what ---


@pytest.mark.parametrize("role", ROLES)
def test_lists_open_by_role(role: str, client: Client) -> None:
    signed_in(client, role)

    opened = {name for name in LISTS if client.get(reverse(f"admin:{name}_changelist")).status_code == 200}

    assert opened == {name for name, roles in LISTS.items() if role in roles}


def test_desk_is_closed_to_writers_and_strangers(client: Client) -> None:
    pages = [reverse("admin:index"), reverse("admin:profiles_submission_changelist")]
    assert [client.get(page).status_code for page in pages] == [302, 302]

    client.force_login(make_user())

    assert [client.get(page).status_code for page in pages] == [302, 302]


@pytest.mark.parametrize("role", ROLES)
def test_review_page_decides_for_moderators_only(role: str, client: Client) -> None:
    submission = make_submission()
    url = reverse("admin:profiles_submission_review", args=[submission.pk])
    signed_in(client, role)

    shown, posted = (
        client.get(url),
        client.post(url, {"version": 1, "decision": "decline", "reason": "other"}),
    )

    may = role in ("moderator", "senior moderator")
    looks = role not in ("mail coordinator", "auditor")
    assert (shown.status_code, posted.status_code) == (200 if looks else 403, 302 if may else 403)
    assert (b'name="decision"' in shown.content) == may
    submission.refresh_from_db()
    assert submission.state == ("declined" if may else "waiting")


@pytest.mark.parametrize("role", ROLES)
def test_listing_steps_by_role(role: str, client: Client) -> None:
    listing = make_listing()
    signed_in(client, role)

    answers = {
        name: client.get(reverse("admin:profiles_listing_step", args=[listing.pk, name])).status_code
        for name in ("verify", "hide", "unhide", "block", "withdraw")
    }

    may = 200 if role in ("moderator", "senior moderator") else 403
    withdraws = 200 if role == "senior moderator" else 403
    assert answers == dict.fromkeys(answers, may) | {"withdraw": withdraws}


def test_desk_pages_keep_the_content_security_policy(desk: Client) -> None:
    listing, submission = make_listing(), make_submission()
    pages = [
        reverse("admin:index"),
        reverse("admin:profiles_submission_changelist"),
        reverse("admin:profiles_submission_add"),
        reverse("admin:profiles_submission_review", args=[submission.pk]),
        reverse("admin:profiles_listing_change", args=[listing.pk]),
    ]

    for page in pages:
        answer = desk.get(page)
        text = answer.content.decode()
        assert set(answer["Content-Security-Policy"].split("; ")) >= POLICY, page
        assert [bad for bad in (" style=", "<style", " onclick=", " onload=") if bad in text] == [], page


# --- Start page and queues ---


def test_start_page_counts_what_waits(desk: Client) -> None:
    today = timezone.localdate()
    make_submission(submitted_at=timezone.now() - timedelta(days=9))
    make_submission(state="draft")
    make_listing(verified_on=today - timedelta(days=300))
    make_listing(release_kind="date", release_date=today - timedelta(days=2))
    make_listing(consent_until=today + timedelta(days=3))
    make_listing()

    queues = {
        queue.title: (queue.count, queue.late) for queue in desk.get(reverse("admin:index")).context["queues"]
    }

    assert queues == {
        "Letters we owe": (6, 0),
        "Reports": (0, 0),
        "Submissions": (1, 1),
        "Stories": (0, 0),
        "To verify": (1, 0),
        "Past their release date": (1, 0),
        "Consent to renew": (1, 0),
        "Suggestions": (0, 0),
        "Withdrawals that came by post": (0, 0),
        "Answers to send on": (0, 0),
        "Letters that came back": (0, 0),
        "Reports about places": (0, 0),
        "Places to read again": (0, 0),
    }


def test_queue_shows_what_waits_oldest_first(desk: Client) -> None:
    new = make_submission()
    old = make_submission(submitted_at=timezone.now() - timedelta(days=9))
    make_submission(state="draft")
    url = reverse("admin:profiles_submission_changelist")

    waiting, everything = desk.get(url), desk.get(url, {"standing": "all"})

    assert list(waiting.context["cl"].queryset) == [old, new]
    assert everything.context["cl"].queryset.count() == 3
    assert waiting.content.decode().count("tone-red") == 1


@pytest.mark.parametrize("words", ["Maria", "Delgado", "AB-1"])
def test_queue_is_searched_by_name_and_number(words: str, desk: Client) -> None:
    found = make_submission(display_name="Maria", committed_name="Ana Delgado", id_number="AB-1")
    make_submission()

    page = desk.get(reverse("admin:profiles_submission_changelist"), {"q": words})

    assert list(page.context["cl"].queryset) == [found]


def test_queue_is_searched_by_the_code_on_paper(desk: Client) -> None:
    found = make_submission()
    make_submission()

    page = desk.get(reverse("admin:profiles_submission_changelist"), {"q": found.code})

    assert list(page.context["cl"].queryset) == [found]


@pytest.mark.parametrize(
    ("work", "fields"),
    [
        ("verify", {"verified_on": timezone.localdate() - timedelta(days=300)}),
        ("released", {"release_kind": "date", "release_date": timezone.localdate()}),
        ("renew", {"consent_until": timezone.localdate() + timedelta(days=3)}),
    ],
)
def test_listing_queues_narrow_to_their_work(work: str, fields: dict[str, Any], desk: Client) -> None:
    found = make_listing(**fields)
    make_listing()

    page = desk.get(reverse("admin:profiles_listing_changelist"), {"work": work})

    assert list(page.context["cl"].queryset) == [found]


def _queries(client: Client, url: str) -> int:
    client.get(url)  # content types and the session are remembered after this
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("name", ["submission", "listing", "storysubmission", "report", "moderationevent"])
def test_lists_ask_the_same_number_of_queries_for_one_and_three(name: str, desk: Client) -> None:

    def one_more() -> None:
        listing = make_listing()
        make_submission()
        StorySubmission.objects.create(listing=listing, title="A story", body="Words.")
        actions.report(listing=listing, reason="wrong")

    url = reverse(f"admin:profiles_{name}_changelist")
    one_more()
    first = _queries(desk, url)
    one_more()
    one_more()

    assert _queries(desk, url) == first


def test_review_page_asks_the_same_number_of_queries_for_one_and_three(desk: Client) -> None:

    submission = make_submission(consent_photo_on=timezone.localdate())
    photo_of(submission)
    url = reverse("admin:profiles_submission_review", args=[submission.pk])
    first = _queries(desk, url)
    for _n in range(2):
        photo_of(submission)
        make_submission()
        ModerationEvent.objects.create(
            kind="edited", subject_type="submission", subject_id=submission.pk, subject_label=submission.code
        )

    assert _queries(desk, url) == first


# --- Typing in ---


def test_paper_form_typed_in_goes_to_the_queue(desk: Client) -> None:
    answer = desk.post(reverse("admin:profiles_submission_add"), typed())

    submission = Submission.objects.get()
    assert answer.url == reverse("admin:profiles_submission_review", args=[submission.pk])
    assert (submission.system, submission.interests, submission.state) == (
        submission.facility.system,
        ["books", "cooking"],
        "waiting",
    )
    assert (submission.entered_by.pen_name, ModerationEvent.objects.get().kind) == ("Joan R.", "submitted")


def test_paper_form_with_scan_and_photo(desk: Client) -> None:
    form = typed(**{
        "agreed": ["listing", "photo"],
        "scan": SimpleUploadedFile("form.pdf", b"%PDF-1.7 synthetic"),
        "photos-TOTAL_FORMS": 1,
        "photos-0-upload": SimpleUploadedFile("me.jpg", jpeg()),
        "photos-0-alt_text": "She laughs.",
        "photos-0-position": 0,
    })  # fmt: skip

    desk.post(reverse("admin:profiles_submission_add"), form)

    submission, scan = Submission.objects.get(), Scan.objects.get()
    assert (
        submission.consent_listing_scan,
        submission.consent_photo_scan,
        submission.consent_romance_scan,
    ) == (
        scan,
        scan,
        None,
    )
    assert scan.media_type == "application/pdf"
    photo = submission.photos.get()
    assert (photo.width, photo.height, photo.alt_text) == (400, 500, "She laughs.")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"release_kind": "date"}, "Give the date"),
        ({"release_date": "2030-01-01"}, "choose “A date is known”"),
        ({"signed_on": "2999-01-01"}, "in the future"),
        ({"signed_on": ""}, "Give the day on which she signed"),
        ({"signed_how": ""}, "Say how it reached us"),
        ({"agreed": []}, "Tick what she ticked"),
        ({"paper_code": "K7M2Q9X"}, "no code of ours"),
        ({"scan": SimpleUploadedFile("form.pdf", b"<html>")}, "A scan must be PDF"),
        (
            {
                "photos-TOTAL_FORMS": 1,
                "photos-0-upload": SimpleUploadedFile("a.jpg", b"text"),
                "photos-0-position": 0,
            },
            "not a photo we can read",
        ),
    ],
)
def test_paper_form_says_what_is_wrong(fields: dict[str, Any], words: str, desk: Client) -> None:
    answer = desk.post(reverse("admin:profiles_submission_add"), typed(**fields))

    assert (answer.status_code, words in answer.content.decode()) == (200, True)
    assert Submission.objects.count() == 0


def test_correcting_counts_the_version_and_logs_it(desk: Client) -> None:
    desk.post(reverse("admin:profiles_submission_add"), typed())
    submission = Submission.objects.get()
    url = reverse("admin:profiles_submission_change", args=[submission.pk])

    desk.post(url, typed(facility=submission.facility, bio="I bake good bread."))
    old_page = desk.post(url, typed(facility=submission.facility, bio="Written over."))

    submission.refresh_from_db()
    assert (submission.bio, submission.version) == ("I bake good bread.", 2)
    assert "Somebody changed this" in old_page.content.decode()
    event = ModerationEvent.objects.get(kind="edited")
    assert event.fields == ["bio"]


def test_line_ends_of_a_browser_are_no_change(desk: Client) -> None:
    desk.post(reverse("admin:profiles_submission_add"), typed(bio="One.\r\n\r\nTwo."))
    submission = Submission.objects.get()
    assert submission.bio == "One.\n\nTwo."

    form = typed(facility=submission.facility, bio="One.\r\n\r\nTwo.")
    desk.post(reverse("admin:profiles_submission_change", args=[submission.pk]), form)

    assert Submission.objects.get().version == 1


def test_correcting_a_photo_counts_the_version(desk: Client) -> None:

    desk.post(reverse("admin:profiles_submission_add"), typed())
    submission = Submission.objects.get()
    photo = photo_of(submission, decision="waiting")
    form = typed(facility=submission.facility) | {
        "photos-TOTAL_FORMS": 1,
        "photos-INITIAL_FORMS": 1,
        "photos-0-id": photo.pk,
        "photos-0-submission": submission.pk,
        "photos-0-alt_text": "She reads.",
        "photos-0-position": 0,
    }

    desk.post(reverse("admin:profiles_submission_change", args=[submission.pk]), form)

    submission.refresh_from_db()
    photo.refresh_from_db()
    assert (submission.version, photo.alt_text, photo.width) == (2, "She reads.", 400)


def test_decided_submission_cannot_be_typed_into(desk: Client) -> None:
    submission = make_submission(state="declined", decided_at=timezone.now(), decided_by=make_moderator())
    url = reverse("admin:profiles_submission_change", args=[submission.pk])

    assert desk.get(url).url == reverse("admin:profiles_submission_review", args=[submission.pk])
    assert desk.post(url, typed()).status_code == 302
    assert Submission.objects.get().display_name == submission.display_name


def test_no_row_of_the_desk_is_deleted(desk: Client) -> None:
    submission, listing = make_submission(), make_listing()

    for name, row in (("submission", submission), ("listing", listing)):
        answer = desk.post(reverse(f"admin:profiles_{name}_delete", args=[row.pk]), {"post": "yes"})
        assert answer.status_code == 403

    assert (Submission.objects.count(), Listing.objects.count()) == (1, 1)


# --- Private files ---


def scan_of(data: bytes) -> Scan:
    scan = Scan()
    scan.file.save("x.bin", SimpleUploadedFile("x.bin", data))
    return scan


@pytest.mark.parametrize(
    ("data", "kind", "disposition"),
    [
        (jpeg(), "image/jpeg", "inline"),
        (b"%PDF-1.7", "application/pdf", "attachment"),
        (b"<html><script>alert(1)</script>", "application/octet-stream", "attachment"),
        (b"<svg onload='alert(1)'>", "application/octet-stream", "attachment"),
    ],
)
def test_private_file_is_served_safely(data: bytes, kind: str, disposition: str, desk: Client) -> None:
    answer = desk.get(reverse("admin:profiles_scan_file", args=[scan_of(data).pk]))

    assert b"".join(answer.streaming_content) == data
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (kind, "nosniff")
    assert answer["Content-Disposition"].split(";")[0] == disposition
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))


def test_private_files_are_closed_to_others(client: Client) -> None:

    submission = make_submission()
    urls = [
        reverse("admin:profiles_scan_file", args=[scan_of(jpeg()).pk]),
        reverse("admin:profiles_submission_photo", args=[submission.pk, photo_of(submission).pk]),
    ]
    assert [client.get(url).status_code for url in urls] == [302, 302]

    signed_in(client, "mail coordinator")

    assert [client.get(url).status_code for url in urls] == [403, 403]


def test_photo_is_shown_as_it_was_sent(desk: Client) -> None:
    photo = photo_of(make_submission())

    answer = desk.get(reverse("admin:profiles_submission_photo", args=[photo.submission_id, photo.pk]))

    data = b"".join(answer.streaming_content)
    assert (answer.headers["Content-Type"], Image.open(io.BytesIO(data)).size) == ("image/jpeg", (400, 500))


def test_photo_whose_file_is_gone_is_not_found(desk: Client) -> None:
    photo = photo_of(make_submission())
    photo.original.storage.delete(photo.original.name)

    url = reverse("admin:profiles_submission_photo", args=[photo.submission_id, photo.pk])

    assert desk.get(url).status_code == 404


def test_photo_of_another_submission_is_not_found(desk: Client) -> None:

    photo = photo_of(make_submission())

    url = reverse("admin:profiles_submission_photo", args=[make_submission().pk, photo.pk])

    assert desk.get(url).status_code == 404


# --- Listings ---


@pytest.mark.parametrize(
    ("name", "form", "expected"),
    [
        ("hide", {"reason": "unsafe"}, {"state": "hidden", "hidden_reason": "unsafe"}),
        (
            "withdraw",
            {"item": "listing", "reason": "her_wish"},
            {"state": "withdrawn", "consent_listing_on": None},
        ),
        ("verify", {"on": str(timezone.localdate()), "how": "document"}, {"verified_how": "document"}),
    ],
)
def test_listing_step(name: str, form: dict[str, str], expected: dict[str, Any], desk: Client) -> None:
    listing, other = make_listing(), make_listing()

    answer = desk.post(reverse("admin:profiles_listing_step", args=[listing.pk, name]), form)

    listing.refresh_from_db()
    assert answer.url == reverse("admin:profiles_listing_change", args=[listing.pk])
    assert {field: getattr(listing, field) for field in expected} == expected
    other.refresh_from_db()
    assert other.state == ListingState.PUBLISHED


def test_listing_withdraws_one_item(desk: Client) -> None:
    listing = make_listing(consent_birthday_on=timezone.localdate())

    desk.post(
        reverse("admin:profiles_listing_step", args=[listing.pk, "withdraw"]),
        {"item": "birthday", "reason": "her_wish"},
    )

    listing.refresh_from_db()
    assert (listing.state, listing.birthday) == (ListingState.PUBLISHED, None)


def test_listing_step_needs_its_answers(desk: Client) -> None:
    listing = make_listing()

    answer = desk.post(reverse("admin:profiles_listing_step", args=[listing.pk, "hide"]), {})

    listing.refresh_from_db()
    assert (answer.status_code, listing.state) == (422, ListingState.PUBLISHED)


def test_listing_step_too_late_is_said(desk: Client) -> None:
    listing = make_withdrawn()
    url = reverse("admin:profiles_listing_step", args=[listing.pk, "hide"])

    page = desk.post(url, {"reason": "unsafe"}, follow=True)

    assert "The listing stands at: Withdrawn" in page.content.decode()


def test_listing_offers_what_makes_sense(desk: Client) -> None:
    rows = [make_listing(), make_listing(state=ListingState.HIDDEN), make_withdrawn()]

    offered = {}
    for row in rows:
        page = desk.get(reverse("admin:profiles_listing_change", args=[row.pk]))
        offered[row.state] = [name for name, _label in page.context["steps"]]

    assert offered == {
        "published": ["verify", "hide", "block", "withdraw"],
        "hidden": ["verify", "unhide", "block", "withdraw"],
        "withdrawn": [],
    }


def test_listing_change_is_proposed_as_a_submission(desk: Client) -> None:
    listing = make_listing()

    answer = desk.post(reverse("admin:profiles_listing_propose", args=[listing.pk]))

    submission = Submission.objects.get()
    assert (submission.listing, submission.content()) == (listing, listing.content())
    assert answer.url == reverse("admin:profiles_submission_change", args=[submission.pk])
    assert desk.get(answer.url).status_code == 200


def test_listing_words_cannot_be_typed_into(desk: Client) -> None:
    listing = make_listing()

    desk.post(reverse("admin:profiles_listing_change", args=[listing.pk]), {"bio": "Written over."})

    assert Listing.objects.get().bio == listing.bio


def test_several_listings_are_verified_at_once(desk: Client) -> None:
    first, second, other = (make_listing() for _n in range(3))

    desk.post(
        reverse("admin:profiles_listing_changelist"),
        {"action": "verified_today", "_selected_action": [first.pk, second.pk]},
    )

    verified = Listing.objects.filter(verified_on=timezone.localdate())
    assert set(verified) == {first, second}
    assert other not in verified


# --- Stories, reports, places, people ---


def test_story_is_approved_on_the_desk(desk: Client) -> None:
    listing = make_listing()
    desk.post(
        reverse("admin:profiles_storysubmission_add"),
        {
            "listing": listing.pk,
            "kind": "essay",
            "title": "Bread",
            "body": "Words.",
            "language": "en",
            "opened_version": 1,
        },
    )
    url = reverse("admin:profiles_storysubmission_review", args=[listing.storysubmission_set.get().pk])
    assert desk.get(url).status_code == 200

    desk.post(url, {"version": 1, "decision": "approve"})

    assert list(Story.objects.public().values_list("title", flat=True)) == ["Bread"]


def test_story_that_changed_since_is_not_approved(desk: Client) -> None:
    story = StorySubmission.objects.create(listing=make_listing(), title="Bread", body="Words.", version=2)
    url = reverse("admin:profiles_storysubmission_review", args=[story.pk])

    page = desk.post(url, {"version": 1, "decision": "approve"})

    text = page.content.decode()
    assert ("This changed after you opened it" in text, 'name="version" value="2"' in text) == (True, True)
    assert Story.objects.count() == 0


def test_story_is_taken_off_on_the_desk(desk: Client) -> None:
    story, other = make_story(make_listing()), make_story(make_listing())

    desk.post(reverse("admin:profiles_story_change", args=[story.pk]), {})

    assert list(Story.objects.public()) == [other]
    assert ModerationEvent.objects.get().kind == "hidden"


def test_reports_that_may_be_grave_come_first_those_past_the_limits_before_all(desk: Client) -> None:
    places = [make_listing() for _number in range(4)]
    plain = actions.report(listing=places[0], reason="wrong")
    hid = actions.report(listing=places[1], reason="danger", address="203.0.113.1")
    past_limit = actions.report(listing=places[2], reason="minor", address="203.0.113.1")
    later = actions.report(listing=places[3], reason="other")

    shown = list(desk.get(reverse("admin:profiles_report_changelist")).context["cl"].queryset)

    assert (hid.hid_listing, past_limit.hid_listing) == (True, False)
    assert shown == [past_limit, hid, plain, later]
    queues = {queue.title: queue for queue in desk.get(reverse("admin:index")).context["queues"]}
    assert (queues["Reports"].count, queues["Reports"].late) == (4, 2)


def test_report_is_handled_once(desk: Client) -> None:

    report = actions.report(listing=make_listing(), reason="wrong", text="The number is wrong.")
    url = reverse("admin:profiles_report_change", args=[report.pk])
    assert "The number is wrong." in desk.get(url).content.decode()

    desk.post(url, {"outcome": "Corrected."})
    desk.post(url, {"outcome": "Again."})

    report.refresh_from_db()
    assert (report.outcome, report.handled_by.pen_name) == ("Corrected.", "Joan R.")


def test_place_corrected_by_staff_keeps_what_was_loaded(desk: Client) -> None:
    system = make_system(loaded={"name": "As loaded", "kind": "state"})

    desk.post(
        reverse("admin:profiles_system_change", args=[system.pk]),
        {"name": "Corrected", "kind": "state", "state": "NY", "slug": "another-slug"},
    )

    changed = System.objects.get()
    assert (changed.name, changed.slug, changed.loaded) == (
        "Corrected",
        system.slug,
        {"name": "As loaded", "kind": "state"},
    )


def test_senior_moderator_cannot_raise_anybody(client: Client) -> None:
    signed_in(client, "senior moderator")
    user, boss = make_user(), make_moderator()
    fields = {"email": user.email, "is_active": "on", "is_staff": "on", "is_superuser": "on"}

    client.post(reverse("admin:profiles_user_change", args=[user.pk]), fields)
    refused = client.post(reverse("admin:profiles_user_change", args=[boss.pk]), fields)
    password = client.get(reverse("admin:auth_user_password_change", args=[boss.pk]))

    user.refresh_from_db()
    assert (user.is_staff, user.is_superuser) == (True, False)
    assert (refused.status_code, password.status_code) == (403, 403)


def test_account_is_made_by_email(desk: Client) -> None:
    fields = {
        "email": "New@Example.org",
        "pen_name": "Sam",
        "password1": "a long pass phrase",
        "password2": "a long pass phrase",
    }

    desk.post(reverse("admin:profiles_user_add"), fields)

    assert User.objects.get(email="new@example.org").check_password("a long pass phrase")


def test_auditor_reads_events_without_words(client: Client) -> None:

    event = actions.record_event(subject=make_submission(), kind="edited", note="About her sister.")
    url = reverse("admin:profiles_moderationevent_change", args=[event.pk])

    pages = {}
    for role in ("auditor", "moderator"):
        signed_in(client, role)
        pages[role] = "About her sister." in client.get(url).content.decode()

    assert pages == {"auditor": False, "moderator": True}


# --- Signing in ---


def test_signing_in_by_email_whatever_its_case(client: Client) -> None:
    joan = make_moderator(email="joan@example.org")

    answer = client.post(
        reverse("admin:login"),
        {"username": "Joan@Example.org", "password": "correct horse battery", "next": reverse("admin:index")},
    )

    assert answer.url == reverse("admin:index")
    assert client.session["_auth_user_id"] == str(joan.pk)


def test_signing_in_is_refused_after_too_many_guesses(client: Client) -> None:
    make_moderator(email="joan@example.org")
    guess = {"username": "joan@example.org", "password": "wrong"}
    for _n in range(10):
        client.post(reverse("admin:login"), guess)

    answer = client.post(reverse("admin:login"), guess | {"password": "correct horse battery"})

    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_signing_in_asks_those_with_a_second_step_to_use_it(client: Client) -> None:

    joan = make_moderator(email="joan@example.org")
    Authenticator.objects.create(user=joan, type=Authenticator.Type.TOTP, data={})

    answer = client.post(
        reverse("admin:login"), {"username": joan.email, "password": "correct horse battery"}
    )

    assert "second step" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_consents_of_every_item_can_be_typed_in() -> None:

    assert tuple((f"consent_{item}_on", f"consent_{item}_how") for item in ConsentItem) == CONSENT_ROWS


def test_date_of_birth_is_typed_as_a_day(desk: Client) -> None:
    desk.post(reverse("admin:profiles_submission_add"), typed(birth_date="1985-03-14"))

    assert Submission.objects.get().birth_date == date(1985, 3, 14)
