"""From the database to the mailroom check."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from letters.addresses import placeholders
from letters.mailing_rules import check, parse_mailpiece
from letters.mailing_rules.files import load_systems
from letters.models import MailingRule, Route
from letters.reference import load_everything
from letters.targets import (
    DatabaseTargets,
    address_of,
    missing_parts,
    recipient_of,
    target_for,
    target_for_listing,
)
from profiles.models import Facility
from tests.factories import make_facility, make_listing

pytestmark = pytest.mark.django_db


@pytest.fixture
def reference(db: None) -> None:
    load_everything()


def test_targets_from_database_equal_those_from_files(reference: None) -> None:
    for slug, facts in load_systems().items():
        target = target_for(slug)

        assert [(rule.type, rule.value, rule.origin) for rule in target.rules] == [
            (rule.type, rule.value, rule.origin) for rule in facts.rules
        ]
        assert (target.route.lines, target.route.complete) == (tuple(facts.route.lines), facts.route.complete)


def test_database_targets_agree_with_single_reading(reference: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        targets = DatabaseTargets()
        slugs = list(targets)

    assert len(queries) == 4
    assert len(slugs) == 62 + 205
    for slug in slugs[::20]:
        assert targets[slug] == target_for(slug)
    with pytest.raises(KeyError):
        targets["nowhere"]


def test_target_for_unknown_slug() -> None:
    with pytest.raises(KeyError):
        target_for("nowhere")


def test_target_adds_the_facility_rules_and_prefers_its_route() -> None:
    facility = make_facility()
    MailingRule.objects.create(system=facility.system, type="sides", value="single", confidence="high")
    MailingRule.objects.create(system=facility.system, type="sides", value="single", is_active=False)
    MailingRule.objects.create(facility=facility, type="carrier", value="usps_only", confidence="high")
    Route.objects.create(system=facility.system, lines=["{name}", "System line"], is_complete=True)
    Route.objects.create(facility=facility, lines=["{name}", "Own line"], is_complete=True)

    target = target_for(facility.slug)

    assert [(rule.type, rule.origin) for rule in target.rules] == [
        ("sides", facility.system.slug),
        ("carrier", facility.slug),
    ]
    assert target.route.lines == ("{name}", "Own line")
    assert target_for(facility.system.slug).route.lines == ("{name}", "System line")


def test_target_of_a_system_without_route_is_refused() -> None:
    facility = make_facility()

    result = check(parse_mailpiece({"pages": 1}), target_for(facility.slug))

    assert result.verdict == "refused"
    assert list(result.address_lines) == []


def test_address_names_the_woman_and_the_place(reference: None) -> None:
    facility = Facility.objects.filter(system__slug="us-tx-tdcj", status="open").first()
    listing = make_listing(facility=facility, committed_name="Ana María Delgado", id_number="01234567")
    target = target_for_listing(listing)

    lines = address_of(listing, target)

    assert recipient_of(listing)["first_name"] == "Ana María"
    assert any("Delgado" in line for line in lines)
    assert any("01234567" in line for line in lines)
    assert placeholders(lines) == set()
    assert missing_parts(listing, target) == set()


def test_missing_parts_names_the_housing_unit(reference: None) -> None:
    facility = Facility.objects.filter(system__slug="us-sc-doc").first()
    listing = make_listing(facility=facility)

    assert missing_parts(listing, target_for_listing(listing)) == {"unit"}
    listing.housing_unit = "Whitten A"
    assert missing_parts(listing, target_for_listing(listing)) == set()


def test_missing_parts_is_not_fooled_by_braces_in_a_name() -> None:
    facility = make_facility()
    Route.objects.create(system=facility.system, lines=["{name}", "{facility}"], is_complete=True)
    listing = make_listing(facility=facility, committed_name="{unit} {zip}")

    assert missing_parts(listing, target_for_listing(listing)) == set()
