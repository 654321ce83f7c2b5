"""Loading the reference data: whole, repeatable, and never over what staff changed."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from letters import facts
from letters.models import FactChange, MailingRule, Route
from letters.reference import load_everything
from profiles.models import Facility, Program, System
from profiles.search import SearchParams, find
from tests.factories import make_listing, make_moderator

pytestmark = pytest.mark.django_db


def _counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (System, Facility, Program, MailingRule, Route))


def test_load_everything_is_whole() -> None:
    load_everything()

    assert _counts() == (62, 205, 114, 596, 62)
    restricting = (
        System.objects.filter(restricts_listings=True).values_list("slug", flat=True).order_by("slug")
    )
    assert list(restricting) == ["us-fl-fdc", "us-in-doc", "us-mo-doc", "us-mt-doc", "us-pa-doc"]
    assert Route.objects.filter(is_complete=False).count() == 5
    assert Facility.objects.get(slug="federal-prison-camp-alderson").system.slug == "us-bop"
    assert Facility.objects.filter(system=None).count() == 8


def test_load_everything_again_changes_nothing() -> None:
    load_everything()

    reports = load_everything()

    assert [(report.created, report.updated, report.kept) for report in reports] == [(0, 0, [])] * 5
    assert _counts() == (62, 205, 114, 596, 62)


def test_load_everything_keeps_what_staff_changed() -> None:
    load_everything()
    facility = Facility.objects.get(slug="federal-prison-camp-alderson")
    facility.street, facility.status = "1 New Road", Facility.Status.CLOSED
    facility.save()
    Route.objects.filter(system__slug="us-tx-tdcj").update(lines=["{name}", "PO Box 1"])
    MailingRule.objects.filter(key="us-vt-doc/return_address/1").update(
        is_active=False, note="Checked by phone."
    )

    reports = {report.label: report for report in load_everything()}

    facility.refresh_from_db()
    assert (facility.street, facility.status) == ("1 New Road", "closed")
    assert Route.objects.get(system__slug="us-tx-tdcj").lines == ["{name}", "PO Box 1"]
    rule = MailingRule.objects.get(key="us-vt-doc/return_address/1")
    assert (rule.is_active, rule.note) == (False, "Checked by phone.")
    assert reports["facilities"].kept == [
        "federal-prison-camp-alderson: status",
        "federal-prison-camp-alderson: street",
    ]
    assert reports["routes"].kept == ["us-tx-tdcj: lines"]


def test_load_everything_leaves_alone_an_address_that_was_replaced_on_a_day() -> None:
    load_everything()
    old = Route.objects.get(system__slug="us-tx-tdcj")
    lines = ["{name} {id}", "PO Box 1", "New Town, TX 75001"]
    facts.replace_route(route=old, by=make_moderator(), starts_on=date(2026, 3, 1), lines=lines)
    before = list(Route.objects.filter(system__slug="us-tx-tdcj").order_by("pk").values())

    reports = {report.label: report for report in load_everything()}

    assert list(Route.objects.filter(system__slug="us-tx-tdcj").order_by("pk").values()) == before
    assert reports["routes"].kept == ["us-tx-tdcj: route"]


def test_load_everything_takes_over_corrections_of_the_files() -> None:
    """A field that staff never touched follows the file."""
    load_everything()
    facility = Facility.objects.get(slug="federal-prison-camp-alderson")
    right = facility.phone
    facility.loaded["phone"] = facility.phone = "(000) 000-0000"
    facility.save()

    load_everything()

    facility.refresh_from_db()
    assert facility.phone == right


def test_load_reference_reports_what_it_did() -> None:
    out = StringIO()

    call_command("load_reference", stdout=out)

    assert out.getvalue().splitlines()[:2] == [
        "systems: 62 new, 0 changed, 0 unchanged",
        "facilities: 205 new, 0 changed, 0 unchanged",
    ]


def test_load_everything_tells_the_search_what_changed() -> None:
    """A place that a file renames is found by its new name, and no longer by the old one."""
    load_everything()
    facility = Facility.objects.get(slug="federal-prison-camp-alderson")
    facility.loaded["city"] = facility.city = "Oldtown"
    facility.save()
    make_listing(facility=facility)
    assert find(SearchParams(q="oldtown")).total == 1

    load_everything()

    assert find(SearchParams(q="oldtown")).total == 0
    assert find(SearchParams(q="alderson")).total == 1


def _older(model, **fields) -> None:
    """A row as an earlier version of the files had it: staff never touched it."""
    row = model.objects.get(
        **{name: fields.pop(name) for name in ("slug", "key", "system") if name in fields}
    )
    for name, value in fields.items():
        setattr(row, name, value)
    row.loaded |= fields
    row.save()


def test_load_everything_keeps_in_the_history_what_it_changes() -> None:
    load_everything()
    alderson = Facility.objects.get(slug="federal-prison-camp-alderson")
    texas = System.objects.get(slug="us-tx-tdcj")
    route, rule = (
        Route.objects.get(system=texas),
        MailingRule.objects.get(key="us-vt-doc/return_address/1"),
    )
    label = texas.id_label
    _older(Facility, slug=alderson.slug, street="1 Old Road")
    _older(System, slug=texas.slug, id_label="Old label")
    _older(Route, system=texas, lines=["{name} {id}", "PO Box 1"])
    _older(MailingRule, key=rule.key, value={"status": "recommended"})

    load_everything()

    told = [
        (row.kind, row.place, row.label, row.actor_label, row.before, row.after, row.note)
        for row in FactChange.objects.order_by("pk")
    ]
    why = "load_reference"
    assert told == [
        ("changed", texas.slug, str(texas), "", {"id_label": "Old label"}, {"id_label": label}, why),
        (
            "changed",
            alderson.slug,
            str(alderson),
            "",
            {"street": "1 Old Road"},
            {"street": alderson.street},
            why,
        ),
        (
            "changed",
            "us-vt-doc",
            "return_address",
            "",
            {"value": {"status": "recommended"}},
            {"value": rule.value},
            why,
        ),
        (
            "changed",
            texas.slug,
            "personal",
            "",
            {"lines": ["{name} {id}", "PO Box 1"]},
            {"lines": route.lines},
            why,
        ),
    ]


def test_load_everything_begins_no_history_with_the_first_rows_nor_with_what_stays() -> None:
    load_everything()
    Facility.objects.filter(slug="federal-prison-camp-alderson").update(street="1 Road of the staff")

    load_everything()

    assert FactChange.objects.count() == 0


def test_load_everything_keeps_in_the_history_what_is_new_in_the_files() -> None:
    load_everything()
    MailingRule.objects.get(key="us-vt-doc/return_address/1").delete()
    Route.objects.get(system__slug="us-vt-doc").delete()

    load_everything()

    added = list(FactChange.objects.order_by("pk").values_list("kind", "place", "label", "before"))
    assert added == [("added", "us-vt-doc", "return_address", {}), ("added", "us-vt-doc", "personal", {})]


def test_load_everything_tells_writers_of_addresses_that_change(monkeypatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("letters.facts.tell_writers", lambda place: asked.append(place.slug))
    load_everything()
    _older(Facility, slug="federal-prison-camp-alderson", street="1 Old Road")
    _older(Facility, slug="taycheedah-correctional-institution", phone="555-0100")
    _older(Route, system=System.objects.get(slug="us-tx-tdcj"), lines=["{name} {id}", "PO Box 1"])
    assert asked == []

    load_everything()

    assert asked == ["federal-prison-camp-alderson", "us-tx-tdcj"]
