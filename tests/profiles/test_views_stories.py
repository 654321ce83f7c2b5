"""Stories: who may read them, and what their pages say of their authors."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from profiles.models import Story
from profiles.photos import rendition_path
from tests.factories import make_expired, make_listing, make_photo, make_story, make_withdrawn
from tests.support.pages import parse

pytestmark = pytest.mark.django_db
AGREED = date(2026, 1, 5)


def _titles(response) -> list[str]:
    return [story.title for story in response.context["page"]]


def test_stories_shows_public_ones_newest_first(client):
    listing = make_listing()
    make_story(listing, title="Older", approved_at=timezone.now() - timedelta(days=3))
    make_story(listing, title="Newer")

    response = client.get(reverse("profiles:stories"))

    assert _titles(response) == ["Newer", "Older"]


def test_stories_does_not_show_those_of_hidden_women_or_taken_down(client):
    make_story(make_withdrawn(), title="Withdrawn")
    make_story(make_expired(), title="Expired")
    make_story(make_listing(), title="Taken down", is_shown=False)

    response = client.get(reverse("profiles:stories"))

    assert _titles(response) == []
    assert response.context["total"] == 0


@pytest.mark.parametrize(
    ("query", "titles"),
    [("?kind=poem", ["A poem"]), ("?kind=essay", ["An essay"]), ("?kind=recipe", ["An essay", "A poem"])],
)
def test_stories_of_one_kind(client, query, titles):
    listing = make_listing()
    make_story(listing, title="A poem", kind="poem", approved_at=timezone.now() - timedelta(days=1))
    make_story(listing, title="An essay", kind="essay")

    response = client.get(reverse("profiles:stories") + query)

    assert _titles(response) == titles
    assert [(str(kind), count) for kind, _label, count in response.context["kinds"]] == [
        ("essay", 1),
        ("poem", 1),
        ("drawing", 0),
    ]


@pytest.mark.parametrize("authors", [1, 3])
def test_stories_costs_the_same_for_one_and_three(client, authors, django_assert_num_queries):
    for _author in range(authors):
        listing = make_listing(consent_photo_on=AGREED)
        make_photo(listing)
        make_story(listing)

    with django_assert_num_queries(5):
        client.get(reverse("profiles:stories"))


@pytest.mark.parametrize(("consent", "photos"), [(AGREED, 1), (None, 0)])
def test_story_shows_photo_only_with_consent(client, consent, photos):
    listing = make_listing(consent_photo_on=consent)
    photo = make_photo(listing)

    page = client.get(make_story(listing).get_absolute_url()).content.decode()

    assert page.count(f"{photo.token}-320.jpg 320w") == photos


@pytest.mark.parametrize(
    ("kind", "said", "box"),
    [
        ("essay", "Written in March 2026. Typed as she wrote it.", "story-body story-essay"),
        ("poem", "Written in March 2026. Typed as she wrote it.", "story-body story-poem"),
        ("drawing", "Drawn in March 2026.", "story-body"),
    ],
)
def test_story_speaks_of_what_it_is(client, kind, said, box):
    story = make_story(make_listing(), kind=kind, written_on=date(2026, 3, 1), body="Of the yard.")

    page = parse(client.get(story.get_absolute_url()))

    assert said in page.texts("article p")
    assert page.one(".story-body")["class"] == box


def test_story_says_her_display_name_and_nothing_of_her_papers(client):
    listing = make_listing(display_name="Ruth Ann", committed_name="Ruth Kessler", id_number="X12345")

    page = client.get(make_story(listing, title="The Thursday Cart").get_absolute_url()).content.decode()

    assert "The Thursday Cart, Ruth Ann | " in page
    assert "Kessler" not in page
    assert "X12345" not in page


def test_story_keeps_lines_and_escapes_what_she_typed(client):
    story = make_story(make_listing(), kind="poem", body="one\ntwo & <b>three</b>\n\nfour")

    page = client.get(story.get_absolute_url()).content.decode()

    assert "<p>one<br>two &amp; &lt;b&gt;three&lt;/b&gt;</p>\n\n<p>four</p>" in page


@pytest.mark.parametrize(("language", "marked"), [("es", True), ("en", False)])
def test_story_marks_words_in_another_language(client, language, marked):
    story = make_story(make_listing(), language=language)

    page = client.get(story.get_absolute_url()).content.decode()

    assert (f'<div class="story-body story-essay" lang="{language}">' in page) is marked


@pytest.mark.parametrize(("paused", "invites"), [(False, True), (True, False)])
def test_story_invites_to_write_while_she_takes_writers(client, paused, invites):
    story = make_story(make_listing(display_name="Ruth Ann", paused=paused))

    page = client.get(story.get_absolute_url()).content.decode()

    assert ("Write to Ruth Ann" in page) is invites
    assert ("She takes no new writers just now." in page) is not invites


@pytest.mark.parametrize(("consent", "header"), [(AGREED, None), (None, "noindex")])
def test_story_is_kept_from_search_engines_unless_she_agreed(client, consent, header):
    story = make_story(make_listing(consent_search_engines_on=consent))

    response = client.get(story.get_absolute_url())

    assert response.headers.get("X-Robots-Tag") == header
    assert ('<meta name="robots" content="noindex">' in response.content.decode()) is (header is not None)


def test_story_offers_her_other_stories_only(client):
    listing = make_listing()
    story, other = make_story(listing), make_story(listing)
    make_story(make_listing())
    make_story(listing, is_shown=False)

    response = client.get(story.get_absolute_url())

    assert list(response.context["more"]) == [other]


def _gone_stories() -> list[Story]:
    return [
        make_story(make_withdrawn()),
        make_story(make_expired()),
        make_story(make_listing(state="hidden")),
        make_story(make_listing(), is_shown=False),
    ]


def test_story_that_was_public_is_gone_whatever_the_reason(client):
    answers = [client.get(story.get_absolute_url()) for story in _gone_stories()]

    assert [answer.status_code for answer in answers] == [410] * 4
    assert len({answer.content for answer in answers}) == 1


def test_story_that_never_was_is_not_found(client):
    assert client.get(reverse("profiles:story", args=["cccc2222"])).status_code == 404


def _drawing(listing, key: str = "k" * 32) -> Story:
    story = make_story(
        listing, kind="drawing", drawing_key=key, drawing_width=960, drawing_height=700, body=""
    )
    default_storage.save(rendition_path(key, 320, "jpg"), ContentFile(b"picture"))
    return story


def _drawing_url(story: Story, width: int = 320) -> str:
    return reverse("profiles:drawing", args=[story.slug, width, "jpg"])


def test_drawing_is_sent_and_asked_for_anew_each_time(client):
    url = _drawing_url(_drawing(make_listing()))

    response = client.get(url)
    again = Client().get(url, headers={"If-None-Match": response.headers["ETag"]})

    assert b"".join(response) == b"picture"
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert again.status_code == 304


def test_drawing_of_a_hidden_woman_is_gone_though_its_file_is_there(client):
    assert client.get(_drawing_url(_drawing(make_withdrawn()))).status_code == 410


def test_drawing_without_a_file_or_of_an_essay_is_not_found(client):
    drawing, essay = _drawing(make_listing()), make_story(make_listing())

    assert client.get(_drawing_url(drawing, 960)).status_code == 404
    assert client.get(_drawing_url(essay)).status_code == 404
