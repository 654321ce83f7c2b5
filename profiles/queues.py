"""What waits for staff, computed from states each time, so that it cannot drift from them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from profiles.models import Listing, Report, StorySubmission, Submission, Suggestion, User
from profiles.rules import OVERDUE_DAYS
from profiles.states import HIDING_REASONS, ListingState
from profiles.tallies import Tally, Waiting, tallies

RENEW_DAYS = 30  # days before a consent ends in which its renewal is asked for


@dataclass(frozen=True)
class Queue:
    """One queue: how many wait, since how many days the oldest, how many are late."""

    title: str
    count: int
    note: str
    url: str
    late: int = 0


#: What other applications add: each gives the queues that somebody may work on.
SOURCES: list[Callable[[User], Iterable[Queue]]] = []


def queue_source(source: Callable[[User], Iterable[Queue]]) -> Callable[[User], Iterable[Queue]]:
    """Decorator: show these queues on the start page too."""
    SOURCES.append(source)
    return source


def queues(user: User) -> list[Queue]:
    """The queues that somebody may work on, in order of urgency. Two queries for those of this application."""
    return [
        *_of_moments(user),
        *(_listings() if user.has_perm("profiles.view_listing") else ()),
        *(queue for source in SOURCES for queue in source(user)),
    ]


def to_renew(today: date | None = None) -> QuerySet[Listing]:
    """Published listings whose consent has ended or ends within RENEW_DAYS."""
    limit = (today or timezone.localdate()) + timedelta(days=RENEW_DAYS)
    return Listing.objects.filter(state=ListingState.PUBLISHED, consent_until__lte=limit)


def days_since(moment: datetime | date) -> int:
    """Whole days from a moment to today, by the site's calendar."""
    day = timezone.localdate(moment) if isinstance(moment, datetime) else moment
    return (timezone.localdate() - day).days


def age(days: int) -> str:
    """An age in words."""
    if days < 1:
        return _("today")
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def overdue_since() -> datetime:
    """Submissions older than this are late."""
    return timezone.now() - timedelta(days=OVERDUE_DAYS)


def _of_moments(user: User) -> Iterator[Queue]:
    """What came in and waits for an answer."""
    known = {
        "report": (_("Reports"), _reports()),
        "submission": (_("Submissions"), _submissions()),
        "storysubmission": (_("Stories"), Waiting(StorySubmission.objects.waiting(), "submitted_at")),
        "suggestion": (
            _("Suggestions"),
            Waiting(Suggestion.objects.filter(handled_at__isnull=True), "sent_at"),
        ),
    }
    seen = {name: known[name] for name in known if user.has_perm(f"profiles.view_{name}")}
    found = tallies({name: waiting for name, (_title, waiting) in seen.items()})
    for name, (title, _waiting) in seen.items():
        yield queue_of(title, found[name], reverse(f"admin:profiles_{name}_changelist"))


def _reports() -> Waiting:
    return Waiting(
        Report.objects.filter(handled_at__isnull=True), "reported_at", Q(reason__in=HIDING_REASONS)
    )


def _submissions() -> Waiting:
    return Waiting(Submission.objects.waiting(), "submitted_at", Q(submitted_at__lt=overdue_since()))


def _listings() -> Iterator[Queue]:
    """Three kinds of work on what is published, each with the oldest date it goes by."""
    url = reverse("admin:profiles_listing_changelist")
    today = timezone.localdate()
    found = tallies(
        {
            "verify": Waiting(Listing.objects.to_verify(today), "verified_on"),
            "released": Waiting(Listing.objects.past_release(today), "release_date"),
            "renew": Waiting(to_renew(today), "consent_until", Q(consent_until__lt=today)),
        }
    )
    yield queue_of(_("To verify"), found["verify"], f"{url}?work=verify")
    yield queue_of(_("Past their release date"), found["released"], f"{url}?work=released")
    renew = found["renew"]
    note = _("first ends %(day)s") % {"day": _day(renew.oldest)} if renew.oldest else _("nothing waits")
    yield Queue(_("Consent to renew"), renew.count, note, f"{url}?work=renew", renew.late)


def queue_of(title: str, tally: Tally, url: str) -> Queue:
    """A queue as it was counted, with the age of what waits longest."""
    return Queue(title, tally.count, oldest(tally.oldest), url, tally.late)


def oldest(moment: datetime | date | None) -> str:
    """Since when the oldest waits, in words."""
    if moment is None:
        return _("nothing waits")
    return _("oldest: %(age)s") % {"age": age(days_since(moment))}


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
