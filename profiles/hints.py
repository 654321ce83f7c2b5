"""Things in her words that staff should look at twice: ways to reach somebody, and money.

Plain and robust rather than clever: a hint only draws a moderator's eye, and never decides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HintKind(TextChoices):
    PHONE = "phone", _("Phone number")
    EMAIL = "email", _("E-mail address")
    WEB = "web", _("Web address or handle")
    MONEY = "money", _("Money")


@dataclass(frozen=True, order=True)
class Hint:
    """Characters `start` to `end` of a text, and what they look like."""

    start: int
    end: int
    kind: HintKind


_TOP_LEVEL = "com|org|net|info|edu|gov|us|me|io|co|app|page|link|tv"
_MONEY_WORDS = (
    "money", "cash ?app", "cash", "donat(?:e|ion|ions)", "commissary", "deposit", "gift ?cards?", "jpay", "pay ?pal",
    "venmo", "zelle", "western union", "money ?gram", "go ?fund ?me", "bit ?coin", "bank account", "dollars?",
    "dinero", "dólares", "depósito", "economato",
)  # fmt: skip
_PATTERNS = {
    HintKind.EMAIL: re.compile(
        r"[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}(?:\s?(?:\.|\(dot\)|\[dot\])\s?[a-z]{2,24}){1,3}",
        re.IGNORECASE,
    ),
    HintKind.WEB: re.compile(
        rf"(?:https?://|www\.)\S{{1,200}}|\b[a-z0-9-]{{1,63}}\.(?:{_TOP_LEVEL})\b|(?<![\w.])@\w{{3,30}}", re.IGNORECASE
    ),
    HintKind.PHONE: re.compile(r"(?<![\d-])(?:\+?1[ .-]?)?\(?\d{3}\)?[ .-]{0,2}\d{3}[ .-]?\d{4}(?![\d-])"),
    HintKind.MONEY: re.compile(rf"[$€£]\s?\d[\d.,]{{0,12}}|\b(?:{'|'.join(_MONEY_WORDS)})\b", re.IGNORECASE),
}  # fmt: skip


def hints_in(text: str) -> list[Hint]:
    """What to look at in a text, in its order, without overlaps. Empty for a text like any other."""
    found: list[Hint] = []
    for hint in sorted(_all(text)):
        if not found or hint.start >= found[-1].end:
            found.append(hint)
    return found


def _all(text: str) -> Iterator[Hint]:
    for kind, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            yield Hint(match.start(), match.end(), kind)
