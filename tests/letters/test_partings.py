"""She has died, or come home: her page goes down in one step, and everybody who writes to her hears of it gently."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from letters import actions, returns
from letters.models import ReturnedLetter
from letters.states import ReturnOutcome, ReturnReason
from letters.warnings import Warned, send_parting, warnings_for
from profiles.errors import NotAllowed
from profiles.models import Listing, ModerationEvent
from profiles.states import ListingState
from tests.factories import make_facility, make_user
from tests.letters.places import make_draft, make_reachable

pytestmark = pytest.mark.django_db

SAID = {ReturnOutcome.DIED: "We are sorry to tell you", ReturnOutcome.HOME: "She has come home. This address"}


def _draft(listing, writer=None):
    return actions.keep_draft(writer=writer or make_user(), listing=listing, draft=make_draft())


def _printed(listing, writer=None):
    letter = _draft(listing, writer)
    return actions.mark_printed(letter=letter, listing=listing, by=letter.writer)


def _mailed(listing, writer=None):
    letter = _printed(listing, writer)
    return actions.mark_mailed(letter=letter, by=letter.writer, on=timezone.localdate())


def _came_back(listing, moderator, reason=ReturnReason.DECEASED):
    return returns.take_in(reason=reason, on=timezone.localdate(), by=moderator, listing=listing)


@pytest.mark.parametrize("outcome", SAID)
def test_page_goes_down_in_the_moment_staff_confirm(client, moderator, outcome) -> None:
    listing, other = make_reachable(), make_reachable(id_number="2")
    returned = _came_back(listing, moderator)
    before = client.get(listing.get_absolute_url()).status_code

    returns.handle(returned=returned, by=moderator, outcome=outcome)

    assert (before, client.get(listing.get_absolute_url()).status_code) == (200, 410)
    assert list(Listing.objects.public()) == [other]
    assert ModerationEvent.objects.filter(kind="hidden").count() == 1


def test_page_stays_up_until_staff_confirm(moderator) -> None:
    listing = make_reachable()

    _came_back(listing, moderator)

    assert list(Listing.objects.public()) == [listing]


def test_other_returns_of_hers_are_settled_with_it(moderator) -> None:
    listing, other = make_reachable(), make_reachable(id_number="2")
    first, second = _came_back(listing, moderator), _came_back(listing, moderator)
    elsewhere = _came_back(other, moderator)

    returns.handle(returned=first, by=moderator, outcome=ReturnOutcome.DIED)

    waiting = list(ReturnedLetter.objects.waiting())
    second.refresh_from_db()
    assert (waiting, second.outcome) == ([elsewhere], "died")


def test_listing_that_is_hidden_already_stays_so(moderator) -> None:
    listing = make_reachable(state=ListingState.HIDDEN)

    returns.handle(returned=_came_back(listing, moderator), by=moderator, outcome=ReturnOutcome.DIED)

    assert Listing.objects.get().state == ListingState.HIDDEN


def test_return_without_a_listing_cannot_say_so(moderator) -> None:
    returned = returns.take_in(
        reason=ReturnReason.DECEASED, on=timezone.localdate(), by=moderator, facility=make_facility()
    )

    with pytest.raises(NotAllowed):
        returns.handle(returned=returned, by=moderator, outcome=ReturnOutcome.DIED)

    returned.refresh_from_db()
    assert returned.handled_at is None


def test_her_writers_hear_of_it_without_a_name_and_others_do_not(moderator) -> None:
    listing, other = make_reachable(), make_reachable(id_number="2")
    writers = [make_user(email=f"{name}@example.org") for name in ("ann", "bea", "cara")]
    _draft(listing, writers[0]), _mailed(listing, writers[1]), _mailed(other, writers[2])

    told = send_parting.call(listing.pk)

    assert told == 2
    assert sorted(message.to for message in mail.outbox) == [["ann@example.org"], ["bea@example.org"]]
    for message in mail.outbox:
        assert [word in message.body for word in ("died", listing.display_name, "Delgado")] == [False] * 3


@pytest.mark.parametrize("outcome", SAID)
def test_every_open_letter_says_so_and_letters_to_others_do_not(client, moderator, outcome) -> None:
    listing, other = make_reachable(), make_reachable(id_number="2")
    writer = make_user()
    hers = [_draft(listing, writer), _printed(listing, writer), _mailed(listing, writer)]
    unmoved = _printed(other, writer)
    returns.handle(returned=_came_back(listing, moderator), by=moderator, outcome=outcome)
    client.force_login(writer)

    warned = warnings_for([*hers, unmoved])
    pages = [client.get(letter.get_absolute_url()).content.decode() for letter in [*hers, unmoved]]

    died = outcome == ReturnOutcome.DIED
    assert warned == {letter.pk: Warned(died=died, home=not died) for letter in hers}
    assert [SAID[outcome] in page for page in pages] == [True, True, True, False]
    assert client.get("/letters/").content.decode().count(SAID[outcome]) == 3


def test_listing_shown_again_by_staff_ends_the_words(moderator) -> None:
    listing = make_reachable()
    letter = _draft(listing)
    returns.handle(returned=_came_back(listing, moderator), by=moderator, outcome=ReturnOutcome.DIED)

    Listing.objects.update(state=ListingState.PUBLISHED, hidden_reason="")

    assert warnings_for([letter]) == {}


def _told(client, place, **fields):
    """What the public form sends, filled in slowly enough for a person."""
    page = reverse("letters:returned")
    opened = client.get(page).context["form"]["opened"].initial
    values = {
        "facility": place.slug,
        "reason": "moved",
        "returned_on": str(timezone.localdate()),
        "code": "",
    }
    return client.post(page, {**values, "opened": opened, "website": "", **fields})


@pytest.fixture
def slowly(monkeypatch):
    monkeypatch.setattr("profiles.forms.guard.GuardedForm._is_younger", lambda *_args: False)


def test_public_return_waits_for_staff_and_holds_and_hides_nothing(client, slowly) -> None:
    listing = make_reachable()
    letter = _mailed(listing)

    answer = _told(client, listing.facility, code=letter.code, reason="deceased", words="Return to sender")

    row = ReturnedLetter.objects.get()
    letter.refresh_from_db()
    assert answer.url == listing.facility.get_absolute_url()
    assert (row.letter, row.listing, row.from_public, row.holds, row.recorded_by) == (
        letter, listing, True, False, None,
    )  # fmt: skip
    assert (letter.state, list(Listing.objects.public())) == ("mailed", [listing])
    assert list(ReturnedLetter.objects.waiting()) == [row]


def test_public_return_says_nothing_of_which_codes_there_are(client, slowly) -> None:
    listing, other = make_reachable(), make_facility()
    code, unused = _mailed(listing).code, _mailed(make_reachable(id_number="2"))
    strange = unused.code
    unused.delete()

    pages = [_told(client, other, code=one) for one in (code, strange)]

    assert [page.url for page in pages] == [other.get_absolute_url()] * 2
    assert [row.listing for row in ReturnedLetter.objects.order_by("pk")] == [listing, None]


def test_public_return_of_a_letter_told_of_already_is_a_row_of_its_own(client, slowly, moderator) -> None:
    listing = make_reachable()
    letter = _mailed(listing)

    _told(client, listing.facility, code=letter.code)
    _told(client, listing.facility, code=letter.code)

    assert [row.letter for row in ReturnedLetter.objects.order_by("pk")] == [letter, None]
    assert [row.listing for row in ReturnedLetter.objects.order_by("pk")] == [listing, listing]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"facility": ""}, "facility"),
        ({"facility": "nowhere"}, "facility"),
        ({"reason": "bored"}, "reason"),
        ({"returned_on": "2999-01-01"}, "returned_on"),
        ({"code": "what"}, "code"),
        ({"words": "x" * 301}, "words"),
    ],
)
def test_public_return_with_a_mistake_names_the_field(client, slowly, fields, field) -> None:
    answer = _told(client, make_facility(), **fields)

    assert list(answer.context["form"].errors) == [field]
    assert ReturnedLetter.objects.count() == 0


def test_public_return_too_often_is_refused(client, slowly) -> None:
    facility = make_facility()

    answers = [_told(client, facility).status_code for _one in range(6)]

    assert answers == [302] * 5 + [429]
    assert ReturnedLetter.objects.count() == 5
