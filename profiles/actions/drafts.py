"""Drafts of the web form: begun, given photos and a scan, before anybody reads them. Sending one is `submit`."""

from functools import partial

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from profiles.errors import WrongState
from profiles.models import Scan, Submission, SubmissionPhoto
from profiles.states import Source, SubmissionState
from profiles.vocabulary import ConsentItem

#: States in which the person who sent it may change it.
OPEN_TO_SENDER = (SubmissionState.DRAFT, SubmissionState.CHANGES_ASKED)


@transaction.atomic
def start_draft(*, submission: Submission) -> Submission:
    """Keep the first answers of the web form. Its status token is the only way back to it."""
    submission.state, submission.source = SubmissionState.DRAFT, Source.WEB
    submission.save()
    return submission


@transaction.atomic
def drop_photo(*, submission: Submission, pk: int) -> None:
    """Remove a photo that its sender took back, and its file once that is committed. Gone already is fine."""
    _lock(submission)
    photo = SubmissionPhoto.objects.filter(submission=submission, pk=pk).first()
    if photo is not None:
        photo.delete()
        transaction.on_commit(partial(photo.original.storage.delete, str(photo.original.name)))


@transaction.atomic
def attach_scan(*, submission: Submission, file: UploadedFile, media_type: str) -> Scan:
    """Keep the scan of a signed form with a submission. Staff date the consents by it."""
    _lock(submission)
    scan = Scan(media_type=media_type, note="")
    scan.file.save(file.name or "scan", file, save=False)
    scan.save()
    Submission.objects.filter(pk=submission.pk).update(**{f"consent_{ConsentItem.LISTING}_scan": scan})
    submission.consent_listing_scan = scan
    return scan


def _lock(submission: Submission) -> None:
    """Raises WrongState where the sender may not change it any more."""
    rows = Submission.objects.select_for_update().filter(pk=submission.pk, state__in=OPEN_TO_SENDER)
    if not rows.exists():
        raise WrongState(_("This was sent and waits for us, so it cannot be changed now."))
