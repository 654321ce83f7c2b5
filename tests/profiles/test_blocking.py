"""Writers from whom a woman wants no letters."""

import pytest
from django.test import Client
from django.urls import reverse

from letters import desk
from letters.printing import PrintError
from profiles.blocking import block, is_blocked
from profiles.errors import NotAllowed
from profiles.models import BlockedWriter
from tests.factories import make_listing, make_moderator
from tests.letters.places import make_draft, make_reachable
from tests.profiles.test_admin import member_of

pytestmark = pytest.mark.django_db
ADDRESS = ["48 Sample Street, Apt. 3", "Duluth, MN 00000-1234"]


@pytest.mark.parametrize(
    ("lines", "blocked"),
    [
        (["Zoë Q. Marsh", "1 Other Road", "Albany, NY 00000"], True),
        (["MARSH, ZOE", "1 Other Road"], True),
        (["Ms. Zoe Marsh"], True),
        (["Somebody Else", "48 sample st apt 3", "DULUTH MN 00000"], True),
        (["Zoe Marshall", "49 Sample Street", "Duluth, MN 00000"], False),
        ([], False),
    ],
)
def test_is_blocked_however_name_and_address_are_written(lines: list[str], blocked: bool) -> None:
    listing = make_listing()
    block(listing=listing, by=make_moderator(), name="Zoe Marsh", address=ADDRESS)

    assert is_blocked(listing, lines) is blocked
    assert is_blocked(make_listing(), lines) is False


def test_block_keeps_neither_name_nor_address() -> None:
    entry = block(listing=make_listing(), by=make_moderator(), name="Zoe Marsh", address=ADDRESS)

    kept = str(BlockedWriter.objects.filter(pk=entry.pk).values()).lower()
    assert [word in kept for word in ("zoe", "marsh", "sample", "duluth")] == [False] * 4


def test_block_of_nobody_is_refused() -> None:
    with pytest.raises(NotAllowed):
        block(listing=make_listing(), by=make_moderator())


def test_blocked_writer_prints_nothing_for_her_and_another_one_does() -> None:
    listing, draft = make_reachable(), make_draft()
    assert desk.look(draft, listing).rendered is not None
    block(listing=listing, by=make_moderator(), name=draft.return_lines[0])

    with pytest.raises(PrintError, match="You can write to somebody else"):
        desk.look(draft, listing)
    other = make_draft(return_lines=("Rosa Quill", "9 Hill Road", "Albany, NY 00000"))
    assert desk.look(other, listing).rendered is not None


def test_block_on_the_desk(client: Client) -> None:
    listing = make_listing()
    client.force_login(member_of("moderator"))
    url = reverse("admin:profiles_listing_step", args=[listing.pk, "block"])

    refused = client.post(url, {"name": "", "address": ""})
    client.post(url, {"name": "Zoe Marsh", "address": "48 Sample Street\nDuluth"})

    assert refused.status_code == 422
    assert is_blocked(listing, ["Zoe Marsh"])
