"""The map of states as tiles: every state once, each linked where it has a place for women."""

from collections import Counter

import pytest

from profiles.places import State
from profiles.tile_map import HEIGHT, SIDE, WIDTH, tiles
from tests.factories import make_facility

FIFTY_AND_DC = {code for code in State.values if code not in {"AS", "GU", "MP", "PR", "VI"}}


def test_every_state_has_one_tile() -> None:
    counted = Counter(tile.code for tile in tiles([]))

    assert set(counted) >= FIFTY_AND_DC & set(State.values)
    assert set(counted.values()) == {1}


def test_tiles_lie_within_the_map_and_never_on_each_other() -> None:
    corners = [(tile.x, tile.y) for tile in tiles([])]

    assert len(set(corners)) == len(corners)
    assert max(x for x, _y in corners) + SIDE == WIDTH
    assert max(y for _x, y in corners) + SIDE == HEIGHT


@pytest.mark.parametrize(("count", "shade"), [(0, 0), (1, 1), (2, 1), (3, 2), (5, 2), (6, 3), (40, 3)])
def test_tile_is_darker_with_more_places(count, shade) -> None:
    (ohio,) = (tile for tile in tiles([("OH", "Ohio", count)]) if tile.code == "OH")

    assert (ohio.count, ohio.shade) == (count, shade)


@pytest.mark.django_db
def test_page_links_states_with_places_and_no_others(client) -> None:
    make_facility(state="OH", holds="women")
    make_facility(state="TX", holds="unknown")

    page = client.get("/facilities/").content.decode()

    assert '<a href="?state=OH" aria-label="Ohio: 1 facility">' in page
    assert page.count("?state=OH") == 2
    assert "?state=TX" not in page
    assert " style=" not in page
