"""Letter nights: choosing, printing in the background, cancelling, lists, and what becomes of the letters."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from letters import chores, night_printing, nights
from letters.mailpieces import Draft
from letters.models import Correspondence, Letter, Night, PostageRate, Route
from letters.states import NightState as S
from letters.states import RouteUse
from profiles.errors import WrongState
from profiles.models import Listing
from tests.factories import make_user, make_withdrawn
from tests.letters.places import make_place, make_reachable, text_of

pytestmark = pytest.mark.django_db

NIGHT = reverse("letters:night")
LINES = ("Book Club", "PO Box 12", "Duluth, MN 00000")
SENT = {"kind": "ruled", "pages": "2", "paper": "letter", "size": "10", "return_address": "\n".join(LINES)}


@pytest.fixture
def women():
    place = make_place()
    return [
        make_reachable(
            place=place, committed_name=f"Woman{n} Roe", id_number=f"77{n}", display_name=f"W{n} Y."
        )
        for n in range(3)
    ]


def start(writer, women, ruled_pages=2, **draft):
    values = {
        "greeting": f"Dear {night_printing.NAME},",
        "return_lines": LINES,
        "sender": "person",
        "plain": True,
    }
    return nights.start(
        writer=writer,
        slugs=[one.slug for one in women],
        draft=Draft(**values | draft),
        ruled_pages=ruled_pages,
    )


def made(writer, women, **options):
    """A night after its job has run."""
    night = start(writer, women, **options)
    nights.print_night.func(night.pk)
    return Night.objects.get(pk=night.pk)


def pages(night):
    """The text of each page of the letters, and of the envelopes."""
    with night.letters_pdf.open() as letters, night.envelopes_pdf.open() as envelopes:
        return text_of(letters.read()), text_of(envelopes.read())


def test_women_are_those_with_the_fewest_letters_who_take_new_writers(women):
    Listing.objects.filter(pk=women[0].pk).update(letters_sent=2)
    make_reachable(place=women[0].facility, id_number="5", paused=True)
    only = make_reachable(place=women[0].facility, id_number="6", women_only=True)
    make_withdrawn()

    assert nights.women(count=9) == [women[1], women[2], women[0]]
    assert only in nights.women(count=9, by_women=True)
    assert nights.women(count=9, state="AK") == []


def test_night_prints_letters_and_envelopes_in_the_order_chosen(writer, women):
    order = [women[2], women[0], women[1]]

    night = made(writer, order)

    letters, envelopes = pages(night)
    assert (night.state, night.done, len(letters)) == (S.DONE, 3, 6)
    assert [one.committed_name in page for one, page in zip(order, letters[::2], strict=True)] == [True] * 3
    assert [one.committed_name in page for one, page in zip(order, envelopes, strict=True)] == [True] * 3
    assert ["Book Club" in page for page in (letters[0], envelopes[0])] == [True, True]


def test_night_typed_greets_each_by_her_name(writer, women):
    letters, _envelopes = pages(made(writer, women, ruled_pages=None, body="We think of you."))

    assert [f"Dear W{n}," in page and "We think of you." in page for n, page in enumerate(letters)] == [
        True
    ] * 3


def test_night_lists_a_bad_letter_and_goes_on(writer, women):
    closed = make_reachable(place=make_place(status="closed"), id_number="6", display_name="Closed")
    strange = make_reachable(place=women[0].facility, id_number="8", committed_name="Roe \ue000")

    night = made(writer, [closed, women[0], strange, women[1]])

    left = {item.listing: item.reason for item in night.items.filter(state="left")}
    assert (night.state, len(pages(night)[1]), set(left)) == (S.DONE, 2, {closed, strange})
    assert all(left.values())


def test_night_leaves_out_who_is_hidden_before_her_turn(writer, women):
    night = start(writer, women)
    Listing.objects.filter(pk=women[1].pk).update(state="hidden")

    nights.print_night.func(night.pk)

    assert [item.display_name for item in night.items.filter(state="left")] == ["W1 Y."]


def test_night_of_nobody_reachable_has_no_files(writer):
    night = made(writer, [make_reachable(place=make_place(status="closed"))])

    assert (night.state, night.letters_pdf.name, night.envelopes_pdf.name) == (S.DONE, "", "")


def test_night_of_an_organisation_goes_where_its_mail_goes(writer, women):
    system = women[0].system
    Route.objects.create(
        system=system,
        use=RouteUse.ORGANISATION,
        lines=["{name} #{id}", "Mail Center", "PO Box 99", "Albany, NY 12207"],
        is_complete=True,
    )

    theirs = pages(made(writer, women[:1], sender="organization"))[1][0]
    persons = pages(made(make_user(), women[:1]))[1][0]

    assert ["Mail Center" in page for page in (theirs, persons)] == [True, False]


def test_night_cancelled_keeps_nothing(writer, women, monkeypatch):
    night = start(writer, women)
    monkeypatch.setattr(night_printing, "CHUNK", 1)
    lay_out = night_printing.lay_out

    def cancel_meanwhile(*args):
        if Night.objects.get(pk=night.pk).done == 1:
            nights.cancel(night=night)
        return lay_out(*args)

    monkeypatch.setattr(night_printing, "lay_out", cancel_meanwhile)
    nights.print_night.func(night.pk)

    night.refresh_from_db()
    assert (night.state, night.done, night.letters_pdf.name) == (S.CANCELLED, 1, "")


def test_night_that_breaks_says_so_and_starts_again(writer, women, monkeypatch):
    night = start(writer, women)
    with monkeypatch.context() as patch:
        patch.setattr(night_printing, "lay_out", lambda *args: 1 / 0)
        nights.print_night.func(night.pk)
    assert Night.objects.get(pk=night.pk).state == S.FAILED

    nights.start_again(night=night)
    nights.print_night.func(night.pk)

    assert Night.objects.get(pk=night.pk).state == S.DONE


@pytest.mark.parametrize(("minutes", "moves"), [(1, False), (5, True)])
def test_night_of_a_lost_worker_starts_again_only_when_it_is_lost(writer, women, minutes, moves):
    night = start(writer, women)
    long_ago = timezone.now() - timedelta(minutes=minutes)
    Night.objects.update(state=S.RUNNING, touched_at=long_ago)

    if moves:
        nights.start_again(night=night)
    else:
        with pytest.raises(WrongState):
            nights.start_again(night=night)

    assert (Night.objects.get(pk=night.pk).state == S.QUEUED) is moves


def test_start_refuses_a_second_night_beside_the_first(writer, women):
    start(writer, women)

    with pytest.raises(WrongState):
        start(writer, women)


def test_job_run_twice_prints_once(writer, women):
    night = made(writer, women)
    finished = night.finished_at

    nights.print_night.func(night.pk)

    assert Night.objects.get(pk=night.pk).finished_at == finished


def test_mark_printed_makes_a_letter_of_each_and_mailed_counts_them(writer, women):
    night = made(writer, women)

    nights.mark_printed(night=night)
    printed = {letter.code: (letter.listing, letter.committed_name) for letter in Letter.objects.all()}
    nights.mark_mailed(night=night, on=timezone.localdate())
    counts = [nights.mail_letters.func(night.pk, timezone.localdate().isoformat()) for _run in range(2)]

    items = {item.code: (item.listing, item.committed_name) for item in night.items.all()}
    assert (printed, counts) == (items, [3, 0])
    assert set(Listing.objects.values_list("letters_sent", "active_writers")) == {(1, 0)}
    assert Correspondence.objects.count() == 0


def test_mark_printed_only_once(writer, women):
    night = made(writer, women)
    nights.mark_printed(night=night)

    with pytest.raises(WrongState):
        nights.mark_printed(night=night)

    assert Letter.objects.count() == 3


def test_cover_has_weight_and_postage_in_the_order_of_the_files(writer, women):
    PostageRate.objects.create(
        valid_from=timezone.localdate(), letter_first=78, letter_more=29, source_url="https://example.org/"
    )
    night = made(writer, women, ruled_pages=6)

    rows = list(csv.reader(io.StringIO(nights.cover_csv(night))))

    assert [row[:7] for row in rows[1:]] == [
        [str(n + 1), f"Woman{n} Roe", f"77{n}", women[n].facility.name, "6", "1.20", "1.07"] for n in range(3)
    ]
    (text,) = text_of(nights.cover_pdf(night).pdf)
    assert ["Woman0 Roe" in text, "1.07" in text] == [True, True]


def test_cover_csv_has_no_formulas(writer, women):
    Listing.objects.filter(pk=women[0].pk).update(committed_name="=cmd Roe")

    rows = list(csv.reader(io.StringIO(nights.cover_csv(made(writer, women[:1])))))

    assert rows[1][1] == "'=cmd Roe"


def test_files_are_deleted_after_a_week(writer, women):
    night = made(writer, women)
    stored, name = night.letters_pdf.storage, night.letters_pdf.name
    assert chores.forget_night_files() == 0
    Night.objects.update(finished_at=timezone.now() - timedelta(days=8))

    assert chores.forget_night_files() == 1

    assert (stored.exists(name), Night.objects.get().letters_pdf.name) == (False, "")
    assert chores.forget_night_files() == 0


def test_page_starts_a_night_and_shows_it_to_its_writer_alone(client, writer, stranger, women):
    client.force_login(writer)

    response = client.post(NIGHT, SENT | {"woman": [one.slug for one in women]})

    page = response.url
    assert "Waiting its turn" in client.get(page).content.decode()
    client.force_login(stranger)
    assert [client.get(page).status_code, client.get(f"{page}cover.csv").status_code] == [404, 404]


@pytest.mark.parametrize("name", ["letters.pdf", "envelopes.pdf", "cover.pdf", "cover.csv"])
def test_page_gives_the_files_when_they_are_ready(client, writer, women, name):
    client.force_login(writer)
    night = start(writer, women)
    early = client.get(f"{night.get_absolute_url()}{name}").status_code
    nights.print_night.func(night.pk)

    response = client.get(f"{night.get_absolute_url()}{name}")

    assert (early, response.status_code) == (404, 200)
    assert response.headers["Cache-Control"] == "private, no-store"
    b"".join(response)


def test_page_walks_from_ready_to_mailed(client, writer, women):
    night = made(writer, women)
    client.force_login(writer)
    page = night.get_absolute_url()

    client.post(page, {"action": "printed"})
    future = timezone.localdate() + timedelta(days=1)
    wrong = client.post(page, {"action": "mailed", "on": future.isoformat()})
    client.post(page, {"action": "mailed", "on": timezone.localdate().isoformat()})

    assert (wrong.status_code, Night.objects.get().state) == (200, S.MAILED)


@pytest.mark.parametrize(
    "data",
    [
        {"woman": []},
        {"pages": "0"},
        {"paper": "x"},
        {"size": "x"},
        {"kind": "typed", "body": " "},
        {"body": "\u202e"},
    ],
)
def test_page_bad_input_starts_nothing(client, writer, women, data):
    client.force_login(writer)

    response = client.post(NIGHT, SENT | {"woman": [one.slug for one in women]} | data)

    assert (response.status_code, Night.objects.count()) == (400, 0)


@pytest.mark.parametrize("count", ["0", "1001", "x", ""])
def test_page_bad_count(client, writer, count):
    client.force_login(writer)

    assert list(client.get(NIGHT, {"count": count}).context["form"].errors) == ["count"]


def test_page_takes_more_women_than_a_form_has_fields(client, writer, women):
    client.force_login(writer)

    client.post(NIGHT, SENT | {"women": " ".join([*(one.slug for one in women), *["zzzzzzzz"] * 997])})

    assert Night.objects.get().total == 3


def test_codes_of_a_night_are_those_of_no_other_letter(women, monkeypatch):
    writer = make_user()
    taken = Letter.objects.create(writer=writer, listing=women[0]).code
    others = iter(["2222222", "3333333", "4444444"])
    drawn = iter([taken, "2222222", "2222222"])
    monkeypatch.setattr(nights, "random_code", lambda: next(drawn, None) or next(others))

    night = start(writer, women)

    assert sorted(night.items.values_list("code", flat=True)) == ["2222222", "3333333", "4444444"]
