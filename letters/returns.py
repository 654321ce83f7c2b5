"""Letters that came back. Each reason acts: on her other letters, on her listing, on a rule, or on the whole place."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from letters import facts
from letters.models import Letter, MailingRule, ReturnedLetter
from letters.states import HOLDING_REASONS, PARTINGS, LetterState, ReturnOutcome, ReturnReason
from letters.warnings import tell_parting
from profiles.actions import hide, verify
from profiles.codes import read_code
from profiles.errors import NotAllowed, WrongState
from profiles.models import Facility, Listing, User
from profiles.states import ListingState, Reason

#: Women whose letters one account may put on hold in a day; further returns wait in the queue without holding.
HOLDS_A_DAY = 5
#: Returns from one place that look like a change there.
SUSPICIOUS = 2

#: What a reason leads to, in words for staff and writers.
WHAT_HAPPENS: dict[str, Promise] = {
    ReturnReason.MOVED: gettext_lazy("Letters to her wait until staff have looked her up."),
    ReturnReason.WRONG_ID: gettext_lazy("Letters to her wait until staff have checked her name and number."),
    ReturnReason.RELEASED: gettext_lazy(
        "Letters to her wait until staff have looked her up. If she is home, her page goes down."
    ),
    ReturnReason.DECEASED: gettext_lazy(
        "Letters to her wait until staff have asked what happened. If it is true, her page goes down at once, and her "
        "writers are told gently."
    ),
    ReturnReason.RULE: gettext_lazy("Staff look at the rule that the mailroom named."),
    ReturnReason.REFUSED: gettext_lazy("A second refusal there makes staff look for a change of its rules."),
    ReturnReason.UNKNOWN: gettext_lazy(
        "A second return from there makes staff look for a change of its rules."
    ),
    ReturnReason.DAMAGED: gettext_lazy(
        "Nothing is wrong with her address. Print the letter again and send it."
    ),
}


@transaction.atomic
def take_in(
    *,
    reason: ReturnReason,
    on: date,
    by: User,
    letter: Letter | None = None,
    listing: Listing | None = None,
    facility: Facility | None = None,
    rule: MailingRule | None = None,
    words: str = "",
) -> ReturnedLetter | None:
    """A letter came back: told by its writer, or read off the envelope by staff.

    Where it was sent follows from the letter, else from the listing, else from the facility; None where none of the
    three is known any more. A reason that says she cannot be reached holds what else is written to her.
    """
    listing = listing or (letter.listing if letter else None)
    facility = facility or (listing.facility if listing else None)
    if facility is None:
        return None
    return ReturnedLetter.objects.create(
        letter=letter,
        listing=listing,
        facility=facility,
        reason=reason,
        rule=rule,
        returned_on=on,
        words=words,
        recorded_by=by,
        holds=listing is not None and reason in HOLDING_REASONS and _may_hold(by),
    )


@transaction.atomic
def take_in_from_public(
    *, code: str, facility: Facility, reason: ReturnReason, on: date, words: str = ""
) -> ReturnedLetter:
    """Somebody without an account says that a letter came back. It waits for staff, and holds and hides nothing.

    A code of a letter that we know says whose it was; any other code counts for nothing, so that nobody can find out
    here which codes there are.
    """
    read = read_code(code) if code else None
    letter = Letter.objects.exclude(state=LetterState.DRAFT).filter(code=read).first() if read else None
    listing = letter.listing if letter else None
    known = letter is not None and ReturnedLetter.objects.filter(letter=letter).exists()
    return ReturnedLetter.objects.create(
        letter=None if known else letter,
        listing=listing,
        facility=listing.facility if listing else facility,
        reason=reason,
        returned_on=on,
        words=words,
        from_public=True,
    )


@transaction.atomic
def take_back(*, letter: Letter) -> None:
    """The writer marked it by mistake. What staff have handled already stays."""
    ReturnedLetter.objects.filter(letter=letter, handled_at__isnull=True).delete()


def find_by_code(code: str) -> Letter:
    """The printed letter of a short code, however it was typed. Raises NotAllowed with words that help."""
    read = read_code(code)
    if read is None:
        raise NotAllowed(
            _("This is no code. It has 7 letters and digits; look again at the one you are least sure of.")
        )
    letter = (
        Letter.objects.exclude(state=LetterState.DRAFT)
        .select_related("listing__facility")
        .filter(code=read)
        .first()
    )
    if letter is None:
        raise NotAllowed(
            _(
                "No letter of an account has this code. Letters printed without an account leave nothing with us."
            )
        )
    return letter


@transaction.atomic
def handle(
    *,
    returned: ReturnedLetter,
    by: User,
    outcome: ReturnOutcome,
    note: str = "",
    rule: MailingRule | None = None,
) -> ReturnedLetter:
    """Say what was done about it; a hold ends with that. Raises WrongState where somebody else was first.

    CONFIRMED: her listing counts as verified today. RULE_RIGHT: the rule named counts as checked today. HOME and DIED:
    her page goes down in the same moment, and her writers are told. These two need her listing: NotAllowed without.
    """
    if outcome in PARTINGS and returned.listing is None:
        raise NotAllowed(_("This return names no listing. Find hers first, and hide it there."))
    now = timezone.now()
    moved = ReturnedLetter.objects.filter(pk=returned.pk, handled_at__isnull=True).update(
        handled_at=now, handled_by=by, outcome=outcome, staff_note=note, rule=rule or returned.rule
    )
    if not moved:
        raise WrongState(_("Somebody handled this already."))
    returned.refresh_from_db()
    if outcome == ReturnOutcome.CONFIRMED and returned.listing is not None:
        verify(listing=returned.listing, by=by)
    if outcome in PARTINGS and returned.listing is not None:
        _part(returned.listing, by, outcome)
    if outcome == ReturnOutcome.RULE_RIGHT and returned.rule is not None:
        facts.confirm(facts=[returned.rule], by=by)
    return returned


def _part(listing: Listing, by: User, outcome: ReturnOutcome) -> None:
    """Take her page down, and settle what else came back from her: nobody needs to look her up again."""
    present = Listing.objects.select_for_update().get(pk=listing.pk)
    if present.state == ListingState.PUBLISHED:
        hide(listing=present, by=by, reason=Reason.OTHER, note=str(outcome.label))
    ReturnedLetter.objects.holding().filter(listing=present).update(
        handled_at=timezone.now(), handled_by=by, outcome=outcome
    )
    tell_parting(present)


@dataclass(frozen=True)
class Suspicion:
    """A place from which several letters came back lately, for reasons that lie with the place."""

    facility: Facility
    count: int
    reasons: list[str]


def suspicions(day: date | None = None) -> list[Suspicion]:
    """Places where rules or address look changed, those with the most returns first. Two queries."""
    found = ReturnedLetter.objects.suspicious(day)
    counts = dict(
        found.order_by()
        .values_list("facility")
        .annotate(count=Count("pk"))
        .filter(count__gte=SUSPICIOUS)
        .values_list("facility", "count")
    )
    reasons: dict[int, dict[str, None]] = {}
    for returned in found.filter(facility__in=counts).select_related("facility__system"):
        reasons.setdefault(returned.facility_id, {})[returned.get_reason_display()] = None
    places = Facility.objects.filter(pk__in=counts).select_related("system").order_by("name")
    return sorted(
        (Suspicion(place, counts[place.pk], list(reasons[place.pk])) for place in places),
        key=lambda one: -one.count,
    )


def _may_hold(by: User) -> bool:
    """Staff always; a writer within limits, so that one account cannot stop the mail of many."""
    if by.is_staff:
        return True
    since = timezone.now() - timedelta(days=1)
    held = ReturnedLetter.objects.filter(recorded_by=by, holds=True, recorded_at__gt=since)
    return held.count() < HOLDS_A_DAY
