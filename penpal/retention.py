"""How long what is about people is kept. One table; `daily` keeps to it, and a test holds each row to its word.

What other chores forget besides stands in OTHER_TERMS. Logs are the system's: `docs/operations.md` sets 30 days.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from letters import nights
from letters.chores import KEPT_MAIL_DAYS
from letters.models import Letter, LetterPhoto, Night, WrongReport
from letters.states import LetterState
from profiles.actions.erasing import ERASE_DAYS
from profiles.chores import DRAFT_DAYS, KEPT_DAYS, chore
from profiles.models import EventWords, Report, Scan, StorySubmission, Submission, Suggestion
from profiles.states import SubmissionState

LETTER_WORDS = ("body", "return_lines", "choices", "committed_name", "id_number", "address_lines")


@dataclass(frozen=True)
class Rule:
    """What goes after `days`, and the function that does it for all that is older than a moment.

    title: what was done, for the list of chores. what: what is kept so long and since when, for the privacy page.
    """

    title: str | Promise
    what: str | Promise
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
def forget_words_of_suggestions(before: datetime) -> int:
    """What was written about a page or a program, and by whom; what came of it stays."""
    count = 0
    for suggestion in Suggestion.objects.filter(handled_at__lt=before):
        if suggestion.text or suggestion.contact:
            suggestion.text, suggestion.contact = "", ""
            suggestion.save(update_fields=["text", "contact"])
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


@transaction.atomic
def forget_words_about_places(before: datetime) -> int:
    """What somebody wrote about a wrong address or rule, and how to reach them; what was found stays."""
    # Encrypted columns cannot be compared, but their length can.
    measured = WrongReport.objects.annotate(has=Length("text") + Length("contact"))
    return measured.filter(handled_at__lt=before, has__gt=0).update(text="", contact="")


@transaction.atomic
def forget_printed_letters(before: datetime) -> int:
    """Words, photos, return address, and what was printed of her. That a letter went out, when, and to whom stays."""
    measured = Letter.objects.exclude(state=LetterState.DRAFT).annotate(has=Length("choices"))
    due = list(measured.filter(printed_at__lt=before, has__gt=0).values_list("pk", flat=True))
    LetterPhoto.objects.filter(letter__in=due).delete()
    rows = Letter.objects.filter(pk__in=due)
    rows.update(**dict.fromkeys(LETTER_WORDS, ""), findings=[])
    return len(due)


def forget_letter_drafts(before: datetime) -> int:
    due = list(
        Letter.objects.filter(state=LetterState.DRAFT, updated_at__lt=before).values_list("pk", flat=True)
    )
    Letter.objects.filter(pk__in=due).delete()
    return len(due)


def forget_nights(before: datetime) -> int:
    """Letter nights with their words and lists of names. Letters that were kept of them stay with their writers."""
    due = list(Night.objects.filter(finished_at__lt=before).values_list("pk", flat=True))
    Night.objects.filter(pk__in=due).delete()
    return len(due)


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
    Rule(
        _("reports whose words were forgotten"),
        _("What you wrote in a report and how to reach you, after the report is handled"),
        180,
        forget_words_of_reports,
    ),
    Rule(
        _("suggestions whose words were forgotten"),
        _("What you wrote about a page or a program and how to reach you, after it is handled"),
        180,
        forget_words_of_suggestions,
    ),
    Rule(
        _("declined submissions deleted"),
        _("A request for a listing that we declined, with its signed papers"),
        180,
        forget_declined,
    ),
    Rule(
        _("declined stories deleted"), _("A story or drawing that we declined"), 180, forget_declined_stories
    ),
    Rule(
        _("approved submissions whose senders were forgotten"),
        _("Name, e-mail address and relation of whoever sent in a listing, after it is approved"),
        365,
        forget_senders,
    ),
    Rule(
        _("reports about places whose words were forgotten"),
        _("What you wrote about a wrong address or rule and how to reach you, after it is handled"),
        180,
        forget_words_about_places,
    ),
    Rule(
        _("printed letters whose words were deleted"),
        _("Words, photos and addresses of a letter in your account, after it is printed"),
        730,
        forget_printed_letters,
    ),
    Rule(
        _("drafts of letters deleted because nobody went on with them"),
        _("The draft of a letter in your account, after you last saved it"),
        365,
        forget_letter_drafts,
    ),
    Rule(
        _("letter nights deleted with their words and lists"),
        _("The letter and the list of a letter night, after it is done"),
        365,
        forget_nights,
    ),
    Rule(
        _("finished jobs deleted"),
        _("Notes that a task is done, such as “a reminder was sent”"),
        14,
        forget_jobs,
    ),
    Rule(
        _("ended sign-ins taken off the list"),
        _("The list of where you were signed in, after you sign out"),
        1,
        forget_sign_ins,
    ),
)
#: What other chores forget, as the privacy page says it, with the days they take.
OTHER_TERMS: tuple[tuple[str | Promise, int], ...] = (
    (_("A request for a listing that was begun on the web and not sent"), DRAFT_DAYS),
    (_("Everything about a woman who took her listing back, after that day"), ERASE_DAYS),
    (_("Photos that we did not take, or that belonged to a listing that is gone"), KEPT_DAYS),
    (_("Letters and addresses made ready for a letter night, after they are printed"), nights.KEPT.days),
    (_("Who sent mail to our address, and its scan, after it came"), KEPT_MAIL_DAYS),
)


def terms() -> list[tuple[str | Promise, int]]:
    """What is kept, and for how many days: shortest first. The privacy page shows it, so that it cannot drift."""
    return sorted([*((rule.what, rule.days) for rule in RULES), *OTHER_TERMS], key=lambda term: term[1])


for _rule in RULES:
    chore(_rule.title)(_rule.run)
