"""Facilities, systems and programs: finding them, and what their pages say."""

from datetime import date

import pytest
from django.urls import reverse

from profiles.models import Program
from tests.factories import make_facility, make_listing, make_system, make_withdrawn

pytestmark = pytest.mark.django_db


def _found(client, **query) -> list[str]:
    return [facility.name for facility in client.get(reverse("profiles:facilities"), query).context["found"]]


def _cast() -> None:
    texas = make_system(name="Texas Department of Criminal Justice", state="TX")
    make_facility(
        name="Lane Murray Unit", short_name="Murray", city="Gatesville", state="TX", zip="76528", system=texas
    )
    make_facility(name="Bedford Hills", short_name="BHCF", city="Bedford", state="NY", zip="10507")
    make_facility(
        name="Men's Unit", city="Gatesville", state="TX", zip="76528", holds="unknown", system=texas
    )


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"q": "murray"}, ["Lane Murray Unit"]),
        ({"q": "BHCF"}, ["Bedford Hills"]),
        ({"q": "gatesville"}, ["Lane Murray Unit"]),
        ({"q": "105"}, ["Bedford Hills"]),
        ({"q": "texas"}, ["Lane Murray Unit"]),
        ({"q": "ny"}, ["Bedford Hills"]),
        ({"q": "criminal unit"}, ["Lane Murray Unit"]),
        ({"q": "hills texas"}, []),
        ({"state": "NY"}, ["Bedford Hills"]),
        ({"q": "unit", "state": "NY"}, []),
        ({"q": "%"}, []),
        ({"q": "\x00murray\n"}, ["Lane Murray Unit"]),
        ({"state": "ZZ"}, []),
        ({"q": "   "}, []),
    ],
)
def test_facilities_finds_by_words_and_state(client, query, names):
    _cast()

    assert _found(client, **query) == names


def test_facilities_lists_states_with_counts_of_places_for_women(client):
    _cast()

    response = client.get(reverse("profiles:facilities"))

    assert response.context["states"] == [("NY", "New York", 1), ("TX", "Texas", 1)]


def test_facilities_keeps_what_was_asked_escaped(client):
    page = client.get(reverse("profiles:facilities"), {"q": '"><b>x'}).content.decode()

    assert 'value="&quot;&gt;&lt;b&gt;x"' in page
    assert "Nothing fits." in page


@pytest.mark.parametrize("places", [1, 3])
def test_facilities_costs_the_same_for_one_and_three(client, places, django_assert_num_queries):
    for _place in range(places):
        make_facility(state="OH")

    with django_assert_num_queries(3):
        client.get(reverse("profiles:facilities"), {"state": "OH"})


def test_facility_counts_and_shows_public_women_only(client):
    facility = make_facility(name="Bedford Hills")
    seen = make_listing(facility=facility)
    make_withdrawn(facility=facility)
    make_listing()

    response = client.get(facility.get_absolute_url())

    assert response.context["women_total"] == 1
    assert list(response.context["women"]) == [seen]
    assert f"/profiles/?facility={facility.slug}" in response.content.decode()


def test_facility_without_women_shows_no_list(client):
    facility = make_facility()
    make_withdrawn(facility=facility)

    assert 'id="women"' not in client.get(facility.get_absolute_url()).content.decode()


def test_facility_shows_source_date_and_confidence(client):
    facility = make_facility(
        source_url="https://example.org/list",
        source_date=date(2025, 9, 28),
        confidence="medium",
        note="Ask about the box.",
    )

    page = client.get(facility.get_absolute_url()).content.decode()

    assert (
        '<a class="plain" href="https://example.org/list" rel="noreferrer">Source of these facts</a>, Sept. 28, 2025.'
        in page
    )
    assert "How sure we are: medium." in page
    assert "Ask about the box." in page


@pytest.mark.parametrize(
    ("status", "closed", "unsure"),
    [("open", False, False), ("closed", True, False), ("unknown", False, True)],
)
def test_facility_says_when_it_is_closed_or_not_known(client, status, closed, unsure):
    page = client.get(make_facility(status=status).get_absolute_url()).content.decode()

    assert ("This facility has closed" in page) is closed
    assert ("We do not know whether this facility is open" in page) is unsure


def test_facility_not_known_to_hold_women_is_not_found(client):
    assert client.get(make_facility(holds="unknown").get_absolute_url()).status_code == 404
    assert client.get(reverse("profiles:facility", args=["no-such-place"])).status_code == 404


@pytest.mark.parametrize("women", [1, 3])
def test_facility_costs_the_same_for_one_and_three_women(client, women, django_assert_max_num_queries):
    facility = make_facility()
    for _woman in range(women):
        make_listing(facility=facility)
    client.get(facility.get_absolute_url())

    with django_assert_max_num_queries(9):
        client.get(facility.get_absolute_url())


@pytest.mark.parametrize(("restricts", "shown"), [(True, True), (False, False)])
def test_system_says_when_it_restricts_listings(client, restricts, shown):
    system = make_system(restricts_listings=restricts)

    page = client.get(system.get_absolute_url()).content.decode()

    assert ("This system limits listings, not letters" in page) is shown


def test_system_shows_its_places_for_women_and_counts_its_women(client):
    system = make_system()
    here = make_facility(system=system, name="B place")
    also = make_facility(system=system, name="A place")
    make_facility(system=system, holds="unknown")
    make_facility()
    make_listing(facility=here)

    response = client.get(system.get_absolute_url())

    assert list(response.context["facilities"]) == [also, here]
    assert response.context["women_total"] == 1


def test_system_unknown_is_not_found(client):
    assert client.get(reverse("profiles:system", args=["us-nowhere"])).status_code == 404


def _program(name: str, **fields) -> Program:
    values = {"slug": name.lower().replace(" ", "-"), "kind": "books", "scope": "national", "seen": "2023"}
    return Program.objects.create(name=name, **values | fields)


def _shown_programs(client, **query) -> list[str]:
    groups = client.get(reverse("profiles:programs"), query).context["groups"]
    return [shown.program.name for _kind, _label, members in groups for shown in members]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["Alpha", "beta", "Gamma"]),
        ({"kind": "legal"}, ["Gamma"]),
        ({"state": "TX"}, ["Alpha", "beta"]),
        ({"state": "AL"}, ["Alpha", "Gamma"]),
        ({"women_only": "1"}, ["beta"]),
        ({"kind": "zoo", "state": "X"}, ["Alpha", "beta", "Gamma"]),
        ({"kind": "legal", "state": "TX"}, []),
    ],
)
def test_programs_by_kind_state_and_whom_they_serve(client, query, names):
    _program("Alpha")
    _program("beta", scope="NM;TX", women_only=True)
    _program("Gamma", kind="legal", scope="AL")
    _program("Hidden", is_shown=False)

    assert _shown_programs(client, **query) == names


def test_program_shows_its_states_date_and_what_is_unsure(client):
    _program(
        "Alpha",
        scope="NM;TX",
        confidence="low",
        source_url="https://example.org/a",
        checked_on=date(2026, 3, 1),
    )

    page = client.get(reverse("profiles:programs")).content.decode()

    assert "New Mexico, Texas." in page
    assert "Not confirmed" in page
    assert "Checked on March 1, 2026." in page
    assert '<a class="plain" href="https://example.org/a" rel="noreferrer">Source</a>, 2023.' in page


def test_program_without_source_says_so_and_claims_no_check(client):
    _program("Alpha", confidence="high", seen="")

    page = client.get(reverse("profiles:programs")).content.decode()

    assert "No written source." in page
    assert "Not confirmed" not in page
    assert "Checked on" not in page
    assert "Read on" not in page


def test_program_of_our_files_says_when_its_source_was_read(client):
    _program("Alpha", loaded={"name": "Alpha"})

    page = client.get(reverse("profiles:programs")).content.decode()

    assert "Read on Nov. 22, 2026." in page
    assert "Checked on" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_programs_costs_the_same_for_one_and_three(client, count, django_assert_num_queries):
    for number in range(count):
        _program(f"Program {number}")

    with django_assert_num_queries(2):
        client.get(reverse("profiles:programs"))
