"""What waits for staff in matters of mail."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from letters.models import IncomingMail, MailingRule, ReturnedLetter, WrongReport
from letters.owed import outlines
from letters.returns import suspicions
from letters.upkeep import facts_in_force, stale_places
from profiles.models import User
from profiles.queues import Queue, oldest, queue_of, queue_source
from profiles.tallies import Waiting, tallies


@queue_source
def mail_queues(user: User) -> Iterator[Queue]:
    """Mail that came and went, reports about places, and facts to read again. One query a line at most, twice two."""
    if user.has_perm("letters.view_incomingmail"):
        yield from _incoming()
    yield from _came_back(user)
    if user.has_perm("letters.add_letterbatch"):
        letters = outlines()
        since = oldest(letters[0].since if letters else None)
        yield Queue(_("Letters we owe"), len(letters), since, reverse("admin:letters_owed"))
    if user.has_perm("letters.view_mailingrule"):
        yield from _facts()


def _came_back(user: User) -> Iterator[Queue]:
    known = {
        "returnedletter": (_("Letters that came back"), ReturnedLetter, "recorded_at", Q(holds=True)),
        "wrongreport": (_("Reports about places"), WrongReport, "reported_at", Q(pk__isnull=True)),
    }
    seen = {name: known[name] for name in known if user.has_perm(f"letters.view_{name}")}
    found = tallies(
        {
            name: Waiting(model._default_manager.filter(handled_at__isnull=True), since, late)
            for name, (_title, model, since, late) in seen.items()
        }
    )
    for name, (title, *_rest) in seen.items():
        yield queue_of(title, found[name], reverse(f"admin:letters_{name}_changelist"))


def _facts() -> Iterator[Queue]:
    """Rules that the check leaves out, and what is too old to be trusted."""
    url = reverse("admin:letters_upkeep")
    facts = facts_in_force()
    broken = sum(bool(fact.wrong()) for fact in facts if isinstance(fact, MailingRule))
    if broken:
        yield Queue(_("Rules that cannot be read"), broken, "", url, broken)
    stale = stale_places(facts=facts, traffic=False)
    note = _("oldest: %(years)d years") % {"years": max((row.years for row in stale), default=0)}
    yield Queue(_("Places to read again"), len(stale), note, url, len(suspicions()))


def _incoming() -> Iterator[Queue]:
    """What asks for a hand: withdrawals that nobody has carried out, and answers to send on."""
    url = reverse("admin:letters_incomingmail_changelist")
    mail = IncomingMail.objects.all()
    found = tallies(
        {
            "withdrawals": Waiting(mail.withdrawals(), "received_on", Q(pk__isnull=False)),
            "forward": Waiting(mail.to_forward(), "received_on"),
        }
    )
    yield queue_of(_("Withdrawals that came by post"), found["withdrawals"], f"{url}?work=withdrawals")
    yield queue_of(_("Answers to send on"), found["forward"], f"{url}?work=forward")
