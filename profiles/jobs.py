"""Work for the job worker: e-mail to people who sent something in."""

from functools import partial

from django.conf import settings
from django.utils.translation import gettext as _
from django_tasks import task

from profiles.committed import once_committed
from profiles.mail import send_in_all_languages
from profiles.models import Submission


def tell_submitter(submission: Submission) -> None:
    """Queue a note to whoever sent it, once the decision is committed. Without an e-mail address there is none."""
    if submission.submitter_email:
        once_committed(send_decision_note.enqueue, submission.pk)


@task()
def send_decision_note(submission_pk: int) -> bool:
    """Say by e-mail that there is news, and nothing more: mail may be read by others. Returns whether one was sent."""
    submission = Submission.objects.filter(pk=submission_pk).first()
    if submission is None or not submission.submitter_email:
        return False
    send_in_all_languages(
        partial(_decision_note, submission), submission.submitter_email, first=submission.language
    )
    return True


def _decision_note(submission: Submission) -> tuple[str, str]:
    """Subject and words in the active language."""
    words = _(
        "Hello,\n\n"
        "there is news about what you sent us (code %(code)s). Please open the private link that you were given "
        "when you sent it.\n\n"
        "If you have lost the link, answer this message and name the code.\n\n"
        "%(site)s"
    ) % {"code": submission.code, "site": settings.SITE_NAME}
    return _("News about what you sent us"), words
