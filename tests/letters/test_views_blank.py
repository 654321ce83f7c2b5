"""Blank sheets and envelopes: the contract's parameters, answers and headers, and each door with bad input."""

import pytest
from django.urls import reverse

from letters.printing import ENVELOPE_SIZES
from letters.printing.errors import all_busy
from profiles.models import Listing
from tests.factories import make_expired, make_withdrawn
from tests.letters.places import make_place, make_reachable, text_of

pytestmark = pytest.mark.django_db

NO_LETTERS = {"letters": {"status": "forbidden"}}


def letter_url(listing, query=""):
    return reverse("letters:blank-letter", args=[listing.slug]) + query


def envelope_url(listing, query=""):
    return reverse("letters:blank-envelope", args=[listing.slug]) + query


def hidden_fields(response, name):
    """Values of the hidden fields of that name, as a browser would send them."""
    page = response.content.decode()
    return [part.split('"')[0] for part in page.split(f'name="{name}" value="')[1:]]


@pytest.mark.parametrize(("query", "pages"), [("", 2), ("?pages=1", 1), ("?pages=10&paper=a4", 10)])
def test_blank_letter_has_the_pages_asked_for(client, query, pages):
    response = client.get(letter_url(make_reachable(), query))

    assert response.status_code == 200
    assert len(text_of(response.content)) == pages


def test_blank_letter_headers(client):
    response = client.get(letter_url(make_reachable()))

    wanted = {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'inline; filename="letter.pdf"',
        "Cache-Control": "private, no-store",
        "X-Robots-Tag": "noindex",
    }
    assert {name: response.headers[name] for name in wanted} == wanted
    assert response.cookies == {}


def test_blank_letter_each_page_bears_name_and_number(client):
    response = client.get(letter_url(make_reachable(), "?pages=3"))

    pages = text_of(response.content)
    assert [("Maria Elena Delgado" in page, "#00000417" in page) for page in pages] == [(True, True)] * 3


def test_blank_letter_never_counts(client):
    listing = make_reachable()

    client.get(letter_url(listing))
    client.get(envelope_url(listing))

    assert Listing.objects.values_list("letters_sent", "active_writers").get(pk=listing.pk) == (0, 0)


@pytest.mark.parametrize(
    ("query", "allowed"),
    [
        ("?pages=0", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10"),
        ("?pages=11", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10"),
        ("?pages=two", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10"),
        ("?pages=", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10"),
        ("?pages=٣", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10"),
        ("?paper=legal", "letter, a4"),
        ("?paper=LETTER", "letter, a4"),
    ],
)
def test_blank_letter_another_value_names_those_allowed(client, query, allowed):
    response = client.get(letter_url(make_reachable(), query))

    assert response.status_code == 400
    assert allowed in response.content.decode()


@pytest.mark.parametrize("size", list(ENVELOPE_SIZES))
def test_blank_envelope_each_size(client, size):
    response = client.get(envelope_url(make_reachable(), f"?size={size}"))

    assert response.status_code == 200
    assert response.headers["Content-Disposition"] == 'inline; filename="envelope.pdf"'
    assert "Maria Elena Delgado #00000417" in text_of(response.content)[0]


@pytest.mark.parametrize("size", ["", "11", "a7", "#10"])
def test_blank_envelope_another_size_names_those_allowed(client, size):
    response = client.get(envelope_url(make_reachable()), {"size": size})

    assert response.status_code == 400
    assert "10, 9, 6x9, A7, DL, C6, C5" in response.content.decode()


def test_blank_refused_shows_findings_with_their_source(client):
    response = client.get(letter_url(make_reachable(NO_LETTERS)))

    page = response.content.decode()
    assert response.status_code == 409
    assert response.headers["Content-Type"].startswith("text/html")
    assert 'href="https://www.example.org/letters"' in page
    assert hidden_fields(response, "finding") == ["letters"]


@pytest.mark.parametrize("make_url", [letter_url, envelope_url])
def test_blank_refused_opens_by_naming_the_findings(client, make_url):
    url = make_url(make_reachable(NO_LETTERS))
    named = hidden_fields(client.get(url), "finding")

    response = client.post(url, {"finding": named, "print_anyway": "1"})

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    "posted",
    [{}, {"print_anyway": "1"}, {"finding": ["letters"]}, {"finding": ["photos"], "print_anyway": "1"}],
)
def test_blank_refused_stays_shut_without_names_or_will(client, posted):
    response = client.post(letter_url(make_reachable(NO_LETTERS)), posted)

    assert response.status_code == 409


def test_blank_refused_get_cannot_open_it(client):
    response = client.get(letter_url(make_reachable(NO_LETTERS), "?finding=letters&print_anyway=1"))

    assert response.status_code == 409


@pytest.mark.parametrize("place", [{"status": "closed"}, {"street": "", "po_box": ""}, {"complete": False}])
@pytest.mark.parametrize("make_url", [letter_url, envelope_url])
def test_blank_no_way_to_her_has_no_way_past(client, place, make_url):
    url = make_url(make_reachable(place=make_place(**place)))

    shown = client.get(url)
    forced = client.post(url, {"finding": ["mail_route"], "print_anyway": "1"})

    assert (shown.status_code, forced.status_code) == (409, 409)
    assert "print_anyway" not in shown.content.decode()


@pytest.mark.parametrize(
    "name", ["letters:blank", "letters:blank-letter", "letters:blank-envelope", "letters:write"]
)
def test_pages_of_nobody_404_and_of_gone_women_410(client, name):
    gone = [make_withdrawn(), make_expired()]

    missing = client.get(reverse(name, args=["zzzzzzzz"]))
    answers = [client.get(reverse(name, args=[listing.slug])) for listing in gone]

    assert missing.status_code == 404
    assert [answer.status_code for answer in answers] == [410, 410]
    assert [
        listing.display_name in answer.content.decode() for listing, answer in zip(gone, answers, strict=True)
    ] == [
        False,
        False,
    ]


def test_blank_page_shows_address_and_two_forms(client):
    listing = make_reachable()

    page = client.get(reverse("letters:blank", args=[listing.slug])).content.decode()

    assert "Maria Elena Delgado #00000417" in page
    assert f'action="{letter_url(listing)}"' in page
    assert f'action="{envelope_url(listing)}"' in page


def test_blank_page_of_a_closed_place_has_no_form_and_no_lines(client):
    listing = make_reachable(place=make_place(status="closed"))

    page = client.get(reverse("letters:blank", args=[listing.slug])).content.decode()

    assert "00000417" not in page
    assert letter_url(listing) not in page


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_blank_other_methods_405(client, method):
    assert getattr(client, method)(letter_url(make_reachable())).status_code == 405


def test_blank_busy_printer_says_so(client, monkeypatch):
    def busy(*args, **kwargs):
        raise all_busy()

    monkeypatch.setattr("letters.desk.render_ruled", busy)

    response = client.get(letter_url(make_reachable()))

    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
