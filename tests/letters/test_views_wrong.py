"""Telling us that something about a place is wrong: a queue, and nothing that changes by itself."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from letters.models import MailingRule, Route, WrongReport
from profiles.forms.guard import signer
from tests.factories import make_facility, make_system
from tests.letters.places import make_place

pytestmark = pytest.mark.django_db


def _opened(monkeypatch) -> str:
    """A form that was opened long enough ago for a person."""
    monkeypatch.setattr("profiles.forms.guard.LEAST_TIME", timedelta(0))
    return signer.sign("form")


def _url(place) -> str:
    name = "facility" if hasattr(place, "system") else "system"
    return reverse(f"letters:wrong-{name}", args=[place.slug])


def test_report_goes_to_the_queue_and_changes_nothing(client, monkeypatch):
    place = make_place({"photos": {"max": 5}})
    rule = MailingRule.objects.get(type="photos")
    before = list(MailingRule.objects.values())

    answer = client.post(
        _url(place),
        {
            "about": "rule", "rule": rule.pk, "text": " Ten photos since May. ", "contact": "wren@example.org",
            "source_url": "doc.example.gov/mail", "website": "", "opened": _opened(monkeypatch),
        },
    )  # fmt: skip

    report = WrongReport.objects.get()
    assert answer.url == place.get_absolute_url()
    assert (report.facility, report.system, report.about, report.rule) == (place, None, "rule", rule)
    assert (report.text, report.contact) == ("Ten photos since May.", "wren@example.org")
    assert report.source_url == "https://doc.example.gov/mail"
    assert list(MailingRule.objects.values()) == before


def test_report_about_a_system(client, monkeypatch):
    system = make_place().system

    client.post(_url(system), {"about": "address", "text": "It moved.", "opened": _opened(monkeypatch)})

    assert WrongReport.objects.get().system == system


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"about": ""}, "Choose what fits best."),
        ({"about": "weather"}, "Select a valid choice."),
        ({"text": "  "}, "A sentence is enough."),
        ({"text": "x" * 2001}, "Your text has 2001 characters; the most we take is 2000."),
        ({"rule": "999999"}, "Select a valid choice."),
        ({"source_url": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"website": "https://spam.example"}, "This field has to stay empty."),
        ({"opened": "forged"}, "This page had grown too old."),
    ],
)
def test_report_with_a_mistake_keeps_what_was_typed(client, monkeypatch, fields, words):
    typed = {"about": "other", "text": "The box is closed.", "opened": _opened(monkeypatch), **fields}

    page = client.post(_url(make_facility()), typed).content.decode()

    assert words in page
    assert WrongReport.objects.count() == 0
    assert fields.get("text", "The box is closed.").strip() in page


def test_report_offers_the_rules_in_force_there_and_no_others(client):
    place = make_place({"photos": {"max": 5}})
    own = MailingRule.objects.create(facility=place, type="ink", value={"allowed": ["blue"]})
    MailingRule.objects.create(facility=place, type="labels", value="forbidden", is_active=False)
    make_place({"photos": {"max": 3}})

    offered = set(client.get(_url(place)).context["form"].fields["rule"].queryset)

    assert offered == {own, *MailingRule.objects.filter(system=place.system)}


def test_report_about_a_hidden_or_unknown_place_is_not_found(client):
    assert client.get(_url(make_facility(holds="unknown"))).status_code == 404
    assert client.get(reverse("letters:wrong-system", args=["us-nowhere"])).status_code == 404


def test_report_is_limited_for_one_address(client, monkeypatch):
    monkeypatch.setattr("letters.views.places.REPORTS_AN_HOUR", 1)
    place, typed = make_facility(), {"about": "other", "text": "x"}

    codes = [
        client.post(_url(place), typed | {"opened": _opened(monkeypatch)}).status_code for _one in range(2)
    ]

    assert codes == [302, 429]
    assert WrongReport.objects.count() == 1


def test_place_shows_the_link_old_rules_and_other_addresses(client):
    place = make_place({"photos": {"max": 5}})
    MailingRule.objects.filter(type="photos").update(seen="2015")
    common = {"is_complete": True, "confidence": "high"}
    Route.objects.create(system=place.system, use="legal", lines=["{name}", "Legal Box 1"], **common)
    Route.objects.create(facility=place, use="legal", lines=["{name}", "Legal Box 2"], **common)
    Route.objects.create(system=place.system, use="visits", lines=["Gate 1"], is_complete=False)

    page = client.get(place.get_absolute_url()).content.decode()

    assert _url(place) in page
    assert "1 of these 2 rules may be out of date." in page
    assert ("Legal Box 2" in page, "Legal Box 1" in page, "Gate 1" in page) == (True, False, False)


def test_place_with_fresh_rules_says_nothing_of_age(client):
    place = make_place({"photos": {"max": 5}})
    MailingRule.objects.update(checked_on=timezone.localdate())

    page = client.get(place.get_absolute_url()).content.decode()

    assert "may be out of date" not in page
    assert "Other addresses" not in page


def test_system_page_links_to_the_form(client):
    system = make_system()

    assert _url(system) in client.get(system.get_absolute_url()).content.decode()
