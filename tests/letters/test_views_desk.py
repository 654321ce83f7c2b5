"""The writing desk: typing, checking, printing and keeping; with and without an account."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from letters.actions import keep_return_address
from letters.models import Letter
from tests.factories import make_user
from tests.letters.places import TYPED, make_place, make_reachable, text_of
from tests.support.pages import parse

pytestmark = pytest.mark.django_db


def url(listing):
    return reverse("letters:write", args=[listing.slug])


def send(client, listing, action, **changes):
    return client.post(url(listing), {**TYPED, "action": action, **changes})


def test_write_page_begins_with_greeting_and_address(client):
    page = client.get(url(make_reachable())).content.decode()

    assert 'value="Dear Maria,"' in page
    assert "Maria Elena Delgado #00000417" in page


def test_write_answers_are_kept_by_no_cache_and_no_search_engine(client):
    response = client.get(url(make_reachable()))

    assert (response.headers["Cache-Control"], response.headers["X-Robots-Tag"]) == (
        "private, no-store",
        "noindex",
    )


def test_check_shows_pages_and_findings_and_keeps_the_words(client):
    listing = make_reachable({"photos": {"max": 2}})

    response = send(client, listing, "check", photos="5", photo_size="4x6")

    assert response.status_code == 200
    assert response.context["pages"] == 1
    assert [finding.rule for finding in response.context["checked"].blocked] == ["photos"]
    assert "Pawn to e4." in response.content.decode()


def test_check_keeps_nothing_on_the_server(client):
    send(client, make_reachable(), "check")

    assert not Letter.objects.exists()


def test_letter_is_a_pdf_with_the_words(client):
    response = send(client, make_reachable(), "letter")

    (page,) = text_of(response.content)
    assert response.headers["Content-Disposition"] == 'inline; filename="letter.pdf"'
    assert [
        part in page for part in ("Maria Elena Delgado", "Dear Maria,", "Pawn to e4.", "Ellen Marsh")
    ] == [True] * 4


def test_envelope_is_a_pdf_with_both_addresses(client):
    response = send(client, make_reachable(), "envelope", envelope="A7")

    (page,) = text_of(response.content)
    assert [part in page for part in ("Maria Elena Delgado #00000417", "48 Sample Street")] == [True, True]


def test_page_without_pdf_bears_name_and_number_in_its_head(client):
    response = send(client, make_reachable(), "page")

    page = response.content.decode()
    assert "Maria Elena Delgado</span> #00000417</td></tr></thead>" in page
    assert "Mail Call" not in page


def test_page_without_pdf_escapes_what_was_typed(client):
    page = send(client, make_reachable(), "page", body="<script>alert(1)</script>").content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("action", ["letter", "envelope", "page"])
def test_refused_stops_every_print_and_keeps_the_words(client, action):
    listing = make_reachable({"photos": {"max": 2}})

    response = send(client, listing, action, photos="5")

    assert response.status_code == 409
    assert "Pawn to e4." in response.content.decode()
    assert 'name="finding" value="photos"' in response.content.decode()


@pytest.mark.parametrize("action", ["letter", "envelope", "page"])
def test_refused_opens_by_the_tick_that_names_it(client, action):
    listing = make_reachable({"photos": {"max": 2}})

    response = send(client, listing, action, photos="5", finding=["photos"], print_anyway="1")

    assert response.status_code == 200


@pytest.mark.parametrize(
    "tick", [{"print_anyway": "1"}, {"finding": ["photos"]}, {"finding": ["ink"], "print_anyway": "1"}]
)
def test_refused_stays_shut_without_name_or_tick(client, tick):
    listing = make_reachable({"photos": {"max": 2}})

    assert send(client, listing, "letter", photos="5", **tick).status_code == 409


@pytest.mark.parametrize("action", ["letter", "envelope", "page"])
@pytest.mark.parametrize("place", [{"status": "closed"}, {"complete": False}])
def test_no_way_to_her_prints_nothing_whatever_is_ticked(client, action, place):
    listing = make_reachable(place=make_place(**place))

    response = send(client, listing, action, finding=["mail_route"], print_anyway="1")

    assert response.status_code == 409
    assert "00000417" not in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"body": ""}, "body"),
        ({"body": "  \n "}, "body"),
        ({"dated": "9999-12-31"}, "dated"),
        ({"dated": "0001-01-01"}, "dated"),
        ({"dated": "1899-12-31"}, "dated"),
        ({"dated": "2026-02-30"}, "dated"),
        ({"greeting": "Dear " + "w" * 10_000}, "greeting"),
        ({"signature": "\u202eEllen"}, "signature"),
        ({"body": "x" * 100_000}, "body"),
        ({"body": "turn \u202e around"}, "body"),
        ({"return_address": "\n".join("abcdefg")}, "return_address"),
        ({"return_address": "x" * 61}, "return_address"),
        ({"dated": "yesterday"}, "dated"),
        ({"photos": "-1"}, "photos"),
        ({"photos": "many"}, "photos"),
        ({"enclosures": ["cake"]}, "enclosures"),
        ({"paper": "legal"}, "paper"),
        ({"envelope": "11"}, "envelope"),
        ({"language": "xx"}, "language"),
        ({"greeting": "\ue000"}, "greeting"),
        ({"signature": "\u2067"}, "signature"),
    ],
)
@pytest.mark.parametrize("action", ["check", "letter"])
def test_bad_input_is_said_beside_its_field_and_nothing_is_lost(client, action, changes, field):
    response = send(client, make_reachable(), action, **changes)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert 'id="problems"' in response.content.decode()
    assert ("Pawn to e4." in response.content.decode()) == ("body" not in changes)


@pytest.mark.parametrize("day", ["1900-01-01", "2100-12-31"])
def test_letter_bears_any_day_that_can_be_meant(client, day):
    response = send(client, make_reachable(), "letter", dated=day)

    assert day[:4] in text_of(response.content)[0]


HOSTILE = "#read('/etc/passwd') <script>alert(1)</script> {{7*7}} $x$ *b*"


def test_hostile_words_in_every_field_print_as_they_were_typed(client):
    fields = ("greeting", "body", "closing", "signature")
    changes = {name: f"{name} {HOSTILE}" for name in fields}

    pdf = send(client, make_reachable(), "letter", **changes, return_address="Ellen <b>Marsh</b>\n#eval(1)")
    page = send(client, make_reachable(), "page", **changes)

    words = " ".join(" ".join(text_of(pdf.content)).split())
    assert [f"{name} {HOSTILE}" in words for name in fields] == [True] * 4
    assert ["Ellen <b>Marsh</b>" in words, "#eval(1)" in words] == [True, True]
    assert b"<script>alert" not in page.content


def test_letter_of_100000_characters_stays_on_the_page(client):
    response = send(client, make_reachable(), "letter", body="word " * 20_000)

    assert response.content.decode().count("word ") >= 19_999


def test_envelope_too_small_for_the_address_says_so(client):
    place = make_place(lines=("{name} {id}", *("W" * 110,) * 7))

    response = send(client, make_reachable(place=place), "envelope", envelope="C6")

    assert response.status_code == 200
    assert "larger envelope" in response.content.decode()


def test_unknown_action_only_checks(client):
    response = send(client, make_reachable(), "burn")

    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/html")


def test_save_needs_an_account(client):
    response = send(client, make_reachable(), "save")

    assert response.status_code == 200
    assert not Letter.objects.exists()


def test_save_keeps_a_draft_that_opens_again(client):
    writer, listing = make_user(), make_reachable()
    client.force_login(writer)

    response = send(client, listing, "save", photos="3", enclosures=["drawing"])

    letter = Letter.objects.get()
    assert (letter.writer, letter.listing, letter.state) == (writer, listing, "draft")
    page = client.get(response.headers["Location"]).content.decode()
    assert "Pawn to e4." in page
    assert 'name="photos" value="3"' in page


def test_save_again_changes_the_same_draft(client):
    listing = make_reachable()
    client.force_login(make_user())
    send(client, listing, "save")

    send(client, listing, "save", body="Other words.", letter=Letter.objects.get().code)

    assert Letter.objects.get().body == "Other words."


def test_kept_letter_prints_its_code(client):
    listing = make_reachable()
    client.force_login(make_user())
    send(client, listing, "save")
    code = Letter.objects.get().code

    with_code = send(client, listing, "letter", letter=code)
    without = send(client, listing, "letter")

    assert (code in text_of(with_code.content)[0], code in text_of(without.content)[0]) == (True, False)


def test_draft_of_somebody_else_is_not_there(client):
    listing = make_reachable()
    client.force_login(make_user())
    send(client, listing, "save")
    code = Letter.objects.get().code

    client.force_login(make_user())

    assert client.get(f"{url(listing)}?letter={code}").status_code == 404
    assert send(client, listing, "save", letter=code).status_code == 404
    client.logout()
    assert client.get(f"{url(listing)}?letter={code}").status_code == 404


def test_draft_to_another_woman_does_not_open_here(client):
    client.force_login(make_user())
    send(client, make_reachable(), "save")
    other = make_reachable(committed_name="Ann Roe", id_number="2")

    assert client.get(f"{url(other)}?letter={Letter.objects.get().code}").status_code == 404


def test_account_brings_return_address_and_signature(client):
    writer = make_user()
    keep_return_address(writer=writer, pen_name="Ellen", lines=["Ellen Marsh", "Duluth"])
    client.force_login(make_user(pen_name="Stranger"))
    stranger = client.get(url(make_reachable())).content.decode()
    client.force_login(writer)

    own = client.get(url(make_reachable(id_number="3"))).content.decode()

    assert ("Ellen Marsh" in own, "Ellen Marsh" in stranger) == (True, False)


def test_paused_woman_says_so_and_prints_for_those_she_knows(client):
    listing = make_reachable(paused=True)

    assert "takes no new writers" in client.get(url(listing)).content.decode()
    assert send(client, listing, "letter").status_code == 409
    assert send(client, listing, "letter", attested=["known"]).status_code == 200


def test_housing_unit_is_asked_only_where_the_address_has_it(client):
    place = make_place({"recipient_identity": ["id", "unit"]}, lines=("{name} {id}, {unit}", "{street}"))
    asking, plain = make_reachable(place=place), make_reachable(id_number="9")

    assert 'name="unit"' in client.get(url(asking)).content.decode()
    assert 'name="unit"' not in client.get(url(plain)).content.decode()
    assert "Dorm 4" in text_of(send(client, asking, "envelope", unit="Dorm 4").content)[0]


def test_write_needs_a_token_against_forgery():
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(url(make_reachable()), {**TYPED, "action": "letter"}).status_code == 403


@pytest.mark.parametrize("women_only", [True, False])
def test_write_page_says_whom_she_wants_letters_from(client, women_only):
    listing = make_reachable(women_only=women_only)

    page = client.get(url(listing)).content.decode()

    assert ("letters from women only" in page) is women_only


def test_spanish_desk_shows_and_takes_the_browsers_date(client):
    listing = make_reachable()
    address = f"/es{url(listing)}"

    shown = client.get(address).content.decode()
    printed = client.post(address, {**TYPED, "language": "es", "action": "letter"})

    assert f'value="{timezone.localdate():%Y-%m-%d}"' in shown
    assert "22 de noviembre de 2026" in text_of(printed.content)[0]


def test_write_page_asks_browsers_to_fill_in_only_what_can_be_filled_in(client):
    page = parse(client.get(url(make_reachable())))

    boxes = [box for kind in ("checkbox", "radio", "file") for box in page.select(f"input[type={kind}]")]
    assert boxes != []
    assert [box["id"] for box in boxes if box.get("autocomplete")] == []
