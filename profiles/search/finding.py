"""Finding listings by plain SQL over what is public. One function, `find`, is all that pages know of it."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Mod, TruncDate
from django.utils import timezone

from profiles.models import Listing
from profiles.querysets import months_before
from profiles.search.codes import CODE_OF, facility_code, system_code, unpack
from profiles.search.params import FLAGS, Release, SearchParams, Sort
from profiles.vocabulary import ConsentItem, ReleaseKind, Seeking

PAGE_SIZE = 24
NEW_DAYS = 30  # how long a listing counts as newly listed


@dataclass(frozen=True)
class Results:
    """One page of answers. `listings` is in order, at most 24; `counts` is by (parameter, value)."""

    params: SearchParams
    total: int
    listings: list[Listing]
    counts: dict[tuple[str, str], int]
    page: int
    pages: int
    today: date

    @property
    def notices(self) -> tuple[str, ...]:
        return self.params.notices

    @property
    def next_query(self) -> str | None:
        """Query string of the next page, or None on the last one."""
        return self._page_query(self.page + 1) if self.page < self.pages else None

    @property
    def previous_query(self) -> str | None:
        """Query string of the page before, or None on the first one."""
        return self._page_query(self.page - 1) if self.page > 1 else None

    def _page_query(self, page: int) -> str:
        return replace(self.params, page=page, after="").query_string()


def find(params: SearchParams, today: date | None = None) -> Results:
    """Answer one question: the total, one page of cards, and how many each further filter would leave.

    `today` is a day in the site's time zone. At most six queries, whatever is asked. A page past the end gives
    the last one.
    """
    today = today or timezone.localdate()
    found = matching(params, today)
    ordered = list(_ordered(found, params, today).values_list("pk", flat=True))
    pages = max(1, -(-len(ordered) // PAGE_SIZE))
    page = min(_page_after(params, ordered) or params.page, pages)
    shown = ordered[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    cards = (
        Listing.objects.public(today).filter(pk__in=shown).select_related("search_row").for_cards().in_bulk()
    )
    return Results(
        params=params,
        total=len(ordered),
        listings=[cards[pk] for pk in shown if pk in cards],
        counts=count_options(params, today),
        page=page,
        pages=pages,
        today=today,
    )


def matching(params: SearchParams, today: date) -> QuerySet[Listing]:
    """Public listings that fit every filter, in no order."""
    found = Listing.objects.public(today).filter(search_row__isnull=False)
    for word in params.words:
        found = found.filter(search_row__words__contains=f" {word}")
    for condition in _conditions(params, today).values():
        found = found.filter(condition)
    return found


def _conditions(params: SearchParams, today: date) -> dict[str, Q]:
    """One condition for each filter in force, by its parameter."""
    wanted = {
        name: _text_condition(name, getattr(params, name))
        for name in ("state", "system", "facility", "faith")
    }
    wanted = {name: condition for name, condition in wanted.items() if getattr(params, name)}
    for name, column in (("interest", "interests"), ("language", "languages")):
        words = getattr(params, name)
        if words:
            wanted[name] = _all_of([Q(**{f"{column}__has": word}) for word in words])
    if params.seeking:
        wanted["seeking"] = _all_of([_seeking(word) for word in params.seeking])
    if params.release:
        wanted["release"] = release_condition(params.release, today)
    if params.age_min:
        wanted["age_min"] = Q(birth_date__lte=months_before(today, params.age_min * 12))
    if params.age_max:
        wanted["age_max"] = Q(birth_date__gt=months_before(today, (params.age_max + 1) * 12))
    wanted |= {name: _flag_condition(name, today) for name in FLAGS if getattr(params, name)}
    return wanted


def _text_condition(name: str, value: str) -> Q:
    column = {
        "state": "facility__state",
        "system": "system__slug",
        "facility": "facility__slug",
        "faith": "faith",
    }
    return Q(**{column[name]: value})


def _all_of(conditions: list[Q]) -> Q:
    whole = Q()
    for condition in conditions:
        whole &= condition
    return whole


def _seeking(word: str) -> Q:
    """Romance counts only where she agreed to show it."""
    condition = Q(seeking__has=word)
    if word == Seeking.ROMANCE:
        condition &= Q(no_romance=False, **{f"consent_{ConsentItem.ROMANCE}_on__isnull": False})
    return condition


def _flag_condition(name: str, today: date) -> Q:
    return {
        "veteran": Q(veteran=True),
        "new": Q(first_published_at__date__gt=today - timedelta(days=NEW_DAYS)),
        "photo": Q(
            consent_photo_on__isnull=False, pk__in=Listing.objects.filter(photos__isnull=False).values("pk")
        ),
        "women_only": Q(women_only=True),
        "es": Q(languages__has="es"),
        "no_letter": Q(letters_sent=0),
    }[name]


def release_condition(window: str, today: date) -> Q:
    """Listings whose day of coming home falls into a window (a Release value), counted from a day."""
    if window in (Release.LIFE, Release.UNKNOWN):
        return Q(release_kind=ReleaseKind.LIFE if window == Release.LIFE else ReleaseKind.UNKNOWN)
    year, five = months_before(today, -12), months_before(today, -60)
    dated = Q(release_kind=ReleaseKind.DATE)
    return {
        Release.YEAR: dated & Q(release_date__lte=year),
        Release.ONE_TO_FIVE: dated & Q(release_date__gt=year, release_date__lte=five),
        Release.LONGER: dated & Q(release_date__gt=five),
    }[Release(window)]


# --- Order ----------------------------------------------------------------------------------------------------


def _ordered(found: QuerySet[Listing], params: SearchParams, today: date) -> QuerySet[Listing]:
    """In a total order, the same for every page of a day."""
    if params.sort == Sort.FAIR:
        return found.annotate(full=_full(), turn=_turn(today)).order_by("full", "letters_sent", "turn", "pk")
    if params.sort == Sort.WAITING:
        waits = Coalesce("last_letter_on", TruncDate("first_published_at"))
        return found.annotate(waits=waits).order_by("waits", "pk")
    if params.sort == Sort.BIRTHDAY:
        return found.annotate(days=_days_to_birthday(today)).order_by("days", "pk")
    if params.sort == Sort.RELEVANCE:
        return found.annotate(tier=_tier(params.words)).order_by("tier", "-first_published_at", "pk")
    orders = {
        Sort.NEWEST: ["-first_published_at", "pk"],
        Sort.VERIFIED: ["-verified_on", "pk"],
        Sort.RELEASE: [F("release_date").asc(nulls_last=True), "pk"],
    }
    return found.order_by(*orders[Sort(params.sort)])


def _full() -> Case:
    """1 for women who take no new writers now: they come after those who wait for a letter."""
    full = Q(paused=True) | Q(max_writers__isnull=False, active_writers__gte=F("max_writers"))
    return Case(When(full, then=Value(1)), default=Value(0), output_field=IntegerField())


def _turn(today: date) -> Mod:
    """A shuffle that changes each day and holds all day: among equals, everybody is first on some day."""
    return Mod(
        F("pk") * 7919 + Value(today.toordinal() * 104_729), Value(10_007), output_field=IntegerField()
    )


def _days_to_birthday(today: date) -> Case:
    """Days until her birthday; those who did not agree to show it come last."""
    day = today.timetuple().tm_yday
    later = F("search_row__birth_day") - Value(day)
    return Case(
        When(search_row__birth_day=0, then=Value(1_000)),
        When(search_row__birth_day__gte=day, then=later),
        default=later + Value(366),
        output_field=IntegerField(),
    )


def _tier(words: list[str]) -> Case:
    """0 where every word begins a word of her name, facility or city, 1 where only her text has them."""
    named = _all_of([Q(search_row__names__contains=f" {word}") for word in words])
    return Case(When(named, then=Value(0)), default=Value(1), output_field=IntegerField())


def _page_after(params: SearchParams, ordered: list[int]) -> int | None:
    """The page that follows the listing named by `after` (its slug), or None."""
    if not params.after:
        return None
    pk = Listing.objects.public().filter(slug=params.after).values_list("pk", flat=True).first()
    return (ordered.index(pk) + 1) // PAGE_SIZE + 1 if pk in ordered else None


# --- Counts ---------------------------------------------------------------------------------------------------

#: Groups of which one option can be chosen: their counts leave the group's own filter out.
SINGLE_GROUPS = ("state", "system", "facility", "faith", "release")


def count_options(params: SearchParams, today: date) -> dict[tuple[str, str], int]:
    """How many listings each option would leave, under all the other filters."""
    counts: Counter[tuple[str, str]] = Counter()
    _count(counts, params, today, None)
    for group in SINGLE_GROUPS:
        if getattr(params, group):
            _count(counts, params.without(group), today, group)
    return dict(counts)


def _count(counts: Counter, params: SearchParams, today: date, only: str | None) -> None:
    """Add the counts of one base: of every group, or of `only` this one in place of what it had."""
    found: Counter[tuple[str, str]] = Counter()
    names = _names_by_code()
    rows = matching(params, today).values_list(
        "search_row__codes", "system__slug", "facility__slug", "system_id", "facility_id", "letters_sent",
        "release_kind", "release_date", "first_published_at",
    )  # fmt: skip
    windows = _Windows(today)
    for codes, system, facility, system_id, facility_id, letters, kind, release, published in rows.iterator():
        places = {system_code(system_id), facility_code(facility_id)}
        found.update(names[code] for code in unpack(codes) if code not in places and code in names)
        found.update([("system", system), ("facility", facility), ("release", windows.of(kind, release))])
        if letters == 0:
            found["no_letter", "1"] += 1
        if timezone.localdate(published) > today - timedelta(days=NEW_DAYS):
            found["new", "1"] += 1
    for key in [key for key in counts if key[0] == only]:
        del counts[key]
    counts.update({key: count for key, count in found.items() if only in (None, key[0])})


def _names_by_code() -> dict[int, tuple[str, str]]:
    """(parameter, value) of each packed number."""
    names = {code: pair for pair, code in CODE_OF.items() if pair[0] not in ("flag", "release_kind")}
    return names | {code: (name, "1") for (group, name), code in CODE_OF.items() if group == "flag"}


class _Windows:
    """Which release window a row falls into; agrees with `release_condition`."""

    def __init__(self, today: date) -> None:
        self.year, self.five = months_before(today, -12), months_before(today, -60)

    def of(self, kind: str, release: date | None) -> str:
        if kind != ReleaseKind.DATE or release is None:
            return str(Release.LIFE if kind == ReleaseKind.LIFE else Release.UNKNOWN)
        if release <= self.year:
            return str(Release.YEAR)
        return str(Release.ONE_TO_FIVE if release <= self.five else Release.LONGER)
