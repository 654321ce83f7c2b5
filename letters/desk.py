"""The writing desk: listing and choices in; the mailroom check and the pages out.

The check always comes before the pages, and the page count it judges is the PDF's own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import cached_property

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from letters import mailpieces
from letters.addresses import placeholders
from letters.mailing_rules import Finding, Level, Result, Target, check, parse_mailpiece
from letters.mailpieces import Draft
from letters.printing import (
    Envelope,
    LetterSheet,
    PrintError,
    Rendered,
    preview_pages,
    render_envelope,
    render_letter,
    render_ruled,
)
from letters.targets import target_for_listing
from profiles.blocking import is_blocked
from profiles.models import Listing

#: Where mail goes at all: a refusal of this rule has no way past.
ROUTE_RULE = "mail_route"
#: Rules that a shorter letter may keep.
PAGE_RULES = {"max_pages", "max_items", "max_weight_oz"}
#: Parts of an address that a listing may not hold yet; on paper a gap is left to write them by hand.
WRITTEN_BY_HAND = ("unit", "housing")
GAP = "__________"


class Refused(Exception):
    """The mailroom check refuses this piece; nothing was printed. `checked` holds the findings."""

    def __init__(self, checked: "Checked") -> None:
        super().__init__("refused by the mailroom check")
        self.checked = checked


@dataclass(frozen=True)
class Checked:
    """What the check says about one piece, in the groups people read."""

    result: Result

    @cached_property
    def blocked(self) -> list[Finding]:
        return self.result.at(Level.REFUSED)

    @cached_property
    def look_again(self) -> list[Finding]:
        """Broken rules we are not sure of, then what could not be checked."""
        return [*self.result.at(Level.ASK_FIRST), *self.result.at(Level.CANNOT_CHECK)]

    @cached_property
    def notices(self) -> list[Finding]:
        return self.result.at(Level.NOTICE)

    @cached_property
    def fine(self) -> list[Finding]:
        return self.result.at(Level.PASSED)

    @property
    def has_no_way_past(self) -> bool:
        """Nothing may be printed: mail does not reach her at this address, or a part of it is not known."""
        routed = not any(finding.rule == ROUTE_RULE for finding in self.blocked)
        return not routed or not self.lines or bool(placeholders(self.lines))

    @property
    def lines(self) -> list[str]:
        """Address lines for paper, with a gap for what is written by hand; [] where there is none to print."""
        return with_gaps(self.result.address_lines)

    @property
    def names(self) -> list[str]:
        """The refused rules by name, each once: what "print anyway" must name."""
        return sorted({finding.rule for finding in self.blocked})

    def opened_by(self, named: Iterable[str]) -> bool:
        """Whether these pages may be printed, given the refusals that somebody has named and accepts."""
        return not self.has_no_way_past and set(self.names) <= set(named)

    def open(self, named: Iterable[str]) -> None:
        """Raises Refused unless these pages may be printed."""
        if not self.opened_by(named):
            raise Refused(self)


@dataclass(frozen=True)
class Looked:
    """A letter from the desk, laid out and checked. `rendered` is None where there is no address to print."""

    checked: Checked
    rendered: Rendered | None
    sheet: LetterSheet | None = None

    def open(self, named: Iterable[str]) -> Rendered:
        """The pages, for somebody who names and accepts every refusal. Raises Refused."""
        self.checked.open(named)
        if self.rendered is None:
            raise Refused(self.checked)
        return self.rendered


@dataclass(frozen=True)
class Plan:
    """A letter before its pages are set; ruled_pages for one that is written by hand. Asks no database.

    code, revised_at: see `look`.
    """

    draft: Draft
    listing: Listing
    target: Target
    code: str | None = None
    revised_at: datetime | None = None
    ruled_pages: int | None = None

    def judged(self, pages: int) -> Checked:
        """What the check says of it with so many pages."""
        make = mailpieces.typed_letter if self.ruled_pages is None else mailpieces.ruled_letter
        return _checked(make(self.draft, self.listing, pages), self.target)

    @cached_property
    def checked(self) -> Checked:
        """What the check says before the pages are counted."""
        return self.judged(self.ruled_pages or 1)

    @cached_property
    def sheet(self) -> LetterSheet | None:
        """What to set, or None where there is no address to print."""
        if self.checked.has_no_way_past:
            return None
        # Somebody who writes by hand writes the date by hand.
        draft = self.draft if self.ruled_pages is None else replace(self.draft, dated=None)
        return _sheet(draft, self.listing, self.checked.lines, code=self.code, revised_at=self.revised_at)


def with_gaps(lines: Iterable[str]) -> list[str]:
    filled = list(lines)
    for name in WRITTEN_BY_HAND:
        filled = [line.replace(f"{{{name}}}", GAP) for line in filled]
    return filled


def asks_for_unit(listing: Listing, target: Target) -> bool:
    """Whether the address has a place for her housing unit, and we do not know it."""
    return not listing.housing_unit and bool(placeholders(target.route.lines) & set(WRITTEN_BY_HAND))


def look(
    draft: Draft,
    listing: Listing,
    *,
    code: str | None = None,
    revised_at: datetime | None = None,
    target: Target | None = None,
) -> Looked:
    """Lay out and check a letter. Raises PrintError where its words cannot be printed.

    code: the letter's own, where it is kept with an account. revised_at: aware; it is the PDF's only date.
    target: where her mail goes, if the caller has it already.
    """
    refuse_blocked(draft, listing)
    plan = Plan(draft, listing, target or target_for_listing(listing), code, revised_at)
    return look_at(plan)


def look_at(plan: Plan) -> Looked:
    """Lay out and check a planned letter. Asks no database. Raises PrintError."""
    if plan.sheet is None:
        return Looked(plan.checked, None)
    if plan.ruled_pages is not None:
        return Looked(plan.checked, render_ruled(plan.sheet, plan.ruled_pages), plan.sheet)
    rendered = render_letter(plan.sheet)
    checked = plan.judged(rendered.pages)
    if PAGE_RULES & set(checked.names) and (squeezed := _squeezed(plan, plan.sheet, rendered.pages)):
        return squeezed
    return Looked(checked, rendered, plan.sheet)


def refuse_blocked(draft: Draft, listing: Listing) -> None:
    """Raises PrintError where she wants no letters from this sender. The words do not say that it was she."""
    if isinstance(listing, Listing) and is_blocked(listing, draft.return_lines):
        raise PrintError("blocked", _("We cannot take a letter here now. You can write to somebody else."))


def _squeezed(plan: Plan, sheet: LetterSheet, pages: int) -> Looked | None:
    """The letter of so many pages in smaller type, where that makes it short enough for the mailroom; else None."""
    for fewer in range(pages - 1, 0, -1):
        checked = plan.judged(fewer)
        if not PAGE_RULES & set(checked.names):
            smaller = replace(sheet, max_pages=fewer)
            rendered = render_letter(smaller)
            return Looked(checked, rendered, smaller) if rendered.pages == fewer else None
    return None


def pictures(looked: Looked) -> list[bytes]:
    """The pages just as they print, as PNG images; [] where nothing can be printed. Raises PrintError."""
    return preview_pages(looked.sheet) if looked.sheet else []


def envelope(draft: Draft, lines: list[str], *, code: str | None = None) -> Rendered:
    """The envelope of a letter from the desk. Raises PrintError."""
    return render_envelope(Envelope(draft.envelope, lines, list(draft.return_lines), code=code))


def blank_letter(listing: Listing, *, pages: int, paper: str, named: Iterable[str] = ()) -> Rendered:
    """Ruled sheets for a letter by hand. Raises Refused, or PrintError."""
    checked = check_blank_letter(listing, pages=pages, paper=paper)
    checked.open(named)
    draft = Draft(paper=paper, dated=None)
    return render_ruled(_sheet(draft, listing, checked.lines), pages)


def blank_envelope(listing: Listing, *, size: str, named: Iterable[str] = ()) -> Rendered:
    """An addressed envelope, its return address left to be written. Raises Refused, or PrintError."""
    checked = check_blank_envelope(listing, size=size)
    checked.open(named)
    return render_envelope(Envelope(size, checked.lines, []))


def check_blank_letter(listing: Listing, *, pages: int, paper: str, target: Target | None = None) -> Checked:
    """target: where her mail goes, if the caller has it already; reading it takes a few queries."""
    piece = mailpieces.blank_letter(listing, pages=pages, paper=paper)
    return _checked(piece, target or target_for_listing(listing))


def check_blank_envelope(listing: Listing, *, size: str) -> Checked:
    return _checked(mailpieces.blank_envelope(listing, size=size), target_for_listing(listing))


def _checked(piece: dict, target: Target) -> Checked:
    return Checked(check(parse_mailpiece(piece), target))


def _sheet(
    draft: Draft,
    listing: Listing,
    lines: list[str],
    *,
    code: str | None = None,
    revised_at: datetime | None = None,
) -> LetterSheet:
    return LetterSheet(
        committed_name=listing.committed_name,
        id_number=listing.id_number,
        id_label=listing.system.id_label,
        address_lines=lines,
        sender_lines=list(draft.return_lines),
        date_text=date_words(draft),
        salutation=draft.greeting,
        body=draft.body,
        closing=draft.closing,
        signature=draft.signature,
        paper=draft.paper,
        face=draft.face,
        language=draft.language,
        code=code,
        photos=draft.printed_photos,
        photo_layout=draft.photo_layout,
        revised_at=revised_at or _at_midnight(draft),
    )


def date_words(draft: Draft) -> str:
    """The letter's date as people write it in the letter's language, or nothing."""
    if not draft.dated:
        return ""
    language = draft.language if translation.check_for_language(draft.language) else "en"
    with translation.override(language):
        # Django's English format shortens the months.
        return formats.date_format(draft.dated, "F j, Y" if language == "en" else "DATE_FORMAT")


def _at_midnight(draft: Draft) -> datetime:
    """Says no more than the letter's own date does."""
    return datetime.combine(draft.dated or timezone.localdate(), time.min, tzinfo=UTC)
