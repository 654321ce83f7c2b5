"""Laying out a letter night: women in chunks, letters and envelopes in one order; one bad letter never ends it."""

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import islice
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from letters import desk, mailpieces
from letters.mailing_rules import Target
from letters.mailpieces import Draft
from letters.models import Night, NightLetter, ReturnedLetter
from letters.openers import called
from letters.printing import Envelope, PrintError, render_envelope
from letters.printing.batch import Part, render_envelopes, render_letters
from letters.printing.errors import engine_failed
from letters.states import NightLetterState
from letters.targets import targets_for_facilities
from profiles.models import Listing

logger = logging.getLogger(__name__)

Made = TypeVar("Made")

CHUNK = 30
#: What is typed where each woman's name goes.
NAME = "{name}"


@dataclass(frozen=True)
class Pages:
    """One woman's letter and envelope, with what is kept about them."""

    letter: Part
    envelope: Part
    facts: dict[str, Any]


@dataclass(frozen=True)
class LeftOut:
    """Nothing is printed for her, and why in words."""

    reason: str


class Files:
    """The two files of a night as they grow. Deterministic: the same pages give the same bytes."""

    def __init__(self) -> None:
        # Importing it takes long and writes to the log, which no management command should pay for.
        import pikepdf  # noqa: PLC0415

        self._pikepdf = pikepdf
        self._files = {name: pikepdf.new() for name in ("letter", "envelope")}

    def add(self, pages: Sequence[Pages]) -> None:
        for name, whole in self._files.items():
            opened: dict[int, Any] = {}
            with ExitStack() as stack:
                for part in (getattr(one, name) for one in pages):
                    # Each file once, so that its fonts come along once.
                    if id(part.pdf) not in opened:
                        opened[id(part.pdf)] = stack.enter_context(self._pikepdf.open(BytesIO(part.pdf)))
                    whole.pages.extend(opened[id(part.pdf)].pages[part.first : part.first + part.count])

    def finished(self, name: str) -> bytes:
        """Raises PrintError where there is nobody to print for."""
        whole = self._files[name]
        if not whole.pages:
            raise PrintError("missing", _("There is nobody to print for."))
        out = BytesIO()
        streams = self._pikepdf.ObjectStreamMode.generate
        whole.save(out, deterministic_id=True, object_stream_mode=streams, recompress_flate=False)
        return out.getvalue()


def chunks(night: Night) -> Iterator[list[NightLetter]]:
    items = iter(night.items.order_by("position"))
    while chunk := list(islice(items, CHUNK)):
        yield chunk


def lay_out(night: Night, draft: Draft, items: Sequence[NightLetter]) -> list[Pages | LeftOut]:
    """Pages for each item, in order. All reading from the database is done before the pages are set."""
    listings = _listings(items)
    targets = _targets(listings)
    plans = [
        _safely(_planned, night, draft, item, listings.get(item.listing_id), targets.get(item.listing_id))
        for item in items
    ]
    made = iter(_printed([plan for plan in plans if isinstance(plan, desk.Plan)]))
    return [next(made) if isinstance(plan, desk.Plan) else plan for plan in plans]


def keep(item: NightLetter, made: Pages | LeftOut) -> None:
    """Write down on an item what became of it; the caller saves it."""
    if isinstance(made, LeftOut):
        item.state, item.reason = NightLetterState.LEFT_OUT, made.reason
        return
    item.state = NightLetterState.SET
    for name, value in made.facts.items():
        setattr(item, name, value)


KEPT = (
    "state", "reason", "committed_name", "id_number", "address_lines", "facility_name", "findings", "pages", "ounces",
)  # fmt: skip


def _listings(items: Sequence[NightLetter]) -> dict[int | None, Listing]:
    found = Listing.objects.public().filter(pk__in=[item.listing_id for item in items if item.listing_id])
    return {listing.pk: listing for listing in found.select_related("system", "facility__system")}


def _targets(listings: dict[int | None, Listing]) -> dict[int | None, Target]:
    held = set(
        ReturnedLetter.objects.holding().filter(listing__in=listings).values_list("listing", flat=True)
    )
    places = targets_for_facilities({one.facility_id: one.facility for one in listings.values()}.values())
    return {pk: replace(places[one.facility_id], held=pk in held) for pk, one in listings.items()}


def _planned(
    night: Night, draft: Draft, item: NightLetter, listing: Listing | None, target: Target | None
) -> desk.Plan | LeftOut:
    if listing is None or target is None:
        return LeftOut(_("This listing is no longer available."))
    hers = replace(draft, greeting=draft.greeting.replace(NAME, called(listing.display_name)))
    plan = desk.Plan(hers, listing, target, item.code, night.created_at, night.ruled_pages)
    if plan.sheet is None:
        return _refused(plan.checked)
    desk.refuse_blocked(hers, listing)
    return plan


def _printed(plans: Sequence[desk.Plan]) -> list[Pages | LeftOut]:
    """Letters and envelopes, each kind in one file; one by one where that failed, so that one cannot spoil the rest."""
    sheets = [plan.sheet for plan in plans if plan.sheet]
    ruled_pages = plans[0].ruled_pages if plans else None
    with ThreadPoolExecutor(2) as threads:
        letters = threads.submit(render_letters, sheets, ruled_pages=ruled_pages)
        fronts = threads.submit(render_envelopes, [_envelope(plan, plan.checked.lines) for plan in plans])
    try:
        parts = zip(plans, letters.result(), fronts.result(), strict=True)
    except PrintError:
        return [_safely(_alone, plan) for plan in plans]
    return [_safely(_judged, plan, letter, front) for plan, letter, front in parts]


def _safely(make: Callable[..., Made], *parts: Any) -> Made | LeftOut:
    """What `make` gives for one woman; whatever goes wrong with her letter, the others are printed."""
    try:
        return make(*parts)
    except PrintError as error:
        return LeftOut(error.message)
    except Exception:
        logger.exception("A letter of a letter night could not be made.")
        return LeftOut(engine_failed().message)


def _judged(plan: desk.Plan, letter: Part | PrintError, front: Part | PrintError) -> Pages | LeftOut:
    if isinstance(letter, PrintError):
        raise letter
    if isinstance(front, PrintError):
        raise front
    checked = plan.judged(letter.count if plan.ruled_pages is None else plan.ruled_pages)
    if checked.opened_by([]):
        return Pages(letter, front, _facts(plan, checked, letter.count))
    # In smaller type it may be short enough.
    return _alone(plan) if desk.PAGE_RULES & set(checked.names) else _refused(checked)


def _alone(plan: desk.Plan) -> Pages | LeftOut:
    """The letter and the envelope of one woman, each set by itself."""
    looked = desk.look_at(plan)
    if looked.rendered is None or not looked.checked.opened_by([]):
        return _refused(looked.checked)
    front = render_envelope(_envelope(plan, looked.checked.lines))
    pages = looked.rendered.pages
    facts = _facts(plan, looked.checked, pages)
    return Pages(Part(looked.rendered.pdf, 0, pages), Part(front.pdf, 0, 1), facts)


def _refused(checked: desk.Checked) -> LeftOut:
    words = [finding.message for finding in checked.blocked]
    return LeftOut(" ".join(words) or _("A part of her address is still unknown."))


def _envelope(plan: desk.Plan, lines: list[str]) -> Envelope:
    return Envelope(plan.draft.envelope, lines, list(plan.draft.return_lines), code=plan.code)


def _facts(plan: desk.Plan, checked: desk.Checked, pages: int) -> dict[str, Any]:
    return {
        "committed_name": plan.listing.committed_name,
        "id_number": plan.listing.id_number,
        "address_lines": "\n".join(checked.lines),
        "facility_name": plan.listing.facility.name,
        "findings": checked.result.as_json()["findings"],
        "pages": pages,
        "ounces": mailpieces.weight_oz(pages, plan.draft),
    }
