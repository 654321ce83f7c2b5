"""Mail on the desk: looking before storing, one click for "unchanged", what came back, what is said to be wrong."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from letters import actions, corrections, facts, returns
from letters.models import FactChange, MailingRule, ReturnedLetter, Route, WrongReport
from letters.reference import load_everything
from letters.states import ReturnReason, WrongAbout
from tests.factories import make_facility, make_listing, make_moderator, make_user
from tests.letters.places import make_draft, make_place, make_reachable
from tests.letters.test_rule_files import TEXT

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_moderator())
    return client


def _change(name: str, pk: int) -> str:
    return reverse(f"admin:letters_{name}_change", args=[pk])


def _rule(**fields) -> MailingRule:
    values = {"type": "photos", "value": {"max": 5}, "confidence": "high", "seen": "2025"}
    return MailingRule.objects.create(**{**values, **fields})


def _typed(rule: MailingRule, **fields) -> dict[str, str]:
    return {
        "type": rule.type, "system": str(rule.system_id or ""), "facility": str(rule.facility_id or ""),
        "value": '{"max": 3}', "is_active": "on", "source_url": "", "seen": rule.seen, "checked_on": "",
        "confidence": rule.confidence, "note": "", "why": "Called.", **fields,
    }  # fmt: skip


def _route_typed(route: Route, **fields) -> dict[str, str]:
    return {
        "system": str(route.system_id or ""), "facility": "", "use": route.use, "lines": "\n".join(route.lines),
        "is_complete": "on", "valid_from": "", "valid_until": "", "source_url": route.source_url, "seen": "",
        "checked_on": "", "confidence": route.confidence, "note": "", "starts_on": "", "why": "", **fields,
    }  # fmt: skip


def test_rule_is_saved_with_who_and_why(desk):
    rule = _rule(system=make_place().system)

    answer = desk.post(_change("mailingrule", rule.pk), _typed(rule))

    change = FactChange.objects.get()
    assert answer.status_code == 302
    assert (change.actor_label, change.note, change.after) == ("Joan R.", "Called.", {"value": {"max": 3}})


def test_preview_shows_words_and_places_and_stores_nothing(desk):
    facility = make_place(name="Riverside Women's Prison")
    make_facility(system=facility.system, name="Men's Unit", holds="unknown")
    make_listing(facility=facility)
    rule = _rule(system=facility.system)
    _rule(system=facility.system, value={"max": 9})

    answer = desk.post(_change("mailingrule", rule.pk), _typed(rule, _preview="Preview"))
    preview = answer.context["preview"]

    assert preview.words[0][1] == "Up to 3 photos."
    assert [name for name, _words in preview.words] == ["English", "Español"]
    assert (preview.facilities, preview.women, len(preview.contradictions)) == ([facility], 1, 1)
    assert "Riverside Women&#x27;s Prison" in answer.content.decode()
    rule.refresh_from_db()
    assert rule.value == {"max": 5}
    assert FactChange.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"value": '{"max": "five"}'}, "expected a whole number, 0 or more"),
        ({"value": "{"}, "Enter a valid JSON."),
        ({"system": ""}, "Choose a system or a facility"),
        ({"type": "weather"}, "weather is not one of the available choices"),
    ],
)
@pytest.mark.parametrize("button", ["_save", "_preview"])
def test_rule_with_a_mistake_is_not_stored(desk, fields, words, button):
    rule = _rule(system=make_place().system)

    answer = desk.post(_change("mailingrule", rule.pk), _typed(rule, **fields, **{button: "x"}))

    assert words in answer.content.decode()
    assert FactChange.objects.count() == 0


def test_checked_today_takes_one_click_and_keeps_the_value(desk):
    rule = _rule(system=make_place().system)

    desk.post(_change("mailingrule", rule.pk), {"_checked": "x", "value": "ignored"})

    rule.refresh_from_db()
    assert (rule.checked_on, rule.value) == (timezone.localdate(), {"max": 5})
    assert FactChange.objects.get().kind == "checked"


def test_history_of_a_rule_stands_on_its_page_and_in_the_list(desk, moderator):
    rule = _rule(system=make_place().system)
    rule.value = {"max": 8}
    facts.save(fact=rule, by=moderator, note="New handbook.")

    page = desk.get(_change("mailingrule", rule.pk)).content.decode()
    history = desk.get(reverse("admin:letters_mailingrule_history", args=[rule.pk]), follow=True)

    assert "New handbook." in page
    assert [row.note for row in history.context["cl"].result_list] == ["New handbook."]


def test_deleted_rule_stays_in_the_history(desk):
    rule = _rule(system=make_place().system)

    desk.post(reverse("admin:letters_mailingrule_delete", args=[rule.pk]), {"post": "yes"})

    assert MailingRule.objects.filter(type="photos").count() == 0
    assert FactChange.objects.get().kind == "deleted"


def test_rule_form_offers_facilities_that_hold_women_only(desk):
    rule = _rule(system=make_place().system)
    seen, hidden = make_facility(), make_facility(holds="unknown")

    form = desk.get(_change("mailingrule", rule.pk)).context["adminform"].form

    offered = set(form.fields["facility"].queryset)
    assert seen in offered
    assert hidden not in offered


def test_new_address_from_a_day_keeps_the_old_one(desk):
    route = Route.objects.get(system=make_place().system)
    today = timezone.localdate()

    desk.post(
        _change("route", route.pk),
        _route_typed(route, lines="{name} {id}\nPO Box 7\nPhoenix, MD 21131", starts_on=str(today)),
    )

    old, new = Route.objects.filter(system=route.system).order_by("pk")
    assert (old.lines, old.valid_until) == (route.lines, today - timedelta(days=1))
    assert (new.lines[1], new.valid_from) == ("PO Box 7", today)


def test_slip_in_an_address_is_corrected_in_place(desk):
    route = Route.objects.get(system=make_place().system)

    desk.post(_change("route", route.pk), _route_typed(route, lines="{name} {id}\r\n{facility}\r\nPO Box 8"))

    only = Route.objects.get(system=route.system)
    assert only.lines == ["{name} {id}", "{facility}", "PO Box 8"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"lines": "{name}\n{town}"}, "Line 2: there is no {town}."),
        ({"lines": ""}, "This field is required."),
        (
            {"valid_from": "2026-02-02", "valid_until": "2026-02-01"},
            "The last day cannot come before the first.",
        ),
        ({"starts_on": "tomorrow"}, "Enter a valid date."),
        ({"starts_on": "2026-03-01", "lines": "{name}\n{town}"}, "Line 2: there is no {town}."),
    ],
)
def test_address_with_a_mistake_is_not_stored(desk, fields, words):
    route = Route.objects.get(system=make_place().system)

    answer = desk.post(_change("route", route.pk), _route_typed(route, **fields))

    assert words in answer.content.decode()
    assert Route.objects.filter(system=route.system).count() == 1
    assert FactChange.objects.count() == 0


def test_upkeep_shows_stale_contradicting_and_suspected(desk, moderator):
    place = make_place({"photos": {"max": 5}})
    MailingRule.objects.update(seen="2019")
    _rule(system=place.system, value={"max": 9}, seen="2026")
    fresh = make_place()
    for _one in range(2):
        returns.take_in(reason=ReturnReason.REFUSED, on=timezone.localdate(), by=moderator, facility=fresh)
    Route.objects.update(checked_on=timezone.localdate())
    MailingRule.objects.filter(system=fresh.system).update(checked_on=timezone.localdate())

    context = desk.get(reverse("admin:letters_upkeep")).context

    assert [row.place for row in context["stale"]] == [place.system]
    assert len(context["contradictions"]) == 1
    assert [one.facility for one in context["suspicions"]] == [fresh]


def test_upkeep_puts_traffic_before_age(desk):
    quiet, busy = make_place(), make_place()
    MailingRule.objects.filter(system=quiet.system).update(seen="2010")
    MailingRule.objects.filter(system=busy.system).update(seen="2020")
    Route.objects.update(checked_on=timezone.localdate())
    for number in range(5):
        make_listing(facility=busy, id_number=f"X{number}")

    rows = desk.get(reverse("admin:letters_upkeep")).context["stale"]

    assert [(row.place, row.women) for row in rows] == [(busy.system, 5), (quiet.system, 0)]


def test_place_is_confirmed_with_one_click(desk):
    place, other = make_place(), make_place()

    desk.post(reverse("admin:letters_confirm_place", args=[place.system.slug]))

    today = timezone.localdate()
    assert set(MailingRule.objects.filter(system=place.system).values_list("checked_on", flat=True)) == {
        today
    }
    assert Route.objects.get(system=place.system).checked_on == today
    assert MailingRule.objects.get(system=other.system).checked_on is None


@pytest.mark.parametrize(
    ("role", "looks", "changes"),
    [
        ("moderator", 200, 403),
        ("auditor", 403, 403),
        ("mail coordinator", 200, 302),
        ("data entry", 403, 403),
    ],
)
def test_upkeep_by_role(client, role, looks, changes):
    place = make_place()
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)

    assert client.get(reverse("admin:letters_upkeep")).status_code == looks
    assert (
        client.post(reverse("admin:letters_confirm_place", args=[place.system.slug])).status_code == changes
    )
    assert client.get(reverse("admin:letters_import_rules")).status_code == (200 if changes == 302 else 403)


def test_import_shows_differences_and_stores_what_is_ticked(desk):
    url = reverse("admin:letters_import_rules")

    looked = desk.post(url, {"text": TEXT, "compare": "1"})
    assert MailingRule.objects.count() == 0
    keys = [change.key for change in looked.context["made"].changes]
    desk.post(url, {"text": TEXT, "store": "1", "take": keys[:3]})

    assert keys == ["us-xx-doc", "us-xx-doc/route", "us-xx-doc/max_pages/1", "us-xx-doc/photos/1"]
    assert list(MailingRule.objects.values_list("type", flat=True)) == ["max_pages"]
    assert FactChange.objects.first().actor_label == "Joan R."


def test_import_shows_each_mistake_with_its_line(desk):
    answer = desk.post(
        reverse("admin:letters_import_rules"), {"text": TEXT.replace("kind: state", "kind: x")}
    )

    assert answer.status_code == 400
    assert "line 3, kind: expected one of" in answer.content.decode()


def test_import_without_its_system_stores_nothing(desk):
    answer = desk.post(
        reverse("admin:letters_import_rules"), {"text": TEXT, "store": "1", "take": ["us-xx-doc/photos/1"]}
    )

    assert answer.status_code == 200
    assert MailingRule.objects.count() == 0


def _printed(listing):
    letter = actions.keep_draft(writer=make_user(), listing=listing, draft=make_draft())
    return actions.mark_printed(letter=letter, listing=listing, by=letter.writer)


def _take_in(desk, **fields) -> str:
    typed = {"code": "", "her_number": "", "facility": "", "reason": "moved", "words": "",
             "returned_on": str(timezone.localdate())}  # fmt: skip
    answer = desk.post(reverse("admin:letters_returnedletter_add"), typed | fields)
    return answer.content.decode()


def test_return_is_taken_in_by_code_number_or_place(desk):
    letter = _printed(make_reachable())
    her = make_listing(id_number="T-77")
    place = make_facility()

    _take_in(desk, code=letter.code.lower())
    _take_in(desk, her_number="t-77")
    _take_in(desk, facility=str(place.pk), reason="refused")

    made = ReturnedLetter.objects.order_by("pk").values_list("letter", "listing", "facility", "holds")
    assert list(made) == [
        (letter.pk, letter.listing_id, letter.listing.facility_id, True),
        (None, her.pk, her.facility_id, True),
        (None, None, place.pk, False),
    ]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "one of the three"),
        ({"code": "ABC"}, "This is no code."),
        ({"her_number": "none such"}, "Expected the ID number of one woman"),
        ({"code": "", "her_number": "", "facility": "x"}, "Select a valid choice."),
        ({"returned_on": "2999-01-01"}, "This day is in the future."),
        ({"reason": "bored"}, "Select a valid choice."),
    ],
)
def test_return_with_a_mistake_is_not_taken_in(desk, fields, words):
    assert words in _take_in(desk, **fields)
    assert ReturnedLetter.objects.count() == 0


def test_return_already_taken_in_is_said(desk):
    letter = _printed(make_reachable())
    _take_in(desk, code=letter.code)

    answer = desk.post(
        reverse("admin:letters_returnedletter_add"),
        {"code": letter.code, "reason": "moved", "returned_on": str(timezone.localdate())},
        follow=True,
    )

    assert "This letter stands at: Came back." in answer.content.decode()
    assert ReturnedLetter.objects.count() == 1


def test_return_page_tells_what_happens_and_nothing_of_the_writer(desk):
    letter = _printed(make_reachable())
    _take_in(desk, code=letter.code)

    page = desk.get(_change("returnedletter", ReturnedLetter.objects.get().pk)).content.decode()

    assert "Letters to her wait until staff have looked her up." in page
    assert letter.writer.email not in page
    assert "From my kitchen window" not in page


def test_return_is_handled_once(desk):
    listing = make_reachable()
    returned = returns.take_in(
        reason=ReturnReason.MOVED, on=timezone.localdate(), by=make_moderator(), listing=listing
    )
    url = _change("returnedletter", returned.pk)

    desk.post(url, {"outcome": ""})
    returned.refresh_from_db()
    assert returned.outcome == ""
    desk.post(url, {"rule": "", "outcome": "confirmed", "staff_note": "Locator."})
    again = desk.post(url, {"rule": "", "outcome": "nothing", "staff_note": ""})

    returned.refresh_from_db()
    assert (returned.outcome, returned.staff_note, again.status_code) == ("confirmed", "Locator.", 403)


def test_report_about_a_place_is_handled(desk):
    rule = _rule(system=make_place().system)
    report = corrections.report_wrong(place=rule.system, about=WrongAbout.RULE, rule=rule, text="Ten now.")

    page = desk.get(_change("wrongreport", report.pk)).content.decode()
    desk.post(_change("wrongreport", report.pk), {"outcome": "right", "staff_note": "Handbook says five."})

    rule.refresh_from_db()
    assert "Ten now." in page
    assert WrongReport.objects.get().outcome == "right"
    assert rule.checked_on == timezone.localdate()


@pytest.mark.parametrize("name", ["mailingrule", "route", "factchange", "returnedletter", "wrongreport"])
def test_lists_and_forms_keep_the_content_security_policy(desk, name):
    rule = _rule(system=make_place().system)
    facts.confirm(facts=[rule], by=make_moderator())
    corrections.report_wrong(place=rule.system, about=WrongAbout.OTHER, text="x")
    returns.take_in(
        reason=ReturnReason.RULE, on=timezone.localdate(), by=make_moderator(), facility=make_facility()
    )

    page = desk.get(reverse(f"admin:letters_{name}_changelist")).content.decode()

    assert [bad for bad in (" style=", "<style", " onclick=", " onload=") if bad in page] == []


def test_every_rule_of_our_files_opens_and_previews(desk):
    load_everything()
    seen = {}
    for rule in MailingRule.objects.order_by("pk"):
        seen.setdefault(rule.type, rule)

    for rule in seen.values():
        assert desk.get(_change("mailingrule", rule.pk)).status_code == 200, rule
    assert len(seen) == 29
