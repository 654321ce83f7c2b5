"""Letter nights that go wrong: a worker killed without warning, one bad letter, a pile that cannot be set at once."""

import signal
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from letters import desk, night_printing, nights
from letters.mailpieces import Draft
from letters.models import Night
from letters.printing.errors import PrintError, worker_lost
from letters.states import NightState as S
from letters.targets import target_for_listing
from profiles.blocking import block
from tests.factories import make_user
from tests.letters.places import make_place, make_reachable, text_of
from tests.support import victim

pytestmark = pytest.mark.django_db


def women(count=3, **fields):
    place = make_place(fields.pop("rules", None))
    return [
        make_reachable(
            place=place, committed_name=f"Woman{n} Roe", id_number=f"77{n}", display_name=f"W{n} Y."
        )
        for n in range(count)
    ]


def started(listings, ruled_pages=None, **draft):
    values = {
        "greeting": f"Dear {night_printing.NAME},",
        "body": "We think of you.",
        "return_lines": ("Book Club", "PO Box 12", "Duluth, MN 00000"),
        "sender": "person",
        "plain": True,
    }
    return nights.start(
        writer=make_user(),
        slugs=[one.slug for one in listings],
        draft=Draft(**values | draft),
        ruled_pages=ruled_pages,
    )


def finished(night):
    nights.print_night.func(night.pk)
    return Night.objects.get(pk=night.pk)


def left_out(night):
    return {item.display_name: item.reason for item in night.items.filter(state="left")}


def print_one(night):
    """What the job worker does; a child process calls it."""
    nights.print_night.func(night)


def stored():
    """Names in the folder of the nights' files."""
    storage = storages["private"]
    return storage.listdir("nights")[1] if storage.exists("nights") else []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "kill_at",
    [
        "letters.night_printing:lay_out",
        "letters.night_printing:Files.add+",
        "letters.night_printing:keep#2",
        "letters.nights:_finish",
        "letters.night_printing:Files.finished#2",
        "django.core.files.storage.base:Storage.save+",
        "django.core.files.storage.base:Storage.save#2+",
    ],
)
def test_night_whose_worker_is_killed_is_begun_anew_and_gives_whole_files(kill_at, client):
    night = started(women())

    status = victim.run("tests.letters.test_night_faults:print_one", kill_at, night=night.pk)

    cut = Night.objects.get(pk=night.pk)
    assert (status, cut.state, cut.letters_pdf.name) == (-signal.SIGKILL, S.RUNNING, "")
    assert nights.look_after.func(night.pk) is False
    Night.objects.update(touched_at=timezone.now() - nights.STUCK - timedelta(seconds=1))
    assert nights.look_after.func(night.pk) is True
    again = finished(night)
    with again.letters_pdf.open() as letters, again.envelopes_pdf.open() as envelopes:
        assert (len(text_of(letters.read())), len(text_of(envelopes.read()))) == (3, 3)
    assert sorted(stored()) == [f"{night.code}-envelopes.pdf", f"{night.code}-letters.pdf"]


@pytest.mark.django_db(transaction=True)
def test_night_cancelled_after_its_worker_was_killed_leaves_no_file():
    night = started(women())
    victim.run(
        "tests.letters.test_night_faults:print_one",
        "django.core.files.storage.base:Storage.save+",
        night=night.pk,
    )

    nights.cancel(night=night)

    assert stored() == []


def test_night_that_finished_is_left_alone():
    night = finished(started(women()))

    assert nights.look_after.func(night.pk) is False
    assert Night.objects.get(pk=night.pk).state == S.DONE


def test_night_begun_anew_is_not_finished_by_the_slow_worker_from_before(monkeypatch):
    night = started(women(4))
    monkeypatch.setattr(night_printing, "CHUNK", 2)
    real = nights.night_printing.lay_out

    def slow(*args):
        made = real(*args)
        monkeypatch.setattr(nights.night_printing, "lay_out", real)
        Night.objects.update(touched_at=timezone.now() - nights.STUCK - timedelta(seconds=1))
        nights.look_after.func(night.pk)
        nights.print_night.func(night.pk)
        return made

    monkeypatch.setattr(nights.night_printing, "lay_out", slow)
    nights.print_night.func(night.pk)

    again = Night.objects.get(pk=night.pk)
    with again.letters_pdf.open() as letters:
        assert (again.state, again.done, len(text_of(letters.read()))) == (S.DONE, 4, 4)


def test_night_lists_her_whose_letter_breaks_unexpectedly(monkeypatch):
    bad, good = women(2)
    real = night_printing.desk.refuse_blocked

    def broken(draft, listing):
        if listing == bad:
            raise RuntimeError("boom")
        real(draft, listing)

    monkeypatch.setattr(night_printing.desk, "refuse_blocked", broken)
    night = finished(started([bad, good]))

    assert (night.state, list(left_out(night))) == (S.DONE, [bad.display_name])
    assert "boom" not in left_out(night)[bad.display_name]


@pytest.mark.parametrize("error", [worker_lost(), PrintError("busy", "busy")])
def test_night_sets_letters_one_by_one_where_the_pile_fails(monkeypatch, error):
    def fails(*args, **options):
        raise error

    monkeypatch.setattr(night_printing, "render_letters", fails)
    night = finished(started(women()))

    with night.letters_pdf.open() as letters:
        assert (night.state, len(text_of(letters.read()))) == (S.DONE, 3)


def test_night_leaves_out_an_envelope_that_does_not_fit(monkeypatch):
    wide = make_reachable(place=make_place(lines=("W" * 110, "{street}")), display_name="Wide", id_number="9")

    night = finished(started([wide, *women(2)]))

    assert list(left_out(night)) == ["Wide"]
    assert "does not fit this envelope" in left_out(night)["Wide"]


def test_night_squeezes_a_letter_that_is_a_little_too_long_for_one_place():
    strict = women(1, rules={"max_pages": {"max": 1, "counts": ["pages"]}})[0]
    easy = make_reachable(place=make_place(), committed_name="Easy Roe", display_name="Easy", id_number="5")
    body = "\n\n".join(
        ["From my kitchen window I see a lake and the light on it is never twice the same."] * 24
    )

    night = finished(started([strict, easy], body=body, closing="With good wishes,", signature="Ellen"))

    pages = dict(night.items.values_list("display_name", "pages"))
    assert (night.state, left_out(night), pages[strict.display_name]) == (S.DONE, {}, 1)
    assert pages["Easy"] == 2


def test_night_leaves_out_a_letter_far_too_long_for_one_place():
    strict = women(1, rules={"max_pages": {"max": 1, "counts": ["pages"]}})[0]
    easy = make_reachable(place=make_place(), committed_name="Easy Roe", display_name="Easy", id_number="5")

    night = finished(started([strict, easy], body="\n\n".join(["A line."] * 120)))

    assert list(left_out(night)) == [strict.display_name]


def test_night_leaves_out_whoever_blocks_the_sender_meanwhile():
    first, second = women(2)
    night = started([first, second])
    block(listing=first, by=make_user(), name="Book Club")

    night = finished(night)

    assert list(left_out(night)) == [first.display_name]


def test_night_pile_is_the_same_pages_as_each_letter_alone():
    listings = women(3)
    body = "\n\n".join(["From my kitchen window I see a lake. " * 9] * 9)
    night = finished(started(listings, body=body, closing="With good wishes,", signature="Ellen"))

    alone = []
    for item, listing in zip(night.items.all(), listings, strict=True):
        draft = nights.draft_of(night)
        plan = desk.Plan(
            Draft(**{**vars(draft), "greeting": f"Dear {night_printing.called(listing.display_name)},"}),
            listing,
            target_for_listing(listing),
            item.code,
            night.created_at,
        )
        alone += text_of(desk.look_at(plan).rendered.pdf)
    with night.letters_pdf.open() as letters:
        assert text_of(letters.read()) == alone
