"""Letter nights: letters and envelopes for up to a thousand women, made in the background."""

import csv
import io
import json
import logging
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from letters import actions, night_printing, postage
from letters.blocked import without_blocked
from letters.mailpieces import Draft
from letters.models import Letter, LetterEvent, Night, NightLetter, PostageRate
from letters.printing import ENVELOPE_SIZES, TEMPLATE_VERSION, CoverList, Rendered, render_cover
from letters.querysets import NightQuerySet
from letters.states import LetterKind, LetterState, NightLetterState, NightState
from profiles.codes import random_code
from profiles.errors import WrongState
from profiles.models import Listing, User

logger = logging.getLogger(__name__)

MOST = 1000
KEPT = timedelta(days=7)  # the files hold letters and addresses; they are for printing, not for keeping
STUCK = timedelta(minutes=3)  # without a sign of work; a chunk takes seconds
LOOK_AFTER = timedelta(minutes=4)
S = NightState


def women(
    *, count: int, writer: User | None = None, state: str = "", facility: str = "", by_women: bool = False
) -> list[Listing]:
    """Women who take new writers, those with the fewest letters first, at most `count`.

    by_women: everybody who writes is a woman; else those who asked for women only are left in peace.
    writer: whoever prints; women who want no letters from them are not named.
    """
    found = Listing.objects.writable().for_cards()
    if writer:
        found = without_blocked(found, writer)
    if not by_women:
        found = found.filter(women_only=False)
    if state:
        found = found.filter(facility__state=state)
    if facility.strip():
        found = found.filter(facility__name__icontains=facility.strip())
    return list(found.order_by("letters_sent", "first_published_at", "pk")[:count])


@transaction.atomic
def start(*, writer: User, slugs: Sequence[str], draft: Draft, ruled_pages: int | None) -> Night:
    """Queue a night for women who are public, in the order given. ruled_pages: None for a typed letter.

    Women who want no letters from the writer are passed over like those who are no longer public. Raises WrongState
    while another night of theirs is unfinished, or where nobody is left to write to.
    """
    if Night.objects.of(writer).unfinished().exists():
        raise WrongState(_("Another letter night of yours is being printed. Wait for it, or cancel it."))
    found = without_blocked(Listing.objects.public(), writer, draft.return_lines)
    public = {one.slug: one for one in found.filter(slug__in=slugs)}
    chosen = [public[slug] for slug in dict.fromkeys(slugs) if slug in public][:MOST]
    if not chosen:
        raise WrongState(_("There is nobody to print for."))
    night = Night.objects.create(
        writer=writer,
        draft=json.dumps(draft.as_json()),
        ruled_pages=ruled_pages,
        for_organisation=draft.sender == "organization",
        total=len(chosen),
    )
    codes = _free_codes(len(chosen))
    NightLetter.objects.bulk_create(
        NightLetter(
            night=night, listing=one, position=number, display_name=one.display_name, code=codes.pop()
        )
        for number, one in enumerate(chosen, start=1)
    )
    transaction.on_commit(partial(print_night.enqueue, night.pk))
    transaction.on_commit(partial(_look_later, night.pk))
    return night


def _free_codes(count: int) -> set[str]:
    """Codes that no letter bears, nor one of a night: one that is taken would stop the marking of a printed night."""
    codes: set[str] = set()
    while len(codes) < count:
        drawn = {random_code() for _ in range(count - len(codes))}
        for model in (Letter, NightLetter):
            drawn -= set(model.objects.filter(code__in=drawn).values_list("code", flat=True))
        codes |= drawn
    return codes


def cancel(*, night: Night) -> None:
    """Stop before the next few letters. Raises WrongState where it has finished."""
    _move(night, Q(state__in=(S.QUEUED, S.RUNNING)), state=S.CANCELLED, finished_at=timezone.now())
    delete_files(_paths(night).values())


@transaction.atomic
def start_again(*, night: Night) -> None:
    """Begin anew what an error or a lost worker has stopped. Raises WrongState while it works or has finished."""
    now = timezone.now()
    stopped = Q(state=S.FAILED) | Q(state__in=(S.QUEUED, S.RUNNING), touched_at__lt=now - STUCK)
    _move(night, stopped, state=S.QUEUED, done=0, touched_at=now, finished_at=None)
    night.items.update(state=NightLetterState.WAITING, reason="")
    transaction.on_commit(partial(print_night.enqueue, night.pk))


@task()
def look_after(night_pk: int) -> bool:
    """Begin a night anew whose worker was killed in the middle of it, and look again later. Returns whether it was so.

    Runs every few minutes until the night has finished, so that nobody has to notice.
    """
    night = Night.objects.unfinished().filter(pk=night_pk).first()
    if night is None:
        return False
    is_stuck = night.touched_at < timezone.now() - STUCK
    if is_stuck:
        with suppress(WrongState):  # somebody was quicker
            start_again(night=night)
    _look_later(night_pk)
    return is_stuck


def _look_later(night_pk: int) -> None:
    look_after.using(run_after=timezone.now() + LOOK_AFTER).enqueue(night_pk)


@task()
def print_night(night_pk: int) -> str:
    """Lay out a letter night. Nothing is kept of one that was cancelled or broken. Returns its state at the end."""
    claimed = Night.objects.filter(pk=night_pk, state=S.QUEUED)
    if claimed.update(state=S.RUNNING, touched_at=timezone.now()):
        night = Night.objects.get(pk=night_pk)
        try:
            _print(night)
        except Exception:
            logger.exception("A letter night stopped.")
            Night.objects.filter(pk=night_pk, state=S.RUNNING).update(state=S.FAILED)
    return Night.objects.filter(pk=night_pk).values_list("state", flat=True).first() or ""


def _print(night: Night) -> None:
    draft = draft_of(night)
    files, done = night_printing.Files(), 0
    for items in night_printing.chunks(night):
        made = night_printing.lay_out(night, draft, items)
        files.add([one for one in made if isinstance(one, night_printing.Pages)])
        for item, one in zip(items, made, strict=True):
            night_printing.keep(item, one)
        NightLetter.objects.bulk_update(items, night_printing.KEPT)
        if not _still(night, done).update(done=done + len(items), touched_at=timezone.now()):
            return
        done += len(items)
    _finish(night, files, done)


def _finish(night: Night, files: night_printing.Files, done: int) -> None:
    """Store the files, then say that they are there: whatever happens between, nobody is given half of them."""
    values = {}
    if night.items.filter(state=NightLetterState.SET).exists():
        values = _paths(night)
        delete_files(values.values())  # what a killed worker may have left
        for field, kind in (("letters_pdf", "letter"), ("envelopes_pdf", "envelope")):
            values[field] = storages["private"].save(values[field], ContentFile(files.finished(kind)))
    if not _still(night, done).update(state=S.DONE, finished_at=timezone.now(), **values):
        delete_files(values.values())


@transaction.atomic
def mark_printed(*, night: Night) -> int:
    """All letters in the files are on paper: each becomes a letter of its own. Returns how many."""
    _move(night, Q(state=S.DONE), state=S.PRINTED)
    draft, now = draft_of(night), timezone.now()
    items = night.items.filter(state=NightLetterState.SET).order_by("position")
    letters = Letter.objects.bulk_create([_letter(night, item, draft) for item in items])
    LetterEvent.objects.bulk_create(
        LetterEvent(letter=one, kind=LetterState.PRINTED, by=night.writer, on=timezone.localdate(now), at=now)
        for one in letters
    )
    return len(letters)


@transaction.atomic
def mark_mailed(*, night: Night, on: date) -> None:
    """All its printed letters are in the mail; the worker counts them for each woman, which takes a while."""
    _move(night, Q(state=S.PRINTED), state=S.MAILED)
    transaction.on_commit(partial(mail_letters.enqueue, night.pk, on.isoformat()))


@task()
def mail_letters(night_pk: int, on: str) -> int:
    """Mark each letter of a night as mailed, one by one, so that nobody waits for all. Returns how many there were.

    Letters of a night begin no correspondence.
    """
    night = Night.objects.select_related("writer").get(pk=night_pk)
    letters = list(night.letters.printed_only().order_by("pk"))
    for letter in letters:
        actions.mark_mailed(letter=letter, by=night.writer, on=date.fromisoformat(on))
    return len(letters)


def cover_rows(night: Night) -> list[list[str]]:
    """Number, name, ID, facility, pages, ounces, dollars and code of each letter, in the order of the files."""
    draft, rate = draft_of(night), PostageRate.objects.on()
    is_flat = ENVELOPE_SIZES[draft.envelope].is_flat
    rows = []
    for number, item in enumerate(_set_items(night), start=1):
        price = postage.cents(float(item.ounces or 0), rate, is_flat=is_flat)
        dollars = f"{price / 100:.2f}" if price is not None else ""
        facts = (item.pages, item.ounces, dollars, item.code)
        rows.append([str(number), item.committed_name, item.id_number, item.facility_name, *map(str, facts)])
    return rows


def cover_columns() -> list[str]:
    return [
        _("No."), _("Name on the envelope"), _("Number"), _("Facility"), _("Pages"), _("Ounces"), _("Postage ($)"),
        _("Code"),
    ]  # fmt: skip


def cover_pdf(night: Night) -> Rendered:
    """The cover list as a PDF. Raises PrintError where nobody is in the files."""
    weights = _("Weights are worked out for plain 20 lb paper. Weigh a few before you stamp them.")
    below = [weights, *postage.about(PostageRate.objects.on())]
    title = _("Letters, %(day)s") % {"day": timezone.localdate(night.created_at).isoformat()}
    return render_cover(CoverList(title, cover_columns(), cover_rows(night), below, draft_of(night).paper))


def cover_csv(night: Night) -> str:
    """The cover list as CSV with a header. No cell is taken for a formula."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(cover_columns())
    rows.writerows(
        [f"'{cell}" if cell[:1] in "=+-@\t" else cell for cell in row] for row in cover_rows(night)
    )
    return out.getvalue()


def draft_of(night: Night) -> Draft:
    return Draft.from_json(json.loads(night.draft))


def files_of(writer: User) -> list[str]:
    """Names of all private files of somebody's letter nights."""
    return [name for night in Night.objects.of(writer) for name in _names(night)]


def delete_files(names: Iterable[str]) -> None:
    for name in names:
        storages["private"].delete(name)


def forget_files() -> int:
    """Delete the files of nights that finished long enough ago. Returns of how many nights."""
    due = Night.objects.filter(finished_at__lt=timezone.now() - KEPT).exclude(
        letters_pdf="", envelopes_pdf=""
    )
    count = 0
    for night in due:
        delete_files(_names(night))
        Night.objects.filter(pk=night.pk).update(letters_pdf="", envelopes_pdf="")
        count += 1
    return count


def _set_items(night: Night) -> Iterable[NightLetter]:
    return night.items.filter(state=NightLetterState.SET).order_by("position")


def _letter(night: Night, item: NightLetter, draft: Draft) -> Letter:
    choices = draft.as_json()
    body, lines = choices.pop("body"), choices.pop("return_lines")
    return Letter(
        code=item.code,
        writer=night.writer,
        listing_id=item.listing_id,
        night=night,
        display_name=item.display_name,
        kind=LetterKind.RULED if night.ruled_pages else LetterKind.TYPED,
        state=LetterState.PRINTED,
        body=body,
        return_lines="\n".join(lines),
        choices=json.dumps(choices),
        paper=draft.paper,
        envelope=draft.envelope,
        printed_at=timezone.now(),
        committed_name=item.committed_name,
        id_number=item.id_number,
        address_lines=item.address_lines,
        findings=item.findings,
        template_version=TEMPLATE_VERSION,
        pages=item.pages,
    )


def _names(night: Night) -> list[str]:
    return [file.name for file in (night.letters_pdf, night.envelopes_pdf) if file.name]


def _paths(night: Night) -> dict[str, str]:
    """Where the files of a night are stored, by their fields."""
    return {f"{name}_pdf": f"nights/{night.code}-{name}.pdf" for name in ("letters", "envelopes")}


def _still(night: Night, done: int) -> NightQuerySet:
    """The night, unless somebody cancelled it meanwhile or another worker has begun it anew."""
    return Night.objects.filter(pk=night.pk, state=S.RUNNING, done=done)


def _move(night: Night, wanted: Q, **values: object) -> None:
    if not Night.objects.filter(wanted, pk=night.pk).update(**values):
        raise WrongState(_("This letter night has moved on since you opened the page. Look at it again."))
