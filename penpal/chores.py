"""Daily jobs of the site itself."""

from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from penpal import jobs, retention
from profiles.chores import chore

__all__ = ["forget_sessions", "jobs", "retention"]  # importing the table puts its rules among the chores


@chore(_("expired sign-ins forgotten"))
def forget_sessions() -> int:
    count, _by_model = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return count
