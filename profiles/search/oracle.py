"""The same answers as `finding`, by plain SQL over what is public: slow, simple, and what the index is held against."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, ExpressionWrapper, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, ExtractDay, ExtractMonth, Mod, TruncDate, TruncSecond
from django.utils import timezone

from profiles.models import Listing, Word
from profiles.querysets import ListingQuerySet, months_before
from profiles.search.codes import birthday_number
from profiles.search.fairness import SPACING, WHEEL, bucket_of, start_of
from profiles.search.params import FLAGS, Release, SearchParams, Sort
from profiles.search.spelling import MOST_CORRECTED, distance, edits_of
from profiles.search.text import Question, Term, question, questions
from profiles.vocabulary import ConsentItem, ReleaseKind, Seeking

NEW_DAYS = 30  # how long a listing counts as newly listed
_FIRST_OF_TIER = (51, 21, 11, 6, 3, 2, 1, 0)  # fewest letters of each tier, the last tier first


@dataclass(frozen=True)
class Answer:
    """Everybody who fits, by number and in order, and the counts of options."""

    order: list[int]
    counts: dict[tuple[str, str], int]

    @property
    def total(self) -> int:
        return len(self.order)


def answer(params: SearchParams, today: date | None = None, now: datetime | None = None) -> Answer:
    """What `find` must say at the beginning of a visit."""
    now = now or timezone.now()
    today = today or timezone.localdate(now)
    asked = read_words(params, today)
    found = matching(params, today, asked)
    order = ordered(found, params, today, now, asked).values_list("pk", flat=True)
    return Answer(list(order), count_options(params, today, asked))


def matching(params: SearchParams, today: date, asked: list[Question]) -> ListingQuerySet:
    """Public listings that fit every filter, in no order."""
    found = Listing.objects.public(today).filter(search_row__isnull=False)
    for one in asked:
        found = found.filter(_has(one.anywhere))
    for condition in _conditions(params, today).values():
        found = found.filter(condition)
    return found


# --- Words ------------------------------------------------------------------------------------------------------


def _has(term: Term) -> Q:
    condition = Q(search_text__tokens__contains=f" {term.prefix}") if term.prefix else Q(pk__in=[])
    for token in term.tokens:
        condition |= Q(search_text__tokens__contains=f" {token} ")
    return condition


def read_words(params: SearchParams, today: date) -> list[Question]:
    """What the words ask for, mistyped ones replaced by the nearest that somebody public has."""
    asked = questions(params.words)
    public = Listing.objects.public(today)
    unknown = [one.word for one in asked if not public.filter(_has(one.anywhere)).exists()][:MOST_CORRECTED]
    read = {word: _nearest(word, today) for word in unknown}
    return questions([read.get(word) or word for word in params.words])


def _nearest(word: str, today: date) -> str | None:
    if not edits_of(word, is_name=False):
        return None
    found = []
    for other, edits in Word.objects.values_list("word", "edits"):
        far = distance(word, other)
        if 0 < far <= edits:
            term = Term(question(other, last=False).anywhere.tokens[:1])
            found.append((far, -Listing.objects.public(today).filter(_has(term)).count(), other))
    known = [one for one in found if one[1]]
    return min(known)[2] if known else None


# --- Filters ----------------------------------------------------------------------------------------------------


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


def ordered(
    found: QuerySet[Listing], params: SearchParams, today: date, now: datetime, asked: list[Question]
) -> QuerySet[Listing]:
    """What was found, in a total order."""
    found = found.annotate(second=TruncSecond("first_published_at"))
    if params.sort == Sort.FAIR:
        found = found.annotate(full=_full(), tier=_letter_tier(), turn=_turn(now))
        return found.order_by("full", "tier", "turn", "pk")
    if params.sort == Sort.WAITING:
        waits = Coalesce("last_letter_on", TruncDate("first_published_at"))
        return found.annotate(waits=waits).order_by("waits", "pk")
    if params.sort == Sort.BIRTHDAY:
        return found.annotate(days=_days_to_birthday(today)).order_by("days", "pk")
    if params.sort == Sort.RELEVANCE:
        return found.annotate(tier=_word_tier(asked)).order_by("tier", "-second", "pk")
    orders: dict[str, list[Any]] = {
        Sort.NEWEST: ["-second", "pk"],
        Sort.VERIFIED: ["-verified_on", "pk"],
        Sort.RELEASE: [F("release_date").asc(nulls_last=True), "pk"],
    }
    return found.order_by(*orders[Sort(params.sort)])


def _full() -> Case:
    """1 for women who take no new writers now: they come after those who wait for a letter."""
    full = Q(paused=True) | Q(max_writers__isnull=False, active_writers__gte=F("max_writers"))
    return Case(When(full, then=Value(1)), default=Value(0), output_field=IntegerField())


def _letter_tier() -> Case:
    cases = [
        When(letters_sent__gte=fewest, then=Value(7 - place)) for place, fewest in enumerate(_FIRST_OF_TIER)
    ]
    return Case(*cases, output_field=IntegerField())


def _turn(now: datetime) -> Mod:
    """Distance on the wheel from the moment's starting point."""
    ahead = WHEEL - start_of(bucket_of(now))
    spot = ExpressionWrapper(F("pk") * Value(SPACING) + Value(ahead), output_field=IntegerField())
    return Mod(spot, Value(WHEEL), output_field=IntegerField())


def _days_to_birthday(today: date) -> Case:
    """Days until her birthday, all months taken as 31; those who did not agree to show it come last."""
    number = (ExtractMonth("birth_date") - 1) * 31 + ExtractDay("birth_date")
    ahead = Mod(number - Value(birthday_number(today)) + Value(372), Value(372), output_field=IntegerField())
    return Case(
        When(consent_birthday_on__isnull=True, then=Value(1_000)), default=ahead, output_field=IntegerField()
    )


def _word_tier(asked: list[Question]) -> Case:
    """The first tier in or before which every word is found: name, facility, city, then her text."""
    cases = []
    for tier in range(3):
        within = [_any_of([_has(term) for term in one.tiers[: tier + 1]]) for one in asked]
        cases.append(When(_all_of(within), then=Value(tier)))
    return Case(*cases, default=Value(3), output_field=IntegerField())


def _any_of(conditions: list[Q]) -> Q:
    whole = Q(pk__in=[])
    for condition in conditions:
        whole |= condition
    return whole


# --- Counts ---------------------------------------------------------------------------------------------------

#: Groups of which one option can be chosen: their counts leave the group's own filter out.
SINGLE_GROUPS = ("state", "system", "facility", "faith", "release")


def count_options(params: SearchParams, today: date, asked: list[Question]) -> dict[tuple[str, str], int]:
    """How many listings each option would leave, under all the other filters; one listing after the other."""
    counts: Counter[tuple[str, str]] = Counter()
    bases = [
        ("", params),
        *((group, params.without(group)) for group in SINGLE_GROUPS if getattr(params, group)),
    ]
    for own, base in bases:
        listings: ListingQuerySet = matching(base, today, asked)
        found = Counter(pair for listing in listings.for_cards() for pair in options_of(listing, today))
        kept = {key: count for key, count in found.items() if own in ("", key[0])}
        counts = Counter({key: count for key, count in counts.items() if key[0] != own} | kept)
    return dict(counts)


def options_of(listing: Listing, today: date) -> list[tuple[str, str]]:
    """Every (parameter, value) that fits one listing, read from the listing itself."""
    pairs = [("interest", word) for word in listing.interests]
    pairs += [("language", word) for word in listing.languages]
    romance = listing.agrees_to(ConsentItem.ROMANCE) and not listing.no_romance
    pairs += [("seeking", word) for word in listing.seeking if word != Seeking.ROMANCE or romance]
    pairs += [("system", listing.system.slug), ("facility", listing.facility.slug)]
    pairs += [("state", listing.facility.state), ("faith", listing.faith)]
    pairs.append(("release", _window_of(listing, today)))
    flags = {
        "veteran": listing.veteran,
        "photo": listing.agrees_to(ConsentItem.PHOTO) and bool(listing.photos.all()),
        "women_only": listing.women_only,
        "es": "es" in listing.languages,
        "no_letter": listing.letters_sent == 0,
        "new": timezone.localdate(listing.first_published_at) > today - timedelta(days=NEW_DAYS),
    }
    return [pair for pair in pairs if pair[1]] + [(name, "1") for name, fits in flags.items() if fits]


def _window_of(listing: Listing, today: date) -> str:
    if listing.release_date is None:
        return str(Release.LIFE if listing.release_kind == ReleaseKind.LIFE else Release.UNKNOWN)
    if listing.release_date <= months_before(today, -12):
        return str(Release.YEAR)
    return str(Release.ONE_TO_FIVE if listing.release_date <= months_before(today, -60) else Release.LONGER)
