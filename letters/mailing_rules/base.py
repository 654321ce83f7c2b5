"""What every type of rule has in common: reading its value, saying it in words, judging a mailpiece."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from django.utils.functional import Promise

from letters.mailing_rules.logic import Known
from letters.mailing_rules.mailpiece import Mailpiece
from letters.mailing_rules.model import Finding, Level, Rule, Target, gravest
from letters.mailing_rules.phrases import gettext as _
from letters.mailing_rules.phrases import language
from letters.mailing_rules.say import and_list

Tone = Literal["do", "dont", "know"]
Group = Literal["address", "envelope", "letter", "photos", "enclosures", "content", "handling"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one clause of a rule comes to. With CANNOT_CHECK the message names the fact that is missing."""

    level: Level
    message: str
    title: str = ""


def broken(title: str, message: str) -> Outcome:
    """The known facts break the rule; how grave that is depends on the rule's confidence."""
    return Outcome(Level.REFUSED, message, title)


def ask_first(title: str, message: str) -> Outcome:
    return Outcome(Level.ASK_FIRST, message, title)


def notice(message: str, title: str = "") -> Outcome:
    return Outcome(Level.NOTICE, message, title)


def kept(message: str) -> Outcome:
    return Outcome(Level.PASSED, message)


def unknown(what: str) -> Outcome:
    return Outcome(Level.CANNOT_CHECK, what)


def judge(breaks: Known, say: Callable[[], Outcome], missing: str) -> Iterator[Outcome]:
    """What `say` says where the rule is broken, `missing` where that is not known, nothing where it is kept."""
    if breaks is None:
        yield unknown(missing)
    elif breaks:
        yield say()


class RuleType(ABC):
    """One type of rule. Subclasses say how to read its value, put it in words and judge a mailpiece."""

    name: ClassVar[str]
    label: ClassVar[str | Promise]
    group: ClassVar[Group]
    #: Broken is refused even where the source is weak.
    firm: ClassVar[bool] = False

    @abstractmethod
    def read(self, value: Any) -> Any:
        """The value in the form `say` and `outcomes` use. Raises RuleValueError saying what was expected."""

    @abstractmethod
    def say(self, facts: Any) -> str:
        """The rule as one or two short sentences to the writer."""

    @abstractmethod
    def outcomes(self, facts: Any, piece: Mailpiece, target: Target) -> Iterator[Outcome]:
        """What each clause comes to; the gravest counts. Nothing at all: the rule is kept."""

    def tone_of(self, facts: Any) -> Tone:
        return "do"

    def validate(self, value: Any) -> None:
        """Raises RuleValueError where the value has not the shape of this type."""
        self.read(value)

    def words(self, rule: Rule) -> str:
        """The rule in plain words, for a page of the rules of a place."""
        return self._said(rule)[1]

    def _said(self, rule: Rule) -> tuple[str, str]:
        """Label and words in the reader's language. Looking up phrases is most of the work of a check: they stay."""
        spoken = language()
        if spoken not in rule.said:
            rule.said[spoken] = (str(self.label), self.say(rule.facts))
        return rule.said[spoken]

    def tone(self, rule: Rule) -> Tone:
        """Whether it says what to do, what not to do, or something to know."""
        return self.tone_of(rule.facts)

    def check(self, rule: Rule, piece: Mailpiece, target: Target) -> Finding:
        """The one finding of this rule about this piece: its worst."""
        outcomes = list(self.outcomes(rule.facts, piece, target))
        level = gravest(outcome.level for outcome in outcomes)
        said = [outcome for outcome in outcomes if outcome.level is level]
        message = self._message(rule, level, said)
        if level is Level.REFUSED and rule.confidence == "low" and not self.firm:
            level = Level.ASK_FIRST
            message += " " + _("We are not sure of this rule, so ask the mailroom first.")
        return Finding(
            rule=rule.type,
            level=level,
            message=message,
            source_url=rule.source_url,
            seen=rule.seen,
            confidence=rule.confidence,
            origin=rule.origin,
            title=next((outcome.title for outcome in said if outcome.title), "") or self._said(rule)[0],
            checked_on=rule.checked_on,
        )

    def _message(self, rule: Rule, level: Level, said: list[Outcome]) -> str:
        if level is Level.CANNOT_CHECK:
            return _("Not checked: we do not know %(facts)s. The rule: %(rule)s") % {
                "facts": and_list(dict.fromkeys(outcome.message for outcome in said)),
                "rule": self.words(rule),
            }
        return " ".join(dict.fromkeys(outcome.message for outcome in said)) or self.words(rule)
