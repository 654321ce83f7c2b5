"""What changes a letter. One function for each step; each checks in the write itself where the letter stands."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from letters import blocked, correspondences, desk, photos, returns
from letters.drafts import draft_of, whole_draft_of
from letters.mailpieces import Draft
from letters.models import Letter, LetterEvent, MailingRule, ReturnAddress
from letters.printing import TEMPLATE_VERSION, Rendered
from letters.rules import STEP_BACK, unmet
from letters.states import SENT, LetterState, ReturnReason
from profiles.actions import record_letter
from profiles.errors import WrongState
from profiles.models import Listing, User

MOVED_ON = gettext_lazy("This letter has moved on since you opened the page. Look at it again.")
#: The snapshot of a printed letter, as it is before and after it is undone.
EMPTY_SNAPSHOT: dict[str, Any] = {
    "printed_at": None,
    "committed_name": "",
    "id_number": "",
    "address_lines": "",
    "findings": [],
    "overridden": False,
    "template_version": "",
    "pages": None,
    "sha256": "",
    "warned_at": None,
}


@transaction.atomic
def keep_draft(*, writer: User, listing: Listing, draft: Draft, letter: Letter | None = None) -> Letter:
    """Keep what stands on the desk, as a new draft or in place of an older state of one. Raises WrongState."""
    values = _stored(draft) | {"display_name": listing.display_name, "updated_at": timezone.now()}
    if letter is None:
        kept = Letter.objects.create(writer=writer, listing=listing, **values)
    else:
        _move(letter, {LetterState.DRAFT}, LetterState.DRAFT, values)
        kept = Letter.objects.get(pk=letter.pk)
    photos.keep(kept, draft.printed_photos)
    return kept


@transaction.atomic
def mark_printed(*, letter: Letter, listing: Listing, by: User, named: Sequence[str] = ()) -> Letter:
    """The draft is on paper: keep how she was named, where it goes, and what the check said.

    named: refusals that the writer accepts. Raises desk.Refused, PrintError or WrongState.
    """
    refuse_unmet(letter, listing)
    if letter.state != LetterState.DRAFT:
        raise WrongState(str(MOVED_ON))
    looked = desk.look(whole_draft_of(letter), listing, code=letter.code, revised_at=letter.updated_at)
    snapshot = _snapshot(looked.checked, looked.open(named), listing)
    _move(letter, {LetterState.DRAFT}, LetterState.PRINTED, snapshot)
    return _told(letter, LetterState.PRINTED, by, timezone.localdate())


@transaction.atomic
def mark_mailed(*, letter: Letter, by: User, on: date) -> Letter:
    """It is in the mail. She has had one more letter, and a new writer if this begins or renews a correspondence."""
    _move(letter, {LetterState.PRINTED}, LetterState.MAILED, {"mailed_on": on})
    _count(letter, sent=1, active=correspondences.mailed(letter, on), on=on)
    return _told(letter, LetterState.MAILED, by, on)


@transaction.atomic
def mark_replied(*, letter: Letter, by: User, on: date) -> Letter:
    """She wrote back."""
    _move(letter, {LetterState.MAILED}, LetterState.REPLIED, {"replied_on": on})
    correspondences.answered(letter, on)
    return _told(letter, LetterState.REPLIED, by, on)


@transaction.atomic
def mark_returned(
    *,
    letter: Letter,
    by: User,
    on: date,
    reason: ReturnReason,
    rule: MailingRule | None = None,
    words: str = "",
) -> Letter:
    """It came back. It waits for staff, and what `letters.returns` says of its reason happens at once."""
    values = {"returned_on": on, "return_reason": reason}
    _move(letter, {LetterState.MAILED}, LetterState.RETURNED, values)
    returns.take_in(letter=letter, reason=reason, on=on, by=by, rule=rule, words=words)
    return _told(letter, LetterState.RETURNED, by, on)


@transaction.atomic
def mark_returned_by_code(
    *, code: str, by: User, on: date, reason: ReturnReason, rule: MailingRule | None = None, words: str = ""
) -> Letter:
    """Staff read the short code of a letter that came back, its address covered or torn.

    One whose writer never said that it was mailed was mailed all the same. Raises NotAllowed for a code that no
    printed letter bears, WrongState for a letter that is among the returns already or was answered.
    """
    letter = returns.find_by_code(code)
    if letter.state == LetterState.PRINTED:
        letter = mark_mailed(letter=letter, by=by, on=timezone.localdate(letter.printed_at))
    if letter.state != LetterState.MAILED:
        raise WrongState(_("This letter stands at: %(state)s.") % {"state": letter.get_state_display()})
    return mark_returned(letter=letter, by=by, on=on, reason=reason, rule=rule, words=words)


@transaction.atomic
def undo(*, letter: Letter, by: User) -> Letter:
    """Take back the last step, marked by mistake. Raises WrongState for a draft."""
    state = LetterState(letter.state)
    if state not in STEP_BACK:
        raise WrongState(_("There is no step to take back."))
    values: dict[str, Any] = {
        LetterState.PRINTED: EMPTY_SNAPSHOT,
        LetterState.MAILED: {"mailed_on": None},
        LetterState.REPLIED: {"replied_on": None},
        LetterState.RETURNED: {"returned_on": None, "return_reason": ""},
    }[state]
    _move(letter, {state}, STEP_BACK[state], values)
    if state == LetterState.RETURNED:
        returns.take_back(letter=letter)
    if state in SENT:
        change = correspondences.taken_back(letter)
        _count(letter, sent=-int(state == LetterState.MAILED), active=change, on=None)
    return _told(letter, STEP_BACK[state], by, timezone.localdate())


@transaction.atomic
def throw_away(*, letter: Letter) -> None:
    """Delete a kept letter with its words. What was counted as mailed stays counted."""
    letter.delete()


@transaction.atomic
def keep_return_address(*, writer: User, pen_name: str, lines: Sequence[str], is_woman: bool = False) -> None:
    """How the writer signs, what some women ask, and where answers go. No lines: the address is deleted."""
    User.objects.filter(pk=writer.pk).update(pen_name=pen_name, is_woman=is_woman)
    if lines:
        ReturnAddress.objects.update_or_create(writer=writer, defaults={"lines": "\n".join(lines)})
    else:
        ReturnAddress.objects.filter(writer=writer).delete()
    writer.pen_name = pen_name
    blocked.part(writer)


def refuse_unmet(letter: Letter, listing: Listing) -> None:
    """Raises WrongState where she asks something of her writers that this one has not said."""
    missing = unmet(letter.writer, listing, draft_of(letter).attested)
    if missing:
        words = _(
            "Open the draft first. Before anything is printed for her, she asks you to tick: %(words)s."
        )
        raise WrongState(words % {"words": ", ".join(str(asked.label) for asked in missing)})


def reprint(letter: Letter, listing: Listing) -> desk.Looked:
    """A printed letter once more, with the same bytes as long as the template's version is the same.

    Raises WrongState where her name, number or address has changed since: the letter would go astray.
    """
    looked = desk.look(whole_draft_of(letter), listing, code=letter.code, revised_at=letter.updated_at)
    now = (listing.committed_name, listing.id_number, "\n".join(looked.checked.lines))
    if now != (letter.committed_name, letter.id_number, letter.address_lines):
        raise WrongState(
            _(
                "Her address has changed since this letter was printed. Take the printed mark back and print it again."
            )
        )
    return looked


def _stored(draft: Draft) -> dict[str, Any]:
    """A draft in the columns of a letter: words and address encrypted beside the choices."""
    choices = draft.as_json()
    body, lines = choices.pop("body"), choices.pop("return_lines")
    return {
        "body": body,
        "return_lines": "\n".join(lines),
        "choices": json.dumps(choices),
        "paper": draft.paper,
        "envelope": draft.envelope,
    }


def _snapshot(checked: desk.Checked, rendered: Rendered, listing: Listing) -> dict[str, Any]:
    return {
        "printed_at": timezone.now(),
        "committed_name": listing.committed_name,
        "id_number": listing.id_number,
        "address_lines": "\n".join(checked.lines),
        "findings": checked.result.as_json()["findings"],
        "overridden": bool(checked.blocked),
        "template_version": TEMPLATE_VERSION,
        "pages": rendered.pages,
        "sha256": rendered.sha256,
    }


def _move(letter: Letter, wanted: set[LetterState], to: LetterState, values: dict[str, Any]) -> None:
    """Write the new state only if the letter still stands where the caller saw it."""
    moved = Letter.objects.filter(pk=letter.pk, state__in=wanted).update(state=to, **values)
    if not moved:
        raise WrongState(str(MOVED_ON))


def _told(letter: Letter, kind: LetterState, by: User, on: date) -> Letter:
    LetterEvent.objects.create(letter=letter, kind=kind, by=by, on=on)
    return Letter.objects.get(pk=letter.pk)


def _count(letter: Letter, *, sent: int, active: int, on: date | None) -> None:
    if letter.listing_id is not None:
        record_letter(listing_pk=letter.listing_id, sent=sent, active=active, on=on)
