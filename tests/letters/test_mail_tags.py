"""What other pages show of mail: the panel beside a profile, facilities, systems; sources and their age."""

from datetime import date

import pytest
from django.template import Context, Template
from django.utils import timezone

from letters import telling
from letters.mailing_rules import Rule
from letters.models import MailingRule
from letters.targets import target_for
from tests.letters.places import make_place, make_reachable

pytestmark = pytest.mark.django_db


def render(tag, **context):
    return Template("{% load mail %}{% " + tag + " %}").render(Context(context))


def test_how_to_write_shows_address_rules_and_two_buttons():
    listing = make_reachable({"photos": {"max": 5}})

    panel = render("how_to_write listing", listing=listing)

    assert "Maria Elena Delgado #00000417" in panel
    assert "Up to 5 photos" in panel
    assert 'href="https://www.example.org/photos"' in panel
    assert f"/letters/write/{listing.slug}/" in panel
    assert f"/letters/blank/{listing.slug}/" in panel


def test_how_to_write_committed_name_stands_in_the_address_only():
    panel = render("how_to_write listing", listing=make_reachable())

    address = panel.split('<address class="envelope-to">')[1].split("</address>")[0]
    assert panel.count("Delgado") == address.count("Delgado") == 1
    assert panel.count("00000417") == address.count("00000417") == 1


@pytest.mark.parametrize("full", [{"paused": True}, {"max_writers": 1, "active_writers": 1}])
def test_how_to_write_no_new_writers_has_words_and_no_buttons(full):
    panel = render("how_to_write listing", listing=make_reachable(**full))

    assert "If you already write to each other" in panel
    assert "Maria Elena Delgado" in panel
    assert "/letters/write/" not in panel


@pytest.mark.parametrize("place", [{"status": "closed"}, {"complete": False}, {"street": "", "po_box": ""}])
def test_how_to_write_without_a_way_has_no_lines_and_no_buttons(place):
    panel = render("how_to_write listing", listing=make_reachable(place=make_place(**place)))

    assert ("Delgado" in panel, "/letters/" in panel, "<address" in panel) == (False, False, False)


def test_how_to_write_escapes_names():
    panel = render("how_to_write listing", listing=make_reachable(committed_name="<b>Maria</b> Roe"))

    assert "<b>Maria" not in panel
    assert "&lt;b&gt;Maria" in panel


def test_how_to_write_number_of_queries_does_not_grow(django_assert_num_queries):
    few, many = (
        make_reachable(),
        make_reachable({"photos": {"max": 5}, "ink": {"allowed": ["blue"]}}, id_number="2"),
    )
    for listing in (few, many):
        with django_assert_num_queries(5):
            render("how_to_write listing", listing=listing)


def test_facility_mail_shows_stand_ins_and_sources():
    page = render("facility_mail facility", facility=make_place({"photos": {"max": 5}}))

    assert "Her full name #her number" in page
    assert "Source: example.org" in page


def test_facility_mail_of_a_closed_place_has_no_lines():
    page = render("facility_mail facility", facility=make_place(status="closed"))

    assert "<address" not in page
    assert "is closed" in page


def test_system_mail_shows_the_systems_rules_only():
    place = make_place({"photos": {"max": 5}})
    own = {
        "type": "ink",
        "value": {"allowed": ["blue"]},
        "source_url": "https://example.org/own",
        "confidence": "high",
    }
    MailingRule.objects.create(facility=place, **own)

    pages = [
        render("system_mail system", system=place.system),
        render("facility_mail facility", facility=place),
    ]

    assert ["Up to 5 photos" in page for page in pages] == [True, True]
    assert ["https://example.org/own" in page for page in pages] == [False, True]


def test_rule_without_a_source_says_to_ask():
    place = make_place()
    MailingRule.objects.create(system=place.system, type="ink", value={"allowed": ["blue"]}, confidence="low")

    page = render("facility_mail facility", facility=place)

    assert "No source found; ask the facility." in page


def test_rule_in_doubt_says_so():
    place = make_place({"photos": {"max": 5}})
    assert "We are not sure of this one." not in render("facility_mail facility", facility=place)

    MailingRule.objects.filter(type="photos").update(confidence="low")

    assert "We are not sure of this one." in render("facility_mail facility", facility=place)


TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("seen", "checked_on", "old"),
    [
        ("2026-05", None, False),
        ("2024", None, False),
        ("2023-09-06", None, True),
        ("", None, False),
        ("undated", None, False),
        ("2010", date(2026, 1, 1), False),
        ("2026", date(2025, 11, 1), True),
    ],
)
def test_is_old(seen, checked_on, old):
    assert telling.is_old(seen, checked_on, TODAY) is old


def test_told_keeps_the_order_of_groups_and_leaves_out_empty_ones():
    place = make_place({"photos": {"max": 5}, "ink": {"allowed": ["blue"]}})

    groups = telling.told(target_for(place.slug).rules)

    assert [group.key for group in groups] == ["address", "letter", "photos"]


def test_stand_ins_replaces_what_is_not_known():
    assert telling.stand_ins(["{name} #{id}", "Hall {unit}"]) == [
        "Her full name #her number",
        "Hall housing unit",
    ]


def test_newest_look_is_the_latest_day_we_checked():
    place = make_place({"photos": {"max": 5}})
    assert telling.newest_look(target_for(place.slug)) is None

    MailingRule.objects.filter(type="photos").update(checked_on=timezone.localdate())

    assert telling.newest_look(target_for(place.slug)) == timezone.localdate()


def test_source_of_shortens_the_host():
    rule = Rule("ink", {"allowed": ["blue"]}, None, "https://www.example.org/a/b", "2026", "high", "x")

    source = telling.source_of(rule, TODAY)

    assert (source.host, source.seen, source.unsure, source.old) == ("example.org", "2026", False, False)


def test_place_shows_the_company_for_electronic_messages_beside_the_address():
    known, unknown = make_place({"emessaging_vendor": "ViaPath"}), make_place()

    pages = [render("facility_mail facility", facility=place) for place in (known, unknown)]

    assert ['id="messages"' in page for page in pages] == [True, False]
    assert pages[0].index("Electronic messages go through ViaPath.") < pages[0].index('id="mail-rules"')
