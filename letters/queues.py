"""What waits for staff in matters of mail."""

from collections.abc import Iterator

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from letters.models import IncomingMail, ReturnedLetter, WrongReport
from letters.owed import outlines
from letters.returns import suspicions
from letters.upkeep import stale_places, unreadable
from profiles.models import User
from profiles.queues import Queue, oldest, queue_source


@queue_source
def mail_queues(user: User) -> Iterator[Queue]:
    """Returns, reports about places, and facts to read again."""
    if user.has_perm("letters.view_returnedletter"):
        found = ReturnedLetter.objects.filter(handled_at__isnull=True).aggregate(
            count=Count("pk"), oldest=Min("recorded_at"), late=Count("pk", filter=Q(holds=True))
        )
        url = reverse("admin:letters_returnedletter_changelist")
        yield Queue(_("Letters that came back"), found["count"], oldest(found["oldest"]), url, found["late"])
    if user.has_perm("letters.view_incomingmail"):
        yield from _incoming()
    if user.has_perm("letters.add_letterbatch"):
        letters = outlines()
        since = oldest(letters[0].since if letters else None)
        yield Queue(_("Letters we owe"), len(letters), since, reverse("admin:letters_owed"))
    if user.has_perm("letters.view_wrongreport"):
        found = WrongReport.objects.filter(handled_at__isnull=True).aggregate(
            count=Count("pk"), oldest=Min("reported_at")
        )
        url = reverse("admin:letters_wrongreport_changelist")
        yield Queue(_("Reports about places"), found["count"], oldest(found["oldest"]), url)
    if user.has_perm("letters.view_mailingrule"):
        broken = len(unreadable())
        if broken:
            url = reverse("admin:letters_upkeep")
            yield Queue(_("Rules that cannot be read"), broken, "", url, broken)
        stale = stale_places()
        note = _("oldest: %(years)d years") % {"years": max((row.years for row in stale), default=0)}
        yield Queue(
            _("Places to read again"), len(stale), note, reverse("admin:letters_upkeep"), len(suspicions())
        )


def _incoming() -> Iterator[Queue]:
    """What asks for a hand: withdrawals that nobody has carried out, and answers to send on."""
    url = reverse("admin:letters_incomingmail_changelist")
    mail = IncomingMail.objects.all()
    found = mail.withdrawals().aggregate(count=Count("pk"), oldest=Min("received_on"))
    words = oldest(found["oldest"])
    yield Queue(
        _("Withdrawals that came by post"), found["count"], words, f"{url}?work=withdrawals", found["count"]
    )
    found = mail.to_forward().aggregate(count=Count("pk"), oldest=Min("received_on"))
    yield Queue(_("Answers to send on"), found["count"], oldest(found["oldest"]), f"{url}?work=forward")
