"""What time makes due: small jobs that `manage.py daily` runs one after the other, each safe to run twice.

Any application adds its own in a module `chores`, with the decorator `chore`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.apps import apps
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.db.models import FileField, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from profiles.actions import erasing
from profiles.digest import send_digests
from profiles.importing.running import forget
from profiles.models import (
    EventWords,
    ImportRun,
    Listing,
    Photo,
    Scan,
    SearchRow,
    Story,
    Submission,
    SubmissionPhoto,
)
from profiles.photos import FOLDER
from profiles.search import index_many
from profiles.search.tidying import forget_changes, forget_words
from profiles.states import SubmissionState

DRAFT_DAYS = 30  # the web form promises that long
KEPT_DAYS = 90  # photos that were decided against are kept this long
KEPT_IMPORT_DAYS = 7  # an uploaded list of listings is kept this long
SEARCH_INDEX = "search/index.bin"  # rows do not name it; what a write of it left behind beside it goes
GRACE = timedelta(days=1)  # a file may stand without its row for as long as a transaction takes


@dataclass(frozen=True)
class Chore:
    """One job: what it does in words, and the function that does it and returns how often."""

    title: str | Promise
    run: Callable[[], int]


CHORES: list[Chore] = []


def chore(title: str | Promise) -> Callable[[Callable[[], int]], Callable[[], int]]:
    """Decorator: run this every day, in the order in which modules are loaded."""

    def add(function: Callable[[], int]) -> Callable[[], int]:
        CHORES.append(Chore(title, function))
        return function

    return add


@chore(_("listings taken out of the search because consent, verification or release date passed"))
def settle_search() -> int:
    """Rows of listings that are no longer public. The pages ask again anyway; this keeps the counts true."""
    passed = SearchRow.objects.exclude(pk__in=Listing.objects.public().values("pk"))
    due = list(passed.values_list("pk", flat=True))
    index_many(due)
    return len(due)


@chore(_("submitted photos deleted because they were decided against long ago"))
def forget_refused_photos() -> int:
    """Photos of declined submissions, and refused photos, after KEPT_DAYS."""
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    settled = Q(submission__decided_at__lt=before)
    refused = Q(decision=SubmissionPhoto.Decision.REFUSED, submission__state=SubmissionState.APPROVED)
    due = SubmissionPhoto.objects.filter(settled & (Q(submission__state=SubmissionState.DECLINED) | refused))
    count, _by_model = due.delete()
    return count


@chore(_("unfinished web forms deleted because nobody sent them"))
@transaction.atomic
def forget_drafts() -> int:
    """Drafts not sent within DRAFT_DAYS of their beginning, with their scans and the words kept of each step."""
    before = timezone.now() - timedelta(days=DRAFT_DAYS)
    due = Submission.objects.filter(state=SubmissionState.DRAFT, submitted_at__lt=before)
    EventWords.objects.filter(
        event__subject_type=Submission._meta.model_name, event__subject_id__in=due.values("pk")
    ).delete()
    scans = list(due.exclude(consent_listing_scan=None).values_list("consent_listing_scan", flat=True))
    _count, by_model = due.delete()
    Scan.objects.filter(pk__in=scans).delete()
    return by_model.get("profiles.Submission", 0)


@chore(_("withdrawn listings of which only the empty address is left now"))
def erase_withdrawn() -> int:
    """Everything about women who withdrew while an older version of the site kept it for a while."""
    found = list(erasing.due())
    for listing in found:
        erasing.erase(listing=listing)
    return len(found)


@chore(_("files of listings deleted because they were imported, or nobody imported them"))
def forget_import_files() -> int:
    """Files of imports that are finished, or that were uploaded KEPT_IMPORT_DAYS ago."""
    now = timezone.now()
    due = ImportRun.objects.exclude(file="").filter(
        Q(finished_at__lt=now - GRACE) | Q(started_at__lt=now - timedelta(days=KEPT_IMPORT_DAYS))
    )
    for run in due:
        forget(run)
    return len(due)


chore(_("changes forgotten that every process has read long since"))(forget_changes)
chore(_("words forgotten that no listing holds any more"))(forget_words)


chore(_("members of the staff told what waits"))(send_digests)


@chore(_("public files deleted because nothing uses them"))
def delete_orphan_renditions() -> int:
    """Renditions whose key no photo and no story has: left by an approval that failed, or a deletion that did."""
    storage = storages["default"]
    used = set(Photo.objects.values_list("file_key", flat=True))
    used |= set(Story.objects.exclude(drawing_key="").values_list("drawing_key", flat=True))
    due = [
        name
        for name in _files(storage, FOLDER)
        if name.rpartition("/")[2].rpartition("-")[0] not in used and _is_old(storage, name)
    ]
    for name in due:
        storage.delete(name)
    return len(due)


@chore(_("private files deleted because nothing uses them"))
def delete_orphan_originals() -> int:
    """Originals, scans, printed files and whatever else lies in private storage and no row of any model names."""
    storage = storages["private"]
    used = {name for field in _private_columns() for name in _names(field)} | {SEARCH_INDEX}
    due = [name for name in _files(storage, "") if name not in used and _is_old(storage, name)]
    for name in due:
        storage.delete(name)
    return len(due)


def _private_columns() -> Iterator[FileField]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField) and field.storage is storages["private"]:
                yield field


def _names(field: FileField) -> Iterator[str]:
    rows = field.model._default_manager.exclude(**{field.name: ""})
    return iter(rows.values_list(field.name, flat=True))


def _files(storage: Storage, folder: str) -> Iterator[str]:
    """Names of all files under a folder and the folders below it. None where there is no such folder."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    yield from (f"{prefix}{name}" for name in files)
    for name in folders:
        yield from _files(storage, f"{prefix}{name}")


def _is_old(storage: Storage, name: str) -> bool:
    try:
        return storage.get_modified_time(name) < timezone.now() - GRACE
    except FileNotFoundError:  # another run was first
        return False
