"""What the desk does beside printing: help for a first letter, the check while typing, pictures, her wishes."""

import pytest

from letters import actions
from letters.models import Letter
from profiles.errors import WrongState
from tests.factories import make_user
from tests.letters.places import make_draft, make_reachable
from tests.letters.test_views_desk import send, url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("Rhonda Y.", "Dear Rhonda,"),
        ("Rhonda Y", "Dear Rhonda,"),
        ("Mary Ann", "Dear Mary Ann,"),
        ("J.", "Dear J.,"),
        ("Ana M. P.", "Dear Ana,"),
    ],
)
def test_greeting_leaves_out_a_trailing_initial(client, name, greeting):
    page = client.get(url(make_reachable(display_name=name)))

    assert page.context["form"]["greeting"].value() == greeting


def test_live_answers_with_the_check_alone(client):
    response = send(client, make_reachable({"photos": {"max": 2}}), "live", photos="5")

    page = response.content.decode()
    assert response.templates[0].name == "letters/_desk_check.html"
    assert ("<html" in page, "1 to fix" in page, "One page on paper" in page) == (False, True, True)


def test_live_names_what_cannot_be_printed(client):
    page = send(client, make_reachable(), "live", body="turn \u202e around").content.decode()

    assert "Your letter: " in page


def test_live_keeps_nothing_on_the_server(client, writer):
    client.force_login(writer)

    send(client, make_reachable(), "live")

    assert not Letter.objects.exists()


def image_sources(response) -> set[str]:
    """Where the response's policy lets pictures come from; the policy has no fixed order."""
    directives = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    return set(directives["img-src"].split())


def test_preview_shows_the_pages_as_they_print_and_opens_the_policy_for_them_alone(client):
    listing = make_reachable()

    shown, plain = send(client, listing, "preview"), send(client, listing, "check")

    assert shown.content.decode().count('<img src="data:image/png;base64,') == 1
    assert image_sources(shown) == {"'self'", "data:"}
    assert image_sources(plain) == {"'self'"}


@pytest.mark.parametrize(("sent", "shown"), [(True, False), (False, True)])
def test_first_letter_help_is_for_a_first_letter(client, writer, sent, shown):
    listing = make_reachable(interests=["birds"])
    client.force_login(writer)
    if sent:
        letter = actions.keep_draft(writer=writer, listing=listing, draft=make_draft())
        letter = actions.mark_printed(letter=letter, listing=listing, by=writer)
        actions.mark_mailed(letter=letter, by=writer, on=letter.printed_at.date())

    page = client.get(url(listing)).content.decode()

    assert ("A bird comes to my window" in page) is shown


def test_cautions_stand_beside_the_check_and_stop_nothing(client):
    listing = make_reachable()
    words = {"body": "My daughter Lucy is seven."}

    assert "child’s name and age together" in send(client, listing, "check", **words).content.decode()
    assert send(client, listing, "letter", **words).status_code == 200


WISHES = [
    ({"women_only": True}, "woman"),
    ({"max_writers": 2, "active_writers": 2}, "known"),
    ({"paused": True}, "known"),
]


@pytest.mark.parametrize("action", ["letter", "envelope", "page"])
@pytest.mark.parametrize(("wish", "name"), WISHES)
def test_her_wish_stops_each_print_until_it_is_answered(client, wish, name, action):
    listing = make_reachable(**wish)

    assert send(client, listing, action).status_code == 409
    assert send(client, listing, action, attested=[name]).status_code == 200


@pytest.mark.parametrize(("wish", "name"), WISHES)
def test_her_wish_lets_anybody_check_and_see(client, wish, name):
    listing = make_reachable(**wish)

    assert [send(client, listing, action).status_code for action in ("check", "live", "preview")] == [200] * 3


def test_woman_is_not_asked_what_her_account_says(client):
    client.force_login(make_user(is_woman=True))

    assert send(client, make_reachable(women_only=True), "letter").status_code == 200


@pytest.mark.parametrize(("wish", "name"), WISHES)
def test_kept_draft_is_not_marked_printed_past_her_wish(writer, wish, name):
    listing = make_reachable(**wish)
    letter = actions.keep_draft(writer=writer, listing=listing, draft=make_draft())

    with pytest.raises(WrongState):
        actions.mark_printed(letter=letter, listing=listing, by=writer)

    letter = actions.keep_draft(
        writer=writer, listing=listing, draft=make_draft(attested=(name,)), letter=letter
    )
    assert actions.mark_printed(letter=letter, listing=listing, by=writer).state == "printed"
