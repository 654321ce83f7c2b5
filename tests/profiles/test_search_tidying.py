"""What the search forgets each day."""

import pytest
from django.test import Client

from profiles.models import Change, Listing, SearchText, Word, WordKey
from profiles.search import SearchParams, find, tidying, write_listing
from profiles.states import ListingState
from tests.factories import make_facility, make_listing, make_moderator

pytestmark = pytest.mark.django_db


def test_forget_changes_keeps_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying, "KEPT_CHANGES", 2)
    listings = [make_listing() for _ in range(4)]
    newest = list(Change.objects.order_by("-seq").values_list("seq", flat=True)[:2])

    gone = tidying.forget_changes()

    assert gone >= 2
    assert list(Change.objects.order_by("-seq").values_list("seq", flat=True)) == newest
    assert find(SearchParams()).total == len(listings)
    assert tidying.forget_changes() == 0


def test_forget_changes_of_an_empty_site() -> None:
    assert tidying.forget_changes() == 0


def test_forget_words_drops_those_of_women_who_left() -> None:
    stays = make_listing(bio="Cormorants at breakfast.")
    left = make_listing(bio="Kingfishers at breakfast.", display_name="Zenobia")
    Listing.objects.filter(pk=left.pk).update(state=ListingState.HIDDEN)
    write_listing(left.pk)

    tidying.forget_words()

    words = set(Word.objects.values_list("word", flat=True))
    assert {"cormorants", "breakfast"} <= words
    assert not {"kingfishers", "zenobia"} & words
    assert not WordKey.objects.filter(word_id="kingfishers").exists()
    assert SearchText.objects.get().listing_id == stays.pk
    assert tidying.forget_words() == 0


def test_place_renamed_on_the_desk_is_found_by_its_new_name(client: Client) -> None:
    client.force_login(make_moderator())
    facility = make_facility(name="Cormorant House", city="Oldtown")
    make_listing(facility=facility)
    address = f"/admin/profiles/facility/{facility.pk}/change/"
    form = client.get(address).context["adminform"].form
    typed = {name: value for name, value in form.initial.items() if value is not None} | {"city": "Newtown"}

    response = client.post(address, typed)

    assert response.status_code == 302, response.context["adminform"].form.errors
    assert find(SearchParams(q="newtown")).total == 1
    assert find(SearchParams(q="oldtown")).total == 0
