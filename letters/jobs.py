"""Work for the job worker: reminders by e-mail, and letter nights."""

from functools import partial

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import task

from profiles.mail import send_in_all_languages
from profiles.models import User


@task()
def send_reminder(writer_pk: int, count: int) -> bool:
    """Say that letters are due, and not to whom: mail may be read by others. Returns whether a message was sent."""
    writer = User.objects.filter(pk=writer_pk, is_active=True).first()
    if writer is None:
        return False
    send_in_all_languages(partial(_reminder, count), writer.email)
    return True


def _reminder(count: int) -> tuple[str, str]:
    """Subject and words in the language that is active."""
    line = ngettext(
        "you wanted to write again about now. One letter is due.",
        "you wanted to write again about now. %(count)s letters are due.",
        count,
    ) % {"count": count}
    words = _(
        "Hello,\n\n%(line)s A short one is enough: a few lines that arrive are better than a long letter that does "
        "not.\n\nOpen “My letters” on our site to begin. If your life has changed, you can choose a longer time "
        "between letters there, write a kind last letter, or turn these reminders off.\n\n%(site)s"
    ) % {"line": line, "site": settings.SITE_NAME}
    return _("A letter is due"), words
