"""Letters that we owe the women, computed from state each time: whatever has been printed has a row and is not owed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import CharField, Exists, Model, OuterRef, Q, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat, Length
from django.utils import timezone

from letters.models import IncomingMail, PrintedLetter
from letters.states import IncomingKind, OwedKind
from profiles.actions.erasing import ERASE_DAYS
from profiles.models import Farewell, Listing, Submission
from profiles.querysets import months_before
from profiles.states import ListingState, Source, SubmissionState
from profiles.vocabulary import HowGiven

RENEWAL_WEEKS = 10  # before consent or verification lapses
REMINDER_WEEKS = 4


@dataclass(frozen=True)
class Owed:
    """One letter: what it answers, to whom, and since when. `person` has the columns of a listing's content.

    due: for a renewal, the last day before she would be hidden. large: in large print.
    """

    key: str
    kind: OwedKind
    person: Listing | Submission
    since: date
    listing: Listing | None = None
    due: date | None = None
    large: bool = False


@dataclass(frozen=True)
class Outline:
    """One letter that is owed, before anything about her is read. `pk`: of the row that `kind` speaks of."""

    key: str
    kind: OwedKind
    since: date
    pk: int
    due: date | None = None


def owed(today: date | None = None) -> list[Owed]:
    """Every letter we owe on a day, oldest first. Samples get no mail. See `outlines` and `load` for its cost."""
    return load(outlines(today))


def outlines(today: date | None = None) -> list[Outline]:
    """What we owe on a day, oldest first: enough to count it and to choose from. Four queries of a few columns."""
    day = today or timezone.localdate()
    found = [*_packets(), *_of_submissions(), *_of_published(day), *_withdrawn(day)]
    return sorted(found, key=lambda one: (one.since, one.key))


def load(chosen: Sequence[Outline]) -> list[Owed]:
    """The letters with whom they go to, in the order given; those gone meanwhile are left out. Five queries at most."""
    rows = {source: _rows(source, chosen) for source in {_SOURCES[one.kind] for one in chosen}}
    found = [_letter(one, rows[_SOURCES[one.kind]].get(one.pk)) for one in chosen]
    return list(_with_size([one for one in found if one is not None]))


def lapses_on(listing: Listing) -> date:
    """The last day on which she is shown unless consent and verification are renewed."""
    verified_until = months_before(listing.verified_on, -settings.VERIFY_EVERY_MONTHS) - timedelta(days=1)
    return min(listing.consent_until, verified_until)


def _with_size(letters: list[Owed]) -> Iterator[Owed]:
    """In large print for whoever is known to read it, from any piece of her mail."""
    noted = IncomingMail.objects.filter(large_print=True).values_list("listing_id", "submission_id")
    pairs = list(noted) if letters else []
    listings, submissions = {pair[0] for pair in pairs} - {None}, {pair[1] for pair in pairs} - {None}
    for one in letters:
        known = submissions if isinstance(one.person, Submission) else listings
        yield replace(one, large=one.large or one.person.pk in known)


def _rows(source: type[Model], chosen: Sequence[Outline]) -> dict[int, Any]:
    """Rows of one model by number, with the places that an address needs."""
    pks = {one.pk for one in chosen if _SOURCES[one.kind] is source}
    return source._default_manager.select_related(*_PLACES[source]).in_bulk(pks)


def _letter(one: Outline, row: Any) -> Owed | None:
    if row is None:
        return None
    if isinstance(row, IncomingMail):
        return Owed(one.key, one.kind, _asks_for_form(row), one.since, large=row.large_print)
    if isinstance(row, Farewell):
        return Owed(one.key, one.kind, row.person(), one.since, row.listing)
    listing = row if isinstance(row, Listing) else None
    return Owed(one.key, one.kind, row, one.since, listing, one.due)


def _asks_for_form(mail: IncomingMail) -> Listing:
    facility = mail.facility
    return Listing(
        committed_name=mail.sender,
        display_name=mail.sender.split()[0],
        id_number=mail.id_number,
        facility=facility,
        system=facility.system if facility else None,
        language=mail.language,
    )


def _not_printed(*key: Combinable | str) -> Combinable:
    """Whether no letter with such a key was ever printed; the parts are columns of the outer query, and words."""
    parts = [Value(one) if isinstance(one, str) else Cast(one, CharField()) for one in key]
    return ~Exists(PrintedLetter.objects.filter(key=Concat(*parts, output_field=CharField())))


def _packets() -> Iterator[Outline]:
    """For whoever asked for a form, and told us her name and number: encrypted columns have no other measure."""
    asked = IncomingMail.objects.filter(kind=IncomingKind.ASKS_FORM, facility__system__isnull=False)
    named = asked.annotate(name=Length("sender"), number=Length("id_number")).filter(name__gt=0, number__gt=0)
    due = named.filter(_not_printed("packet:", OuterRef("pk")))
    for pk, since in due.values_list("pk", "received_on"):
        yield Outline(f"packet:{pk}", OwedKind.PACKET, since, pk)


def _of_submissions() -> Iterator[Outline]:
    """A proof for her signature, or what has to change where there is nobody to tell by e-mail."""
    unsigned = Q(state=SubmissionState.WAITING, consent_listing_how=HowGiven.FAMILY)
    returned = Q(state=SubmissionState.CHANGES_ASKED) & ~Q(source=Source.WEB)
    proof, changes = (
        _not_printed(f"{kind}:", OuterRef("pk"), ":", OuterRef("version"))
        for kind in (OwedKind.PROOF, OwedKind.CHANGES)
    )
    rows = Submission.objects.filter((unsigned & Q(proof)) | (returned & Q(changes)), is_sample=False)
    for pk, version, state, sent in rows.values_list("pk", "version", "state", "submitted_at"):
        kind = OwedKind.PROOF if state == SubmissionState.WAITING else OwedKind.CHANGES
        yield Outline(f"{kind}:{pk}:{version}", kind, timezone.localdate(sent), pk)


def _of_published(day: date) -> Iterator[Outline]:
    """That she is up, that it lapses, and that again."""
    # A few days wider than due: months differ in length, and `lapses_on` decides to the day.
    soon = day + timedelta(weeks=RENEWAL_WEEKS, days=5)
    lapsing = Q(consent_until__lte=soon) | Q(
        verified_on__lte=months_before(soon, settings.VERIFY_EVERY_MONTHS)
    )
    rows = Listing.objects.filter(state=ListingState.PUBLISHED, is_sample=False).annotate(
        untold=_not_printed("up:", OuterRef("pk")),
        renewal=_last_printed(OwedKind.RENEWAL),
        reminder=_last_printed(OwedKind.REMINDER),
    )
    shown = ("pk", "first_published_at", "consent_until", "verified_on")
    for one in rows.filter(lapsing | Q(untold=True)).only(*shown):
        if one.untold:
            yield Outline(f"up:{one.pk}", OwedKind.UP, timezone.localdate(one.first_published_at), one.pk)
        yield from _lapsing(one, day)


def _lapsing(one: Any, day: date) -> Iterator[Outline]:
    """Her renewal, or after it was printed its reminder. `one` has the keys of the last ones printed."""
    due = lapses_on(one)
    renewal, reminder = (
        f"{kind}:{one.pk}:{due.isoformat()}" for kind in (OwedKind.RENEWAL, OwedKind.REMINDER)
    )
    if one.renewal != renewal:
        kind, key, weeks = OwedKind.RENEWAL, renewal, RENEWAL_WEEKS
    elif one.reminder != reminder:
        kind, key, weeks = OwedKind.REMINDER, reminder, REMINDER_WEEKS
    else:
        return
    if due - timedelta(weeks=weeks) <= day:
        yield Outline(key, kind, due - timedelta(weeks=weeks), one.pk, due)


def _last_printed(kind: OwedKind) -> Subquery:
    """The key of the letter of a kind that was printed last for a listing: it says for which day that was."""
    printed = PrintedLetter.objects.filter(listing=OuterRef("pk"), kind=kind)
    return Subquery(printed.order_by("-pk").values("key")[:1])


def _withdrawn(day: date) -> Iterator[Outline]:
    """Her listing is an empty tombstone by then: name and number stand beside it until this letter is printed."""
    rows = Farewell.objects.filter(made_at__date__gte=day - timedelta(days=ERASE_DAYS))
    due = rows.filter(_not_printed("withdrawn:", OuterRef("pk")))
    for pk, since in due.values_list("pk", "listing__withdrawn_at"):
        yield Outline(f"withdrawn:{pk}", OwedKind.WITHDRAWN, timezone.localdate(since), pk)


#: The row that a letter of each kind speaks of, and the places that come with it.
_SOURCES: dict[OwedKind, type[Model]] = {
    OwedKind.PACKET: IncomingMail,
    OwedKind.PROOF: Submission,
    OwedKind.CHANGES: Submission,
    OwedKind.UP: Listing,
    OwedKind.RENEWAL: Listing,
    OwedKind.REMINDER: Listing,
    OwedKind.WITHDRAWN: Farewell,
}
_PLACES: dict[type[Model], tuple[str, ...]] = {
    IncomingMail: ("facility__system",),
    Submission: ("facility__system", "system"),
    Listing: ("facility__system", "system"),
    Farewell: ("listing__facility__system", "listing__system"),
}
