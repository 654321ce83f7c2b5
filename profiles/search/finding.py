"""Finding listings. One function, `find`, is all that pages know of it; `oracle` says the same slowly, in SQL."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from profiles.models import Listing
from profiles.search.index.live import live
from profiles.search.index.orders import NUMBERS
from profiles.search.index.query import Query
from profiles.search.params import SearchParams, Sort
from profiles.search.spelling import MOST_CORRECTED, near
from profiles.search.text import Question, Term, question, questions
from profiles.search.visits import Visit

PAGE_SIZE = 24
_ROUNDS = 4  # times that a page is filled up where listings have just gone


@dataclass(frozen=True)
class Results:
    """One page of answers: at most 24 listings in order, as `load` reads them, and `counts` by (parameter, value).

    `visit` keeps the order still while somebody looks through its pages.
    """

    params: SearchParams
    total: int
    listings: list[Any]
    counts: dict[tuple[str, str], int]
    page: int
    pages: int
    today: date
    visit: Visit
    ends: tuple[int | None, int | None] = (None, None)  # positions that the pages before and after begin from
    corrections: dict[str, str] = field(default_factory=dict)
    place_names: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def notices(self) -> tuple[str, ...]:
        """What was ignored in the question, and which words were read otherwise."""
        read = [
            _("No listing has “%(typed)s”. These have “%(read)s”.") % {"typed": typed, "read": word}
            for typed, word in self.corrections.items()
        ]
        return (*self.params.notices, *read)

    @property
    def next_query(self) -> str | None:
        """Query string of the next page, or None on the last one."""
        after = self.ends[1]
        return None if after is None else self._query(self.page + 1, self.visit.at(after))

    @property
    def previous_query(self) -> str | None:
        """Query string of the page before, or None on the first one."""
        before = self.ends[0]
        return None if before is None else self._query(self.page - 1, self.visit.at(before, backwards=True))

    def page_query(self, number: int) -> str:
        """Query string of a page by its number, in the same visit."""
        return self._query(number, replace(self.visit, stretch=0, place=None, backwards=False))

    @property
    def first_shown(self) -> int:
        """Place of the page's first listing among all."""
        return (self.page - 1) * PAGE_SIZE + 1

    @property
    def last_shown(self) -> int:
        """Place of the page's last listing among all."""
        return min(self.first_shown + PAGE_SIZE - 1, self.total)

    def _query(self, page: int, visit: Visit) -> str:
        return replace(self.params, page=page, after=str(visit)).query_string()


@dataclass(frozen=True)
class _Cut:
    """The positions of a page, its number, and whether pages lie before and after it."""

    positions: list[int]
    page: int
    earlier: bool
    later: bool

    @classmethod
    def of(cls, found: list[int], visit: Visit, page: int) -> "_Cut":
        """`found` holds one position more than a page where there is one."""
        more = len(found) > PAGE_SIZE
        if visit.backwards:
            return cls(found[-PAGE_SIZE:], max(page, 2) if more else 1, more, True)
        page = page if visit.place is None else max(page, 2)
        return cls(found[:PAGE_SIZE], page, page > 1, more)

    @property
    def ends(self) -> tuple[int | None, int | None]:
        if not self.positions:
            return None, None
        return self.positions[0] if self.earlier else None, self.positions[-1] if self.later else None


Load = Callable[[Sequence[int], date], Mapping[int, Any]]


def public_listings(numbers: Sequence[int], today: date) -> dict[int, Listing]:
    """Those of these listings that are public now, with what cards show."""
    return Listing.objects.public(today).filter(pk__in=numbers).for_cards().in_bulk()


def find(
    params: SearchParams,
    today: date | None = None,
    now: datetime | None = None,
    load: Load = public_listings,
) -> Results:
    """Answer one question: the total, one page of cards, and how many each further filter would leave.

    `today` is a day in the site's time zone, `now` the moment at which a new visit begins. `load` reads the listings of
    a page and must leave out whoever is not public at that moment. At most four queries,
    whatever is asked: changes, sets of words not asked for lately, cards, their photos. Two more where a word is
    mistyped, a few after changes, two for each time that listings withdrawn a moment ago had to be replaced.
    A page past the end gives the last one.
    """
    now = now or timezone.now()
    today = today or timezone.localdate(now)
    live.refresh()
    asked, corrections = _read_words(params, today)
    texts = live.texts(_terms(asked, params.sort))
    with live.reading() as store:
        query = Query(store, params, today, asked, texts, live.places)
        visit = _visit(params, now, store.seq, store.log_since)
        pages = max(1, -(-query.total // PAGE_SIZE))
        page = min(params.page, pages)
        skip = 0 if visit.place is not None else (page - 1) * PAGE_SIZE
        cut = _Cut.of(query.page(visit, PAGE_SIZE + 1, skip), visit, page)
        total, counts, names = query.total, query.counts(), live.places.names
    listings, cut = _Page(query, visit, today, load).fill(cut)
    return Results(
        params=params,
        total=total,
        listings=listings,
        counts=counts,
        page=cut.page,
        pages=max(pages, cut.page),
        today=today,
        visit=visit,
        ends=cut.ends,
        corrections=corrections,
        place_names=names,
    )


def current_change() -> tuple[int, int]:
    """Number and mark of the last change known here, after taking in what is new. One question."""
    return live.refresh()


def _visit(params: SearchParams, now: datetime, seq: int, oldest: int) -> Visit:
    """The visit that the address goes on with, or a new one; also where it began longer ago than is remembered."""
    going_on = Visit.read(params.after, params.sort, now, seq) if params.after else None
    if going_on and (going_on.moment.seq >= oldest or params.sort != Sort.FAIR):
        return going_on
    return Visit.begin(params.sort, now, seq)


# --- Words ------------------------------------------------------------------------------------------------------


def _terms(asked: Sequence[Question], sort: str) -> list[Term]:
    """All that is looked for; names and places by themselves only where they decide who comes first."""
    tiers = [term for one in asked for term in one.tiers] if sort == Sort.RELEVANCE else []
    return [*(one.anywhere for one in asked), *tiers]


def _read_words(params: SearchParams, today: date) -> tuple[list[Question], dict[str, str]]:
    """What the words ask for, and how mistyped ones were read: as the nearest word that somebody public has."""
    asked = questions(params.words)
    if not asked:
        return [], {}
    texts = live.texts(_terms(asked, params.sort))
    with live.reading() as store:
        public = store.day(today).public
        unknown = [one.word for one in asked if texts[one.anywhere].isdisjoint(public)]
    corrections = _corrections(unknown[:MOST_CORRECTED], today)
    read = [corrections.get(word, word) for word in params.words]
    return (questions(read) if corrections else asked), corrections


def _corrections(unknown: Sequence[str], today: date) -> dict[str, str]:
    candidates = near(unknown)
    if not candidates:
        return {}
    terms = {other: _whole(other) for found in candidates.values() for _far, other in found}
    texts = live.texts(list(terms.values()))
    with live.reading() as store:
        public = store.day(today).public
        known = {other: texts[term].intersection_cardinality(public) for other, term in terms.items()}
    ranked = {
        word: sorted((far, -known[other], other) for far, other in found if known[other])
        for word, found in candidates.items()
    }
    return {word: found[0][2] for word, found in ranked.items() if found}


def _whole(word: str) -> Term:
    """The word itself, without what its stem or beginning would find."""
    return Term(question(word, last=False).anywhere.tokens[:1])


# --- The listings of a page -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Page:
    """Reads the listings of a page, each asked of the database again: an index that lags can hide, never show."""

    query: Query
    visit: Visit
    today: date
    load: Load

    def fill(self, cut: _Cut) -> tuple[list[Any], _Cut]:
        """The listings; where some have gone, the next ones take their place (reading forwards)."""
        shown = self._read(cut.positions)
        for _round in range(_ROUNDS):
            if len(shown) == len(cut.positions) or not cut.later or self.visit.backwards:
                break
            more, later = self._next(cut.positions[-1], PAGE_SIZE - len(shown))
            found = self._read(more)
            shown |= found
            kept = [one for one in [*cut.positions, *more] if one in shown]
            cut = replace(cut, positions=kept or more[-1:], later=later)
        return [shown[one] for one in cut.positions if one in shown], cut

    def _next(self, last: int, lacking: int) -> tuple[list[int], bool]:
        """The positions that follow, and whether there are more."""
        with live.reading():
            more = self.query.page(self.visit.at(last), lacking + 1)
        return more[:lacking], len(more) > lacking

    def _read(self, positions: Sequence[int]) -> dict[int, Any]:
        numbers = {position & NUMBERS: position for position in positions}
        found = self.load(list(numbers), self.today) if numbers else {}
        return {numbers[number]: listing for number, listing in found.items()}
