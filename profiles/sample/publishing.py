"""Stories of the sample: each given to a woman who could have written it."""

import io
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from profiles.models import Listing, Story, StorySubmission
from profiles.sample import pictures
from profiles.sample.dice import dice_of
from profiles.sample.rows import Source, at_noon, slug_of
from profiles.sample.still_lifes import draw_still_life
from profiles.sample.stories import Piece, pieces
from profiles.states import Reason, SubmissionState

FIRST_STORY_NUMBER = (
    10_000_000  # far from the numbers of listings, whose slugs must differ from those of stories
)

THIRD_PARTY_STORY = (
    "My neighbor Wilhelmina Quackenbush of 14 Imaginary Lane always said that I would end up in a book. "
    "So here she is, with everything she told me about her brother."
)


@transaction.atomic
def make_stories(source: Source) -> int:
    """Publish every piece but those that wait; returns how many are public or wait."""
    pictures.write_drawings(piece.drawing for piece in pieces() if piece.drawing)
    authors: set[int] = set()
    for number, piece in enumerate(pieces()):
        author = _author(piece, authors)
        if author is None:
            continue
        authors.add(author.pk)
        if piece.waits:
            _submit(piece, author)
        else:
            _publish(piece, author, source, number)
    if authors:
        _decline(min(authors), source)
    return len(authors)


def _author(piece: Piece, taken: set[int]) -> Listing | None:
    """A public woman without a story yet who writes in that language: best one whose own words lead to it."""
    women = Listing.objects.public().filter(is_sample=True, language=piece.language).exclude(pk__in=taken)
    women = women.order_by(F("consent_photo_on").asc(nulls_last=True), "pk")
    close = women.filter(bio__contains=piece.bio) if piece.bio else women.none()
    return close.first() or women.filter(interests__has=piece.interest).first() or women.first()


def _columns(piece: Piece, author: Listing) -> dict[str, object]:
    return {
        "listing": author,
        "kind": piece.kind,
        "title": piece.title,
        "summary": piece.summary,
        "body": piece.body,
        "language": piece.language,
        "alt_text": piece.alt,
        "written_on": author.words_dated,
        "is_sample": True,
    }


def _publish(piece: Piece, author: Listing, source: Source, number: int) -> None:
    dice = dice_of("story", source.seed, piece.key)
    yesterday = at_noon(source.today, dice) - timedelta(days=1)
    approved = min(author.approved_at + timedelta(days=dice.randint(0, 40)), yesterday)
    Story.objects.create(
        **_columns(piece, author),
        **(_drawing_columns(piece) if piece.drawing else {}),
        slug=slug_of(source.seed, FIRST_STORY_NUMBER + number),
        approved_at=max(approved, author.approved_at),
        approved_by=author.approved_by,
    )


def _drawing_columns(piece: Piece) -> dict[str, object]:
    return {
        "drawing_key": pictures.drawing_key(piece.drawing),
        "drawing_width": pictures.DRAWING_WIDTH,
        "drawing_height": pictures.DRAWING_HEIGHT,
    }


def _submit(piece: Piece, author: Listing) -> None:
    submission = StorySubmission(**_columns(piece, author), submitted_at=timezone.now() - timedelta(days=2))
    if piece.drawing:
        file = io.BytesIO()
        draw_still_life(piece.drawing, pictures.DRAWING_WIDTH).save(file, "PNG")
        submission.drawing.save("drawing.png", ContentFile(file.getvalue()), save=False)
    submission.save()


def _decline(author_pk: int, source: Source) -> None:
    now = timezone.now()
    StorySubmission.objects.create(
        listing_id=author_pk,
        title="The Woman Next Door",
        body=THIRD_PARTY_STORY,
        state=SubmissionState.DECLINED,
        submitted_at=now - timedelta(days=12),
        decided_at=now - timedelta(days=9),
        decided_by=source.staff[0],
        reason=Reason.THIRD_PARTY,
        reply="Your story is well told. It names a neighbor and her address; please send it again without them.",
        is_sample=True,
    )
