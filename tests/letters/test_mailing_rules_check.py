"""The whole check: the worked examples of the contract, verdicts, and the result as JSON."""

import json
from typing import Any

import pytest

from letters.mailing_rules import Level, Target, Verdict, check, parse_mailpiece
from tests.letters.mailing import SYSTEMS, TARGETS, TAYCHEEDAH, check_at, finding, rule, target

TO_ANN = {
    "kind": "letter",
    "pages": 3,
    "recipient": {
        "first_name": "Ann",
        "last_name": "Roe",
        "id": "555123",
        "facility": "Taycheedah Correctional Institution",
    },
    "return_address": "full_name",
    "enclosures": ["drawing"],
}
ANN_LINES = [
    "Ann Roe, DOC# 555123",
    "Taycheedah Correctional Institution",
    "P.O. Box 189",
    "Phoenix, MD 21131",
]


def test_example_vermont_refuses_seven_photos() -> None:
    piece = {
        "kind": "letter",
        "pages": 2,
        "return_address": "full_name",
        "photos": {"count": 7, "size_in": [4, 6], "types": ["print"]},
    }

    result = check(parse_mailpiece(piece), TARGETS["us-vt-doc"])

    assert result.verdict == "refused"
    assert check_at("us-vt-doc", piece) == [
        ("mail_route", "notice"),
        ("recipient_identity", "cannot_check"),
        ("return_address", "passed"),
        ("photos", "refused"),
        ("photos", "passed"),
        ("photos", "passed"),
        ("sender", "cannot_check"),
        ("emessaging_vendor", "notice"),
    ]


def test_example_hawaii_asks_first_about_the_language() -> None:
    piece = {"kind": "letter", "pages": 1, "language": "tl", "sender": "person"}

    result = check(parse_mailpiece(piece), TARGETS["us-hi-dcr"])

    assert result.verdict == "ask_first"
    assert [(one.rule, one.confidence) for one in result.at(Level.ASK_FIRST)] == [("languages", "medium")]
    assert check_at("us-hi-dcr", piece) == [
        ("mail_route", "notice"),
        ("recipient_identity", "cannot_check"),
        ("photos", "passed"),
        ("photos", "passed"),
        ("books_source", "notice"),
        ("languages", "ask_first"),
        ("handling", "notice"),
    ]


def test_example_wisconsin_is_ok_and_goes_to_the_processing_center() -> None:
    result = check(parse_mailpiece(TO_ANN), TARGETS["us-wi-doc"])

    assert result.verdict == "ok"
    assert list(result.address_lines) == ANN_LINES


def test_facility_adds_its_own_name() -> None:
    nameless = {**TO_ANN, "recipient": {"first_name": "Ann", "last_name": "Roe", "id": "555123"}}
    place = Target.for_facility(TAYCHEEDAH, SYSTEMS["us-wi-doc"])

    result = check(parse_mailpiece(nameless), place)

    assert (result.target, result.verdict) == (TAYCHEEDAH.slug, "ok")
    assert list(result.address_lines) == ANN_LINES


@pytest.mark.parametrize("slug", ["us-ar-doc", "us-de-doc", "us-nj-doc", "us-nm-cd", "us-wv-dcr"])
def test_nothing_is_printed_where_the_address_is_incomplete(slug: str) -> None:
    result = check(parse_mailpiece({"pages": 1}), TARGETS[slug])

    assert result.verdict == "refused"
    assert result.address_lines == ()


@pytest.mark.parametrize("slug", TARGETS)
def test_every_rule_in_force_gives_one_finding(slug: str) -> None:
    findings = check(parse_mailpiece({"pages": 1}), TARGETS[slug]).findings

    assert sorted(one.rule for one in findings if one.rule != "mail_route") == sorted(
        one.type for one in TARGETS[slug].rules if one.type != "mail_route"
    )
    assert [one.rule for one in findings].count("mail_route") == 1
    assert all(one.message and one.title and one.origin == slug for one in findings)


@pytest.mark.parametrize(
    ("rules", "verdict"),
    [
        ([], "ok"),
        ([("labels", "allowed", "high")], "ok"),
        ([("labels", "forbidden", "low")], "ask_first"),
        ([("labels", "forbidden", "medium")], "refused"),
        ([("labels", "forbidden", "high"), ("labels", "allowed", "high")], "refused"),
        ([("labels", "forbidden", "high"), ("labels", "forbidden", "low")], "refused"),
        ([("max_weight_oz", 1, "high")], "ok"),
    ],
)
def test_verdict_is_the_worst_that_is_known(rules: list[tuple[str, Any, str]], verdict: str) -> None:
    place = target(*(rule(name, value, confidence) for name, value, confidence in rules))

    assert check(parse_mailpiece({"pages": 1, "labels": True}), place).verdict == Verdict(verdict)


def test_cannot_check_says_what_is_missing_and_the_rule() -> None:
    found = finding("envelope", {"colours": ["white"], "max_thickness_in": 0.25}, {"kind": "letter"})

    assert found.message == (
        "Not checked: we do not know the color of the envelope and how thick the envelope is. "
        "The rule: Use a white envelope. It may be up to 0.25 inch thick."
    )


def test_refusal_says_every_reason() -> None:
    found = finding("photos", {"max": 1, "max_size_in": "4x6"}, {"photos": {"count": 2, "size_in": [5, 7]}})

    assert found.message == (
        "2 photos: at most 1 here. Keep some for your next letter. "
        "Photos may be up to 4 × 6 inches here. Send smaller prints."
    )


def test_result_as_json() -> None:
    place = target(rule("labels", "forbidden", "low", origin="us-yy-doc"))

    result = check(parse_mailpiece({"pages": 1, "labels": True}), place)

    assert json.loads(json.dumps(result.as_json())) == {
        "target": "us-xx-doc",
        "verdict": "ask_first",
        "findings": [
            {
                "rule": "mail_route",
                "level": "notice",
                "message": "Mail goes straight to the place where she is held.",
                "source_url": "https://example.org/mail",
                "seen": None,
                "confidence": "high",
                "from": "us-xx-doc",
            },
            {
                "rule": "labels",
                "level": "ask_first",
                "message": (
                    "No stick-on labels or stickers on the envelope. "
                    "Write or print the address on the envelope itself. "
                    "We are not sure of this rule, so ask the mailroom first."
                ),
                "source_url": "https://example.org/rules",
                "seen": "2025",
                "confidence": "low",
                "from": "us-yy-doc",
            },
        ],
        "address_lines": ["{name} {id}", "{facility}", "{street}", "{city}, {state} {zip}"],
    }
