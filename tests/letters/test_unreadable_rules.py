"""One rule that stands in the data in a form nobody can read: every page and command goes on, and staff hear of it."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from letters import desk
from letters.contradictions import contradictions
from letters.mailing_rules import RULE_TYPES
from letters.models import MailingRule
from letters.queues import mail_queues
from tests.factories import make_moderator
from tests.letters.places import make_reachable

pytestmark = pytest.mark.django_db

ASK = "There is one more rule here that we cannot read at the moment."


@pytest.fixture
def listing():
    """A woman at a place whose rule of photos is nonsense, beside one of pages that is not."""
    return make_reachable({"photos": {"max": "five"}, "max_pages": {"max": 3, "counts": ["pages"]}})


def _urls(listing):
    place = listing.facility
    return [
        place.get_absolute_url(),
        place.system.get_absolute_url(),
        listing.get_absolute_url(),
        reverse("letters:write", args=[listing.slug]),
        reverse("letters:blank", args=[listing.slug]),
        reverse("letters:wrong-facility", args=[place.slug]),
        reverse("letters:check") + f"?check=1&place={place.slug}&kind=letter&pages=2&photos=7",
        reverse("letters:coverage"),
    ]


@pytest.mark.parametrize("type_name", sorted(RULE_TYPES))
def test_public_pages_go_on(client, listing, type_name):
    MailingRule.objects.filter(type="photos").update(type=type_name, value={"?": [None]})

    assert [client.get(url).status_code for url in _urls(listing)] == [200] * len(_urls(listing))


def test_place_says_that_there_is_one_more_rule(client, listing):
    page = client.get(listing.facility.get_absolute_url()).content.decode()

    assert page.count(ASK) == 1
    assert "five" not in page


def test_place_whose_rules_can_be_read_does_not_say_so(client):
    page = client.get(make_reachable({"photos": {"max": 5}}).facility.get_absolute_url()).content.decode()

    assert ASK not in page


def test_check_judges_the_other_rules(listing):
    checked = desk.check_blank_letter(listing, pages=4, paper="letter")

    found = {finding.rule: finding.level for finding in checked.result.findings}
    assert (found["photos"], found["max_pages"]) == ("cannot_check", "refused")


def test_staff_see_it_first_and_can_mend_it(client, listing):
    moderator = make_moderator()
    client.force_login(moderator)
    rule = MailingRule.objects.get(type="photos")
    urls = ["admin:letters_upkeep", "admin:letters_mailingrule_changelist"]
    pages = [client.get(reverse(url)).content.decode() for url in urls]
    form = client.get(reverse("admin:letters_mailingrule_change", args=[rule.pk]))

    queues = {str(queue.title): queue.count for queue in mail_queues(moderator)}

    assert queues["Rules that cannot be read"] == 1
    assert ["max: expected a whole number, 0 or more" in page for page in pages] == [True, True]
    assert form.status_code == 200


def test_staff_are_not_told_where_there_is_none():
    make_reachable({"photos": {"max": 5}})

    assert "Rules that cannot be read" not in {str(one.title) for one in mail_queues(make_moderator())}


@pytest.mark.parametrize("type_name", sorted(RULE_TYPES))
def test_row_refuses_a_value_that_cannot_be_read(listing, type_name):
    rule = MailingRule(system=listing.system, type=type_name, value={"?": [None]}, confidence="low")

    with pytest.raises(ValidationError) as refused:
        rule.full_clean()

    assert list(refused.value.message_dict) == ["value"]


def test_row_refuses_a_type_that_is_none(listing):
    rule = MailingRule(system=listing.system, type="perfumes", value="forbidden", confidence="low")

    with pytest.raises(ValidationError) as refused:
        rule.full_clean()

    assert list(refused.value.message_dict) == ["type"]


def test_contradictions_leave_it_out(listing):
    MailingRule.objects.create(system=listing.system, type="photos", value={"max": 5}, confidence="low")
    MailingRule.objects.create(system=listing.system, type="enclosures", value=3, confidence="low")

    assert contradictions() == []
