"""What the letter is written with and what sticks to it: ink, tools, materials."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from letters.mailing_rules import shapes
from letters.mailing_rules.base import Outcome, RuleType, Tone, broken, judge, notice, unknown
from letters.mailing_rules.logic import Known, agreed, either
from letters.mailing_rules.mailpiece import Mailpiece
from letters.mailing_rules.model import Target
from letters.mailing_rules.phrases import gettext as _
from letters.mailing_rules.registry import register
from letters.mailing_rules.say import and_list, or_list, say_words
from letters.mailing_rules.terms import TOOLS, same

_TOOL_WORDS = {"gel": ("gel_pen",), "graphite_pencil": ("pencil",), "pen": ("pen", "gel_pen")}
#: Ways to make a letter that may stand among the words; they are no colour and no tool.
_WAYS = frozenset({"typed", "photocopied"})


@dataclass(frozen=True, slots=True)
class _Words:
    """A list of the rule, its colours and its tools taken apart."""

    said: tuple[str, ...]
    colours: frozenset[str]
    tools: frozenset[str]
    any: bool

    @classmethod
    def of(cls, words: tuple[str, ...]) -> "_Words":
        tools = {tool for word in words for tool in _TOOL_WORDS.get(word, (word,)) if tool in TOOLS}
        others = {word for word in words if word not in TOOLS and word not in _TOOL_WORDS}
        return cls(words, frozenset(others - _WAYS - {"any"}), frozenset(tools), "any" in words)


@dataclass(frozen=True, slots=True)
class _InkFacts:
    allowed: _Words | None
    forbidden: _Words | None
    recommended: _Words | None


def _read_words(value: Any, field: str) -> _Words:
    return _Words.of(shapes.words(value, field=field))


def _named(given: str | None, words: frozenset[str]) -> Known:
    """Whether what is given is among the words; nothing can be among no words."""
    if not words:
        return False
    return None if given is None else given in words


def _in_each_way(piece: Mailpiece, by_machine: Known, by_hand: Known) -> Known:
    """What holds for the way the letter is made, or for both ways where that is not known."""
    if piece.produced is None:
        return agreed(by_machine, by_hand)
    return by_hand if piece.produced == "handwritten" else by_machine


def _fits(piece: Mailpiece, words: _Words) -> Known:
    """Whether the colour or the tool is named. Of a typed or printed letter, only the colour is asked."""
    if words.any:
        return True
    colour = _named(piece.ink, words.colours)
    by_hand = either(colour, _named(piece.tool, words.tools))
    return _in_each_way(piece, colour if words.colours else True, by_hand)


def _say_inks(words: _Words) -> str:
    """ "black or blue ink, pencil, or a copier"."""
    colours = [word for word in words.said if word in words.colours]
    others = say_words((word for word in words.said if word not in words.colours), "ink")
    if not colours:
        return or_list(others)
    return or_list([_("%(colours)s ink") % {"colours": or_list(say_words(colours, "ink"))}, *others])


@register
class Ink(RuleType):
    """{allowed: [], forbidden: [], recommended: []}: colours and writing tools in one list."""

    name = "ink"
    label = gettext_lazy("Ink")
    group = "letter"

    def read(self, value: Any) -> _InkFacts:
        fields = shapes.Fields(value)
        facts = _InkFacts(
            allowed=fields.take("allowed", _read_words),
            forbidden=fields.take("forbidden", _read_words),
            recommended=fields.take("recommended", _read_words),
        )
        fields.done()
        return facts

    def say(self, facts: _InkFacts) -> str:
        said = []
        if facts.allowed and facts.allowed.any:
            said.append(_("Any pen and any color will do."))
        elif facts.allowed:
            said.append(_("Use %(inks)s.") % {"inks": _say_inks(facts.allowed)})
        if facts.forbidden:
            said.append(_("By hand, do not use %(inks)s.") % {"inks": _say_inks(facts.forbidden)})
        if facts.recommended:
            said.append(_("Best: %(inks)s.") % {"inks": _say_inks(facts.recommended)})
        return " ".join(said)

    def tone_of(self, facts: _InkFacts) -> Tone:
        return "dont" if facts.forbidden else "do"

    def outcomes(self, facts: _InkFacts, piece: Mailpiece, target: Target) -> Iterator[Outcome]:
        missing = _("what it is written with")
        if facts.allowed:
            fits = _fits(piece, facts.allowed)
            yield from judge(
                None if fits is None else not fits,
                lambda: broken(_("What it is written with"), self.say(facts)),
                missing,
            )
        if facts.forbidden:
            by_hand = either(
                _named(piece.tool, facts.forbidden.tools), _named(piece.ink, facts.forbidden.colours)
            )
            yield from judge(
                _in_each_way(piece, False, by_hand),
                lambda: broken(_("What it is written with"), self.say(facts)),
                missing,
            )
        if facts.recommended and not _fits(piece, facts.recommended):
            yield notice(self.say(facts))


@register
class MaterialsForbidden(RuleType):
    """A list of what must not be in or on the letter: stickers, glitter, staples, tape, perfume ..."""

    name = "materials_forbidden"
    label = gettext_lazy("Things on the letter")
    group = "letter"

    def read(self, value: Any) -> dict[str, str]:
        """Words of the data by the form under which words meet."""
        return {same(word): word for word in shapes.words(value)}

    def say(self, facts: dict[str, str]) -> str:
        return _("Not in or on the letter: %(things)s.") % {
            "things": and_list(say_words(facts.values(), "material"))
        }

    def tone_of(self, facts: dict[str, str]) -> Tone:
        return "dont"

    def outcomes(self, facts: dict[str, str], piece: Mailpiece, target: Target) -> Iterator[Outcome]:
        there = list(map(same, (*piece.materials, *piece.enclosures, *filter(None, [piece.tool]))))
        listed = [facts[thing] for thing in there if thing in facts]
        if listed:
            yield broken(
                _("Leave something off"),
                _("Not taken here: %(things)s. Send your letter without that.")
                % {"things": and_list(say_words(listed, "material"))},
            )
        if "tape" in there and "tape" not in facts and same("non_transparent_tape") in facts:
            yield unknown(_("whether one can see through the tape"))
