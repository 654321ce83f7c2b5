from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from profiles import actions
from profiles.actions.drafts import attach_scan
from profiles.chores import DRAFT_DAYS, forget_drafts
from profiles.models import EventWords, ModerationEvent, Scan, Submission
from profiles.states import SubmissionState
from tests.factories import make_submission

pytestmark = pytest.mark.django_db
PASSED = timezone.now() - timedelta(days=DRAFT_DAYS, hours=1)


@pytest.mark.parametrize(
    ("state", "begun", "kept"),
    [
        (SubmissionState.DRAFT, PASSED, 0),
        (SubmissionState.DRAFT, PASSED + timedelta(hours=2), 1),
        (SubmissionState.WAITING, PASSED, 1),
        (SubmissionState.CHANGES_ASKED, PASSED, 1),
    ],
)
def test_forget_drafts_takes_only_what_was_never_sent(state: str, begun: object, kept: int) -> None:
    make_submission(state=state, submitted_at=begun)

    assert forget_drafts() == 1 - kept
    assert Submission.objects.count() == kept


def test_forget_drafts_leaves_no_words_and_no_scan() -> None:
    draft, other = (make_submission(state=SubmissionState.DRAFT) for _ in range(2))
    for submission in (draft, other):
        attach_scan(
            submission=submission, file=SimpleUploadedFile("a.pdf", b"%PDF"), media_type="application/pdf"
        )
        submission.bio = "My words."
        actions.edit(submission=submission, by=None, version=1, fields=["bio"])
    Submission.objects.filter(pk=draft.pk).update(submitted_at=PASSED)

    forget_drafts()

    assert [words.event.subject_id for words in EventWords.objects.all()] == [other.pk]
    assert list(Scan.objects.all()) == [other.consent_listing_scan]
    assert ModerationEvent.objects.count() == 2


def test_forget_drafts_twice_does_no_harm() -> None:
    make_submission(state=SubmissionState.DRAFT, submitted_at=PASSED)

    assert [forget_drafts(), forget_drafts()] == [1, 0]
