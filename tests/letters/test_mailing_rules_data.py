"""The facts in our own files: all there, all of the right shape, all in words."""

from collections import Counter
from datetime import date
from urllib.parse import urlsplit

import pytest

from letters.addresses import PLACEHOLDERS, placeholders
from letters.mailing_rules import RULE_TYPES, Rule, RuleValueError, rule_type
from letters.mailing_rules.terms import CONFIDENCES
from tests.letters.mailing import SYSTEMS, rule

RULES = [one for system in SYSTEMS.values() for one in system.rules]
INCOMPLETE = {"us-ar-doc", "us-de-doc", "us-nj-doc", "us-nm-cd", "us-wv-dcr"}


def test_data_holds_every_system_and_rule() -> None:
    assert len(SYSTEMS) == 62
    assert len(RULES) == 596
    assert Counter(one.type for one in RULES) == {
        "photos": 90,
        "recipient_identity": 60,
        "mail_route": 53,
        "enclosures": 38,
        "greeting_cards": 37,
        "delivered_as": 37,
        "return_address": 35,
        "emessaging_vendor": 33,
        "books_source": 29,
        "materials_forbidden": 26,
        "content_forbidden": 18,
        "postcards": 16,
        "handling": 15,
        "sender": 14,
        "envelope": 12,
        "ink": 11,
        "printed_matter": 10,
        "paper": 10,
        "page_size_in": 9,
        "max_pages": 8,
        "labels": 8,
        "languages": 7,
        "pen_pal_policy": 5,
        "carrier": 4,
        "max_weight_oz": 3,
        "letters": 3,
        "sides": 2,
        "organisation_mail": 2,
        "max_items": 1,
    }


def test_data_uses_every_type_of_rule() -> None:
    assert {one.type for one in RULES} == set(RULE_TYPES)
    assert len(RULE_TYPES) == 29


def test_data_names_systems_by_their_files() -> None:
    assert {slug: system.slug for slug, system in SYSTEMS.items()} == {slug: slug for slug in SYSTEMS}
    assert {system.kind for system in SYSTEMS.values()} == {"federal", "state", "county", "ice"}
    assert {slug for slug, system in SYSTEMS.items() if not system.route.complete} == INCOMPLETE
    for system in SYSTEMS.values():
        assert system.route.lines
        assert placeholders(system.route.lines) <= PLACEHOLDERS


@pytest.mark.parametrize("slug", SYSTEMS)
def test_data_of_each_system_is_readable_and_sourced(slug: str) -> None:
    for one in SYSTEMS[slug].rules:
        rule_type(one.type).validate(one.value)
        assert one.origin == slug
        assert one.confidence in CONFIDENCES
        assert one.source_url or one.confidence == "low"
        assert urlsplit(one.source_url or "https://none").scheme in ("http", "https")
        assert one.seen is None or date.fromisoformat((one.seen + "-01-01")[:10])


@pytest.mark.parametrize("slug", SYSTEMS)
def test_data_of_each_system_has_words(slug: str) -> None:
    for one in SYSTEMS[slug].rules:
        kind = rule_type(one.type)

        words = kind.words(one)

        assert words[0].isupper() or words[0].isdigit()
        assert words.endswith(".")
        assert "_" not in words
        assert "{" not in words
        assert "  " not in words
        assert kind.tone(one) in ("do", "dont", "know")
        assert kind.group in ("address", "envelope", "letter", "photos", "enclosures", "content", "handling")
        assert str(kind.label)


def test_words_never_say_what_is_not_posted() -> None:
    said = " ".join(rule_type(one.type).words(one) for one in RULES).lower()

    assert "pen pal" not in said
    assert "inmate" not in said
    assert "!" not in said


@pytest.mark.parametrize(
    ("one", "words", "tone"),
    [
        (rule("photos", {"max": 5}), "Up to 5 photos.", "do"),
        (rule("photos", {"status": "forbidden"}), "Photos are not taken.", "dont"),
        (
            rule("photos", {"max_size_in": "4x6", "name_on_back": True}),
            "Photos may be up to 4 × 6 inches. Write her name and number on the back of each.",
            "do",
        ),
        (rule("photos", {"types_forbidden": ["polaroid", "instant"]}), "Not taken: instant photos.", "dont"),
        (
            rule("envelope", {"colours": ["white"], "required_size_in": "4.125x9.5"}),
            "Use a white envelope. The envelope must be 4⅛ × 9½ inches.",
            "do",
        ),
        (rule("labels", "allowed"), "Address labels may be stuck on the envelope.", "do"),
        (rule("letters", {"status": "forbidden"}), "Letters are not taken.", "dont"),
        (
            rule("greeting_cards", {"max_size_in": "6x9", "postcards_too": True}),
            "Greeting cards and postcards may be up to 6 × 9 inches.",
            "do",
        ),
        (rule("ink", {"allowed": ["blue", "black", "pencil"]}), "Use blue or black ink or pencil.", "do"),
        (rule("delivered_as", "original"), "She gets your letter itself.", "know"),
    ],
)
def test_words_of_a_rule(one: Rule, words: str, tone: str) -> None:
    kind = rule_type(one.type)

    assert (kind.words(one), kind.tone(one)) == (words, tone)


@pytest.mark.parametrize(
    ("type_name", "value", "field"),
    [
        ("mail_route", "elsewhere", ""),
        ("organisation_mail", ["facility"], ""),
        ("carrier", "dhl", ""),
        ("recipient_identity", "id", ""),
        ("recipient_identity", [], ""),
        ("recipient_identity", ["shoe_size"], "shoe_size"),
        ("return_address", "required", ""),
        ("return_address", {"full_name": True}, "status"),
        ("return_address", {"status": "required", "full_name": "yes"}, "full_name"),
        ("labels", True, ""),
        ("envelope", {}, ""),
        ("envelope", {"max_size_in": "9"}, "max_size_in"),
        ("envelope", {"max_size_in": "0x9"}, "max_size_in"),
        ("envelope", {"size": "4x9"}, "size"),
        ("envelope", {"colours": ["Off White"]}, "colours"),
        ("max_weight_oz", "1", ""),
        ("max_weight_oz", True, ""),
        ("max_weight_oz", float("nan"), ""),
        ("max_items", 2.5, ""),
        ("max_items", -1, ""),
        ("letters", {"status": "only"}, "status"),
        ("postcards", {"size_in": "4x6"}, "size_in"),
        ("postcards", {"size_in": "4x6 to 3x5"}, "size_in"),
        ("greeting_cards", {"form": "square"}, "form"),
        ("greeting_cards", {"forms_forbidden": ["scratchy"]}, "forms_forbidden"),
        ("max_pages", 5, ""),
        ("max_pages", {"max": 5}, "counts"),
        ("max_pages", {"counts": ["pages"]}, "max"),
        ("max_pages", {"max": 5, "counts": ["stamps"]}, "counts"),
        ("sides", "both", ""),
        ("page_size_in", {"max": [8.5, 11]}, "max"),
        ("paper", {"forbidden": ["wood"]}, "forbidden"),
        ("ink", {"allowed": "blue"}, "allowed"),
        ("materials_forbidden", {"stickers": True}, ""),
        ("printed_matter", {"clippings": "some"}, "clippings"),
        ("printed_matter", {"clippings": {"max": "5"}}, "clippings.max"),
        ("printed_matter", {"clippings": {"most": 5}}, "most"),
        ("photos", {"max": 5.5}, "max"),
        ("photos", {"status": "some"}, "status"),
        ("enclosures", {"allowed": []}, "allowed"),
        ("books_source", "anyone", ""),
        ("languages", {"allowed": "en"}, "allowed"),
        ("sender", {"approved_list": True}, "approved_list"),
        ("pen_pal_policy", "restricted", ""),
        ("pen_pal_policy", {"organizations": "ask_first"}, "status"),
        ("content_forbidden", "codes", ""),
        ("delivered_as", "fax", ""),
        ("handling", {"originals_kept_days": "30"}, "originals_kept_days"),
        ("emessaging_vendor", " ", ""),
    ],
)
def test_validate_refuses_a_wrong_shape_and_says_what_was_expected(
    type_name: str, value: object, field: str
) -> None:
    with pytest.raises(RuleValueError) as caught:
        rule_type(type_name).validate(value)

    assert caught.value.field == field
    assert caught.value.message.startswith("expected ")


def test_rule_type_unknown() -> None:
    with pytest.raises(RuleValueError, match="'stamps' is not a type of rule"):
        rule_type("stamps")
