"""Photos that are printed in a letter, on their way through the desk.

Nothing is kept on the server for somebody without an account: the page itself carries the photos from one step to the
next, drawn anew and small, each under a seal that tells our own work from what somebody made up.
"""

import io
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO, Self

from django.core.signing import BadSignature, Signer
from django.http import QueryDict
from django.utils.translation import gettext as _
from PIL import Image

from letters.models import Letter, LetterPhoto
from letters.printing.photos import LONGEST_WORDS, Photo
from profiles.errors import PhotoRefused
from profiles.photos import CheckedPhoto, check_photo

#: Of one letter. Six of them, sealed, stay well under what a form may hold (`DATA_UPLOAD_MAX_MEMORY_SIZE`).
MOST = 6
MOST_BYTES = 220_000
#: Longest edge in pixels and quality, tried in turn until a photo is small enough; the last is taken as it comes.
SIZES = ((1400, 82), (1200, 78), (1000, 70), (800, 60), (600, 50))
#: For a sheet of its own, where nothing has to travel.
LARGE = (1600, 85)
THUMBNAIL = (240, 70)
#: Stands for a photo where only the pages are counted.
BLANK = Photo(b"", 3, 2, "-")


def photo_of(checked: CheckedPhoto, words: str = "") -> Photo:
    """A photo drawn anew from its pixels: no place, time or device goes into the PDF."""
    return _drawn(checked.image, *LARGE, words)


def small_photo_of(checked: CheckedPhoto, words: str = "") -> Photo:
    """The same, for a letter: at most MOST_BYTES for any photo of the world around us."""
    for edge, quality in SIZES:
        photo = _drawn(checked.image, edge, quality, words)
        if len(photo.jpeg) <= MOST_BYTES:
            break
    return photo


def _drawn(image: Image.Image, edge: int, quality: int, words: str) -> Photo:
    image = image.copy()
    image.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=quality, optimize=True)
    return Photo(out.getvalue(), *image.size, words)


def _signer() -> Signer:
    return Signer(salt="letters.photos")


def sealed(photo: Photo) -> str:
    """A photo as text for a form; its words stand beside it, where the writer can change them."""
    return _signer().sign(f"{photo.width}x{photo.height}.{b64encode(photo.jpeg).decode()}")


def unsealed(text: str, words: str = "") -> Photo:
    """Raises BadSignature for anything but what `sealed` gave."""
    size, jpeg = _signer().unsign(text).split(".", 1)
    width, height = map(int, size.split("x"))
    return Photo(b64decode(jpeg), width, height, " ".join(words.split())[:LONGEST_WORDS])


@dataclass(frozen=True)
class PhotosSent:
    """The photos of a form that was sent, and what is wrong with others, in words.

    What is wrong with one never loses the others.
    """

    photos: tuple[Photo, ...] = ()
    errors: tuple[str, ...] = ()

    @classmethod
    def read(cls, data: QueryDict, files: Iterable[IO[bytes]]) -> Self:
        """data: `photo` (sealed) and `photo_words` in one order, `photo_drop` numbers of those to leave out, from 0.

        `photo_count` comes from the script that checks while somebody types (action "live"): so many blank ones.
        """
        count = data.get("photo_count", "")
        if data.get("action") == "live" and count.isdecimal():
            return cls((BLANK,) * min(int(count[:3]), MOST))
        kept, broken = _carried(data)
        chosen = list(files)
        new, refused = _let_in(chosen[: MOST - len(kept)])
        errors = [*broken, *refused]
        if len(kept) + len(chosen) > MOST:
            errors.append(
                _("A letter takes at most %(most)s photos. The rest were left out.") % {"most": MOST}
            )
        return cls((*kept, *new), tuple(errors))


def _carried(data: QueryDict) -> tuple[list[Photo], list[str]]:
    words, dropped = data.getlist("photo_words"), set(data.getlist("photo_drop"))
    found, errors = [], []
    for number, text in enumerate(data.getlist("photo")[:MOST]):
        if str(number) in dropped:
            continue
        try:
            found.append(unsealed(text, words[number] if number < len(words) else ""))
        except BadSignature:
            errors.append(
                _("Photo %(number)s was damaged on its way. Choose it again.") % {"number": number + 1}
            )
    return found, errors


def _let_in(files: Iterable[IO[bytes]]) -> tuple[list[Photo], list[str]]:
    found, errors = [], []
    for number, file in enumerate(files, start=1):
        try:
            found.append(small_photo_of(check_photo(file)))
        except PhotoRefused as refused:
            facts = {"name": file.name or str(number), "why": " ".join(refused.messages)}
            errors.append(_("“%(name)s”: %(why)s") % facts)
    return found, errors


@dataclass(frozen=True)
class ShownPhoto:
    """A photo in the form: the seal it travels under, a small picture of it, and its words."""

    sealed: str
    picture: str
    words: str


def shown(photos: Sequence[Photo]) -> list[ShownPhoto]:
    return [
        ShownPhoto(sealed(photo), data_url(_thumbnail(photo)), photo.words) for photo in photos if photo.jpeg
    ]


def data_url(jpeg: bytes) -> str:
    return f"data:image/jpeg;base64,{b64encode(jpeg).decode()}"


def _thumbnail(photo: Photo) -> bytes:
    edge, quality = THUMBNAIL
    with Image.open(io.BytesIO(photo.jpeg)) as image:
        image.draft("RGB", (edge, edge))
        return _drawn(image, edge, quality, "").jpeg


def keep(letter: Letter, photos: Sequence[Photo]) -> None:
    """Store the photos of a letter in place of those it had; nothing is written where they are the same."""
    if tuple(photos) == of(letter):
        return
    letter.photos.all().delete()
    LetterPhoto.objects.bulk_create(
        LetterPhoto(
            letter=letter,
            position=number,
            width=photo.width,
            height=photo.height,
            words=photo.words,
            jpeg=b64encode(photo.jpeg).decode(),
        )
        for number, photo in enumerate(photos)
    )


def of(letter: Letter) -> tuple[Photo, ...]:
    """The photos kept with a letter, in their order. One query."""
    return tuple(
        Photo(b64decode(one.jpeg), one.width, one.height, one.words)
        for one in letter.photos.order_by("position")
    )
