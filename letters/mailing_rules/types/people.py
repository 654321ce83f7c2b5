"""Who may write, and in which language."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language_info, gettext_lazy

from letters.mailing_rules import shapes
from letters.mailing_rules.base import Outcome, RuleType, Tone, ask_first, notice, unknown
from letters.mailing_rules.mailpiece import Mailpiece
from letters.mailing_rules.model import Target
from letters.mailing_rules.phrases import gettext as _
from letters.mailing_rules.registry import register
from letters.mailing_rules.say import and_list, or_list, say_words


def _read_languages(value: Any, field: str) -> str | tuple[str, ...]:
    if isinstance(value, str):
        return shapes.one_of(value, ("any", "any_if_translatable"), field)
    return shapes.words(value, field=field)


def _say_language(code: str) -> str:
    """The name of a language by its code; the code itself where Django does not know it."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


@register
class Languages(RuleType):
    """{allowed: [codes]}, {allowed: any} or {allowed: any_if_translatable}."""

    name = "languages"
    label = gettext_lazy("Language")
    group = "content"

    def read(self, value: Any) -> str | tuple[str, ...]:
        fields = shapes.Fields(value)
        allowed: str | tuple[str, ...] = fields.take("allowed", _read_languages)
        fields.done()
        return allowed

    def say(self, facts: str | tuple[str, ...]) -> str:
        if facts == "any":
            return _("You may write in any language.")
        if facts == "any_if_translatable":
            return _("You may write in any language that the staff can have translated.")
        return _("Write in %(languages)s. Another language needs leave first, or the letter waits.") % {
            "languages": or_list(map(_say_language, facts))
        }

    def outcomes(self, facts: str | tuple[str, ...], piece: Mailpiece, target: Target) -> Iterator[Outcome]:
        if facts == "any":
            return
        language = piece.language.replace("_", "-").split("-")[0] if piece.language else None
        if language is None:
            yield unknown(_("the language of your letter"))
        elif facts == "any_if_translatable":
            if language != "en":
                yield notice(
                    _("Another language than English takes longer, as somebody has to translate the letter.")
                )
        elif language not in facts:
            yield ask_first(
                _("Ask about the language"),
                _("Your letter is in %(language)s. %(rule)s")
                % {"language": _say_language(language), "rule": self.say(facts)},
            )


#: Beginnings of the words of `excluded` that mean a kind of sender.
_EXCLUDES = {
    "incarcerated": ("incarcerated_",),
    "formerly_incarcerated": ("released_", "parolees", "probation_", "community_corrections"),
    "minor": ("unrelated_under_16", "minors_not_own_children"),
    "victim": ("victims",),
}
_KINDS_OF_PEOPLE = tuple(word for words in _EXCLUDES.values() for word in words)


@dataclass(frozen=True, slots=True)
class _SenderFacts:
    """`orders` are words about orders, lists and parents' wishes: we cannot know whether they touch a writer."""

    excluded: tuple[str, ...]
    approved_list: str | None

    @property
    def need_leave(self) -> list[str]:
        return [word for word in self.excluded if word.startswith(_KINDS_OF_PEOPLE)]

    @property
    def orders(self) -> list[str]:
        return [word for word in self.excluded if not word.startswith(_KINDS_OF_PEOPLE)]


@register
class Sender(RuleType):
    """{excluded: []}: who needs leave to write; or {approved_list: electronic_messages_only}."""

    name = "sender"
    label = gettext_lazy("Who may write")
    group = "handling"

    def read(self, value: Any) -> _SenderFacts:
        fields = shapes.Fields(value)
        facts = _SenderFacts(
            excluded=fields.take("excluded", shapes.words, default=()),
            approved_list=fields.take("approved_list", shapes.one_of, ("electronic_messages_only",)),
        )
        fields.done()
        return facts

    def say(self, facts: _SenderFacts) -> str:
        said = []
        if facts.need_leave:
            people = and_list(say_words(facts.need_leave, "sender"))
            said.append(_("These writers need leave first: %(people)s.") % {"people": people})
        if facts.orders:
            said.append(self._say_orders(facts))
        if facts.approved_list:
            said.append(_("Only electronic messages need a place on her approved list. Letters do not."))
        return " ".join(said)

    def tone_of(self, facts: _SenderFacts) -> Tone:
        return "know" if facts.approved_list else "dont"

    def outcomes(self, facts: _SenderFacts, piece: Mailpiece, target: Target) -> Iterator[Outcome]:
        if facts.approved_list:
            yield notice(self.say(facts))
        if not facts.excluded:
            return
        if piece.sender is None:
            yield unknown(_("who is writing"))
            return
        words = [word for word in facts.excluded if word.startswith(_EXCLUDES.get(piece.sender, ("/",)))]
        if words:
            yield ask_first(
                _("You may need leave to write"),
                _("Here these writers need leave first: %(people)s. Ask the mailroom how to get it.")
                % {"people": and_list(say_words(words, "sender"))},
            )
        if facts.orders:
            yield notice(self._say_orders(facts))

    def _say_orders(self, facts: _SenderFacts) -> str:
        people = and_list(say_words(facts.orders, "sender"))
        return _("Mail does not reach her from: %(people)s.") % {"people": people}


@dataclass(frozen=True, slots=True)
class _PolicyFacts:
    organizations_ask: bool


@register
class PenPalPolicy(RuleType):
    """{status: restricted, organizations: ask_first}: the place limits being listed; letters stay allowed.

    `organizations: ask_first` where the limit reaches mail from an organization as well.
    """

    name = "pen_pal_policy"
    label = gettext_lazy("Being listed")
    group = "handling"

    def read(self, value: Any) -> _PolicyFacts:
        fields = shapes.Fields(value)
        status = fields.take("status", shapes.one_of, ("restricted",))
        organizations = fields.take("organizations", shapes.one_of, ("ask_first",))
        fields.done()
        if status is None:
            raise shapes.expected("status", "restricted")
        return _PolicyFacts(organizations is not None)

    def say(self, facts: _PolicyFacts) -> str:
        said = _("This system limits how women may ask for people to write to. Letters are allowed.")
        if facts.organizations_ask:
            said += " " + _("Mail from an organization that lists women may be refused.")
        return said

    def tone_of(self, facts: _PolicyFacts) -> Tone:
        return "know"

    def outcomes(self, facts: _PolicyFacts, piece: Mailpiece, target: Target) -> Iterator[Outcome]:
        yield notice(self.say(facts))
        if facts.organizations_ask and piece.sender == "organization":
            yield ask_first(_("Ask before you write as an organization"), self.say(facts))
