"""Importing and exporting on the desk."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from profiles import chores
from profiles.errors import WrongState
from profiles.importing.running import STALLED, begin, run_import
from profiles.models import Facility, ImportRun, ModerationEvent, Submission, User
from tests.factories import make_facility, make_listing, make_user
from tests.profiles.test_admin import ROLES, member_of
from tests.profiles.test_importing import as_csv, row

pytestmark = pytest.mark.django_db
NEW = "/admin/profiles/importrun/new/"


@pytest.fixture
def facility() -> Facility:
    return make_facility()


@pytest.fixture
def moderator_client(client: Client) -> Client:
    client.force_login(member_of("moderator"))
    return client


def sent(client: Client, data: bytes) -> ImportRun:
    client.post(NEW, {"file": SimpleUploadedFile("list.csv", data)})
    return ImportRun.objects.get()


def page_of(run: ImportRun) -> str:
    return reverse("admin:profiles_importrun_change", args=[run.pk])


@pytest.mark.parametrize("role", ROLES)
def test_import_is_for_moderators_and_export_for_seniors(role: str, client: Client) -> None:
    client.force_login(member_of(role))
    export = reverse("admin:profiles_listing_export")

    may_import = client.get(NEW).status_code == 200
    may_export = client.post(export).status_code == 200

    assert may_import is (role in ("moderator", "senior moderator"))
    assert may_export is (role == "senior moderator")


def test_uploaded_file_is_shown_row_by_row_and_nothing_is_stored(
    moderator_client: Client, facility: Facility
) -> None:
    run = sent(moderator_client, as_csv(row(facility), row(facility, id_number="T-78", birth_date="soon")))

    text = moderator_client.get(page_of(run)).content.decode()

    assert "Put 1 row in the queue" in text
    assert "birth_date: “soon” is not a date" in text
    assert Submission.objects.count() == 0


def test_import_puts_rows_in_the_queue_with_who_did_it(
    moderator_client: Client,
    facility: Facility,
    django_capture_on_commit_callbacks: Callable[..., list[object]],
) -> None:
    run = sent(moderator_client, as_csv(row(facility)))

    with django_capture_on_commit_callbacks(execute=True):
        moderator_client.post(page_of(run), {"import": "1"})
    run_import.func(run.pk)

    submission = Submission.objects.get()
    assert (submission.source, submission.entered_by) == ("csv", User.objects.get(pen_name="moderator"))
    run.refresh_from_db()
    assert (run.running_since, run.finished_at is not None, run.imported.count()) == (None, True, 1)


def test_import_begins_once(facility: Facility, moderator_client: Client) -> None:
    run = sent(moderator_client, as_csv(row(facility)))
    begin(run)

    with pytest.raises(WrongState):
        begin(run)


def test_columns_are_asked_for_and_kept(moderator_client: Client, facility: Facility) -> None:
    strange = {
        "Calls herself" if name == "display_name" else name: cell for name, cell in row(facility).items()
    }
    run = sent(moderator_client, as_csv(strange))
    before = moderator_client.get(page_of(run)).content.decode()
    columns = {
        f"column-{n}": "display_name" if name == "Calls herself" else name for n, name in enumerate(strange)
    }

    moderator_client.post(page_of(run), {"columns": "1", **columns})
    after = moderator_client.get(page_of(run)).content.decode()

    assert "These fields have no column yet: display_name" in before
    assert "Put 1 row in the queue" in after


def test_file_is_deleted_on_request_and_after_a_while(moderator_client: Client, facility: Facility) -> None:
    run = sent(moderator_client, as_csv(row(facility)))
    stored = run.file.storage
    name = run.file.name
    assert stored.exists(name)

    moderator_client.post(page_of(run), {"forget": "1"})
    assert ImportRun.objects.get().file.name == ""
    assert chores.forget_import_files() == 0


def test_same_file_is_the_same_run(moderator_client: Client, facility: Facility) -> None:
    data = as_csv(row(facility))

    assert sent(moderator_client, data) == sent(moderator_client, data)


def test_file_that_is_no_table_says_so(moderator_client: Client) -> None:
    response = moderator_client.post(NEW, {"file": SimpleUploadedFile("list.csv", b"a,b\x00c")})

    assert response.status_code == 422
    assert "This file is not text." in response.content.decode()


def test_export_is_in_the_record_and_holds_who_is_listed(client: Client) -> None:
    listing = make_listing(headline="=1+1")
    client.force_login(member_of("senior moderator"))

    response = client.post(reverse("admin:profiles_listing_export"))
    text = b"".join(response.streaming_content).decode("utf-8-sig")

    assert (listing.id_number in text, ",'=1+1," in text) == (True, True)
    assert ModerationEvent.objects.get().kind == "exported"


def test_writer_cannot_import(client: Client) -> None:
    client.force_login(make_user())

    assert client.get(NEW).status_code == 302


# --- The page while a job is at it, and after ---


def judged_never(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_fields: object) -> None:
        raise AssertionError("rows were judged")

    monkeypatch.setattr("profiles.admin.imports.judged_of", refuse)
    monkeypatch.setattr("profiles.admin.imports.table_of", refuse)


def test_page_of_a_running_import_shows_its_progress_and_judges_nothing(
    moderator_client: Client, facility: Facility, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = sent(moderator_client, as_csv(row(facility)))
    begin(run)
    judged_never(monkeypatch)

    response = moderator_client.get(page_of(run))

    assert "0 of 1 are in the queue" in response.content.decode()
    assert response.headers["Refresh"] == "3"


def test_page_of_a_finished_import_says_what_became_of_it_and_judges_on_request_only(
    moderator_client: Client, facility: Facility, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = sent(moderator_client, as_csv(row(facility), row(facility, id_number="T-78", birth_date="soon")))
    run_import.func(run.pk)
    with monkeypatch.context() as patch:
        judged_never(patch)
        first = moderator_client.get(page_of(run)).content.decode()

    again = moderator_client.get(page_of(run) + "?check=1").content.decode()

    assert ["1 new" in first, "1 mistake" in first, "is not a date" in first] == [True, True, False]
    assert ["1 imported before" in again, "is not a date" in again] == [True, True]


def test_page_of_a_finished_import_still_counts_when_its_file_is_gone(
    moderator_client: Client, facility: Facility
) -> None:
    run = sent(moderator_client, as_csv(row(facility)))
    run_import.func(run.pk)

    moderator_client.post(page_of(run), {"forget": "1"})
    text = moderator_client.get(page_of(run)).content.decode()

    assert ("1 new" in text, "The file is no longer kept." in text) == (True, True)


def test_import_whose_job_died_can_be_begun_again(moderator_client: Client, facility: Facility) -> None:
    run = sent(moderator_client, as_csv(row(facility)))
    begin(run)
    ImportRun.objects.update(running_since=timezone.now() - STALLED - timedelta(seconds=1))

    page = moderator_client.get(page_of(run)).content.decode()
    begin(run)

    assert "Put 1 row in the queue" in page
