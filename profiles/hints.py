"""Things in her words that staff should look at twice: ways to reach somebody, money, numbers, and children.

A hint only draws a moderator's eye, and never decides: rather one too many than one too few. Numbers and addresses are
found by libraries that others keep up to date; what people write around filters, and how they speak of their children,
by patterns of our own.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from linkify_it import LinkifyIt
from phonenumbers import Leniency, PhoneNumberMatcher
from stdnum import luhn

COUNTRY = "US"  # numbers without a country's code are of there
MINOR_YEARS = 18


class HintKind(TextChoices):
    PHONE = "phone", _("Phone number")
    EMAIL = "email", _("E-mail address")
    WEB = "web", _("Web address")
    HANDLE = "handle", _("Name on a social network")
    NETWORK = "network", _("Social network")
    MONEY = "money", _("Money")
    NUMBER = "number", _("ID number")
    MINOR = "minor", _("Age or birthday of a child")


@dataclass(frozen=True, order=True)
class Hint:
    """Characters `start` to `end` of a text, and what they look like."""

    start: int
    end: int
    kind: HintKind


#: Endings of addresses that the library does not know by itself, beside those of two letters.
_ENDINGS = ("app", "page", "link", "online", "site", "blog", "chat", "club", "live", "love", "me", "social", "store",
            "tech", "tv", "website", "world", "xyz")  # fmt: skip
_LINKS = LinkifyIt(options={"fuzzy_ip": True}).tlds(list(_ENDINGS), True)

_WRITTEN_OUT = re.compile(
    r"[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}(?:\s?(?:\.|\(dot\)|\[dot\])\s?[a-z]{2,24}){1,3}",
    re.IGNORECASE,
)
_WWW = re.compile(r"(?:https?://|www\.)\S{1,200}", re.IGNORECASE)
_NETWORKS = (
    "facebook", "instagram", "insta", "tik ?tok", "snap ?chat", "whats ?app", "telegram", "twitter", "discord",
    "only ?fans", "messenger", "linked ?in", "you ?tube", "pinterest", "reddit",
)  # fmt: skip
_HANDLE = re.compile(r"(?<![\w.])@\w{3,30}|\b(?:ig|fb|sc|snap)\s?:\s?[\w.]{3,30}", re.IGNORECASE)
_NETWORK = re.compile(rf"\b(?:{'|'.join(_NETWORKS)})\b", re.IGNORECASE)
_MONEY_WORDS = (
    "money", "cash ?app", "cash", "apple ?pay", "google ?pay", "donat(?:e|ion|ions)", "commissary", "deposit",
    "gift ?cards?", "jpay", "pay ?pal", "venmo", "zelle", "western union", "money ?gram", "go ?fund ?me", "bit ?coin",
    "crypto", "bank account", "dollars?", "on my books", "care packages?", "dinero", "dólares", "depósito", "economato",
    "giro", "transferencia",
)  # fmt: skip
_MONEY = re.compile(rf"[$€£]\s?\d[\d.,]{{0,12}}|\b(?:{'|'.join(_MONEY_WORDS)})\b", re.IGNORECASE)
_CALLED = (
    "id|doc|cdcr?|tdcj|bop|inmate|register|registration|offender|case|booking|ssn|social security|passport"
    "|licen[sc]e"
)
_NUMBERED = re.compile(
    rf"\b(?:{_CALLED})\b(?:\s(?:no\.?|number|is|card)|\s?[#:]){{0,3}}\s?#?\s?[a-z]{{0,2}}\d[\d -]{{3,14}}\d\b"
    r"|#\s?[a-z]{0,2}\d[\d-]{3,14}\d\b|\bA[ -]?\d{8,9}\b",
    re.IGNORECASE,
)
_SOCIAL_SECURITY = re.compile(r"(?<![\d-])\d{3}[ -]\d{2}[ -]\d{4}(?![\d-])")
_CARD = re.compile(r"(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])")

_CHILD = (
    r"\b(?:(?:grand|step)?(?:son|daughter|child|kid|baby)s?|(?:grand|step)?children|boys?|girls?|twins?|nieces?|nephews?"
    r"|hij[oa]s?|niet[oa]s?|sobrin[oa]s?|niñ[oa]s?|bebés?)\b"
)
_AGE = r"(?:1[0-7]|\d)\b(?!\s?(?:hours?|miles?|times|years?\sago|horas|millas|veces|%))"
_IS = r"(?:[,(:]|\b(?:is|are|aged?|turn(?:s|ed)|will be|who is|tiene|cumple|de)\b)"
_AGE_AFTER = re.compile(
    rf"{_CHILD}(?:\s[^\W\d_]{{1,20}}){{0,3}}?\s?{_IS}\s?(?:now\s|just\s|only\s)?{_AGE}",
    re.IGNORECASE,
)
_AGE_BEFORE = re.compile(
    r"\b(?:1[0-7]|\d)[\s-](?:years?|months?|yrs?)[\s-]old\b|\b(?:1[0-7]|\d)\saños\b", re.IGNORECASE
)
_BORN = re.compile(
    rf"{_CHILD}[^.!?\n]{{0,40}}\b(?:born|birthday|birth date|nació|nacid[oa]|cumpleaños)\b[^.!?\n]{{0,30}}?"
    r"(?:\d{1,2}[/.-]\d{1,2}(?:[/.-](?P<short>\d{2,4}))?|(?P<year>(?:19|20)\d\d)\b|\b\d{1,2}\b)",
    re.IGNORECASE,
)

_PATTERNS = (
    (HintKind.EMAIL, _WRITTEN_OUT),
    (HintKind.WEB, _WWW),
    (HintKind.HANDLE, _HANDLE),
    (HintKind.NETWORK, _NETWORK),
    (HintKind.MONEY, _MONEY),
    (HintKind.NUMBER, _NUMBERED),
    (HintKind.NUMBER, _SOCIAL_SECURITY),
    (HintKind.MINOR, _AGE_AFTER),
    (HintKind.MINOR, _AGE_BEFORE),
)


def hints_in(text: str, today: date | None = None) -> list[Hint]:
    """What to look at in a text, in its order, without overlaps. Empty for a text like any other.

    today: decides who born in a year is a child (default: today by the site's calendar).
    """
    found: list[Hint] = []
    all_hints = [*_by_pattern(text), *_phones(text), *_links(text), *_cards(text)]
    all_hints += _births(text, today or timezone.localdate())
    for hint in sorted(all_hints, key=lambda hint: (hint.start, -hint.end, hint.kind)):
        if not found or hint.start >= found[-1].end:
            found.append(hint)
    return found


def labels_of(hints: Iterable[Hint]) -> list[str]:
    """What was found, each kind once, in the order of the text."""
    return list(dict.fromkeys(str(hint.kind.label) for hint in hints))


def _by_pattern(text: str) -> Iterator[Hint]:
    for kind, pattern in _PATTERNS:
        yield from (Hint(match.start(), match.end(), kind) for match in pattern.finditer(text))


def _phones(text: str) -> Iterator[Hint]:
    """Numbers of a possible length: whether one is in use does not matter here."""
    for match in PhoneNumberMatcher(text, COUNTRY, leniency=Leniency.POSSIBLE):
        yield Hint(match.start, match.end, HintKind.PHONE)


def _links(text: str) -> Iterator[Hint]:
    for match in _LINKS.match(text) or ():
        kind = HintKind.EMAIL if match.schema == "mailto:" else HintKind.WEB
        yield Hint(match.index, match.last_index, kind)


def _cards(text: str) -> Iterator[Hint]:
    """Numbers of cards, whose last digit checks the others."""
    for match in _CARD.finditer(text):
        if luhn.is_valid(re.sub(r"[ -]", "", match[0])):
            yield Hint(match.start(), match.end(), HintKind.NUMBER)


def _births(text: str, today: date) -> Iterator[Hint]:
    """Birthdays of children: of those whose year is given, only who may be under age on that day."""
    for match in _BORN.finditer(text):
        year = int(match["year"] or match["short"] or 0)
        year += 2000 if 0 < year < 100 else 0
        if not year or today.year - MINOR_YEARS <= year <= today.year:
            yield Hint(match.start(), match.end(), HintKind.MINOR)
