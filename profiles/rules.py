"""Facts about what may be done. What may be seen stays in `querysets`."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from profiles.ids import id_hash
from profiles.models import CONSENT_FIELDS, Listing, Submission
from profiles.querysets import ADULT_AGE, months_before
from profiles.states import ListingState, SubmissionKind
from profiles.vocabulary import ConsentItem, HowGiven, ReleaseKind

CONSENT_MONTHS = 12  # how long a signed consent to being listed lasts
OVERDUE_DAYS = 5  # a submission older than this is late


def consent_until(signed: date) -> date:
    """The last day on which a consent signed on a day is in force."""
    return months_before(signed, -CONSENT_MONTHS)


def is_adult(birth_date: date, today: date) -> bool:
    """Whether somebody born on a day is 18 or older today."""
    return birth_date <= months_before(today, ADULT_AGE * 12)


def consents_to_publish(submission: Submission) -> dict[str, Any]:
    """The consent columns that count once a submission is approved.

    The form signed later counts, as a whole: an item she did not agree to on it is no longer agreed to.
    """
    listing = submission.listing
    if listing is None or listing.consent_listing_on is None or submission.consent_listing_on is None:
        return _signed_only(submission.consents())
    newer = submission.consent_listing_on >= listing.consent_listing_on
    return _signed_only(
        submission.consents() if newer else {name: getattr(listing, name) for name in CONSENT_FIELDS}
    )


def _signed_only(consents: dict[str, Any]) -> dict[str, Any]:
    """Consents without those that family passed on: they count once she has signed. `listing` is refused with words."""
    passed_on = [
        item
        for item in ConsentItem
        if item != ConsentItem.LISTING and consents[f"consent_{item}_how"] == HowGiven.FAMILY
    ]
    return consents | {f"consent_{item}_on": None for item in passed_on}


def is_overridden(submission: Submission) -> bool:
    """Whether a senior moderator allowed it in spite of the policy of the system that it names now."""
    if submission.override_by_id is not None:
        return True
    listing = submission.listing
    return (
        listing is not None
        and listing.override_by_id is not None
        and listing.system_id == submission.system_id
    )


def reasons_against_approval(submission: Submission, today: date | None = None) -> list[str]:
    """Why a submission cannot be approved now, one sentence each; empty when it can. Asks two queries at most."""
    today = today or timezone.localdate()
    found = [
        *_against_consent(submission, today),
        *_against_place(submission),
        *_against_listing(submission),
    ]
    if not is_adult(submission.birth_date, today):
        found.append(_("She is under 18. Only adults can be listed."))
    if submission.release_kind == ReleaseKind.DATE and submission.release_date is None:
        found.append(_("The date she comes home is missing."))
    return found


def _against_consent(submission: Submission, today: date) -> list[str]:
    consents = consents_to_publish(submission)
    signed = consents["consent_listing_on"]
    if consents["consent_listing_how"] == HowGiven.FAMILY:
        return [_("Her consent to being listed was only passed on by somebody else. Ask for her signature.")]
    if signed is None:
        return [_("Her consent to being listed is missing.")]
    if signed > today:
        return [_("Her consent is dated in the future. Check the date on the form.")]
    if consent_until(signed) < today:
        return [_("Her consent of %(day)s has expired. Ask for a new signature.") % {"day": _day(signed)}]
    return []


def _against_place(submission: Submission) -> list[str]:
    found = []
    if submission.facility.system_id != submission.system_id:
        found.append(_("This facility does not belong to this system. Correct one of the two."))
    if submission.system.restricts_listings and not is_overridden(submission):
        found.append(
            _(
                "%(system)s restricts such listings: women have been punished for being listed. It cannot be approved."
            )
            % {"system": submission.system.name}
        )
    return found


def _against_listing(submission: Submission) -> list[str]:
    """Already listed, withdrawn since, or a change to a listing that is gone."""
    hers = Q(system=submission.system_id, id_number__iexact=submission.id_number)
    tombstone = Q(id_hash=id_hash(submission.system.slug, submission.id_number))
    others = Listing.objects.filter(hers | tombstone).exclude(pk=submission.listing_id or 0)
    if submission.kind == SubmissionKind.CHANGE and submission.listing is None:
        return [_("The listing that this would change is gone.")]
    if submission.listing is not None and submission.listing.state == ListingState.WITHDRAWN:
        return [_("She withdrew her listing. To be listed again she needs a new form.")]
    for other in others.only("pk", "slug", "state", "withdrawn_at", "system"):
        if other.state != ListingState.WITHDRAWN:
            return [
                _(
                    "She is already listed (%(slug)s): same system and ID number. Propose a change to that listing."
                )
                % {"slug": other.slug}
            ]
        if _came_before_withdrawal(submission, other):
            return [_("She withdrew her consent after this form was signed. Ask for a new signature.")]
    return []


def _came_before_withdrawal(submission: Submission, listing: Listing) -> bool:
    signed, withdrawn = submission.consent_listing_on, listing.withdrawn_at
    if signed is None or withdrawn is None:
        return False
    return signed < timezone.localdate(withdrawn) or submission.submitted_at <= withdrawn


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
