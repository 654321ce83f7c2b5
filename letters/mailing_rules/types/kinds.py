"""Letters, postcards and greeting cards: which are taken, in what size and form."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from letters.mailing_rules import shapes
from letters.mailing_rules.base import Outcome, RuleType, Tone, ask_first, broken, judge, kept, unknown
from letters.mailing_rules.logic import Known, both, either
from letters.mailing_rules.mailpiece import Mailpiece
from letters.mailing_rules.model import Target
from letters.mailing_rules.phrases import gettext as _
from letters.mailing_rules.registry import register
from letters.mailing_rules.say import and_list, say_size, say_word, say_words
from letters.mailing_rules.terms import CARD_FORMS, Size


def is_kind(piece: Mailpiece, kind: str) -> Known:
    """Whether the piece as a whole is of this kind."""
    return None if piece.kind is None else piece.kind == kind


def _what_it_is() -> str:
    return _("whether it is a letter, a postcard or a greeting card")


@register
class Letters(RuleType):
    """{status: allowed | forbidden}."""

    name = "letters"
    label = gettext_lazy("Letters")
    group = "letter"

    def read(self, value: Any) -> str:
        fields = shapes.Fields(value)
        status = fields.take("status", shapes.one_of, ("allowed", "forbidden"))
        fields.done()
        return str(status)

    def say(self, facts: str) -> str:
        if facts == "allowed":
            return _("Letters are taken.")
        return _("Letters are not taken.")

    def tone_of(self, facts: str) -> Tone:
        return "do" if facts == "allowed" else "dont"

    def outcomes(self, facts: str, piece: Mailpiece, target: Target) -> Iterator[Outcome]:
        if facts == "allowed":
            return
        if is_kind(piece, "letter") is False:
            yield kept(_("This is not a letter."))
        yield from judge(
            is_kind(piece, "letter"),
            lambda: broken(_("No letters here"), _("Letters are not taken here. Send a postcard instead.")),
            _what_it_is(),
        )


@dataclass(frozen=True, slots=True)
class _PostcardFacts:
    status: str | None
    sizes: tuple[Size, Size] | None


@register
class Postcards(RuleType):
    """{status: allowed | forbidden | only} or {size_in: "A to B"}."""

    name = "postcards"
    label = gettext_lazy("Postcards")
    group = "letter"

    def read(self, value: Any) -> _PostcardFacts:
        fields = shapes.Fields(value)
        facts = _PostcardFacts(
            status=fields.take("status", shapes.one_of, ("allowed", "forbidden", "only")),
            sizes=fields.take("size_in", shapes.size_range),
        )
        fields.done()
        return facts

    def say(self, facts: _PostcardFacts) -> str:
        said = {
            None: "",
            "allowed": _("Postcards are taken."),
            "forbidden": _("Postcards are not taken."),
            "only": _("Only postcards are taken."),
        }[facts.status]
        if facts.sizes:
            smallest, largest = map(say_size, facts.sizes)
            sizes = _("A postcard must be between %(smallest)s and %(largest)s.")
            said = f"{said} {sizes % {'smallest': smallest, 'largest': largest}}".strip()
        return said

    def tone_of(self, facts: _PostcardFacts) -> Tone:
        return "dont" if facts.status == "forbidden" else "do"

    def outcomes(self, facts: _PostcardFacts, piece: Mailpiece, target: Target) -> Iterator[Outcome]:
        postcard = is_kind(piece, "postcard")
        if postcard is False:
            yield kept(_("This is not a postcard."))
        if facts.status == "forbidden":
            yield from judge(
                postcard,
                lambda: broken(
                    _("No postcards here"), _("Postcards are not taken here. Send a letter instead.")
                ),
                _what_it_is(),
            )
        if facts.status == "only":
            yield from judge(
                None if postcard is None else not postcard,
                lambda: broken(
                    _("Only postcards here"), _("Only postcards are taken here. Send a postcard instead.")
                ),
                _what_it_is(),
            )
        if facts.sizes:
            yield from self._size(facts.sizes, piece, postcard)

    def _size(self, sizes: tuple[Size, Size], piece: Mailpiece, postcard: Known) -> Iterator[Outcome]:
        size, (smallest, largest) = piece.card.size, sizes
        outside = None if size is None else size.under(smallest) or size.over(largest)
        yield from judge(
            both(postcard, outside),
            lambda: broken(_("The size of the postcard"), self.say(_PostcardFacts(status=None, sizes=sizes))),
            _("the size of the postcard") if postcard else _what_it_is(),
        )


#: Cards that mailrooms often refuse: broken where a rule names them, else worth asking about.
FANCY_FORMS = frozenset({"multi_fold", "pop_up", "layered", "laminated", "musical", "padded"})
#: The only cards that pass where a card may have one fold.
_SINGLE_FOLD = frozenset({"plain", "folded", "homemade", "photocopy"})
_LETTER_SIZE = Size(8.5, 11)


@dataclass(frozen=True, slots=True)
class _CardFacts:
    """`forms_allowed` are taken although cards are forbidden; `forms_forbidden` are refused by name."""

    status: str | None
    form: str | None
    max_size: Size | None
    postcards_too: bool
    forms_allowed: frozenset[str]
    forms_forbidden: frozenset[str]

    @property
    def only_forms(self) -> frozenset[str] | None:
        """The only forms a rule takes, or None where it does not say."""
        if self.status == "forbidden":
            return self.forms_allowed
        return {"single_fold": _SINGLE_FOLD, "photocopy": frozenset({"photocopy"})}.get(self.form or "")


@register
class GreetingCards(RuleType):
    """{status: allowed | forbidden | restricted, form: letter_size | single_fold | photocopy, max_size_in: "WxH",
    forms_forbidden: [], forms_allowed: [] (where cards are forbidden), postcards_too: true (for max_size_in)}.

    It concerns a greeting card, as the piece itself or as an enclosure.
    """

    name = "greeting_cards"
    label = gettext_lazy("Greeting cards")
    group = "letter"

    def read(self, value: Any) -> _CardFacts:
        fields = shapes.Fields(value)
        facts = _CardFacts(
            status=fields.take("status", shapes.one_of, ("allowed", "forbidden", "restricted")),
            form=fields.take("form", shapes.one_of, ("letter_size", "single_fold", "photocopy")),
            max_size=fields.take("max_size_in", shapes.size),
            postcards_too=fields.take("postcards_too", shapes.flag, default=False),
            forms_allowed=frozenset(fields.take("forms_allowed", shapes.words, CARD_FORMS, default=())),
            forms_forbidden=frozenset(fields.take("forms_forbidden", shapes.words, CARD_FORMS, default=())),
        )
        fields.done()
        return facts

    def say(self, facts: _CardFacts) -> str:
        said = [self._say_status(facts)]
        if facts.max_size:
            said.append(self._say_size(facts.max_size, facts.postcards_too))
        if facts.forms_forbidden:
            forms = and_list(say_words(sorted(facts.forms_forbidden), "card"))
            said.append(_("Not taken: %(forms)s.") % {"forms": forms})
        return " ".join(filter(None, said))

    def _say_status(self, facts: _CardFacts) -> str:
        if facts.status == "forbidden":
            if not facts.forms_allowed:
                return _("Greeting cards are not taken.")
            forms = and_list(say_words(sorted(facts.forms_allowed), "card"))
            return _("Greeting cards are not taken, except %(forms)s.") % {"forms": forms}
        if facts.form is None:
            return {
                None: "",
                "allowed": _("Greeting cards are taken."),
                "restricted": _("Greeting cards are taken, within limits."),
            }[facts.status]
        return {
            "letter_size": _("Greeting cards may be up to %(size)s.") % {"size": say_size(_LETTER_SIZE)},
            "single_fold": _("Greeting cards may have one fold only."),
            "photocopy": _("Only photocopies of greeting cards are taken."),
        }[facts.form]

    def _say_size(self, size: Size, postcards_too: bool) -> str:
        if postcards_too:
            return _("Greeting cards and postcards may be up to %(size)s.") % {"size": say_size(size)}
        return _("Greeting cards may be up to %(size)s.") % {"size": say_size(size)}

    def tone_of(self, facts: _CardFacts) -> Tone:
        return "dont" if facts.status == "forbidden" else "do"

    def outcomes(self, facts: _CardFacts, piece: Mailpiece, target: Target) -> Iterator[Outcome]:
        card = either(is_kind(piece, "greeting_card"), piece.has_enclosure("greeting_card"))
        sized = either(card, is_kind(piece, "postcard")) if facts.postcards_too else card
        if sized is False:
            yield kept(_("No greeting card in this envelope."))
            return
        yield from self._size(facts, piece, sized)
        yield from self._forms(facts, piece, card)

    def _size(self, facts: _CardFacts, piece: Mailpiece, sized: Known) -> Iterator[Outcome]:
        limit = facts.max_size or (_LETTER_SIZE if facts.form == "letter_size" else None)
        if limit is None:
            return
        size = piece.card.size
        yield from judge(
            both(sized, None if size is None else size.over(limit)),
            lambda: broken(_("The card is too large"), self._say_size(limit, facts.postcards_too)),
            _("the size of the card") if sized else _what_it_is(),
        )

    def _forms(self, facts: _CardFacts, piece: Mailpiece, card: Known) -> Iterator[Outcome]:
        form = piece.card.form
        missing = _("what kind of card it is") if card else _what_it_is()
        only = facts.only_forms
        if only is not None:
            known = not only or form is not None
            yield from judge(
                both(card, form not in only if known else None),
                lambda: broken(_("This card is not taken"), self._say_status(facts)),
                missing,
            )
        if card and form in facts.forms_forbidden:
            yield broken(_("This card is not taken"), self._say_named(str(form)))
        elif card and form in FANCY_FORMS and only is None:
            yield ask_first(
                _("Ask about this card"),
                _("Many mailrooms refuse %(cards)s. Ask first, or send a flat card.")
                % {"cards": say_word(str(form), "card")},
            )
        elif both(card, None if form is None else form in FANCY_FORMS | facts.forms_forbidden) is None:
            yield unknown(missing)

    def _say_named(self, form: str) -> str:
        return _("Not taken here: %(cards)s. Send a plain card instead.") % {"cards": say_word(form, "card")}
