"""Changing rules and routes: each change is checked, dated, and stands in the history."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from letters import facts
from letters.mailing_rules import check, parse_mailpiece
from letters.models import FactChange, MailingRule, Route
from letters.reference import load_everything
from letters.targets import DatabaseTargets, target_for
from profiles.errors import NotAllowed, WrongState
from profiles.place_history import values_of
from tests.factories import make_facility, make_moderator, make_system

pytestmark = pytest.mark.django_db

OLD = ["{name} {id}", "{facility}", "PO Box 1", "Old Town, NY 10001"]
NEW = ["{name} {id}", "Digital Center", "PO Box 2", "New Town, NV 89101"]


def _rule(**fields) -> MailingRule:
    values = {"type": "max_pages", "value": {"max": 5, "counts": ["pages"]}, "system": make_system()}
    return MailingRule(**values | fields)


def _route(**fields) -> Route:
    values = {"lines": OLD, "is_complete": True, "confidence": "high"}
    return Route.objects.create(**values | fields)


def _history() -> list[tuple]:
    rows = FactChange.objects.order_by("pk")
    return [(row.kind, row.subject_type, row.label, row.before, row.after) for row in rows]


def test_save_keeps_who_changed_what_to_what() -> None:
    staff = make_moderator()
    rule = _rule()
    facts.save(fact=rule, by=staff)
    rule.confidence = "high"

    change = facts.save(fact=rule, by=staff, note="Called the mailroom.")

    assert change is not None
    assert (change.kind, change.before, change.after) == (
        "changed",
        {"confidence": "low"},
        {"confidence": "high"},
    )
    assert (change.actor_id, change.actor_label, change.note) == (staff.pk, "Joan R.", "Called the mailroom.")
    assert change.place == rule.system.slug
    assert list(facts.history_of(rule).values_list("kind", flat=True)) == ["changed", "added"]


def test_save_without_a_change_writes_nothing() -> None:
    rule = _rule()
    facts.save(fact=rule, by=None)

    assert facts.save(fact=rule, by=None) is None
    assert FactChange.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"value": {"max": "five"}}, "value"),
        ({"value": {"max": 5, "colour": "red"}}, "value"),
        ({"type": "weather"}, "type"),
    ],
)
def test_save_refuses_a_rule_the_check_cannot_read(fields, field) -> None:
    with pytest.raises(ValidationError) as error:
        facts.save(fact=_rule(**fields), by=None)

    assert list(error.value.message_dict) == [field]
    assert MailingRule.objects.count() == FactChange.objects.count() == 0


@pytest.mark.parametrize(
    ("lines", "complete", "wrong"),
    [
        (OLD, True, 0),
        ("PO Box 1", True, 1),
        (["{name}"], True, 1),
        (["{name}"], False, 0),
        (["{name}", "{town}"], True, 1),
        (["{name}", " "], True, 1),
        (["{name}", "x" * 61], True, 1),
        (["{name}", "{processing_centre_address}"], True, 1),
        (["{name}", "{processing_centre_address}"], False, 0),
        (["{nam}", "{town}", ""], True, 3),
    ],
)
def test_wrong_lines_names_each_line(lines, complete, wrong) -> None:
    assert len(facts.wrong_lines(lines, complete=complete)) == wrong


def test_history_is_never_changed_nor_deleted() -> None:
    facts.save(fact=_rule(), by=None)
    change = FactChange.objects.get()

    with pytest.raises(TypeError):
        change.save()
    with pytest.raises(TypeError):
        change.delete()


def test_confirm_dates_each_fact_and_changes_nothing_else() -> None:
    staff, system = make_moderator(), make_system()
    rule, route = _rule(system=system), _route(system=system)
    facts.save(fact=rule, by=staff)
    before = values_of(rule) | {"checked_on": None}

    count = facts.confirm(facts=[rule, route], by=staff)

    rule.refresh_from_db()
    today = timezone.localdate()
    assert count == 2
    assert (rule.checked_on, values_of(rule)) == (today, before | {"checked_on": str(today)})
    assert [row[0] for row in _history()] == ["added", "checked", "checked"]


def test_confirm_is_never_in_the_future() -> None:
    with pytest.raises(NotAllowed):
        facts.confirm(facts=[], by=make_moderator(), on=timezone.localdate() + timedelta(days=1))


def test_replace_route_ends_the_old_address_and_begins_the_new() -> None:
    system = make_system()
    today = timezone.localdate()
    old = _route(system=system)

    new = facts.replace_route(
        route=old, by=make_moderator(), starts_on=today, lines=NEW, processing_centre=True
    )

    old.refresh_from_db()
    assert (old.lines, old.valid_until) == (OLD, today - timedelta(days=1))
    assert (new.valid_from, new.valid_until, new.processing_centre) == (today, None, True)
    assert target_for(system.slug).route.lines == tuple(NEW)
    assert DatabaseTargets()[system.slug].route.lines == tuple(NEW)


def test_replace_route_from_a_day_to_come_leaves_todays_address() -> None:
    system = make_system()
    old = _route(system=system)

    facts.replace_route(
        route=old, by=make_moderator(), starts_on=timezone.localdate() + timedelta(days=1), lines=NEW
    )

    assert target_for(system.slug).route.lines == tuple(OLD)


def test_replace_route_refuses_what_ended_or_would_never_have_begun() -> None:
    today = timezone.localdate()
    ended = _route(system=make_system(), valid_until=today - timedelta(days=5))
    begun = _route(system=make_system(), valid_from=today)

    for route in (ended, begun):
        with pytest.raises(WrongState):
            facts.replace_route(route=route, by=make_moderator(), starts_on=today, lines=NEW)
    assert Route.objects.count() == 2


def test_replace_route_with_bad_lines_changes_nothing() -> None:
    old = _route(system=make_system())

    with pytest.raises(ValidationError):
        facts.replace_route(
            route=old, by=make_moderator(), starts_on=timezone.localdate(), lines=["{town}", "x"]
        )

    old.refresh_from_db()
    assert (old.valid_until, Route.objects.count()) == (None, 1)


@pytest.mark.parametrize(
    ("begin", "end", "clashes"),
    [
        (None, date(2026, 1, 31), False),
        (None, date(2026, 2, 1), True),
        (date(2026, 3, 1), None, False),
        (date(2026, 2, 28), None, True),
        (date(2026, 2, 10), date(2026, 2, 11), True),
        (None, None, True),
    ],
)
def test_check_route_refuses_two_addresses_for_one_day(begin, end, clashes) -> None:
    system = make_system()
    _route(system=system, valid_from=date(2026, 2, 1), valid_until=date(2026, 2, 28))
    _route(system=system, use="legal")
    _route(system=make_system())
    other = Route(system=system, lines=NEW, is_complete=True, valid_from=begin, valid_until=end)

    assert other.overlapping().exists() is clashes
    if clashes:
        with pytest.raises(ValidationError):
            facts.check_route(other)


def test_route_without_end_is_one_for_a_place_and_use() -> None:
    facility = make_facility()
    _route(facility=facility)

    with pytest.raises(IntegrityError):
        _route(facility=facility)


def test_route_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(IntegrityError):
        _route(system=make_system(), valid_from=date(2026, 2, 2), valid_until=date(2026, 2, 1))


def test_remove_keeps_the_words_in_the_history() -> None:
    rule = _rule()
    facts.save(fact=rule, by=None)

    facts.remove(fact=rule, by=make_moderator())

    last = FactChange.objects.first()
    assert last is not None
    assert (last.kind, last.before["value"]) == ("deleted", {"max": 5, "counts": ["pages"]})
    assert MailingRule.objects.count() == 0


def test_remove_switches_off_a_rule_of_the_data_files_for_good() -> None:
    load_everything()
    rule = MailingRule.objects.get(key="us-vt-doc/return_address/1")

    facts.remove(fact=rule, by=make_moderator())
    load_everything()

    assert MailingRule.objects.get(key="us-vt-doc/return_address/1").is_active is False
    assert MailingRule.objects.count() == 596


def test_organisation_route_is_used_for_organizations_only() -> None:
    """A facility's own wins over its system's; an incomplete one counts for nothing."""
    facility = make_facility()
    _route(system=facility.system)
    _route(system=facility.system, use="organisation", lines=["{name}", "Warehouse", "1 Dock Rd"])

    def lines(sender: str) -> tuple[str, ...]:
        piece = parse_mailpiece({"pages": 1, "sender": sender})
        return check(piece, target_for(facility.slug)).address_lines

    assert lines("organization") == ("{name}", "Warehouse", "1 Dock Rd")
    assert lines("person")[2] == "PO Box 1"
    own = _route(facility=facility, use="organisation", lines=["{name}", "Back door"])
    assert lines("organization") == ("{name}", "Back door")
    Route.objects.filter(pk=own.pk).update(is_complete=False)
    assert lines("organization")[2] == "PO Box 1"
