"""First sentences that are offered beside the desk."""

import pytest

from letters.openers import MOST, OPENERS, PLAIN, openers_for
from profiles.models import Listing
from profiles.vocabulary import Interest


@pytest.mark.parametrize("interest", Interest)
def test_openers_for_begins_with_her_interest(interest):
    assert openers_for(Listing(interests=[interest.value])) == [OPENERS[interest], *PLAIN[: MOST - 1]]


def test_openers_for_nothing_known_has_plain_ones():
    assert openers_for(Listing(interests=[])) == list(PLAIN)


def test_openers_for_many_interests_is_short():
    listing = Listing(interests=["music", "books", "birds", "games"])

    assert openers_for(listing) == [OPENERS[Interest(one)] for one in ("music", "books", "birds")]
