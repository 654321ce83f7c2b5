"""Rows for tests, with no surprises: each maker takes the fields it should differ in."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone

from profiles.models import Facility, Listing, Photo, Story, Submission, System, User
from profiles.search import write_listing
from profiles.states import ListingState, SubmissionState
from profiles.vocabulary import ReleaseKind

_numbers = count(1)


def make_user(**fields: Any) -> User:
    """A writer with the password "correct horse battery" and a confirmed address."""
    fields.setdefault("email", f"writer{next(_numbers)}@example.org")
    user = User.objects.create_user(password="correct horse battery", is_adult=True, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_moderator(**fields: Any) -> User:
    """Staff with every right."""
    return make_user(is_staff=True, is_superuser=True, pen_name="Joan R.", **fields)


def make_system(**fields: Any) -> System:
    n = next(_numbers)
    return System.objects.create(
        **{
            "slug": f"us-test-{n}",
            "name": f"Test Department {n}",
            "kind": "state",
            "state": "NY",
            "id_label": "DIN",
        }
        | fields
    )


def make_facility(**fields: Any) -> Facility:
    n = next(_numbers)
    system = fields.pop("system", None) or make_system()
    values = {
        "slug": f"test-facility-{n}",
        "name": f"Test Facility {n}",
        "short_name": f"Test {n}",
        "kind": "state_prison",
        "holds": "women",
        "status": "open",
        "street": f"{n} Sample Road",
        "city": "Sampleton",
        "state": "NY",
        "zip": "10001",
        "confidence": "high",
    }
    return Facility.objects.create(system=system, **values | fields)


def content(**fields: Any) -> dict[str, Any]:
    """Content fields of a listing or submission, with consent to being listed."""
    n = next(_numbers)
    facility = fields.pop("facility", None) or make_facility()
    today = timezone.localdate()
    values = {
        "system": facility.system,
        "facility": facility,
        "committed_name": f"Committed{n} Example{n}",
        "display_name": f"Name{n}",
        "id_number": f"T{n:06}",
        "birth_date": date(1985, 3, 14),
        "headline": f"A line number {n} in my words.",
        "bio": f"I like the quiet hour before breakfast, story number {n}.",
        "language": "en",
        "interests": ["books"],
        "languages": ["en"],
        "seeking": ["friendship"],
        "release_kind": ReleaseKind.UNKNOWN,
        "consent_listing_on": today - timedelta(days=10),
        "consent_listing_how": "signed_form",
    }
    return values | fields


def make_listing(*, index: bool = True, **fields: Any) -> Listing:
    """A public listing, with its search row unless `index` is False."""
    by = fields.pop("approved_by", None) or User.objects.filter(is_superuser=True).first() or make_moderator()
    now = timezone.now()
    today = timezone.localdate()
    values = {
        "state": ListingState.PUBLISHED,
        "consent_until": today + timedelta(days=300),
        "approved_at": now,
        "approved_by": by,
        "first_published_at": now,
        "verified_on": today - timedelta(days=5),
        "verified_by": by,
    }
    listing = Listing.objects.create(**content(**{**values, **fields}))
    if index:
        write_listing(listing.pk)
    return listing


def make_withdrawn(**fields: Any) -> Listing:
    """A listing that was public and whose consent was withdrawn."""
    return make_listing(
        state=ListingState.WITHDRAWN, consent_listing_on=None, withdrawn_at=timezone.now(), **fields
    )


def make_expired(**fields: Any) -> Listing:
    """A listing that was public and whose consent has run out."""
    today = timezone.localdate()
    return make_listing(
        consent_listing_on=today - timedelta(days=400), consent_until=today - timedelta(days=30), **fields
    )


def make_submission(**fields: Any) -> Submission:
    """A submission that waits for staff."""
    return Submission.objects.create(**{"state": SubmissionState.WAITING, **content(**fields)})


def make_photo(listing: Listing, **fields: Any) -> Photo:
    """A photo row; its rendition files are the test's own business."""
    values = {
        "file_key": f"key{next(_numbers)}",
        "alt_text": "Drawing of a woman with short hair.",
        "width": 960,
        "height": 1200,
        "approved_at": timezone.now(),
        "approved_by": listing.approved_by,
    }
    return Photo.objects.create(listing=listing, **values | fields)


def make_story(listing: Listing, **fields: Any) -> Story:
    values = {
        "title": f"Story {next(_numbers)}",
        "body": "One paragraph.\n\nAnother one.",
        "approved_at": timezone.now(),
        "approved_by": listing.approved_by,
    }
    return Story.objects.create(listing=listing, **values | fields)
