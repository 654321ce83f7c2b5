"""Checking for any place, coverage and the paper form."""

import pytest
from django.urls import reverse

from letters.coverage import cover, is_official
from letters.mailing_rules import RULE_TYPES
from letters.models import MailingRule
from letters.printing.intake import LANGUAGES, render_intake
from letters.printing.intake_words import FORMS
from profiles import vocabulary
from profiles.models import System
from profiles.models.content import CONTENT_FIELDS
from tests.factories import make_moderator
from tests.letters.places import make_place, text_of

pytestmark = pytest.mark.django_db

CHECK = reverse("letters:check")


def test_check_says_what_a_place_refuses(client):
    place = make_place({"photos": {"max": 5}})

    response = client.get(
        CHECK, {"check": "1", "place": place.slug, "kind": "letter", "pages": "2", "photos": "7"}
    )

    assert [finding.rule for finding in response.context["checked"].blocked] == ["photos"]
    assert place.name in response.content.decode()


def test_check_takes_a_system_too(client):
    place = make_place({"photos": {"max": 5}})

    response = client.get(CHECK, {"check": "1", "place": place.system.slug, "pages": "2", "photos": "5"})

    assert response.context["checked"].blocked == []


def test_check_takes_a_form_that_is_posted(client):
    place = make_place({"photos": {"max": 5}})

    response = client.post(CHECK, {"place": place.slug, "pages": "2", "photos": "7"})

    assert [finding.rule for finding in response.context["checked"].blocked] == ["photos"]


HER = {"name": "Ann Mae Roe", "id_number": "555123"}


@pytest.mark.parametrize(
    ("typed", "level"),
    [
        ({}, "cannot_check"),
        (HER, "passed"),
        ({"id_number": "555123"}, "refused"),
        ({"name": "Ann Roe"}, "refused"),
        ({"unit": "B"}, "refused"),
        (HER | {"name": "Roe"}, "refused"),
    ],
)
def test_check_judges_what_stands_on_the_envelope(client, typed, level):
    place = make_place({"recipient_identity": ["full_name", "id"]})

    response = client.post(CHECK, {"place": place.slug, "pages": "2", **typed})

    (found,) = [
        one for one in response.context["checked"].result.findings if one.rule == "recipient_identity"
    ]
    assert found.level == level


def test_check_doubts_a_number_of_another_shape(client):
    place = make_place({"recipient_identity": ["id"]})
    System.objects.filter(pk=place.system_id).update(id_pattern="######")

    pages = [
        client.post(CHECK, {"place": place.slug, "pages": "2", "id_number": number}).content.decode()
        for number in ("555123", "A-12")
    ]

    assert ["Numbers here usually look different from" in page for page in pages] == [False, True]


def test_check_of_a_system_takes_the_facility_and_its_numbers(client):
    wanted = ["facility", "facility_code", "jid_number"]
    place = make_place({"recipient_identity": wanted})
    parts = {"facility": "North Prison", "facility_code": "N1", "jid_number": "7"}

    answers = [
        client.post(CHECK, {"place": place.system.slug, "pages": "2", **parts, **change})
        for change in ({}, *({part: ""} for part in parts))
    ]

    assert [len(answer.context["checked"].blocked) for answer in answers] == [0, 1, 1, 1]


def test_check_shows_the_address_with_her_name_and_not_in_the_links_of_the_page(client):
    place = make_place()

    page = client.post(CHECK, {"place": place.slug, "pages": "2", **HER})
    plain = client.post(CHECK, {"place": place.slug, "pages": "2"})

    assert "Ann Mae Roe" in page.context["lines"][0]
    assert "Her full name" in plain.context["lines"][0]
    form = page.context["form"].helper
    assert (form.form_method.lower(), form.form_action) == ("post", f"{CHECK}#findings")


@pytest.mark.parametrize(
    ("rule", "typed", "levels"),
    [
        (
            {"return_address": {"status": "required"}},
            "return_address",
            {"": "cannot_check", "full_name": "passed", "none": "refused"},
        ),
        ({"sides": "single"}, "both_sides", {"": "cannot_check", "no": "passed", "yes": "refused"}),
        ({"paper": {"allowed": ["white"]}}, "plain", {"": "cannot_check", "on": "passed"}),
        ({"envelope": {"colours": ["white"]}}, "plain", {"": "cannot_check", "on": "passed"}),
        ({"labels": "forbidden"}, "plain", {"": "cannot_check", "on": "passed"}),
        (
            {"photos": {"types_forbidden": ["polaroid"]}},
            "photo_kind",
            {"": "cannot_check", "print": "passed", "polaroid": "refused"},
        ),
    ],
)
def test_check_reads_paper_envelope_and_sender(client, rule, typed, levels):
    place = make_place(rule)
    (name,) = rule

    answers = {
        value: client.post(CHECK, {"place": place.slug, "pages": "3", "photos": "1", typed: value})
        for value in levels
    }

    found = {
        value: str(one.level)
        for value, answer in answers.items()
        for one in answer.context["checked"].result.findings
        if one.rule == name
    }
    assert found == levels


def test_page_of_a_facility_leads_to_the_check_for_it(client):
    place = make_place()

    page = client.get(reverse("profiles:facility", args=[place.slug])).content.decode()

    assert f'href="{CHECK}?place={place.slug}"' in page
    assert client.get(CHECK, {"place": place.slug}).context["form"]["place"].value() == place.slug


def test_check_form_is_empty_at_first(client):
    response = client.get(CHECK)

    assert "checked" not in response.context
    assert response.context["form"].errors == {}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"place": ""}, "place"),
        ({"place": "us-nowhere"}, "place"),
        ({"pages": ""}, "pages"),
        ({"pages": "-1"}, "pages"),
        ({"pages": "9" * 400}, "pages"),
        ({"photos": "x"}, "photos"),
        ({"enclosures": "cake"}, "enclosures"),
        ({"kind": "parcel"}, "kind"),
    ],
)
def test_check_bad_input_is_said_beside_its_field(client, data, field):
    place = make_place()

    response = client.get(CHECK, {"check": "1", "place": place.slug, "pages": "2", **data})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]


def test_check_hides_facilities_not_known_to_hold_women(client):
    known, unknown = make_place(), make_place(holds="unknown")

    page = client.get(CHECK).content.decode()

    assert (f'value="{known.slug}"' in page, f'value="{unknown.slug}"' in page) == (True, False)


def test_coverage_counts_rules_sources_and_what_is_missing(client):
    place = make_place({"photos": {"max": 5}})
    MailingRule.objects.create(system=place.system, type="ink", value={"allowed": ["blue"]}, confidence="low")
    MailingRule.objects.create(
        system=place.system, type="paper", value={"allowed": ["white"]}, is_active=False
    )

    found = cover()
    (row,) = found.systems

    assert (row.rules, row.sourced, row.unsure, row.share, row.newest) == (3, 2, 1, 67, 2026)
    assert row.has_address
    assert ("Photos" in row.missing, "Paper" in row.missing) == (False, True)
    assert (found.total.rules, found.complete, row.facilities) == (3, 0, 1)
    assert client.get(reverse("letters:coverage")).status_code == 200


def test_coverage_offers_staff_the_way_to_edit_and_others_not(client):
    place = make_place()
    stranger = client.get(reverse("letters:coverage")).content.decode()
    client.force_login(make_moderator())

    staff = client.get(reverse("letters:coverage")).content.decode()

    edit = reverse("admin:profiles_system_change", args=[place.system.pk])
    assert (edit in staff, edit in stranger) == (True, False)
    assert "/admin/" not in stranger


def test_coverage_folds_systems_by_kind(client):
    county = make_place()
    System.objects.filter(pk=county.system_id).update(kind="county")
    state = make_place()

    kinds = [(str(label), [row.system for row in rows]) for label, rows in cover().by_kind]

    assert kinds == [("State", [state.system]), ("County", [county.system])]
    assert client.get(reverse("letters:coverage")).content.decode().count("<details>") == 2 + len(RULE_TYPES)


def test_coverage_counts_by_type_and_official_source():
    place, other = make_place({"photos": {"max": 5}}), make_place({"photos": {"max": 3}})
    MailingRule.objects.filter(system=place.system).update(source_url="https://doc.example.gov/mail")

    found = cover()
    types = {row.name: row for row in found.types}

    assert (types["photos"].systems, types["photos"].official_share) == (2, 50)
    assert types["ink"].missing == [row.system for row in found.systems]
    assert other.system not in types["photos"].missing
    assert found.types[0].is_core


@pytest.mark.parametrize(
    ("url", "official"),
    [
        ("https://www.tdcj.texas.gov/x", True),
        ("https://www.dc.state.fl.us/x", True),
        ("https://harriscountyso.org/jail", True),
        ("https://www.sdsheriff.net/mail", True),
        ("https://prisonpro.com/content", False),
        ("https://example.org/doc.gov", False),
        ("https://notphila.gov.example.com/", False),
        ("", False),
    ],
)
def test_official_is_told_by_the_host(url, official):
    assert is_official(url) is official


def test_coverage_number_of_queries_does_not_grow(client, django_assert_num_queries):
    make_place()
    client.get(reverse("letters:coverage"))
    with django_assert_num_queries(5):
        client.get(reverse("letters:coverage"))
    make_place()
    make_place()
    with django_assert_num_queries(5):
        client.get(reverse("letters:coverage"))


@pytest.mark.parametrize(("query", "words"), [("", "Your own words"), ("?lang=es", "Sus propias palabras")])
def test_intake_form_in_each_language(client, settings, query, words):
    response = client.get(reverse("letters:intake-form") + query)

    text = " ".join(text_of(response.content))
    assert response.headers["Content-Type"] == "application/pdf"
    assert words in text
    assert [line in text for line in settings.ORG_RETURN_ADDRESS] == [True] * len(settings.ORG_RETURN_ADDRESS)


def test_intake_form_of_the_spanish_pages_is_spanish(client):
    assert "Sus propias palabras" in " ".join(text_of(client.get("/es/list/form.pdf").content))


def test_intake_form_in_another_language_names_those_there_are(client):
    response = client.get(reverse("letters:intake-form") + "?lang=xx")

    assert response.status_code == 400
    assert "en, es" in response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_intake_form_has_each_field_of_a_listing(language):
    fields = {
        block["field"]
        for block in FORMS[language]["blocks"]
        if "field" in block and block["kind"] != "consent"
    }

    # The date of coming home stands on the line of its tick box.
    assert fields == set(CONTENT_FIELDS) - {"release_date"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("interests", vocabulary.Interest.values),
        ("languages", vocabulary.Language.values),
        ("seeking", vocabulary.Seeking.values),
        ("faith", vocabulary.Faith.values),
        ("release_kind", vocabulary.ReleaseKind.values),
    ],
)
def test_intake_form_has_a_box_for_each_word(language, field, words):
    (block,) = (block for block in FORMS[language]["blocks"] if block.get("field") == field)

    assert [code for code, _label in block["options"]] == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_intake_form_asks_for_each_consent_alone(language):
    items = [block["field"] for block in FORMS[language]["blocks"] if block["kind"] == "consent"]

    assert items == vocabulary.ConsentItem.values


@pytest.mark.parametrize("language", LANGUAGES)
def test_intake_form_names_no_site(language, settings):
    text = " ".join(text_of(render_intake(language, ["A", "B"]).pdf)).lower()

    assert [word for word in (settings.SITE_NAME.lower(), "pen pal", "http", "www.") if word in text] == []
