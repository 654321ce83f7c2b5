"""What waits for staff, computed from states each time, so that it cannot drift from them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from profiles.models import Listing, Report, StorySubmission, Submission, Suggestion, User
from profiles.rules import OVERDUE_DAYS
from profiles.states import ListingState

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
    """The queues that somebody may work on, in order of urgency. One query each."""
    return [
        *(_reports() if user.has_perm("profiles.view_report") else ()),
        *(_submissions() if user.has_perm("profiles.view_submission") else ()),
        *(_stories() if user.has_perm("profiles.view_storysubmission") else ()),
        *(_listings() if user.has_perm("profiles.view_listing") else ()),
        *(_suggestions() if user.has_perm("profiles.view_suggestion") else ()),
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


def _submissions() -> Iterator[Queue]:
    found = Submission.objects.waiting().aggregate(
        count=Count("pk"),
        oldest=Min("submitted_at"),
        late=Count("pk", filter=Q(submitted_at__lt=overdue_since())),
    )
    yield Queue(
        _("Submissions"),
        found["count"],
        oldest(found["oldest"]),
        reverse("admin:profiles_submission_changelist"),
        found["late"],
    )


def _stories() -> Iterator[Queue]:
    found = StorySubmission.objects.waiting().aggregate(count=Count("pk"), oldest=Min("submitted_at"))
    url = reverse("admin:profiles_storysubmission_changelist")
    yield Queue(_("Stories"), found["count"], oldest(found["oldest"]), url)


def _reports() -> Iterator[Queue]:
    found = Report.objects.filter(handled_at__isnull=True).aggregate(
        count=Count("pk"), oldest=Min("reported_at"), late=Count("pk", filter=Q(hid_listing=True))
    )
    url = reverse("admin:profiles_report_changelist")
    yield Queue(_("Reports"), found["count"], oldest(found["oldest"]), url, found["late"])


def _listings() -> Iterator[Queue]:
    """Three kinds of work on what is published, each with the oldest date it goes by."""
    url = reverse("admin:profiles_listing_changelist")
    today = timezone.localdate()
    found = Listing.objects.to_verify(today).aggregate(count=Count("pk"), oldest=Min("verified_on"))
    yield Queue(_("To verify"), found["count"], oldest(found["oldest"]), f"{url}?work=verify")
    found = Listing.objects.past_release(today).aggregate(count=Count("pk"), oldest=Min("release_date"))
    yield Queue(_("Past their release date"), found["count"], oldest(found["oldest"]), f"{url}?work=released")
    found = to_renew(today).aggregate(
        count=Count("pk"), oldest=Min("consent_until"), late=Count("pk", filter=Q(consent_until__lt=today))
    )
    note = _("first ends %(day)s") % {"day": _day(found["oldest"])} if found["oldest"] else _("nothing waits")
    yield Queue(_("Consent to renew"), found["count"], note, f"{url}?work=renew", found["late"])


def _suggestions() -> Iterator[Queue]:
    found = Suggestion.objects.filter(handled_at__isnull=True).aggregate(
        count=Count("pk"), oldest=Min("sent_at")
    )
    url = reverse("admin:profiles_suggestion_changelist")
    yield Queue(_("Suggestions"), found["count"], oldest(found["oldest"]), url)


def oldest(moment: datetime | date | None) -> str:
    """Since when the oldest waits, in words."""
    if moment is None:
        return _("nothing waits")
    return _("oldest: %(age)s") % {"age": age(days_since(moment))}


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
