"""The one place of visibility: every list, count, page, feed and print starts from a method here."""

from datetime import date
from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from profiles.states import OPEN_SUBMISSIONS, ListingState
from profiles.vocabulary import ReleaseKind

ADULT_AGE = 18  # years


def months_before(day: date, months: int) -> date:
    """The same day of the month some months earlier, or the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(f"no day {months} months before {day}")


def _public_listings(today: date | None) -> models.QuerySet[Any]:
    return apps.get_model("profiles", "Listing").objects.public(today)


class FacilityQuerySet(models.QuerySet[Any]):
    def listed(self) -> Self:
        """Facilities that public pages and forms show: those known to hold women."""
        return self.exclude(holds="unknown")


class ListingQuerySet(models.QuerySet[Any]):
    def public(self, today: date | None = None) -> Self:
        """Listings that anybody may see on a day (default: today in the site's time zone).

        Published, consent in force, verified recently enough, not released, adult, and in a system that allows
        listings unless a senior moderator overrode. Nothing public starts from anywhere else.
        """
        today = today or timezone.localdate()
        return self.filter(
            Q(system__restricts_listings=False) | Q(override_by__isnull=False),
            Q(release_date__isnull=True) | Q(release_date__gt=today),
            state=ListingState.PUBLISHED,
            consent_listing_on__lte=today,
            consent_until__gte=today,
            verified_on__gt=months_before(today, settings.VERIFY_EVERY_MONTHS),
            birth_date__lte=months_before(today, ADULT_AGE * 12),
        )

    def writable(self, today: date | None = None) -> Self:
        """Public listings that take new writers now."""
        return self.public(today).filter(
            Q(max_writers__isnull=True) | Q(active_writers__lt=models.F("max_writers")), paused=False
        )

    def for_cards(self) -> Self:
        """With what a card shows, in one query."""
        return self.select_related("facility", "system").prefetch_related("photos")

    def gone(self, today: date | None = None) -> Self:
        """Listings that were public once and are hidden now, for whatever reason."""
        return self.exclude(pk__in=self.model._default_manager.public(today).values("pk"))

    def past_release(self, today: date | None = None) -> Self:
        """Published listings whose release date has come."""
        return self.filter(
            state=ListingState.PUBLISHED,
            release_kind=ReleaseKind.DATE,
            release_date__lte=today or timezone.localdate(),
        )

    def to_verify(self, today: date | None = None) -> Self:
        """Published listings that hide themselves for want of a recent verification."""
        day = months_before(today or timezone.localdate(), settings.VERIFY_EVERY_MONTHS)
        return self.filter(state=ListingState.PUBLISHED, verified_on__lte=day)


class SearchRowQuerySet(models.QuerySet[Any]):
    def public(self, today: date | None = None) -> Self:
        """Rows of the listings that `Listing.objects.public()` holds on a day.

        One narrow table answers. That a row is there at all says the rest: `profiles.visibility` sees to it.
        """
        today = today or timezone.localdate()
        return self.filter(
            consent_on__lte=_days(today),
            consent_until__gte=_days(today),
            verified__gt=_days(months_before(today, settings.VERIFY_EVERY_MONTHS)),
            birth__lte=_days(months_before(today, ADULT_AGE * 12)),
            release_day__gt=_days(today),
        )


def _days(day: date) -> int:
    """Days since 1 January 1970, as search rows count them."""
    return (day - date(1970, 1, 1)).days


class SubmissionQuerySet(models.QuerySet[Any]):
    def open(self) -> Self:
        """Submissions that staff can still decide, oldest first."""
        return self.filter(state__in=OPEN_SUBMISSIONS).order_by("submitted_at", "pk")

    def waiting(self) -> Self:
        """Submissions that wait for staff, oldest first."""
        return self.filter(state="waiting").order_by("submitted_at", "pk")


class StoryQuerySet(models.QuerySet[Any]):
    def public(self, today: date | None = None) -> Self:
        """Approved stories of women whose listing is public."""
        return self.filter(listing__in=_public_listings(today), is_shown=True)


class PhotoQuerySet(models.QuerySet[Any]):
    def public(self, today: date | None = None) -> Self:
        """Photos of women whose listing is public and who agreed to showing photos."""
        return self.filter(listing__in=_public_listings(today), listing__consent_photo_on__isnull=False)
