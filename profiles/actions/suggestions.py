"""What visitors tell us about pages and programs, and staff settling it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles.actions.events import record_event
from profiles.errors import WrongState
from profiles.models import Program, Suggestion, User
from profiles.states import EventKind


@transaction.atomic
def suggest(
    *, about: Suggestion.About, text: str, contact: str = "", page: str = "", program: Program | None = None
) -> Suggestion:
    """Put it into the queue of the staff."""
    return Suggestion.objects.create(about=about, text=text, contact=contact, page=page, program=program)


@transaction.atomic
def handle_suggestion(*, suggestion: Suggestion, by: User, outcome: str) -> Suggestion:
    """Note what was done, which takes it off the queue. Raises WrongState."""
    moved = Suggestion.objects.filter(pk=suggestion.pk, handled_at__isnull=True).update(
        handled_at=timezone.now(), handled_by=by, outcome=outcome
    )
    if not moved:
        raise WrongState(_("Somebody handled this already."))
    suggestion.refresh_from_db()
    record_event(subject=suggestion, kind=EventKind.EDITED, by=by, fields=["outcome"])
    return suggestion
