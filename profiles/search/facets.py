"""The filter list and the chips as pages show them: labels, counts and links."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from profiles.places import State
from profiles.search.finding import Results
from profiles.search.params import Release, SearchParams
from profiles.vocabulary import Faith, Interest, Language, Seeking

SHOWN_AT_FIRST = 6  # options of a long group before "all of them"
#: Options that say what not everybody would tell everybody. Small numbers beside them could point at one woman.
SENSITIVE_GROUPS = ("faith", "release")
SENSITIVE = {("seeking", Seeking.ROMANCE.value), ("veteran", "1")}
FEWEST_SAID = 5  # smallest number shown beside a sensitive option


@dataclass(frozen=True)
class Option:
    """One choice of a filter. `count` is how many listings choosing it would leave; None where it is not said."""

    value: str
    label: str
    count: int | None
    selected: bool


@dataclass(frozen=True)
class Facet:
    """One group of choices. `many` means that several can be chosen together."""

    name: str
    label: str
    options: list[Option]
    many: bool = False

    @property
    def chosen(self) -> int:
        return sum(option.selected for option in self.options)

    @property
    def first(self) -> list[Option]:
        """The chosen options and the most frequent others."""
        return self.options[: max(SHOWN_AT_FIRST, self.chosen)]

    @property
    def rest(self) -> list[Option]:
        return self.options[len(self.first) :]


@dataclass(frozen=True)
class Chip:
    """A filter in force; following `query` removes it."""

    label: str
    query: str


def facets_of(results: Results) -> list[Facet]:
    """The filter groups in the order in which the page shows them."""
    names = results.place_names
    groups = [
        _closed(results, "seeking", _("Hopes for"), Seeking),
        _closed(results, "state", _("State"), State),
        _closed(results, "interest", _("Interests"), Interest),
        _closed(results, "language", _("Reads letters in"), Language),
        _closed(results, "release", _("Coming home"), Release, in_order=True),
        _closed(results, "faith", _("Faith"), Faith),
        _facet(results, "facility", _("Facility"), lambda slug: names.get(("facility", slug), slug)),
        _facet(results, "system", _("System"), lambda slug: names.get(("system", slug), slug)),
        flags_of(results),
    ]
    return [facet for facet in groups if facet.options]


def flags_of(results: Results) -> Facet:
    """Yes-or-no filters as one group; each option's value is its own parameter."""
    labels = {
        "no_letter": _("No letter yet"),
        "new": _("Newly listed"),
        "photo": _("Has a photo"),
        "es": _("Writes in Spanish"),
        "women_only": _("Wants women writers only"),
        "veteran": _("Veteran"),
    }
    options = [
        Option(name, label, said(results, name, "1"), getattr(results.params, name))
        for name, label in labels.items()
    ]
    return Facet("flags", _("Also"), options, many=True)


def said(results: Results, name: str, value: str) -> int | None:
    """The number beside an option; None for a small one beside a sensitive option."""
    count = results.counts.get((name, value), 0)
    hidden = 0 < count < FEWEST_SAID and (name in SENSITIVE_GROUPS or (name, value) in SENSITIVE)
    return None if hidden else count


def _values(results: Results, name: str) -> list[str]:
    return [value for group, value in results.counts if group == name]


def _closed(
    results: Results, name: str, label: str, vocabulary: type[TextChoices], *, in_order: bool = False
) -> Facet:
    language = get_language()
    facet = _facet(results, name, label, lambda word: _word(vocabulary, word, language))
    if in_order:
        facet.options.sort(key=lambda option: vocabulary.values.index(option.value))
    return facet


@lru_cache(maxsize=1_024)
def _word(vocabulary: type[TextChoices], word: str, language: str | None) -> str:
    """A word of a closed list in the present language, which is named so that it is kept for each."""
    return str(vocabulary(word).label)


def _facet(results: Results, name: str, label: str, name_of: Callable[[str], str]) -> Facet:
    """Chosen options first, then the most frequent; options that would leave nothing are left out."""
    chosen = getattr(results.params, name)
    selected = set(chosen) if isinstance(chosen, tuple) else {chosen} - {""}
    values = set(_values(results, name)) | {word for word in selected if _is_known(name, word)}
    options = [
        Option(value, name_of(value), said(results, name, value), value in selected) for value in values
    ]
    options.sort(key=lambda option: (not option.selected, -(option.count or 0), option.label))
    return Facet(name, label, options, many=isinstance(chosen, tuple))


def _is_known(name: str, word: str) -> bool:
    """Places in the address bar may be anything; only closed lists have been checked."""
    return name not in ("system", "facility")


def chips_of(results: Results, facets: list[Facet] | None = None) -> list[Chip]:
    """One chip for each filter in force, removing itself. facets: what `facets_of` says, where it is at hand."""
    if not results.params.filters:
        return []
    facets = facets_of(results) if facets is None else facets
    labels = {(facet.name, option.value): option.label for facet in facets for option in facet.options}
    return [
        Chip(_chip_label(name, value, labels), results.params.without(name, value).query_string())
        for name, value in results.params.filters
    ]


def _chip_label(name: str, value: str, labels: dict[tuple[str, str], str]) -> str:
    if name == "q":
        return _("“%(words)s”") % {"words": value}
    if name == "age_min":
        return _("%(age)s or older") % {"age": value}
    if name == "age_max":
        return _("%(age)s or younger") % {"age": value}
    return labels.get((name, value)) or labels.get(("flags", name)) or value


def clear_query(params: SearchParams) -> str:
    """Query string without any filter, keeping the order."""
    kept = SearchParams(sort=params.sort if not params.words else SearchParams().sort)
    return replace(kept, notices=()).query_string()
