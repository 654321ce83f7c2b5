import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from profiles import actions
from profiles.errors import NotAllowed, Stale, WrongState
from profiles.models import ModerationEvent, Story, StorySubmission
from profiles.photos import rendition_path
from profiles.states import OPEN_SUBMISSIONS, SubmissionState
from tests.factories import make_listing, make_moderator, make_withdrawn

pytestmark = pytest.mark.django_db


def story(**fields: Any) -> StorySubmission:
    values = {"title": "The library", "body": "One paragraph.", "listing": None} | fields
    values["listing"] = values["listing"] or make_listing()
    return StorySubmission.objects.create(**values)


def drawing(**fields: Any) -> StorySubmission:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "navy").save(out, "PNG")
    made = story(kind="drawing", body="", **{"alt_text": "A bird in ink.", **fields})
    made.drawing.save("bird.png", ContentFile(out.getvalue()))
    return made


@pytest.mark.parametrize("state", SubmissionState)
def test_approve_story_takes_open_ones_only(state: SubmissionState) -> None:
    decided = (
        {}
        if state in ("draft", "waiting")
        else {"decided_at": timezone.now(), "decided_by": make_moderator()}
    )
    made, joan = story(state=state, **decided), make_moderator()

    if state not in OPEN_SUBMISSIONS:
        with pytest.raises(WrongState):
            actions.approve_story(submission=made, by=joan, version=1)
        assert Story.objects.count() == 0
        return
    published = actions.approve_story(submission=made, by=joan, version=1)

    made.refresh_from_db()
    assert (published.title, published.body, published.approved_by) == ("The library", "One paragraph.", joan)
    assert (made.story, made.state) == (published, "approved")
    assert list(Story.objects.public()) == [published]


def test_approve_story_change_keeps_its_slug() -> None:
    listing, joan = make_listing(), make_moderator()
    published = actions.approve_story(submission=story(listing=listing), by=joan, version=1)

    again = actions.approve_story(
        submission=story(listing=listing, story=published, title="The new library"), by=joan, version=1
    )

    assert (again.pk, again.slug, again.title) == (published.pk, published.slug, "The new library")


def test_approve_story_refuses_an_old_page() -> None:
    made = story()
    StorySubmission.objects.update(version=2)

    with pytest.raises(Stale):
        actions.approve_story(submission=made, by=make_moderator(), version=1)


def test_approve_drawing_draws_its_renditions() -> None:
    published = actions.approve_story(submission=drawing(), by=make_moderator(), version=1)

    assert (published.drawing_width, published.drawing_height) == (400, 300)
    assert default_storage.exists(rendition_path(published.drawing_key, 960, "webp"))


@pytest.mark.parametrize(
    ("make", "fields", "words"),
    [
        (story, {"kind": "drawing"}, "drawing itself is missing"),
        (story, {"body": " "}, "text is missing"),
        (drawing, {"alt_text": ""}, "Describe the drawing"),
    ],
)
def test_approve_story_refuses_what_is_not_whole(make: Any, fields: dict[str, str], words: str) -> None:
    with pytest.raises(NotAllowed, match=words):
        actions.approve_story(submission=make(**fields), by=make_moderator(), version=1)

    assert (Story.objects.count(), ModerationEvent.objects.count()) == (0, 0)


def test_approve_story_of_a_withdrawn_woman_is_refused() -> None:
    with pytest.raises(NotAllowed, match="withdrew"):
        actions.approve_story(submission=story(listing=make_withdrawn()), by=make_moderator(), version=1)


@pytest.mark.parametrize("state", SubmissionState)
def test_decline_story_takes_open_ones_only(state: SubmissionState) -> None:
    decided = (
        {}
        if state in ("draft", "waiting")
        else {"decided_at": timezone.now(), "decided_by": make_moderator()}
    )
    made = story(state=state, **decided)

    if state in OPEN_SUBMISSIONS:
        actions.decline_story(
            submission=made, by=make_moderator(), version=1, reason="third_party", note="Names."
        )
        assert (made.state, made.reply) == ("declined", "Names.")
    else:
        with pytest.raises(WrongState):
            actions.decline_story(submission=made, by=make_moderator(), version=1, reason="third_party")
