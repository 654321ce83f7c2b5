"""The directory as it would be written without an index of its own: one query for the page, one for the total, one for
each filter group. What the index must beat, and agree with."""

from collections import Counter
from datetime import date, datetime

from django.db.models import Count

from profiles.search import PAGE_SIZE, SearchParams, oracle
from profiles.vocabulary import Interest, Language, Seeking

Answer = tuple[int, list[int], dict[tuple[str, str], int]]


def answer(params: SearchParams, today: date, now: datetime) -> Answer:
    """Total, numbers of the page's listings, and counts of state, faith, interests, languages and hopes."""
    asked = oracle.read_words(params, today)
    found = oracle.matching(params, today, asked)
    start = (params.page - 1) * PAGE_SIZE
    ordered = oracle.ordered(found, params, today, now, asked)
    page = list(ordered.values_list("pk", flat=True)[start : start + PAGE_SIZE])
    return found.count(), page, _counts(params, today, asked)


def _counts(params: SearchParams, today: date, asked: list) -> dict[tuple[str, str], int]:
    counts: Counter[tuple[str, str]] = Counter()
    for name, column in (("state", "facility__state"), ("faith", "faith")):
        found = oracle.matching(params.without(name), today, asked).exclude(**{column: ""}).order_by()
        grouped = found.values_list(column).annotate(Count("pk"))
        counts.update({(name, value): number for value, number in grouped})
    found = oracle.matching(params, today, asked)
    for name, column, words in (
        ("interest", "interests", Interest.values),
        ("language", "languages", Language.values),
        ("seeking", "seeking", [word for word in Seeking.values if word != Seeking.ROMANCE]),
    ):
        counts.update({(name, word): found.filter(**{f"{column}__has": word}).count() for word in words})
    return {pair: number for pair, number in counts.items() if number}


def agrees(mine: Answer, total: int, page: list[int], counts: dict[tuple[str, str], int]) -> bool:
    """Whether the index says the same."""
    same = all(counts.get(pair, 0) == number for pair, number in mine[2].items())
    return same and (total, page) == mine[:2]
