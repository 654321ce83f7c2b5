"""A message a day to each member of the staff: what waits, in numbers. It names nobody."""

from datetime import date

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles.mail import send
from profiles.models import User
from profiles.queues import queues


def send_digests(today: date | None = None) -> int:
    """Tell everybody on the staff for whom something waits, at most once a day. Returns how many were told."""
    day = today or timezone.localdate()
    return sum(_tell(user, day) for user in User.objects.filter(is_staff=True, is_active=True).order_by("pk"))


def _tell(user: User, day: date) -> bool:
    lines = [_line(queue.title, queue.count, queue.late, queue.note) for queue in queues(user) if queue.count]
    if not lines:
        return False
    untold = User.objects.filter(Q(digested_on__isnull=True) | Q(digested_on__lt=day), pk=user.pk)
    if not untold.update(digested_on=day):
        return False
    body = _("What waits on the desk today:") + "\n\n" + "\n".join(lines) + f"\n\n{settings.SITE_NAME}"
    send(_("What waits on the desk"), body, user.email)
    return True


def _line(title: str, count: int, late: int, note: str) -> str:
    urgent = _(", %(late)d urgent") % {"late": late} if late else ""
    return f"{count:5}  {title}{urgent} ({note})"
