"""Things in a letter that its writer may want to look at once more before it goes. They stop nothing.

Plain patterns in English and Spanish, each of bounded length: they find what is said openly, and miss the rest.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from profiles.hints import HintKind, hints_in
from profiles.models import Listing

LONGEST_QUOTE = 60  # characters


class CautionKind(TextChoices):
    """What was found; the label is what to think of."""

    CONTACT = "contact", _("Others read this letter. Leave phone numbers and web names for a later one.")
    BANK = "bank", _("This looks like a card, bank or social security number. Never put one in a letter.")
    MONEY = (
        "money",
        _("An offer of money changes a friendship, and one that comes to nothing does harm. Wait with it."),
    )
    CHILD = "child", _("A child’s name and age together are best left out.")
    RELEASE = (
        "release",
        _("Plans for when she comes home are hers to raise. A promise now may be hard to keep."),
    )
    CASE = "case", _("Let her raise her case and her sentence herself, if she wants to.")
    ROMANCE = "romance", _("She does not look for romance. Friendship is what she asks for.")
    BLANK = "blank", _("Words in [brackets] are a place for your own. Fill it in, or take it out.")
    NAMED = "named", _("Some mailrooms turn back mail that speaks of pen pals. “Friend” does as well.")  # fmt: skip


@dataclass(frozen=True)
class Caution:
    """One thing to look at, with the words it was found in."""

    kind: CautionKind
    found: str

    @property
    def message(self) -> str | Promise:
        return self.kind.label


_CHILD_WORDS = (
    "(?i:(?:my|our|mi|mis|nuestr[oa]) (?:\\w{2,12} )?(?:son|daughter|boy|girl|kid|child|grandson|granddaughter|"
    "grandchild|niece|nephew|hijo|hija|niño|niña|nieto|nieta|sobrino|sobrina)s?)"
)
_AGE = (
    "(?:\\b(?:[1-9]|1[0-7])\\b|(?i:\\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    "fourteen)\\b))"
)
_PATTERNS = {
    CautionKind.BANK: re.compile(
        r"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)|(?<![\d-])(?:\d[ -]?){13,19}(?!\d)|\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}\b"
        r"|\b(?i:routing|account|card|cuenta|tarjeta) (?i:number|no\.?|número)\D{0,12}\d{4,}"
    ),
    CautionKind.MONEY: re.compile(
        r"\b(?:send|wire|mail|put|give|lend|pay|deposit|transfer|enviar(?:te|é)?|mandar(?:te|é)?|depositar(?:te|é)?|"
        r"prestar(?:te|é)?)\b[^.!?\n]{0,40}(?:\bmoney\b|\bcash\b|\bdollars?\b|[$€£]\s?\d|\byour books\b|"
        r"\bcommissary\b|\byour account\b|\bdinero\b|\bdólares\b)",
        re.IGNORECASE,
    ),
    CautionKind.CHILD: re.compile(
        rf"{_CHILD_WORDS}[^.!?\n]{{0,20}}?\b[A-ZÁÉÍÓÚÑ][\w’'-]{{1,20}}[^.!?\n]{{0,40}}?{_AGE}"
    ),
    CautionKind.RELEASE: re.compile(
        r"\b(?:when|after|once|as soon as) you(?:’re|'re| are)? (?:get out|come out|(?:come|get) home|out|released)\b"
        r"|\b(?:live|stay|move in) with (?:me|us)\b|\bpick you up\b|\b(?:waiting|wait) for you at the gate\b"
        r"|\bcuando salgas\b|\bvivir conmigo\b",
        re.IGNORECASE,
    ),
    CautionKind.CASE: re.compile(
        r"\bwhat did you do\b|\bwhat are you in for\b|\byour (?:crime|offense|charges?|conviction)\b"
        r"|\b(?:looked|googled) you up\b|\bare you guilty\b|\bqué hiciste\b|\btu (?:delito|condena)\b",
        re.IGNORECASE,
    ),
    CautionKind.BLANK: re.compile(r"\[[^\W\d][^\[\]\n]{4,58}\]"),
    CautionKind.NAMED: re.compile(r"\bpen[ -]?pals?\b", re.IGNORECASE),
}  # fmt: skip
_ROMANCE = re.compile(
    r"\bin love\b|\bmarry\b|\bgirlfriend\b|\bsexy\b|\bkiss(?:es|ing)?\b|\bdarling\b|\bsweetheart\b|\bmy love\b"
    r"|\bmi amor\b|\bnovia\b|\bcasar(?:me|nos)\b|\bbes(?:os|arte)\b",
    re.IGNORECASE,
)
CONTACTS = (HintKind.PHONE, HintKind.EMAIL, HintKind.WEB, HintKind.HANDLE)


def cautions_in(text: str, listing: Listing) -> list[Caution]:
    """At most one of each kind, in the order of the kinds; [] for a letter like any other."""
    found = {kind: words for kind, words in _all(text, listing) if words}
    return [Caution(kind, found[kind]) for kind in CautionKind if kind in found]


def speaks_of_pen_pals(text: str) -> bool:
    return bool(_PATTERNS[CautionKind.NAMED].search(text))


def _all(text: str, listing: Listing) -> Iterator[tuple[CautionKind, str]]:
    contact = next((hint for hint in hints_in(text) if hint.kind in CONTACTS), None)
    yield CautionKind.CONTACT, text[contact.start : contact.end] if contact else ""
    for kind, pattern in _PATTERNS.items():
        yield kind, _first(pattern, text)
    if listing.no_romance:
        yield CautionKind.ROMANCE, _first(_ROMANCE, text)


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return " ".join(found[0].split())[:LONGEST_QUOTE] if found else ""
