"""The federal list on the desk: a look at every difference, then the storing, and nothing of ours overwritten."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from letters.models import FactChange
from profiles.importing_facilities import apply, plan
from profiles.importing_facilities.running import begin, run_facility_import
from profiles.models import Facility, FacilityImport
from tests.factories import make_facility, make_moderator, make_user
from tests.profiles.test_importing_facilities import _read, _row, _text

pytestmark = pytest.mark.django_db

NEW = reverse("admin:profiles_facilityimport_new")


@pytest.fixture
def desk(client):
    client.force_login(make_moderator())
    return client


def _upload(desk, data, name="list.csv"):
    return desk.post(NEW, {"file": SimpleUploadedFile(name, data)})


def _uploaded(desk, *rows):
    """Upload these rows and give the import with its page."""
    answer = _upload(desk, _text(*rows).encode())
    return FacilityImport.objects.get(), answer.url


def _known(**fields):
    """A place that we know from elsewhere, and that the row of `_row()` is about."""
    values = {
        "name": "Sample County Jail",
        "city": "Sampleton",
        "state": "TX",
        "zip": "79701",
        "kind": "county_jail",
    }
    return make_facility(**{**values, "system": None, **fields})


def test_upload_shows_every_difference_and_stores_nothing(desk):
    _known(street="1 Other Road", phone="")
    bad, new = (
        _row(FACILITYID="7", TYPE="CASTLE"),
        _row(FACILITYID="8", NAME="ELSEWHERE JAIL", CITY="FARAWAY"),
    )
    before = Facility.objects.count()

    _run, url = _uploaded(desk, _row(), bad, new)
    page = desk.get(url)

    kinds = {kind.key: [(row.place, row.field, row.ours, row.theirs, row.line) for row in kind.rows]
             for kind in page.context["kinds"]}  # fmt: skip
    assert kinds == {
        "bad": [("", "TYPE", "", "expected one of: COUNTY, FEDERAL, LOCAL, MULTI, NOT AVAILABLE, STATE", 3)],
        "filled": [("Sample County Jail", "phone", "—", "(000) 555-0100", None)],
        "differs": [("Sample County Jail", "street", "1 Other Road", "400 S Main St", 2)],
        "new": [("Elsewhere Jail", "", "", "Faraway, TX 79701", None)],
    }
    assert (Facility.objects.count(), page.context["ready"]) == (before, 2)


def test_storing_makes_hidden_places_with_their_history(desk):
    run, url = _uploaded(desk, _row())
    desk.post(url, {"store": "1"})
    running = desk.get(url)

    run_facility_import.call(run.pk)

    run.refresh_from_db()
    place = Facility.objects.get()
    assert (running["Refresh"], "Refresh" in desk.get(url)) == ("2", False)
    assert (place.holds, list(Facility.objects.listed())) == ("unknown", [])
    assert (run.done, run.total, run.counts["new"], bool(run.file), run.running_since) == (
        1,
        1,
        1,
        False,
        None,
    )
    change = FactChange.objects.get()
    assert (change.kind, change.actor_label, change.note) == ("added", "Joan R.", "federal list")


def test_storing_keeps_what_staff_changed(desk):
    run, url = _uploaded(desk, _row())
    begin(run)
    run_facility_import.call(run.pk)
    Facility.objects.update(street="2 Our Road")

    again, url = _uploaded_again(desk, _row(ADDRESS="9 LIST ROAD", CITY="NEWTOWN"))
    kinds = {kind.key for kind in desk.get(url).context["kinds"]}
    begin(again)
    run_facility_import.call(again.pk)

    place = Facility.objects.get()
    assert kinds == {"changed", "kept"}
    assert (place.street, place.city) == ("2 Our Road", "Newtown")
    last = FactChange.objects.first()
    assert (last.before, last.after) == ({"city": "Sampleton"}, {"city": "Newtown"})


def _uploaded_again(desk, *rows):
    answer = _upload(desk, _text(*rows).encode())
    return FacilityImport.objects.order_by("-pk").first(), answer.url


def test_what_staff_change_between_looking_and_storing_stays():
    apply(plan(_read(_row())))
    made = plan(_read(_row(ADDRESS="9 LIST ROAD", CITY="NEWTOWN")))
    Facility.objects.update(street="2 Our Road")

    apply(made)

    place = Facility.objects.get()
    assert (place.street, place.city) == ("2 Our Road", "Newtown")
    assert plan(_read(_row(ADDRESS="9 LIST ROAD", CITY="NEWTOWN"))).changes == 0


def test_place_that_was_deleted_meanwhile_is_passed_over():
    apply(plan(_read(_row())))
    made = plan(_read(_row(CITY="NEWTOWN")))
    Facility.objects.all().delete()

    apply(made)

    assert Facility.objects.count() == 0


def test_storing_twice_at_once_is_refused(desk):
    _run, url = _uploaded(desk, _row())

    desk.post(url, {"store": "1"})
    answer = desk.post(url, {"store": "1"}, follow=True)

    assert [str(message) for message in answer.context["messages"]] == [
        "This import is running, or its file is gone."
    ]


def test_import_that_stops_says_so_and_can_be_stored_again(desk, monkeypatch):
    run, url = _uploaded(desk, _row())
    begin(run)
    with monkeypatch.context() as broken:
        broken.setattr("profiles.importing_facilities.running.plan_of", _fail)
        run_facility_import.call(run.pk)
    page = desk.get(url).content.decode()

    begin(run)
    run_facility_import.call(run.pk)

    assert "It stopped: disk" in page
    assert Facility.objects.count() == 1


def _fail(_run):
    raise OSError("disk")


def test_file_can_be_deleted_unstored(desk):
    run, url = _uploaded(desk, _row())

    desk.post(url, {"forget": "1"})

    run.refresh_from_db()
    page = desk.get(url)
    assert (bool(run.file), Facility.objects.count(), "kinds" in page.context) == (False, 0, False)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "This field is required.|The submitted file is empty."),
        (b"NAME,CITY\nA,B\n", "line 1: these columns are missing"),
        (b"\xff\xfe\x00", "expected text in UTF-8"),
        (_text().encode(), "line 2: expected a row for each facility"),
    ],
)
def test_upload_of_another_file_says_what_was_expected(desk, data, words):
    answer = _upload(desk, data)

    assert answer.status_code == 422
    assert any(word in answer.content.decode() for word in words.split("|"))
    assert FacilityImport.objects.count() == 0


@pytest.mark.parametrize(
    ("role", "status"),
    [("mail coordinator", 200), ("senior moderator", 200), ("moderator", 403), ("auditor", 403)],
)
def test_upload_by_role(client, role, status):
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)

    assert client.get(NEW).status_code == status
