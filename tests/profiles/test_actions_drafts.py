from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from profiles.actions.drafts import OPEN_TO_SENDER, attach_scan, drop_photo, start_draft
from profiles.errors import WrongState
from profiles.models import Scan, Submission, SubmissionPhoto, User
from profiles.states import CLOSED_SUBMISSIONS, SubmissionState
from tests.factories import content, make_submission

pytestmark = pytest.mark.django_db


def _submission(state: str, by: User) -> Submission:
    decided = {"decided_at": timezone.now(), "decided_by": by} if state in CLOSED_SUBMISSIONS else {}
    return make_submission(state=state, **decided)


def _drop(submission: Submission) -> None:
    photo = SubmissionPhoto.objects.create(
        submission=submission, width=1, height=1, original="originals/x.jpg"
    )
    drop_photo(submission=submission, pk=photo.pk)


def _attach(submission: Submission) -> None:
    attach_scan(
        submission=submission, file=SimpleUploadedFile("a.pdf", b"%PDF"), media_type="application/pdf"
    )


def test_start_draft_is_seen_by_nobody_but_its_sender() -> None:
    draft = start_draft(submission=Submission(**content()))

    assert (draft.state, draft.source) == ("draft", "web")
    assert list(Submission.objects.open()) == []


@pytest.mark.parametrize("change", [_drop, _attach])
@pytest.mark.parametrize("state", SubmissionState)
def test_sender_changes_only_what_is_open_to_her(change: Any, state: str, moderator: User) -> None:
    submission = _submission(state, moderator)

    if state in OPEN_TO_SENDER:
        change(submission)
        assert submission.photos.count() == 0
    else:
        with pytest.raises(WrongState):
            change(submission)


def test_drop_photo_that_is_gone_or_another_woman_s_drops_nothing() -> None:
    other = SubmissionPhoto.objects.create(
        submission=make_submission(state=SubmissionState.DRAFT), original="originals/a.jpg", width=1, height=1
    )
    draft = make_submission(state=SubmissionState.DRAFT)

    drop_photo(submission=draft, pk=12345)
    drop_photo(submission=draft, pk=other.pk)

    assert list(SubmissionPhoto.objects.all()) == [other]


def test_attach_scan_dates_no_consent() -> None:
    draft = make_submission(
        state=SubmissionState.DRAFT, consent_listing_on=None, consent_listing_how="family"
    )

    _attach(draft)

    draft.refresh_from_db()
    assert draft.consent_listing_scan == Scan.objects.get()
    assert (draft.consent_listing_on, draft.consent_listing_how) == (None, "family")
