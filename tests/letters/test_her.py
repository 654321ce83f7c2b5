"""Everything that is held about one woman: whole in her copy, and nothing of anybody else."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db.models import FileField, Model
from django.test import Client
from django.utils import timezone

from letters.models import IncomingMail, Letter, LetterBatch, PrintedLetter
from penpal import staff
from profiles import actions, her, ledger
from profiles.blocking import block
from profiles.models import (
    EventWords,
    Listing,
    ModerationEvent,
    Scan,
    Submission,
    SubmissionPhoto,
    User,
)
from tests.factories import (
    make_facility,
    make_listing,
    make_moderator,
    make_story,
    make_submission,
    make_user,
)

pytestmark = pytest.mark.django_db
OURS = [model for label in ("profiles", "letters") for model in apps.get_app_config(label).get_models()]

#: Personal fields that her copy leaves out, by model, because they are somebody else's or hold nothing of their own.
NOT_HERS = {
    "profiles.User": "*",  # accounts are of writers and staff
    "profiles.SearchRow": "*",  # taken from her listing word for word, anew with each change
    "profiles.SearchText": "*",
    "profiles.Change": "*",
    "profiles.Word": "*",
    "profiles.WordKey": "*",
    "profiles.ImportRun": "*",  # a file about many women; what of it is hers became her submission
    "profiles.FacilityImport": "*",  # of places
    "profiles.Suggestion": "*",  # of visitors
    "profiles.BlockedWriter": {"name_hash", "address_hash"},  # of writers
    "profiles.Report": {"text", "contact", "address_hash"},  # of whoever reported
    "profiles.ModerationEvent": {"actor_label"},  # of staff
    "profiles.Submission": {"status_token", "submitter_name", "submitter_email", "submitter_relation"},
    "profiles.Farewell": {"listing"},
    "letters.ReturnAddress": "*",  # of writers
    "letters.Night": "*",
    "letters.LetterEvent": "*",
    "letters.LetterPhoto": "*",
    "letters.FactChange": "*",  # of staff
    "letters.WrongReport": "*",  # of visitors
    "letters.LetterBatch": "*",  # files with letters to many women; what is hers of it is in PrintedLetter
    "letters.Letter": {"writer", "listing", "body", "return_lines", "choices", "created_at", "updated_at"},
    "letters.NightLetter": {"listing"},
    "letters.Correspondence": {"writer", "listing", "every_days", "reminds", "promised_on"},
    "letters.PrintedLetter": {"listing"},
    "letters.IncomingMail": {"listing", "submission", "letter"},
    "letters.ReturnedLetter": {"letter", "listing", "recorded_by"},
}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_each_personal_field_is_in_her_copy_or_somebody_elses(model: type[Model]) -> None:
    given = {name for one in her.PARTS if one.model is model for name in one.fields}
    others = NOT_HERS.get(model._meta.label, set())

    assert others == "*" or set(model.PERSONAL) - given == set(others)
    assert others != "*" or given == set()


def _woman(by: User) -> Listing:
    """A listing with a bit of everything; what is not hers bears the word Canary."""
    today = timezone.localdate()
    scan = Scan(media_type="application/pdf", note="Her form")
    scan.file.save("scan.pdf", ContentFile(b"%PDF-her-scan"))
    submission = make_submission(
        bio="Her words of then.",
        submitter_name="Canary Mother",
        consent_photo_on=today,
        consent_listing_scan=scan,
    )
    listing = actions.approve(submission=submission, by=by, version=1)
    make_story(listing, title="Her story")
    block(listing=listing, by=by, name="Canary Man")
    report = actions.report(
        listing=listing, reason="other", text="Canary text", contact="c@canary.org", address="::1"
    )
    actions.handle_report(report=report, by=by, outcome="Spoke with her.")
    answer = Scan(media_type="application/pdf")
    answer.file.save("scan.pdf", ContentFile(b"%PDF-her-letter"))
    IncomingMail.objects.create(kind="other", listing=listing, sender="Her Name", scan=answer)
    IncomingMail.objects.create(kind="other", id_number=listing.id_number.lower(), done="Loose piece")
    IncomingMail.objects.create(kind="other", id_number="T99", done="Canary piece")
    Letter.objects.create(
        writer=make_user(pen_name="Canary"), listing=listing, state="printed", printed_at=timezone.now(),
        body="Canary body", return_lines="Canary road", committed_name="Her printed name",
    )  # fmt: skip
    batch = LetterBatch.objects.create(made_by=by)
    PrintedLetter.objects.create(
        batch=batch, key="up:1", kind="up", listing=listing, name="Her name on it", pages=1
    )
    return listing


def _opened(data: bytes) -> tuple[dict[str, Any], str, dict[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        files = {name: file.read(name) for name in file.namelist()}
    return json.loads(files.pop("everything.json")), files.pop("everything.txt").decode(), files


def test_copy_holds_all_that_is_hers_and_nothing_of_others() -> None:
    by = make_moderator()
    listing = _woman(by)
    make_listing(bio="Canary of another woman.")

    everything, words, files = _opened(her.copy_of(her.whose(listing)))

    assert {name: len(rows) for name, rows in everything.items() if rows} == {
        "profiles.Listing": 1,
        "profiles.Submission": 1,
        "profiles.Story": 1,
        "profiles.Scan": 2,
        "profiles.BlockedWriter": 1,
        "profiles.Report": 1,
        "profiles.ModerationEvent": ModerationEvent.objects.filter(listing_slug=listing.slug).count(),
        "profiles.EventWords": 1,
        "letters.IncomingMail": 2,
        "letters.PrintedLetter": 1,
        "letters.Letter": 1,
    }
    assert sorted(files.values()) == [b"%PDF-her-letter", b"%PDF-her-scan"]
    assert "canary" not in (json.dumps(everything) + words).lower()
    for hers in (
        "Her words of then.",
        "Her story",
        "Her Name",
        "Loose piece",
        "Her printed name",
        "Her name on it",
    ):
        assert hers in words


def test_copy_says_where_a_file_is_lost() -> None:
    listing = _woman(make_moderator())
    scan = Scan.objects.get(note="Her form")
    Path(scan.file.path).write_bytes(Path(scan.file.path).read_bytes()[:-5])

    everything, _words, files = _opened(her.copy_of(her.whose(listing)))

    assert [row["file"] for row in everything["profiles.Scan"]].count("The file is lost.") == 1
    assert list(files.values()) == [b"%PDF-her-letter"]


def test_copy_of_another_woman_with_the_number_in_another_system_is_apart() -> None:
    first, second = make_listing(id_number="A1"), make_listing(id_number="a1", facility=make_facility())

    assert her.whose(first).listings == (first.pk,)
    assert her.whose(second).listings == (second.pk,)


def test_desk_hands_the_copy_out_and_notes_it(client: Client, moderator: User) -> None:
    listing = make_listing()
    client.force_login(moderator)

    answer = client.post(f"/admin/profiles/listing/{listing.pk}/copy/")

    assert answer.headers["Content-Disposition"] == f'attachment; filename="{listing.slug}.zip"'
    assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))
    assert _opened(answer.content)[0]["profiles.Listing"][0]["slug"] == listing.slug
    event = ModerationEvent.objects.get(kind="exported")
    assert (event.actor_id, event.listing_slug) == (moderator.pk, listing.slug)


def test_desk_hands_nothing_out_without_the_right_or_a_recent_sign_in(
    client: Client, moderator: User
) -> None:
    listing, path = make_listing(), "/admin/profiles/listing/{}/copy/"
    client.force_login(make_user(is_staff=True))
    refused = client.post(path.format(listing.pk))
    client.force_login(moderator)
    session = client.session
    session[staff.SIGNED_IN] = 0
    session.save()
    asked = client.post(path.format(listing.pk))

    assert (refused.status_code, asked.status_code) == (403, 302)
    assert asked.url.startswith("/accounts/reauthenticate/")
    assert not ModerationEvent.objects.filter(kind="exported").exists()


def test_command_writes_the_copy_for_its_owner_alone(tmp_path: Path) -> None:
    submission, target = make_submission(bio="Waits still."), tmp_path / "copy.zip"

    call_command("copy_of_her", submission.code.lower(), target, stdout=io.StringIO())

    assert target.stat().st_mode & 0o777 == 0o600
    assert "Waits still." in _opened(target.read_bytes())[1]
    with pytest.raises(CommandError, match="Name a new file"):
        call_command("copy_of_her", submission.code, target, stdout=io.StringIO())


def test_command_refuses_what_names_nobody(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="neither the slug"):
        call_command("copy_of_her", "zzzz", tmp_path / "copy.zip")


def _private_files() -> int:
    folder = Path(SubmissionPhoto._meta.get_field("original").storage.location)
    return sum(path.is_file() for path in folder.rglob("*"))


@pytest.mark.django_db(transaction=True)
def test_erasure_of_a_woman_without_a_listing_leaves_nothing() -> None:
    scan = Scan(media_type="application/pdf")
    scan.file.save("scan.pdf", ContentFile(b"%PDF-"))
    submission = make_submission(consent_listing_scan=scan)
    again = make_submission(id_number=submission.id_number.lower(), facility=submission.facility)
    photo = SubmissionPhoto(submission=again, width=1, height=1)
    photo.original.save("photo.jpg", ContentFile(b"jpg"))
    other = make_submission()
    actions.ask_for_changes(
        submission=submission, by=make_moderator(), version=1, reason="contact", note="Words"
    )
    IncomingMail.objects.create(kind="form", submission=submission, sender="Her Name")

    call_command("erase_her", submission.code, yes=True, stdout=io.StringIO())

    assert list(Submission.objects.all()) == [other]
    assert (Scan.objects.count(), EventWords.objects.count(), _private_files()) == (0, 0, 0)
    assert [mail.sender for mail in IncomingMail.objects.all()] == [""]
    [line] = ledger.read(ledger.path())
    assert set(line.submissions) == {submission.code, again.code}
    assert ModerationEvent.objects.filter(kind="erased", subject_label=submission.code).exists()


def test_erasure_asks_first_and_sends_listings_to_the_desk() -> None:
    submission = make_submission()
    listing = make_listing()
    related = make_submission(
        listing=listing, kind="change", facility=listing.facility, birth_date=date(1980, 1, 1)
    )

    for typed, yes, why in [
        (submission.code, False, "Say --yes"),
        (listing.slug, True, "Withdraw the listing"),
        (related.code, True, "She has a listing"),
    ]:
        with pytest.raises(CommandError, match=why):
            call_command("erase_her", typed, yes=yes)

    assert (Submission.objects.count(), Listing.objects.count()) == (2, 1)


def test_every_private_file_of_her_is_packed() -> None:
    """A model with a private file is either hers, with the file in her copy, or in the table above."""
    for model in OURS:
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                given = {name for one in her.PARTS if one.model is model for name in one.fields}
                assert field.name in given or NOT_HERS[model._meta.label] == "*"
