"""How long what is about people is kept. One table; `daily` keeps to it, and a test holds each row to its word.

What other chores forget besides: drafts of the web form (30 days), refused photos and those of withdrawn listings
(90 days), files of letter nights (7 days). Logs are the system's: `docs/operations.md` sets 30 days.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from profiles.chores import chore
from profiles.models import EventWords, Report, Scan, StorySubmission, Submission
from profiles.states import SubmissionState


@dataclass(frozen=True)
class Rule:
    """What goes after `days`, in words, and the function that does it for all that is older than a moment."""

    title: str | Promise
    days: int
    forget: Callable[[datetime], int]

    def run(self) -> int:
        return self.forget(timezone.now() - timedelta(days=self.days))


@transaction.atomic
def forget_words_of_reports(before: datetime) -> int:
    """What was written and by whom; that there was a report, and what came of it, stays."""
    due = Report.objects.filter(handled_at__lt=before).exclude(
        Q(text__isnull=True) | Q(address_hash="", contact__isnull=True)
    )
    count = 0
    for report in due:
        if report.text or report.contact or report.address_hash:
            report.text, report.contact, report.address_hash = "", "", ""
            report.save(update_fields=["text", "contact", "address_hash"])
            count += 1
    return count


@transaction.atomic
def forget_declined(before: datetime) -> int:
    """Declined submissions with their scans and words; the log keeps that one was declined, when and by whom."""
    due = Submission.objects.filter(state=SubmissionState.DECLINED, decided_at__lt=before)
    pks = list(due.values_list("pk", flat=True))
    scans = {scan for item in _scan_columns() for scan in due.values_list(item, flat=True) if scan}
    _forget_words(Submission, pks)
    due.delete()
    Scan.objects.filter(pk__in=scans).delete()
    return len(pks)


@transaction.atomic
def forget_declined_stories(before: datetime) -> int:
    due = StorySubmission.objects.filter(state=SubmissionState.DECLINED, decided_at__lt=before)
    pks = list(due.values_list("pk", flat=True))
    _forget_words(StorySubmission, pks)
    due.delete()
    return len(pks)


@transaction.atomic
def forget_senders(before: datetime) -> int:
    """Who sent what was approved: name, e-mail and relation. Her own consent and its scan stay with the listing."""
    due = Submission.objects.filter(state=SubmissionState.APPROVED, decided_at__lt=before)
    count = 0
    for submission in due.only("pk", "submitter_name", "submitter_email", "submitter_relation"):
        if submission.submitter_name or submission.submitter_email or submission.submitter_relation:
            submission.submitter_name = submission.submitter_email = submission.submitter_relation = ""
            submission.save(update_fields=["submitter_name", "submitter_email", "submitter_relation"])
            count += 1
    return count


def forget_jobs(before: datetime) -> int:
    return _deleted(DBTaskResult.objects.filter(finished_at__lt=before))


@transaction.atomic
def forget_sign_ins(before: datetime) -> int:
    """Lines of the list of sign-ins whose session has ended."""
    open_ones = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return _deleted(UserSession.objects.filter(created_at__lt=before).exclude(session_key__in=open_ones))


def _scan_columns() -> list[str]:
    return [field.attname for field in Submission._meta.concrete_fields if field.related_model is Scan]


def _forget_words(model: type[Model], pks: Iterable[int]) -> None:
    EventWords.objects.filter(
        event__subject_type=model._meta.model_name, event__subject_id__in=list(pks)
    ).delete()


def _deleted(due: QuerySet) -> int:
    count, _by_model = due.delete()
    return count


RULES = (
    Rule(_("reports whose words were forgotten"), 180, forget_words_of_reports),
    Rule(_("declined submissions deleted"), 180, forget_declined),
    Rule(_("declined stories deleted"), 180, forget_declined_stories),
    Rule(_("approved submissions whose senders were forgotten"), 365, forget_senders),
    Rule(_("finished jobs deleted"), 14, forget_jobs),
    Rule(_("ended sign-ins taken off the list"), 1, forget_sign_ins),
)
for _rule in RULES:
    chore(_rule.title)(_rule.run)
