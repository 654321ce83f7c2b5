"""Rules that cannot both be right, and pairs that only look like it."""

import pytest

from letters.contradictions import contradictions
from letters.models import MailingRule
from letters.reference import load_everything
from tests.factories import make_facility, make_system

pytestmark = pytest.mark.django_db


def _found(*rules: tuple, place=None) -> list[str]:
    system = place or make_system()
    for kind, value in rules:
        MailingRule.objects.create(system=system, type=kind, value=value)
    return [pair.about for pair in contradictions()]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("photos", {"max": 5}), ("photos", {"max": 10})),
        (("photos", {"status": "forbidden"}), ("photos", {"max": 10})),
        (("letters", {"status": "allowed"}), ("letters", {"status": "forbidden"})),
        (("letters", {"status": "forbidden"}), ("postcards", {"status": "forbidden"})),
        (("postcards", {"status": "only"}), ("greeting_cards", {"status": "allowed"})),
        (("photos", {"status": "forbidden"}), ("enclosures", {"allowed": ["photos"]})),
        (("enclosures", {"allowed": ["cash", "photos"]}), ("enclosures", {"forbidden": ["cash"]})),
        (("ink", {"allowed": ["black"]}), ("ink", {"allowed": ["blue"]})),
        (("sides", "single"), ("sides", "double_allowed")),
        (("mail_route", "facility"), ("mail_route", "processing_centre")),
        (("mail_route", "facility"), ("organisation_mail", "facility")),
    ],
)
def test_contradictions_are_found_whichever_came_first(one, other) -> None:
    assert len(_found(one, other)) == 1
    MailingRule.objects.all().delete()
    assert len(_found(other, one)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("photos", {"max": 5}), ("photos", {"max_size_in": "4x6"})),
        (("photos", {"max": 5}), ("photos", {"max": 5})),
        (("letters", {"status": "forbidden"}), ("postcards", {"status": "only"})),
        (("ink", {"allowed": ["black", "blue"]}), ("ink", {"allowed": ["blue"]})),
        (("enclosures", {"allowed": ["photos"]}), ("enclosures", {"forbidden": ["cash"]})),
        (("materials_forbidden", ["tape"]), ("materials_forbidden", ["glue"])),
        (("emessaging_vendor", "one"), ("emessaging_vendor", "two")),
        (("mail_route", "processing_centre"), ("organisation_mail", "facility")),
    ],
)
def test_contradictions_do_not_arise_from_rules_that_add_up(one, other) -> None:
    assert _found(one, other) == []


def test_contradictions_between_a_facility_and_its_system_only() -> None:
    facility, other = make_facility(), make_facility()
    MailingRule.objects.create(system=facility.system, type="photos", value={"max": 5})
    own = MailingRule.objects.create(facility=facility, type="photos", value={"max": 3})
    MailingRule.objects.create(facility=other, type="photos", value={"max": 7})

    assert [pair.second for pair in contradictions()] == [own]


def test_contradictions_ignore_rules_no_longer_in_force() -> None:
    system = make_system()
    MailingRule.objects.create(system=system, type="photos", value={"max": 5}, is_active=False)

    assert _found(("photos", {"max": 7}), place=system) == []


def test_contradictions_say_what_each_rule_says() -> None:
    assert _found(("photos", {"max": 5}), ("photos", {"max": 10})) == ["max: one says 5, the other 10"]


def test_contradictions_are_not_in_our_own_files() -> None:
    load_everything()

    assert contradictions() == []
