"""Laying out a letter night: women in chunks, letters and envelopes in one order; one bad letter never ends it."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from letters import desk, mailpieces
from letters.mailing_rules import Target
from letters.mailpieces import Draft
from letters.models import Night, NightLetter, ReturnedLetter
from letters.openers import called
from letters.printing import PrintError
from letters.printing.workers import WORKERS
from letters.states import NightLetterState
from letters.targets import targets_for_facilities
from profiles.models import Listing

CHUNK = 50
#: What is typed where each woman's name goes.
NAME = "{name}"


@dataclass(frozen=True)
class Pages:
    """One woman's letter and envelope as PDF files, with what is kept about them."""

    letter: bytes
    envelope: bytes
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
            with ExitStack() as opened:
                for one in pages:
                    part = opened.enter_context(self._pikepdf.open(BytesIO(getattr(one, name))))
                    whole.pages.extend(part.pages)

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
    """Pages for each item, in order. All database reading is done before the pages are set side by side."""
    listings = _listings(items)
    targets = _targets(listings)
    jobs = [
        (night, draft, item, listings.get(item.listing_id), targets.get(item.listing_id)) for item in items
    ]
    with ThreadPoolExecutor(WORKERS) as threads:
        return list(threads.map(lambda job: _set(*job), jobs))


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


def _set(
    night: Night, draft: Draft, item: NightLetter, listing: Listing | None, target: Target | None
) -> Pages | LeftOut:
    """Runs in a thread and asks no database."""
    if listing is None or target is None:
        return LeftOut(_("This listing is no longer available."))
    hers = replace(draft, greeting=draft.greeting.replace(NAME, called(listing.display_name)))
    try:
        looked = _looked(night, hers, item, listing, target)
        if looked.rendered is None or not looked.checked.opened_by([]):
            words = [finding.message for finding in looked.checked.blocked]
            return LeftOut(" ".join(words) or _("A part of her address is still unknown."))
        envelope = desk.envelope(hers, looked.checked.lines, code=item.code)
    except PrintError as error:
        return LeftOut(error.message)
    return Pages(looked.rendered.pdf, envelope.pdf, _facts(hers, listing, looked, looked.rendered.pages))


def _looked(night: Night, draft: Draft, item: NightLetter, listing: Listing, target: Target) -> desk.Looked:
    facts: dict[str, Any] = {"code": item.code, "revised_at": night.created_at, "target": target}
    if night.ruled_pages:
        return desk.look_ruled(draft, listing, night.ruled_pages, **facts)
    return desk.look(draft, listing, **facts)


def _facts(draft: Draft, listing: Listing, looked: desk.Looked, pages: int) -> dict[str, Any]:
    return {
        "committed_name": listing.committed_name,
        "id_number": listing.id_number,
        "address_lines": "\n".join(looked.checked.lines),
        "facility_name": listing.facility.name,
        "findings": looked.checked.result.as_json()["findings"],
        "pages": pages,
        "ounces": mailpieces.weight_oz(pages, draft),
    }
