"""Photos on paper: what is known of one, and how many stand on a page."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _

from letters.printing import fields
from letters.printing.errors import PrintError

LONGEST_WORDS = 200  # characters


@dataclass(frozen=True)
class Photo:
    """A JPEG without metadata, its size in pixels, and what it shows in words."""

    jpeg: bytes
    width: int
    height: int
    words: str


class PhotoLayout(NamedTuple):
    """How photos of a letter stand: so many in a row, each in a cell of so many inches, after the closing.

    own_page: they begin on a new page. No cell is larger than a 4 x 6 in print, which is what most mailrooms allow.
    The cells' size does not depend on the photos, so the pages can be counted before they are there.
    """

    columns: int
    width: float
    height: float
    own_page: bool


PHOTO_LAYOUTS = {
    "large": PhotoLayout(1, 6.0, 4.0, own_page=True),
    "small": PhotoLayout(2, 2.95, 4.0, own_page=True),
    "end": PhotoLayout(2, 2.95, 2.2, own_page=False),
}


def in_letter(photos: tuple[Photo, ...], layout: str, language: str) -> dict[str, Any]:
    """What the letter's template needs of its photos. Raises PrintError for an unknown layout.

    One that its writer said nothing about is called by its number, in the letter's language.
    """
    fields.chosen(layout, list(PHOTO_LAYOUTS), "photo_layout")
    with translation.override(language):
        named = [
            photo if photo.words.strip() else replace(photo, words=_("Photo %(number)s") % {"number": number})
            for number, photo in enumerate(photos, start=1)
        ]
    return {"list": [for_template(photo) for photo in named], **PHOTO_LAYOUTS[layout]._asdict()}


def for_template(photo: Photo) -> dict[str, str]:
    """Raises PrintError where it has no words: a tagged PDF says what each picture shows."""
    words = fields.one_line(photo.words, "photo_words", most=LONGEST_WORDS)
    if not words:
        raise PrintError("missing", "A photo without words.", field="photo_words")
    return {"svg": _svg(photo), "alt": words}


def _svg(photo: Photo) -> str:
    """The JPEG inside a picture of ours: the engine then needs no file, and the bytes stay as they are."""
    data = b64encode(photo.jpeg).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{photo.width}" height="{photo.height}">'
        f'<image width="{photo.width}" height="{photo.height}" href="data:image/jpeg;base64,{data}"/></svg>'
    )
