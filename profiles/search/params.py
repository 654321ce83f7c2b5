"""What a visitor asks of the directory, read from the address bar. Nothing there can be an error: what makes no sense
is left out and said so."""

import re
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from profiles.places import State
from profiles.search.text import MAX_QUERY_CHARACTERS, MAX_QUERY_WORDS, words_of
from profiles.vocabulary import Faith, Interest, Language, Seeking

MIN_AGE, MAX_AGE = 18, 110  # years
MAX_PAGE = 100_000
_VISIT = re.compile(r"[a-z]+(-[0-9a-z]{1,14}){2,3}(-p)?")


class Sort(TextChoices):
    FAIR = "fair", pgettext_lazy("order", "Fewest letters")
    NEWEST = "newest", pgettext_lazy("order", "Newest")
    WAITING = "waiting", pgettext_lazy("order", "Longest waiting")
    VERIFIED = "verified", pgettext_lazy("order", "Recently verified")
    RELEASE = "release", pgettext_lazy("order", "Coming home soonest")
    BIRTHDAY = "birthday", pgettext_lazy("order", "Birthday soon")
    RELEVANCE = "relevance", pgettext_lazy("order", "Best match")


class Release(TextChoices):
    """Windows of the day she comes home."""

    YEAR = "12m", gettext_lazy("Within a year")
    ONE_TO_FIVE = "1-5y", gettext_lazy("In one to five years")
    LONGER = "longer", gettext_lazy("In more than five years")
    LIFE = "life", gettext_lazy("A life sentence")
    UNKNOWN = "unknown", gettext_lazy("Not known")


SINGLE_CHOICES: dict[str, list[str]] = {
    "state": State.values,
    "faith": Faith.values,
    "release": Release.values,
    "sort": Sort.values,
}
MANY_CHOICES: dict[str, list[str]] = {
    "interest": Interest.values,
    "language": Language.values,
    "seeking": Seeking.values,
}
FLAGS = ("veteran", "new", "photo", "women_only", "es", "no_letter")
SLUGS = ("system", "facility")
KNOWN = {"q", "age_min", "age_max", "after", "page", *SLUGS, *FLAGS, *SINGLE_CHOICES, *MANY_CHOICES}


@dataclass(frozen=True)
class SearchParams:
    """One question to the directory, in domain types. Empty text and False mean "not asked"."""

    q: str = ""
    state: str = ""
    system: str = ""
    facility: str = ""
    interest: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    seeking: tuple[str, ...] = ()
    faith: str = ""
    age_min: int | None = None
    age_max: int | None = None
    release: str = ""
    veteran: bool = False
    new: bool = False
    photo: bool = False
    women_only: bool = False
    es: bool = False
    no_letter: bool = False
    sort: str = Sort.FAIR
    after: str = ""
    page: int = 1
    notices: tuple[str, ...] = field(default=(), compare=False)

    @property
    def words(self) -> list[str]:
        """The folded words of the text search."""
        return words_of(self.q)

    @classmethod
    def from_query(cls, query: QueryDict) -> "SearchParams":
        """Read a query string. Never raises; `notices` say what was ignored and why, in plain words."""
        return _Reader(query).read()

    def without(self, name: str, value: str = "") -> "SearchParams":
        """The same question with one filter (or one of its values) taken away, from the first page."""
        default = _BLANK.__getattribute__(name)
        present = getattr(self, name)
        if isinstance(present, tuple) and value:
            default = tuple(word for word in present if word != value)
        changes = {name: default, "after": "", "page": 1, "notices": ()}
        if name == "q" and self.sort == Sort.RELEVANCE:
            changes["sort"] = Sort.FAIR  # best match needs words
        return replace(self, **changes)

    def query_string(self) -> str:
        """As it stands in the address bar: only what differs from the defaults, in a fixed order."""
        usual = replace(_BLANK, sort=self.usual_sort)
        pairs: list[tuple[str, object]] = []
        for name in _ORDER:
            value = getattr(self, name)
            if value == getattr(usual, name):
                continue
            pairs += [(name, item) for item in value] if isinstance(value, tuple) else [(name, value)]
        return urlencode([(name, "1" if value is True else value) for name, value in pairs])

    @property
    def usual_sort(self) -> str:
        """The order where the address names none: best match for words, else the fair one."""
        return Sort.RELEVANCE if self.words else Sort.FAIR

    @property
    def filters(self) -> list[tuple[str, str]]:
        """Filters in force as (parameter, value) pairs, each removable by itself."""
        found: list[tuple[str, str]] = []
        for name in _ORDER[: _ORDER.index("sort")]:
            value = getattr(self, name)
            if value == getattr(_BLANK, name):
                continue
            found += [(name, item) for item in value] if isinstance(value, tuple) else [(name, str(value))]
        return found


_BLANK = SearchParams()
_ORDER = [name for name in SearchParams.__dataclass_fields__ if name != "notices"]


class _Reader:
    """Reads one query string, collecting notices."""

    def __init__(self, query: QueryDict) -> None:
        self.query = query
        self.notices: list[str] = []

    def read(self) -> SearchParams:
        values: dict = {"q": self.text()}
        values |= {name: self.one_of(name, allowed) for name, allowed in SINGLE_CHOICES.items()}
        values |= {name: self.many_of(name, allowed) for name, allowed in MANY_CHOICES.items()}
        values |= {name: self.slug(name) for name in SLUGS}
        values |= {name: self.flag(name) for name in FLAGS}
        values["after"] = self.visit()
        values["age_min"], values["age_max"] = self.ages()
        values["page"] = self.number("page", 1, MAX_PAGE) or 1
        if values["sort"] == Sort.RELEVANCE and not words_of(values["q"]):
            values["sort"] = ""
            self.notices.append(_("“Best match” needs a search word; the fair order is used instead."))
        values["sort"] = values["sort"] or (Sort.RELEVANCE if words_of(values["q"]) else Sort.FAIR)
        if any(name not in KNOWN for name in self.query):
            self.notices.append(_("A filter in the address was not understood and left out."))
        return SearchParams(**values, notices=tuple(dict.fromkeys(self.notices)))

    def last(self, name: str) -> str:
        values = [value for value in self.query.getlist(name) if value]
        if len(values) > 1:
            self.notices.append(
                _("Only one choice is possible for “%(name)s”; the last one is used.") % {"name": name}
            )
        return values[-1] if values else ""

    def text(self) -> str:
        """The search text: one line, without control characters, of bounded length and number of words."""
        typed = "".join(char if char.isprintable() else " " for char in self.last("q"))
        typed = " ".join(typed.split())
        if len(typed) > MAX_QUERY_CHARACTERS:
            self.notices.append(
                _("Your search is long; only its first %(count)s characters are used.")
                % {"count": MAX_QUERY_CHARACTERS}
            )
            typed = typed[:MAX_QUERY_CHARACTERS]
        if len(words_of(typed)) > MAX_QUERY_WORDS:
            self.notices.append(
                _("Only the first %(count)s words are searched for.") % {"count": MAX_QUERY_WORDS}
            )
            typed = " ".join(typed.split()[:MAX_QUERY_WORDS])
        if typed and not words_of(typed):
            self.notices.append(_("Your search holds no letters or digits; it is left out."))
            return ""
        return typed

    def one_of(self, name: str, allowed: list[str]) -> str:
        value = self.last(name)
        if value and value not in allowed:
            self.ignored(name)
            return ""
        return value

    def many_of(self, name: str, allowed: list[str]) -> tuple[str, ...]:
        values = [value for value in self.query.getlist(name) if value]
        known = tuple(word for word in allowed if word in set(values))
        if any(value not in allowed for value in values):
            self.ignored(name)
        return known

    def slug(self, name: str) -> str:
        value = self.last(name)
        if value and not (len(value) <= 220 and all(char.isalnum() or char in "-_" for char in value)):
            self.ignored(name)
            return ""
        return value

    def visit(self) -> str:
        """Where a visit stands, if it has the makeup of one; `visits` says whether it still holds."""
        value = self.last("after")
        if value and not _VISIT.fullmatch(value):
            self.ignored("after")
            return ""
        return value

    def flag(self, name: str) -> bool:
        value = self.last(name).lower()
        if value in ("", "0", "false", "no", "off"):
            return False
        if value not in ("1", "true", "yes", "on"):
            self.ignored(name)
            return False
        return True

    def number(self, name: str, least: int, most: int) -> int | None:
        value = self.last(name)
        if not value:
            return None
        if not value.isascii() or not value.isdigit() or len(value) > 9:
            self.ignored(name)
            return None
        if not least <= int(value) <= most:
            self.ignored(name)
            return None
        return int(value)

    def ages(self) -> tuple[int | None, int | None]:
        low, high = self.number("age_min", MIN_AGE, MAX_AGE), self.number("age_max", MIN_AGE, MAX_AGE)
        if low and high and low > high:
            self.notices.append(_("The ages were the wrong way round; they are exchanged."))
            low, high = high, low
        return (None if low == MIN_AGE else low), (None if high == MAX_AGE else high)

    def ignored(self, name: str) -> None:
        self.notices.append(_("A value for “%(name)s” was not understood and left out.") % {"name": name})
