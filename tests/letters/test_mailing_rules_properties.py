"""What holds for every mailpiece and every rule of our own data."""

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from letters.mailing_rules import RULE_TYPES, Level, Target, Verdict, check, parse_mailpiece, terms
from tests.letters.mailing import SYSTEMS, TARGETS, TAYCHEEDAH, level, rule, target

RULES = [one for system in SYSTEMS.values() for one in system.rules]
MILD_TO_GRAVE = [Verdict.OK, Verdict.ASK_FIRST, Verdict.REFUSED]
#: Facts that count as absent, not as unknown, where nobody gives them.
NONE_IF_MISSING = {"photos", "printed_matter", "materials", "enclosures"}
#: Types for which an unknown tool or form of card is none, so that to learn of one may break them.
NONE_IF_UNKNOWN = {"materials_forbidden", "enclosures"}

sizes = st.tuples(st.floats(1, 15), st.floats(1, 15)).map(list)
materials = st.sampled_from(
    ["stickers", "glitter", "tape", "perfume", "lipstick", "hair", "non_transparent_tape"]
)
enclosures = st.sampled_from(
    [
        "stamps", "blank_envelope", "stamped_envelope", "stamped_postcard", "blank_paper", "pen", "cash", "check",
        "money_order", "book", "magazine", "drawing", "greeting_card", "letter_from_other", "calendar",
    ]
)  # fmt: skip
recipients = st.fixed_dictionaries(
    {},
    optional={
        part: st.sampled_from(["", "Ann", "12345"])
        for part in ("first_name", "last_name", "id", "unit", "facility", "facility_code", "jid_number")
    },
)
#: Every field of the contract, each known.
whole_pieces = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(terms.KINDS),
        "sender": st.sampled_from(terms.SENDERS),
        "recipient": recipients,
        "pages": st.integers(0, 30),
        "sheets_double_sided": st.booleans(),
        "page_size": st.sampled_from(["letter", "a4", "legal"]) | sizes,
        "produced": st.sampled_from(terms.PRODUCED),
        "ink": st.sampled_from(["black", "blue", "red"]),
        "tool": st.sampled_from(terms.TOOLS),
        "paper": st.fixed_dictionaries(
            {
                "color": st.sampled_from(["white", "yellow", "pink"]),
                "lined": st.booleans(),
                "weight": st.sampled_from(terms.WEIGHTS),
            }
        ),
        "language": st.sampled_from(["en", "es", "tl"]),
        "materials": st.lists(materials, max_size=2),
        "photos": st.fixed_dictionaries(
            {
                "count": st.integers(0, 12),
                "size_in": sizes,
                "types": st.lists(st.sampled_from(["print", "polaroid", "slides"]), max_size=2),
            }
        ),
        "printed_matter": st.fixed_dictionaries(
            {"pages": st.integers(0, 8), "kind": st.sampled_from(terms.PRINTED_KINDS), "size_in": sizes}
        ),
        "card": st.fixed_dictionaries({"size_in": sizes, "form": st.sampled_from(terms.CARD_FORMS)}),
        "enclosures": st.lists(enclosures, max_size=2),
        "envelope": st.fixed_dictionaries(
            {
                "size": st.sampled_from(sorted(terms.ENVELOPE_SIZES)) | sizes,
                "color": st.sampled_from(["white", "manila"]),
                "tinted": st.booleans(),
                "padded": st.booleans(),
                "thickness_in": st.floats(0.01, 0.5),
                "features": st.lists(st.sampled_from(["metal_clasp", "cardboard"]), max_size=1),
            }
        ),
        "labels": st.booleans(),
        "return_address": st.sampled_from(terms.RETURN_ADDRESSES),
        "weight_oz": st.floats(0.1, 20),
        "carrier": st.sampled_from(terms.CARRIERS),
    }
)


@st.composite
def partly_known(draw: st.DrawFn, whole: dict[str, Any]) -> dict[str, Any]:
    """The same piece with some facts unknown. Its kind stays, as does what would be none if it were missing."""
    known: dict[str, Any] = {}
    for name, value in whole.items():
        if name in ("pages", "kind"):
            known[name] = value
        elif isinstance(value, dict) and name != "recipient":
            required = {"count", "pages"}
            parts = {part: fact for part, fact in value.items() if part in required or draw(st.booleans())}
            if parts:
                known[name] = parts
        elif name in NONE_IF_MISSING or draw(st.booleans()):
            known[name] = value
    return known


pieces = whole_pieces.flatmap(partly_known)
places = st.sampled_from(sorted(TARGETS)).map(TARGETS.__getitem__)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def verdict_at(place: Target, piece: dict[str, Any]) -> int:
    """How grave the verdict is, from 0."""
    return MILD_TO_GRAVE.index(check(parse_mailpiece(piece), place).verdict)


def with_rules(place: Target, rules: list[Any]) -> Target:
    return Target(place.slug, tuple(rules), place.route, place.facility, place.id_label, place.has_system)


@quick
@given(piece=pieces, place=places, data=st.data())
def test_order_of_rules_does_not_matter(piece: dict[str, Any], place: Target, data: st.DataObject) -> None:
    shuffled = with_rules(place, data.draw(st.permutations(place.rules)))

    first, second = (check(parse_mailpiece(piece), one) for one in (place, shuffled))

    assert first.verdict == second.verdict
    assert sorted(map(repr, first.findings)) == sorted(map(repr, second.findings))
    assert first.address_lines == second.address_lines


@quick
@given(piece=pieces, place=places, more=st.lists(st.sampled_from(RULES), min_size=1, max_size=5))
def test_another_rule_never_makes_the_verdict_milder(
    piece: dict[str, Any], place: Target, more: list[Any]
) -> None:
    assert verdict_at(place, piece) <= verdict_at(with_rules(place, [*place.rules, *more]), piece)


@quick
@given(piece=pieces, place=places, enclosure=enclosures, material=materials)
def test_another_thing_in_the_envelope_never_makes_the_verdict_milder(
    piece: dict[str, Any], place: Target, enclosure: str, material: str
) -> None:
    before = verdict_at(place, piece)
    photos = piece.get("photos", {"count": 0})
    printed = piece.get("printed_matter", {"pages": 0})

    assert before <= verdict_at(place, {**piece, "pages": piece["pages"] + 1})
    assert before <= verdict_at(place, {**piece, "photos": {**photos, "count": photos["count"] + 1}})
    assert before <= verdict_at(
        place, {**piece, "printed_matter": {**printed, "pages": printed["pages"] + 1}}
    )
    assert before <= verdict_at(place, {**piece, "enclosures": [*piece.get("enclosures", []), enclosure]})
    assert before <= verdict_at(place, {**piece, "materials": [*piece.get("materials", []), material]})


@settings(quick, max_examples=200)
@given(whole=whole_pieces, one=st.sampled_from(RULES), data=st.data())
def test_more_knowledge_never_overturns_what_was_certain(
    whole: dict[str, Any], one: Any, data: st.DataObject
) -> None:
    assume(one.type not in NONE_IF_UNKNOWN)
    place = target(one)
    known = data.draw(partly_known(whole))

    before = [
        found.level for found in check(parse_mailpiece(known), place).findings if found.rule == one.type
    ]
    after = [found.level for found in check(parse_mailpiece(whole), place).findings if found.rule == one.type]

    if before[0] in (Level.REFUSED, Level.PASSED):
        assert after == before
    assert after[0] != Level.CANNOT_CHECK


@quick
@given(whole=whole_pieces, one=st.sampled_from(RULES))
def test_nothing_is_unknown_where_everything_is_said(whole: dict[str, Any], one: Any) -> None:
    tape = "tape" in whole["materials"]

    (found,) = (
        found.level for found in check(parse_mailpiece(whole), target(one)).findings if found.rule == one.type
    )

    assert found != Level.CANNOT_CHECK or (tape and one.type == "materials_forbidden")


#: For each type that reads something: a value, and a piece that says nothing of what it reads.
UNKNOWN = {
    "organisation_mail": "facility",
    "carrier": "usps_only",
    "recipient_identity": ["full_name"],
    "return_address": {"status": "required"},
    "labels": "forbidden",
    "envelope": {"colours": ["white"]},
    "max_weight_oz": 1,
    "max_items": 1,
    "letters": {"status": "forbidden"},
    "postcards": {"status": "only"},
    "greeting_cards": {"status": "allowed"},
    "max_pages": {"max": 1, "counts": ["sheets"]},
    "sides": "single",
    "page_size_in": {"max": "8.5x11"},
    "paper": {"allowed": ["white"]},
    "ink": {"allowed": ["black"]},
    "languages": {"allowed": ["en"]},
    "sender": {"excluded": ["victims"]},
}
#: Types that read only what is none where nobody gives it, or that never do more than tell.
NEVER_UNKNOWN = {
    "mail_route", "materials_forbidden", "printed_matter", "photos", "enclosures", "books_source",
    "pen_pal_policy", "content_forbidden", "delivered_as", "handling", "emessaging_vendor",
}  # fmt: skip


@pytest.mark.parametrize("type_name", UNKNOWN)
def test_unknown_facts_are_never_passed(type_name: str) -> None:
    assert level(type_name, UNKNOWN[type_name], {"pages": 2}) == Level.CANNOT_CHECK


def test_every_type_is_on_one_of_the_lists() -> None:
    assert set(UNKNOWN) | NEVER_UNKNOWN == set(RULE_TYPES)
    assert set(UNKNOWN) & NEVER_UNKNOWN == set()


@quick
@given(piece=pieces, slug=st.sampled_from(sorted(SYSTEMS)))
def test_a_facility_is_as_strict_as_its_system(piece: dict[str, Any], slug: str) -> None:
    facility = Target.for_facility(TAYCHEEDAH, SYSTEMS[slug])
    system_findings = check(parse_mailpiece(piece), TARGETS[slug]).findings

    findings = check(parse_mailpiece(piece), facility).findings

    assert [
        (one.rule, one.level) for one in findings if one.rule not in ("mail_route", "recipient_identity")
    ] == [
        (one.rule, one.level)
        for one in system_findings
        if one.rule not in ("mail_route", "recipient_identity")
    ]


#: Anything that can stand in a field of JSON.
garbage = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 200)
    | st.floats()
    | st.sampled_from(["", "only", "8.5x11", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["max", "status", "allowed", "forbidden", "counts", "size_in", "colours", "?"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@settings(quick, max_examples=400)
@given(value=garbage, type_name=st.sampled_from(sorted(RULE_TYPES)), piece=pieces, place=places)
def test_a_value_that_nobody_can_read_stops_nothing(
    value: Any, type_name: str, piece: dict[str, Any], place: Target
) -> None:
    odd = rule(type_name, value)

    found = check(parse_mailpiece(piece), with_rules(place, [odd, *place.rules]))

    of_type = [one.level for one in found.findings if one.rule == type_name]
    assert not odd.wrong or type_name == "mail_route" or Level.CANNOT_CHECK in of_type
    assert len(found.findings) >= len(check(parse_mailpiece(piece), place).findings)
    assert verdict_at(place, piece) <= MILD_TO_GRAVE.index(found.verdict)


def test_a_value_that_nobody_can_read_is_named_for_every_type() -> None:
    for type_name in RULE_TYPES:
        odd = rule(type_name, {"?": [None]})

        (found,) = (
            one for one in check(parse_mailpiece({"pages": 1}), target(odd)).findings if one.rule == type_name
        )

        assert odd.wrong is not None
        assert odd.wrong.message != ""
        assert (found.level, found.source_url) == (Level.CANNOT_CHECK, odd.source_url)
