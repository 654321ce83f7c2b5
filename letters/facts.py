"""Changing what we know of places: every change goes through here, is checked, and stands in the history."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from letters.addresses import PLACEHOLDERS, placeholders
from letters.models import FactChange, MailingRule, Route, Sourced
from letters.states import ChangeKind
from letters.warnings import tell_writers
from profiles.errors import NotAllowed, WrongState
from profiles.models import Facility, System, User
from profiles.place_history import PlaceChange, values_of

#: Fields of a facility by which mail to it goes elsewhere, or nowhere.
_MAILED_BY = frozenset({"name", "code", "street", "po_box", "city", "state", "zip", "status", "system"})
LONGEST_LINE = 60  # characters; more does not fit on an envelope


@transaction.atomic
def save(*, fact: models.Model, by: User | None, note: str = "") -> FactChange | None:
    """Store a rule, a route, a facility or a system as it now stands, and what changed in it.

    Writers whose printed letters would now go to an old address hear of it. Returns None, and stores nothing, where
    nothing changed. Raises ValidationError for a rule's value or a route's
    lines that cannot be used.
    """
    if isinstance(fact, MailingRule):
        fact.clean()
    if isinstance(fact, Route):
        check_route(fact)
    before = _stored(fact)
    after = values_of(fact)
    changed = [name for name, value in after.items() if before is None or before[name] != value]
    if not changed:
        return None
    fact.save()
    if isinstance(fact, Route | Facility):
        tell_writers(fact.place if isinstance(fact, Route) else fact)
    return record(
        fact=fact,
        by=by,
        kind=ChangeKind.ADDED if before is None else ChangeKind.CHANGED,
        before={} if before is None else {name: before[name] for name in changed},
        after={
            name: after[name] for name in changed if before is not None or after[name] not in ("", None, [])
        },
        note=note,
    )


@transaction.atomic
def confirm(*, facts: Iterable[Sourced], by: User, on: date | None = None) -> int:
    """Somebody looked today and nothing has changed. Returns how many facts that concerned."""
    day = on or timezone.localdate()
    refuse_future(day)
    count = 0
    for fact in facts:
        before = fact.checked_on
        type(fact)._default_manager.filter(pk=fact.pk).update(checked_on=day)
        fact.checked_on = day
        record(
            fact=fact,
            by=by,
            kind=ChangeKind.CHECKED,
            before={"checked_on": before},
            after={"checked_on": day},
        )
        count += 1
    return count


@transaction.atomic
def replace_route(
    *, route: Route, by: User | None, starts_on: date, lines: list[str], why: str = "", **values: Any
) -> Route:
    """Mail goes elsewhere from a day on: the old route gets its last day, and a new one begins.

    Raises ValidationError for lines that cannot be used, WrongState where the old route ended before that day.
    """
    present = Route.objects.select_for_update().get(pk=route.pk)
    check_replacement(present, starts_on)
    ends = present.valid_until
    present.valid_until = starts_on - timedelta(days=1)
    save(fact=present, by=by, note=why)
    new = Route(
        system=present.system, facility=present.facility, use=present.use, lines=lines, valid_from=starts_on,
        valid_until=ends, **{"is_complete": True, "processing_centre": present.processing_centre, **values},
    )  # fmt: skip
    save(fact=new, by=by, note=why)
    return new


def check_replacement(route: Route, starts_on: date) -> None:
    """Raises WrongState unless another address can follow this one from a day on."""
    if route.valid_until is not None and route.valid_until < starts_on:
        raise WrongState(_("This address has ended already. Add a new one instead."))
    if route.valid_from is not None and route.valid_from >= starts_on:
        raise WrongState(_("The new address would begin before this one did."))


def refuse_future(day: date) -> None:
    """Raises NotAllowed for a day that has not come."""
    if day > timezone.localdate():
        raise NotAllowed(_("This day is in the future."))


@transaction.atomic
def remove(*, fact: Sourced, by: User) -> None:
    """Delete a rule or route that should never have been there. Its words stay in the history.

    A rule that came with our data files is switched off instead: loading them again would bring it back.
    """
    record(fact=fact, by=by, kind=ChangeKind.DELETED, before=values_of(fact), after={})
    if isinstance(fact, MailingRule) and fact.key:
        fact.is_active = False
        fact.save(update_fields=["is_active"])
    else:
        fact.delete()


def record(
    *,
    fact: models.Model,
    by: User | None,
    kind: ChangeKind,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    note: str = "",
) -> FactChange:
    """Add one line to the history."""
    line = _line(fact, by, kind, before, after, note)
    line.save()
    return line


def _line(
    fact: models.Model,
    by: User | None,
    kind: ChangeKind,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    note: str,
) -> FactChange:
    return FactChange(
        actor_id=by.pk if by else None,
        actor_label=by.label if by else "",
        kind=kind,
        subject_type=fact._meta.model_name or "",
        subject_id=fact.pk,
        label=_label(fact),
        place=_place(fact),
        before=dict(before),
        after=dict(after),
        note=note[:200],
    )


def keep_places(changes: Iterable[PlaceChange], by: User | None, why: str) -> None:
    """Add changes of places, rules and routes that are stored already to the history, as `profiles.place_history` asks.

    Writers whose printed letters would now go to an old address hear of it.
    """
    kept = list(changes)
    FactChange.objects.bulk_create(
        [_line(one.place, by, _kind(one), one.before, one.after, why) for one in kept], batch_size=500
    )
    for one in kept:
        if isinstance(one.place, Route):
            tell_writers(one.place.place)
        elif isinstance(one.place, Facility) and one.before and _MAILED_BY & one.after.keys():
            tell_writers(one.place)


def _kind(change: PlaceChange) -> ChangeKind:
    if not change.before:
        return ChangeKind.ADDED
    return ChangeKind.CHANGED if change.after else ChangeKind.DELETED


def history_of(fact: models.Model) -> models.QuerySet[FactChange]:
    """What happened to one fact, the latest first."""
    return FactChange.objects.filter(subject_type=fact._meta.model_name or "", subject_id=fact.pk)


def history_at(place: System | Facility) -> models.QuerySet[FactChange]:
    """What happened to the facts of a place, the latest first."""
    return FactChange.objects.filter(place=place.slug)


def check_route(route: Route) -> None:
    """Raises ValidationError, naming the field, unless the lines can be printed and no other route is in the way."""
    wrong = wrong_lines(route.lines, complete=route.is_complete)
    if wrong:
        raise ValidationError({"lines": wrong})
    others = route.overlapping()
    if others.exists():
        raise ValidationError(
            {
                "valid_from": _(
                    "There is another address for this use on some of these days. End that one first."
                )
            }
        )


def wrong_lines(lines: Any, *, complete: bool) -> list[str]:
    """What is wrong with address lines, one sentence each, with the number of the line."""
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        return [_("Write one line of the address on each line.")]
    if complete and len(lines) < 2:
        return [_("A complete address has two lines or more.")]
    found = []
    for number, line in enumerate(lines, start=1):
        unknown = sorted(placeholders([line]) - PLACEHOLDERS)
        if unknown:
            found.append(
                _("Line %(number)d: there is no {%(name)s}. These are known: %(known)s.")
                % {"number": number, "name": unknown[0], "known": ", ".join(sorted(PLACEHOLDERS))}
            )
        if not line.strip() or len(line) > LONGEST_LINE:
            found.append(
                _("Line %(number)d: expected 1 to %(most)d characters.")
                % {"number": number, "most": LONGEST_LINE}
            )
    if complete and "{processing_centre_address}" in "".join(lines):
        found.append(_("The address of the processing center is still missing, so this is not complete."))
    return found


def _stored(fact: models.Model) -> dict[str, Any] | None:
    if fact.pk is None:
        return None
    present = type(fact)._default_manager.filter(pk=fact.pk).first()
    return values_of(present) if present else None


def _label(fact: models.Model) -> str:
    if isinstance(fact, MailingRule):
        return fact.type
    return fact.use if isinstance(fact, Route) else str(fact)[:60]


def _place(fact: models.Model) -> str:
    return fact.place.slug if isinstance(fact, Sourced) else str(getattr(fact, "slug", ""))
