"""Files follow their rows: they go when the transaction that removed the row has committed.

A file that cannot be deleted then is logged, is shown to nobody, and is deleted by `manage.py daily`.
"""

from collections.abc import Iterable

from django.db import models

from profiles.committed import once_committed
from profiles.models import Photo, Scan, Story, StorySubmission, SubmissionPhoto
from profiles.models.photos import private_storage
from profiles.photos import delete_renditions

#: Columns that name a private file.
PRIVATE: tuple[tuple[type[models.Model], str], ...] = (
    (SubmissionPhoto, "original"),
    (Photo, "original"),
    (StorySubmission, "drawing"),
    (Scan, "file"),
)


def delete_when_committed(photos: models.QuerySet[Photo]) -> None:
    """Delete photo rows now and, once that is committed, the rendition files that no other row uses."""
    keys = set(photos.values_list("file_key", flat=True))
    photos.delete()
    delete_unused_when_committed(keys)


def delete_unused_when_committed(keys: Iterable[str]) -> None:
    """`delete_unused` once the present transaction is committed. A store that is away then is only logged."""
    if due := set(keys) - {""}:
        once_committed(delete_unused, due)


def delete_unused(keys: Iterable[str]) -> None:
    """Delete rendition files of those keys that neither a photo nor a story uses. Sample photos share their files."""
    wanted = set(keys) - {""}
    used = set(Photo.objects.filter(file_key__in=wanted).values_list("file_key", flat=True))
    used |= set(Story.objects.filter(drawing_key__in=wanted).values_list("drawing_key", flat=True))
    for key in wanted - used:
        delete_renditions(key)


def delete_private_when_committed(names: Iterable[str]) -> None:
    """Delete private files (originals, drawings, scans) once this is committed, unless a row still names them."""
    if wanted := set(names) - {""}:
        once_committed(_delete_private, wanted)


def _delete_private(wanted: set[str]) -> None:
    used: set[str] = set()
    for model, column in PRIVATE:
        rows = model._default_manager.filter(**{f"{column}__in": wanted})
        used |= set(rows.values_list(column, flat=True))
    for name in sorted(wanted - used):
        private_storage().delete(name)
