"""Who changed which system or facility: on the desk, kept for good, and read on the record itself."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from letters import actions
from letters.models import FactChange
from letters.warnings import warn_writers, warnings_for
from profiles.models import Facility
from tests.factories import make_facility, make_moderator, make_system, make_user
from tests.letters.places import make_draft, make_place, make_reachable

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_moderator())
    return client


def _url(place, page="change"):
    return reverse(f"admin:profiles_{place._meta.model_name}_{page}", args=[place.pk])


def _typed(place, **fields):
    """The form of a place as it stands, with these fields typed over."""
    names = [
        field.name for field in place._meta.fields if field.editable and field.name not in ("id", "slug")
    ]
    values = {name: getattr(place, f"{name}_id" if name == "system" else name) for name in names}
    typed = {
        name: "on" if value is True else value for name, value in values.items() if value not in (None, False)
    }
    return {**typed, **fields}


def _history():
    return [
        (row.kind, row.subject_type, row.actor_label, row.before, row.after, row.note)
        for row in FactChange.objects.order_by("pk")
    ]


def test_edit_of_a_facility_is_kept_with_who_why_and_what(desk):
    place = make_facility(street="1 Old Road")

    answer = desk.post(_url(place), _typed(place, street="2 New Road", why="Called."))

    assert answer.status_code == 302
    assert _history() == [
        ("changed", "facility", "Joan R.", {"street": "1 Old Road"}, {"street": "2 New Road"}, "Called.")
    ]


def test_edit_of_a_system_is_kept(desk):
    system = make_system(id_label="DIN")

    desk.post(_url(system), _typed(system, id_label="Number"))

    assert _history() == [("changed", "system", "Joan R.", {"id_label": "DIN"}, {"id_label": "Number"}, "")]


def test_saving_without_a_change_adds_nothing(desk):
    place = make_facility()

    desk.post(_url(place), _typed(place))

    assert _history() == []


def test_new_and_deleted_places_are_kept(desk):
    place = make_facility()
    typed = {name: value for name, value in _typed(place).items() if name != "source_id"}
    desk.post(reverse("admin:profiles_facility_add"), {**typed, "slug": "new-place", "name": "New Place"})
    new = Facility.objects.get(slug="new-place")

    desk.post(_url(new, "delete"), {"post": "yes"})

    assert [(row[0], row[3].get("name"), row[4].get("name")) for row in _history()] == [
        ("added", None, "New Place"),
        ("deleted", "New Place", None),
    ]


def test_history_stands_on_the_record(desk):
    place, other = make_facility(street="1 Old Road"), make_facility()
    desk.post(_url(place), _typed(place, street="2 New Road"))

    pages = [desk.get(_url(one)).content.decode() for one in (place, other)]
    listed = desk.get(_url(place, "history"), follow=True).content.decode()

    assert ["street: 1 Old Road" in page for page in pages] == [True, False]
    assert "street: 1 Old Road → 2 New Road" in listed


@pytest.mark.parametrize(("role", "sees"), [("moderator", True), ("data entry", False)])
def test_history_on_the_record_by_role(client, desk, role, sees):
    place = make_facility(street="1 Old Road")
    desk.post(_url(place), _typed(place, street="2 New Road"))
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)

    page = client.get(_url(place))

    assert page.status_code == 200
    assert ("street: 1 Old Road" in page.content.decode()) is sees


def test_new_address_of_a_facility_is_told_to_writers_of_printed_letters(desk, mailoutbox):
    here, elsewhere = make_reachable(place=make_place()), make_reachable(place=make_place(), id_number="2")
    letters = []
    for listing in (here, elsewhere):
        letter = actions.keep_draft(writer=make_user(), listing=listing, draft=make_draft())
        letters.append(actions.mark_printed(letter=letter, listing=listing, by=letter.writer))

    desk.post(_url(here.facility), _typed(here.facility, street="2 New Road"))
    warn_writers.call("facility", here.facility_id)
    warn_writers.call("facility", elsewhere.facility_id)

    assert [mail.to for mail in mailoutbox] == [[letters[0].writer.email]]
    assert letters[0].code in mailoutbox[0].body
    assert {pk: warned.address_changed for pk, warned in warnings_for(letters).items()} == {
        letters[0].pk: True
    }


@pytest.mark.parametrize(
    ("typed", "told"), [({"street": "2 New Road"}, 1), ({"status": "closed"}, 1), ({"phone": "555-0100"}, 0)]
)
def test_writers_are_told_of_edits_by_which_mail_goes_elsewhere_only(desk, monkeypatch, typed, told):
    asked = []
    monkeypatch.setattr("letters.facts.tell_writers", asked.append)
    place = make_facility()

    desk.post(_url(place), _typed(place, **typed))

    assert asked == [place] * told
    assert FactChange.objects.count() == 1
