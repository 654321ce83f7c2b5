"""Typing in a paper form: its code, its order, and what one signature stands for."""

from datetime import timedelta

import pytest
from django.forms import BooleanField
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from letters.printing.intake import LANGUAGES
from letters.printing.intake_words import FORMS
from profiles.admin.forms import PAPER_FIELDSETS, PaperForm
from profiles.codes import random_code
from profiles.models import Submission
from tests.factories import make_listing, make_moderator, make_submission, make_user
from tests.profiles.test_admin import member_of, typed

pytestmark = pytest.mark.django_db
ADD = reverse("admin:profiles_submission_add")
LISTS = ("interests", "languages", "seeking", "faith", "release_kind")
SWITCHES = ("veteran", "women_only", "no_romance", "paused")


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_moderator())
    return client


def found(client: Client, typed_code: str) -> str:
    """Where the search of the desk leads."""
    return client.get(reverse("admin:find"), {"q": typed_code}).url


def test_paper_code_becomes_the_code_of_the_submission(desk: Client) -> None:
    code = random_code()

    desk.post(ADD, typed(paper_code=f" {code[:3].lower()}-{code[3:]} "))

    assert Submission.objects.get().code == code


def test_paper_without_code_is_given_one(desk: Client) -> None:
    desk.post(ADD, typed())

    assert len(Submission.objects.get().code) == 7


def test_paper_code_that_is_in_use_is_refused_in_words(desk: Client) -> None:
    first = make_submission()

    answer = desk.post(ADD, typed(paper_code=first.code))

    assert "A form with this code is with us already" in answer.content.decode()
    assert list(Submission.objects.all()) == [first]


def test_one_signature_stands_for_each_item_she_ticked_and_no_other(desk: Client) -> None:
    day = timezone.localdate() - timedelta(days=9)

    desk.post(ADD, typed(agreed=["listing", "birthday"], signed_on=str(day), words_dated=""))

    submission = Submission.objects.get()
    assert {item: submission.agrees_to(item) for item in ("listing", "birthday", "photo", "romance")} == {
        "listing": True,
        "birthday": True,
        "photo": False,
        "romance": False,
    }
    assert (submission.consent_birthday_on, submission.consent_birthday_how) == (day, "signed_form")
    assert (submission.consent_photo_how, submission.words_dated) == ("", day)


def test_unsigned_paper_agrees_to_nothing(desk: Client) -> None:
    desk.post(ADD, typed(agreed=[], signed_on=""))

    assert list(Submission.objects.get().consents_given()) == []


def test_search_for_a_code_that_nothing_bears_opens_the_form_to_type_in(desk: Client) -> None:
    code = random_code()

    assert found(desk, code.lower()) == f"{ADD}?code={code}"
    page = desk.get(f"{ADD}?code={code}").content.decode()
    assert f'name="paper_code" value="{code}"' in page


def test_search_for_the_same_code_opens_the_record_once_it_is_typed_in(desk: Client) -> None:
    code = random_code()
    desk.post(ADD, typed(paper_code=code))

    submission = Submission.objects.get()
    assert found(desk, code) == reverse("admin:profiles_submission_review", args=[submission.pk])


def test_search_finds_an_id_number_that_looks_like_a_code(desk: Client) -> None:
    make_listing(id_number="2222222")

    assert found(desk, "2222222") == f"{reverse('admin:profiles_listing_changelist')}?q=2222222"


@pytest.mark.parametrize(("role", "opens"), [("data entry", True), ("auditor", False)])
def test_search_opens_the_form_for_whoever_may_type_in(role: str, opens: bool, client: Client) -> None:
    client.force_login(member_of(role))

    assert found(client, random_code()).startswith(ADD) == opens


def test_code_in_the_address_is_for_staff_alone(client: Client) -> None:
    client.force_login(make_user())

    assert client.get(f"{ADD}?code={random_code()}").status_code == 302


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_part_of_the_paper_is_a_part_of_the_form(language: str) -> None:
    on_paper: dict[str, set[str]] = {}
    part = ""
    for block in FORMS[language]["blocks"]:
        part = block["text"][0] if block["kind"] == "heading" else part
        if "field" in block and block["kind"] != "consent":
            on_paper.setdefault(part, set()).add(block["field"])

    on_screen = {
        str(title)[0]: {
            name for line in options["fields"] for name in ((line,) if isinstance(line, str) else line)
        }
        for title, options in PAPER_FIELDSETS
        if str(title)[0] in on_paper
    }

    # The system follows from the facility, and the date of coming home stands on the line of its tick box.
    on_paper["1"] -= {"system"}
    on_paper["2"] |= {"release_date"}
    assert on_screen == on_paper


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_tick_box_of_the_paper_is_a_choice_of_the_form(language: str) -> None:
    form = PaperForm()
    choices = {name: [str(code) for code, _label in form.fields[name].choices if code] for name in LISTS}

    on_paper = {
        block["field"]: [code for code, _label in block["options"]]
        for block in FORMS[language]["blocks"]
        if block["kind"] == "ticks" and block["field"] in LISTS
    }
    consents = [block["field"] for block in FORMS[language]["blocks"] if block["kind"] == "consent"]

    assert on_paper == choices
    assert consents == [code for code, _label in form.fields["agreed"].choices]
    assert [isinstance(form.fields[name], BooleanField) for name in SWITCHES] == [True] * len(SWITCHES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_single_tick_boxes_of_the_paper_are_switches_of_the_form(language: str) -> None:
    single = [
        block["field"]
        for block in FORMS[language]["blocks"]
        if block["kind"] == "ticks" and [code for code, _label in block["options"]] == ["yes"]
    ]

    assert single == list(SWITCHES)
