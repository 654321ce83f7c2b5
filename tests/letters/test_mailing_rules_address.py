"""Route, carrier, and what stands on the envelope about her: broken, kept, unknown."""

from dataclasses import replace
from typing import Any

import pytest

from letters.addresses import FacilityFacts, Route
from letters.mailing_rules import Target, check, parse_mailpiece
from tests.letters.mailing import SYSTEMS, TARGETS, TAYCHEEDAH, finding, level, rule, target

ANN = {"first_name": "Ann", "last_name": "Roe", "id": "555123"}


def route_of(place: Target, **piece: Any) -> tuple[str, str, str | None, str]:
    """Level, origin, source and confidence of the one finding about the route."""
    (found,) = [
        one
        for one in check(parse_mailpiece({"pages": 1, **piece}), place).findings
        if one.rule == "mail_route"
    ]
    return str(found.level), found.origin, found.source_url, found.confidence


@pytest.mark.parametrize(
    ("value", "expected"), [("facility", "notice"), ("processing_centre", "notice"), ("unknown", "ask_first")]
)
def test_mail_route_of_a_system(value: str, expected: str) -> None:
    assert level("mail_route", value, {}) == expected


def test_mail_route_without_a_rule_speaks_with_the_source_of_the_address() -> None:
    assert route_of(target()) == ("notice", "us-xx-doc", "https://example.org/mail", "high")
    assert route_of(TARGETS["us-tx-harris-county"])[3] == SYSTEMS["us-tx-harris-county"].route.confidence


@pytest.mark.parametrize("confidence", ["high", "medium", "low"])
def test_mail_route_refuses_an_incomplete_address_whatever_the_confidence(confidence: str) -> None:
    incomplete = Route(origin="us-xx-doc", lines=("{name}",), complete=False, confidence=confidence)

    place = target(rule("mail_route", "facility", confidence), route=incomplete)

    assert route_of(place)[0] == "refused"
    assert route_of(target(route=incomplete))[0] == "refused"


@pytest.mark.parametrize(
    ("status", "expected"), [("open", "notice"), ("unknown", "ask_first"), ("closed", "refused")]
)
def test_mail_route_of_a_facility_by_status(status: str, expected: str) -> None:
    facility = replace(TAYCHEEDAH, status=status)

    assert level("mail_route", "facility", {}, facility=facility) == expected
    assert level("mail_route", "facility", {}, facility=facility, confidence="low") == expected


@pytest.mark.parametrize("part", ["street", "city", "state", "zip", "name"])
def test_mail_route_refuses_where_a_part_of_the_facility_is_unknown(part: str) -> None:
    facility = replace(TAYCHEEDAH, **{part: ""})

    assert level("mail_route", "facility", {}, facility=facility) == "refused"
    assert level("mail_route", "facility", {}, facility=TAYCHEEDAH) == "notice"


def test_mail_route_takes_a_po_box_for_the_street() -> None:
    assert (
        level("mail_route", "facility", {}, facility=replace(TAYCHEEDAH, street="", po_box="Box 1"))
        == "notice"
    )


def test_mail_route_asks_only_for_parts_the_lines_have() -> None:
    fixed = Route(origin="us-xx-doc", lines=("{name} {id}", "PO Box 1", "Dallas, TX 75266"))
    nameless = replace(TAYCHEEDAH, street="", city="", zip="")

    assert route_of(target(facility=nameless, route=fixed))[0] == "notice"


def test_mail_route_refuses_an_unknown_facility_code() -> None:
    coded = Route(origin="us-xx-doc", lines=("{name}", "{facility} - {facility_code}"))

    assert route_of(target(facility=TAYCHEEDAH, route=coded))[0] == "refused"
    assert route_of(target(facility=replace(TAYCHEEDAH, code="1109"), route=coded))[0] == "notice"
    assert route_of(target(route=coded))[0] == "notice"


def test_mail_route_asks_first_where_nothing_is_known_of_the_rules() -> None:
    jail = replace(TAYCHEEDAH, system_slug="", source_url="https://example.org/jail", confidence="medium")
    with_rule = replace(jail, rules=(rule("letters", {"status": "allowed"}, origin=jail.slug),))

    assert route_of(Target.for_facility(jail, None)) == (
        "ask_first", jail.slug, "https://example.org/jail", "medium",
    )  # fmt: skip
    assert route_of(Target.for_facility(with_rule, None))[0] == "notice"


def test_mail_route_is_one_even_where_system_and_facility_both_have_a_rule() -> None:
    own = rule("mail_route", "facility", origin=TAYCHEEDAH.slug)
    doubtful = rule("mail_route", "unknown")
    sure = rule("mail_route", "processing_centre")

    assert route_of(target(sure, own, facility=TAYCHEEDAH))[:2] == ("notice", TAYCHEEDAH.slug)
    assert route_of(target(doubtful, own, facility=TAYCHEEDAH))[:2] == ("ask_first", "us-xx-doc")


def test_mail_route_of_an_organization_needs_the_street_of_the_facility() -> None:
    fixed = Route(origin="us-xx-doc", lines=("{name} {id}", "PO Box 1"))
    place = target(
        rule("organisation_mail", "facility"), facility=replace(TAYCHEEDAH, street=""), route=fixed
    )

    assert route_of(place, sender="organization")[0] == "refused"
    assert route_of(place, sender="person")[0] == "notice"


@pytest.mark.parametrize(
    ("sender", "expected"), [("organization", "notice"), ("person", "passed"), (None, "cannot_check")]
)
def test_organisation_mail(sender: str | None, expected: str) -> None:
    assert level("organisation_mail", "facility", {"sender": sender} if sender else {}) == expected


@pytest.mark.parametrize(
    ("value", "carrier", "expected"),
    [
        ("usps_only", "usps", "passed"),
        ("usps_only", "fedex", "refused"),
        ("usps_only", None, "cannot_check"),
        ("usps_ups_fedex", "ups", "passed"),
        ("usps_ups_fedex", None, "passed"),
    ],
)
def test_carrier(value: str, carrier: str | None, expected: str) -> None:
    assert level("carrier", value, {"carrier": carrier} if carrier else {}) == expected


@pytest.mark.parametrize(
    ("word", "part"),
    [
        ("full_name", "first_name"),
        ("full_name", "last_name"),
        ("last_name_first", "first_name"),
        ("name_as_on_wristband", "last_name"),
        ("court_name", "last_name"),
        ("id", "id"),
        ("id_with_label", "id"),
        ("id_on_letter_too", "id"),
        ("booking_number", "id"),
        ("unit", "unit"),
        ("dorm", "unit"),
        ("housing", "unit"),
        ("cell_block", "unit"),
        ("facility", "facility"),
        ("facility_unabbreviated", "facility"),
        ("facility_code", "facility_code"),
        ("jid_number", "jid_number"),
    ],
)
def test_recipient_identity_asks_for_each_part(word: str, part: str) -> None:
    whole = {**ANN, "unit": "B", "facility": "X", "facility_code": "7", "jid_number": "9"}

    assert level("recipient_identity", [word], {"recipient": whole}) == "passed"
    assert level("recipient_identity", [word], {"recipient": {**whole, part: " "}}) == "refused"
    assert level("recipient_identity", [word], {"recipient": {}}) == "refused"
    assert level("recipient_identity", [word], {}) == "cannot_check"


def test_recipient_identity_facility_names_itself() -> None:
    coded = replace(TAYCHEEDAH, code="1109")

    assert level("recipient_identity", ["facility"], {}, facility=TAYCHEEDAH) == "passed"
    assert (
        level("recipient_identity", ["facility", "id"], {"recipient": ANN}, facility=TAYCHEEDAH) == "passed"
    )
    assert level("recipient_identity", ["facility", "id"], {}, facility=TAYCHEEDAH) == "cannot_check"
    assert level("recipient_identity", ["facility_code"], {"recipient": ANN}, facility=coded) == "passed"
    assert (
        level("recipient_identity", ["facility_code"], {"recipient": ANN}, facility=TAYCHEEDAH) == "refused"
    )


def test_recipient_identity_with_low_confidence_asks_first_and_names_what_is_missing() -> None:
    found = finding("recipient_identity", ["full_name", "id"], {"recipient": {"first_name": "Ann"}}, "low")

    assert found.level == "ask_first"
    assert found.message == (
        "Mail can come back without her first and last name and her ID number. Add it to the envelope. "
        "We are not sure of this rule, so ask the mailroom first."
    )


def test_facility_takes_the_rules_of_its_system_and_its_own() -> None:
    own = rule("labels", "forbidden", origin="taycheedah")
    facility = FacilityFacts(slug="taycheedah", name="T", rules=(own,))

    place = Target.for_facility(facility, SYSTEMS["us-wi-doc"])

    assert place.rules == (*SYSTEMS["us-wi-doc"].rules, own)
    assert place.route == SYSTEMS["us-wi-doc"].route


def test_recipient_identity_asks_about_a_number_of_another_shape() -> None:
    identity = rule("recipient_identity", ["full_name", "id"])
    here = target(identity, id_pattern="######|@#####")
    recipient = {"first_name": "Ann", "last_name": "Roe"}

    said = {}
    for number in ("555123", "W12345", "not yet known"):
        piece = parse_mailpiece({"pages": 1, "recipient": {**recipient, "id": number}})
        (found,) = (one for one in check(piece, here).findings if one.rule == "recipient_identity")
        said[number] = (found.level, "Is her number right?" in found.message)

    assert said == {
        "555123": ("passed", False),
        "W12345": ("passed", False),
        "not yet known": ("passed", True),
    }
