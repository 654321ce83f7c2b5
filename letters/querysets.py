"""Who sees which letters: only their writer. Which rules, routes and returns count, on which day. Which mail waits."""

from datetime import date, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from letters.states import (
    PLACE_REASONS,
    SENT,
    CorrespondenceState,
    IncomingKind,
    LetterState,
    NightState,
)
from profiles.states import ListingState

#: Two letters that come back from one place within this many days look like a change of its rules or address.
SUSPICIOUS_DAYS = 90


class LetterQuerySet(models.QuerySet[Any]):
    def of(self, writer: Any) -> Self:
        """The letters of one writer; none for somebody without an account."""
        return self.filter(writer=writer) if writer.is_authenticated else self.none()

    def sent(self) -> Self:
        """Letters that their writer says were mailed."""
        return self.filter(state__in=SENT)

    def printed_only(self) -> Self:
        """Printed, and not yet marked as mailed."""
        return self.filter(state=LetterState.PRINTED)


class MailingRuleQuerySet(models.QuerySet[Any]):
    def in_force(self) -> Self:
        """Rules that the check reads."""
        return self.filter(is_active=True)

    def touching(self, facility: Any) -> Self:
        """Rules that hold at a facility: its own and its system's."""
        return self.filter(Q(facility=facility) | Q(system=facility.system_id, system__isnull=False))


class RouteQuerySet(models.QuerySet[Any]):
    def in_force(self, day: date | None = None) -> Self:
        """Routes by which mail goes on a day (default: today in the site's time zone)."""
        day = day or timezone.localdate()
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
        )


class ReturnQuerySet(models.QuerySet[Any]):
    def waiting(self) -> Self:
        """Returns that nobody has looked at, oldest first."""
        return self.filter(handled_at__isnull=True).order_by("recorded_at", "pk")

    def holding(self) -> Self:
        """Returns because of which nothing more is printed to a woman until staff have looked."""
        return self.filter(handled_at__isnull=True, holds=True)

    def suspicious(self, day: date | None = None) -> Self:
        """Unhandled returns of late that say something about the place rather than about her."""
        since = (day or timezone.localdate()) - timedelta(days=SUSPICIOUS_DAYS)
        return self.filter(handled_at__isnull=True, reason__in=PLACE_REASONS, returned_on__gte=since)


class WrongReportQuerySet(models.QuerySet[Any]):
    def waiting(self) -> Self:
        """Reports that nobody has handled, oldest first."""
        return self.filter(handled_at__isnull=True).order_by("reported_at", "pk")


class CorrespondenceQuerySet(models.QuerySet[Any]):
    def of(self, writer: Any) -> Self:
        """The correspondences of one writer; none for somebody without an account."""
        return self.filter(writer=writer) if writer.is_authenticated else self.none()

    def active(self) -> Self:
        """Those that count among a woman's active writers."""
        return self.filter(state=CorrespondenceState.ACTIVE)


class NightQuerySet(models.QuerySet[Any]):
    def of(self, writer: Any) -> Self:
        """The letter nights that somebody started; none for somebody without an account."""
        return self.filter(writer=writer) if writer.is_authenticated else self.none()

    def unfinished(self) -> Self:
        """Waiting for the worker, or in its hands."""
        return self.filter(state__in=(NightState.QUEUED, NightState.RUNNING))


class PostageQuerySet(models.QuerySet[Any]):
    def on(self, day: date | None = None) -> Any:
        """The prices of a day (default: today in the site's time zone), or None where none are known."""
        return self.filter(valid_from__lte=day or timezone.localdate()).order_by("-valid_from").first()


class IncomingQuerySet(models.QuerySet[Any]):
    """Pieces of mail that came to the organization."""

    def withdrawals(self) -> Self:
        """She takes her consent back, and nobody has carried it out."""
        return self.filter(kind=IncomingKind.WITHDRAWAL, done="").exclude(
            listing__state=ListingState.WITHDRAWN
        )

    def to_forward(self) -> Self:
        """Answers that have not been sent on."""
        return self.filter(kind=IncomingKind.REPLY, forwarded_on__isnull=True, done="")

    def to_act_on(self) -> Self:
        """Everything that waits for somebody to say what was done.

        A form and a wish for one wait elsewhere: as a submission, and as a letter that we owe.
        """
        others = (IncomingKind.COMPLAINT, IncomingKind.RETURNED, IncomingKind.OTHER)
        return self.withdrawals() | self.to_forward() | self.filter(kind__in=others, done="")
