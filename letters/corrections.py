"""People telling us that what we show of a place is wrong, and staff settling it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from letters import facts
from letters.models import MailingRule, WrongReport
from letters.states import WrongAbout, WrongOutcome
from profiles.errors import WrongState
from profiles.models import Facility, System, User


@transaction.atomic
def report_wrong(
    *,
    place: System | Facility,
    about: WrongAbout,
    text: str,
    rule: MailingRule | None = None,
    source_url: str = "",
    contact: str = "",
) -> WrongReport:
    """Put it into the queue. Nothing that is shown changes before staff have looked."""
    where = {"system": place} if isinstance(place, System) else {"facility": place}
    return WrongReport.objects.create(
        **where, about=about, text=text, rule=rule, source_url=source_url, contact=contact
    )


@transaction.atomic
def handle_report(*, report: WrongReport, by: User, outcome: WrongOutcome, note: str = "") -> WrongReport:
    """Say what was found. A rule that was found right counts as checked today. Raises WrongState."""
    moved = WrongReport.objects.filter(pk=report.pk, handled_at__isnull=True).update(
        handled_at=timezone.now(), handled_by=by, outcome=outcome, staff_note=note
    )
    if not moved:
        raise WrongState(_("Somebody handled this already."))
    if outcome == WrongOutcome.RIGHT and report.rule is not None:
        facts.confirm(facts=[report.rule], by=by)
    return WrongReport.objects.get(pk=report.pk)
