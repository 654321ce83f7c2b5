"""Her page as it is printed for her: every word, fact and photo that readers see, by the functions of the page."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from functools import partial
from typing import IO

from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from letters.printing.papers import HerPage
from letters.printing.photos import Photo
from profiles.errors import PhotoRefused
from profiles.models import CONTENT_FIELDS, Listing, Submission, SubmissionPhoto
from profiles.photos import print_copy, rendition_path
from profiles.templatetags.listing import language_names, shown_photos
from profiles.views.listing import facts_of, offense_words
from profiles.vocabulary import ConsentItem


def her_page(person: Listing | Submission) -> HerPage:
    """What readers see of a listing; of a submission, what they would see if she agreed to what was passed on."""
    if isinstance(person, Submission):
        return _page(as_listing(person), _submitted_photos(person))
    return _page(person, _shown_photos(person))


def as_listing(submission: Submission, today: date | None = None) -> Listing:
    """An unsaved listing with the content of a submission, and each item agreed to that she is said to wish."""
    day = today or timezone.localdate()
    wished = {
        f"consent_{item}_on": day if getattr(submission, f"consent_{item}_how") else None
        for item in ConsentItem
    }
    content = {name: getattr(submission, name) for name in CONTENT_FIELDS}
    return Listing(**content, **wished, words_dated=submission.words_dated)


def _page(listing: Listing, photos: list[Photo]) -> HerPage:
    offense = offense_words(listing)
    return HerPage(
        display_name=listing.display_name,
        lede=_lede(listing),
        headline=listing.headline.strip().strip('“”"'),
        words=listing.bio,
        language=listing.language,
        notes=[note for note in _notes(listing) if note],
        facts=[(fact.label, fact.text) for fact in facts_of(listing, timezone.localdate())],
        offense=(offense.label, offense.text) if offense else ("", ""),
        photos=photos,
    )


def _lede(listing: Listing) -> str:
    state = listing.facility.get_state_display() if listing.facility.state else ""
    place = ", ".join(filter(None, [listing.facility.name, state]))
    return pgettext("on her page", "%(age)s, at %(place)s") % {"age": listing.age, "place": place}


def _notes(listing: Listing) -> Iterable[str]:
    names = ", ".join(language_names(listing))
    yield _("Reads and writes %(languages)s.") % {"languages": names} if names else ""
    yield _("No new writers now") if listing.paused else ""
    if listing.words_dated:
        yield _("Her words, %(day)s.") % {"day": date_format(listing.words_dated, "YEAR_MONTH_FORMAT")}


def _shown_photos(listing: Listing) -> list[Photo]:
    return _readable(
        (partial(default_storage.open, rendition_path(photo.file_key, 960, "jpg")), photo.alt_text)
        for photo in shown_photos(listing)
    )


def _submitted_photos(submission: Submission) -> list[Photo]:
    """Photos that may still be shown."""
    kept = submission.photos.exclude(decision=SubmissionPhoto.Decision.REFUSED)
    return _readable((partial(photo.original.open, "rb"), photo.alt_text) for photo in kept)


def _readable(files: Iterable[tuple[Callable[[], IO[bytes]], str]]) -> list[Photo]:
    """Copies for paper. A file that is gone or cannot be read is left out: nobody else sees it either."""
    found = []
    for number, (opened, words) in enumerate(files, start=1):
        with suppress(FileNotFoundError, PhotoRefused), opened() as file:
            found.append(_printed(file, words, number))
    return found


def _printed(file: IO[bytes], words: str, number: int) -> Photo:
    jpeg, width, height = print_copy(file)
    return Photo(jpeg, width, height, words.strip() or _("Photo %(number)s") % {"number": number})
