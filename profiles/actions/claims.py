"""Claims: one moderator is on a submission, the others see it, and it is free again after a while by itself."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from profiles.actions.submissions import why_not_moved
from profiles.errors import ActionRefused, NotAllowed, WrongState
from profiles.models import Submission, User
from profiles.states import OPEN_SUBMISSIONS

CLAIM_MINUTES = 20


def free_for(user: User) -> Q:
    """Submissions that nobody else is on. A claim that ends too late was made before the clock was put back."""
    now = timezone.now()
    return (
        Q(claimed_until__isnull=True)
        | Q(claimed_until__lte=now)
        | Q(claimed_until__gt=now + timedelta(minutes=CLAIM_MINUTES + 1))
        | Q(claimed_by=user)
        | Q(claimed_by=None)
    )


@transaction.atomic
def claim(*, submission: Submission, by: User) -> Submission:
    """Be on an open submission for CLAIM_MINUTES from now; again is longer. Counts no version.

    Raises NotAllowed where somebody else is on it, WrongState where it is decided.
    """
    until = timezone.now() + timedelta(minutes=CLAIM_MINUTES)
    rows = Submission.objects.filter(free_for(by), pk=submission.pk, state__in=OPEN_SUBMISSIONS)
    if not rows.update(claimed_by=by, claimed_until=until):
        raise _refusal(submission)
    submission.claimed_by, submission.claimed_until = by, until
    return submission


@transaction.atomic
def release(*, submission: Submission, by: User) -> None:
    """Be on it no longer. Somebody else's claim stays."""
    rows = Submission.objects.filter(pk=submission.pk, claimed_by=by)
    rows.update(claimed_by=None, claimed_until=None)


def claim_next(*, by: User) -> Submission | None:
    """Claim the oldest waiting submission that nobody else is on; None where there is none.

    Of two who ask at once each gets another one.
    """
    passed: list[int] = []
    while True:
        waiting = Submission.objects.waiting().filter(free_for(by)).exclude(pk__in=passed)
        first = waiting.first()
        if first is None:
            return None
        try:
            return claim(submission=first, by=by)
        except (NotAllowed, WrongState):
            passed.append(first.pk)


def _refusal(submission: Submission) -> ActionRefused:
    present = Submission.objects.select_related("claimed_by").filter(pk=submission.pk).first()
    if present is None or not present.is_open:
        return why_not_moved(submission.pk, submission.version, OPEN_SUBMISSIONS)
    who = present.claimed_by.desk_name if present.claimed_by else ""
    until = present.claimed_until or timezone.now()
    # The time stands inside the sentence: in English it ends with a full stop of its own ("3:20 p.m.").
    return NotAllowed(
        _("Until %(time)s, %(who)s is on this. Then it is free again.")
        % {"who": who, "time": time_format(timezone.localtime(until), "TIME_FORMAT")}
    )
