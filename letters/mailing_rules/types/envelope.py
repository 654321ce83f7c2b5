"""The envelope itself: return address, labels, size and colour, weight, number of things in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy, ngettext

from letters.mailing_rules import shapes
from letters.mailing_rules.base import (
    Outcome,
    RuleType,
    Tone,
    ask_first,
    broken,
    judge,
    kept,
    notice,
    unknown,
)
from letters.mailing_rules.logic import either, over
from letters.mailing_rules.mailpiece import Envelope, Mailpiece
from letters.mailing_rules.model import Target
from letters.mailing_rules.phrases import gettext as _
from letters.mailing_rules.registry import register
from letters.mailing_rules.say import and_list, or_list, say_number, say_size, say_word, say_words
from letters.mailing_rules.terms import Size, same


@dataclass(frozen=True, slots=True)
class _ReturnAddressFacts:
    required: bool
    full_name: bool


@register
class ReturnAddress(RuleType):
    """{status: required | recommended, full_name: true where initials are not enough}."""

    name = "return_address"
    label = gettext_lazy("Your return address")
    group = "envelope"

    def read(self, value: Any) -> _ReturnAddressFacts:
        fields = shapes.Fields(value)
        status = fields.take("status", shapes.one_of, ("required", "recommended"))
        full_name = fields.take("full_name", shapes.flag, default=False)
        fields.done()
        if status is None:
            raise shapes.expected("status", _("required or recommended"))
        return _ReturnAddressFacts(status == "required", full_name)

    def say(self, facts: _ReturnAddressFacts) -> str:
        if not facts.required:
            return _("A return address helps: the mailroom can send back what it does not take.")
        if facts.full_name:
            return _("Write your full name and your address on the envelope. Initials are not enough.")
        return _("Write your name and your address on the envelope.")

    def outcomes(self, facts: _ReturnAddressFacts, piece: Mailpiece, target: Target) -> Iterator[Outcome]:
        given = piece.return_address
        if given == "full_name":
            return
        if not facts.required:
            yield notice(self.say(facts))
        elif given is None:
            yield unknown(_("your return address"))
        elif given == "none":
            yield broken(
                _("Your return address is missing"),
                _("Mail without a return address is not taken here. %(rule)s") % {"rule": self.say(facts)},
            )
        elif facts.full_name:
            yield broken(_("Write out your name"), self.say(facts))
        else:
            yield ask_first(
                _("Write out your name"),
                _("Initials may not be enough here. Write your full name, or ask the mailroom first."),
            )


@register
class Labels(RuleType):
    """Stick-on address labels and stickers on the envelope: allowed or forbidden."""

    name = "labels"
    label = gettext_lazy("Stick-on labels")
    group = "envelope"

    def read(self, value: Any) -> str:
        return shapes.one_of(value, ("allowed", "forbidden"))

    def say(self, facts: str) -> str:
        if facts == "allowed":
            return _("Address labels may be stuck on the envelope.")
        return _(
            "No stick-on labels or stickers on the envelope. Write or print the address on the envelope itself."
        )

    def tone_of(self, facts: str) -> Tone:
        return "do" if facts == "allowed" else "dont"

    def outcomes(self, facts: str, piece: Mailpiece, target: Target) -> Iterator[Outcome]:
        if facts == "allowed":
            return
        stickers = any(same(material) == "sticker" for material in piece.materials)
        yield from judge(
            True if stickers else piece.labels,
            lambda: broken(_("Leave labels and stickers off"), self.say(facts)),
            _("whether labels are stuck on the envelope"),
        )


@dataclass(frozen=True, slots=True)
class _EnvelopeFacts:
    """`forbidden` as (word of the data, the same word as `terms.same` has it)."""

    colours: tuple[str, ...]
    max_size: Size | None
    required_size: Size | None
    max_thickness: float | None
    forbidden: tuple[tuple[str, str], ...]


@register
class EnvelopeRule(RuleType):
    """{colours: [], max_size_in: "WxH", required_size_in: "WxH", max_thickness_in: n, forbidden: []}."""

    name = "envelope"
    label = gettext_lazy("The envelope")
    group = "envelope"

    def read(self, value: Any) -> _EnvelopeFacts:
        fields = shapes.Fields(value)
        facts = _EnvelopeFacts(
            colours=fields.take("colours", shapes.words, default=()),
            max_size=fields.take("max_size_in", shapes.size),
            required_size=fields.take("required_size_in", shapes.size),
            max_thickness=fields.take("max_thickness_in", shapes.number),
            forbidden=tuple(
                (word, same(word)) for word in fields.take("forbidden", shapes.words, default=())
            ),
        )
        fields.done()
        return facts

    def say(self, facts: _EnvelopeFacts) -> str:
        said = []
        if facts.colours:
            said.append(
                _("Use a %(colours)s envelope.") % {"colours": or_list(say_words(facts.colours, "ink"))}
            )
        if facts.required_size:
            said.append(_("The envelope must be %(size)s.") % {"size": say_size(facts.required_size)})
        if facts.max_size:
            said.append(_("The envelope may be up to %(size)s.") % {"size": say_size(facts.max_size)})
        if facts.max_thickness is not None:
            said.append(
                _("It may be up to %(inches)s inch thick.") % {"inches": say_number(facts.max_thickness)}
            )
        if facts.forbidden:
            said.append(
                _("Not taken: %(things)s.")
                % {"things": and_list(say_words((word for word, _same in facts.forbidden), "envelope"))}
            )
        return " ".join(said)

    def tone_of(self, facts: _EnvelopeFacts) -> Tone:
        limits = (facts.colours, facts.max_size, facts.required_size, facts.max_thickness)
        return "do" if any(limits) else "dont"

    def outcomes(self, facts: _EnvelopeFacts, piece: Mailpiece, target: Target) -> Iterator[Outcome]:
        # A postcard travels without an envelope. Where the kind is not known, an envelope that is described is there.
        if piece.kind == "postcard":
            yield kept(_("A postcard needs no envelope."))
            return
        envelope = piece.envelope or Envelope()
        yield from self._colour(facts, envelope)
        yield from self._size(facts, envelope)
        yield from self._forbidden(facts, envelope)

    def _colour(self, facts: _EnvelopeFacts, envelope: Envelope) -> Iterator[Outcome]:
        if not facts.colours:
            return
        colour = envelope.color
        yield from judge(
            None if colour is None else colour not in facts.colours,
            lambda: broken(
                _("The color of the envelope"),
                _("A %(colour)s envelope is not taken here. Use a %(colours)s one.")
                % {
                    "colour": say_word(str(colour), "ink"),
                    "colours": or_list(say_words(facts.colours, "ink")),
                },
            ),
            _("the color of the envelope"),
        )

    def _size(self, facts: _EnvelopeFacts, envelope: Envelope) -> Iterator[Outcome]:
        size, thickness = envelope.size, envelope.thickness
        required, limit, thickest = facts.required_size, facts.max_size, facts.max_thickness
        if required:
            yield from judge(
                None if size is None else size.differs(required),
                lambda: broken(
                    _("The size of the envelope"),
                    _("Only envelopes of %(size)s are taken here. Use one of that size.")
                    % {"size": say_size(required)},
                ),
                _("the size of the envelope"),
            )
        if limit:
            yield from judge(
                None if size is None else size.over(limit),
                lambda: broken(
                    _("The envelope is too large"),
                    _("Envelopes may be up to %(size)s here. Use a smaller one.") % {"size": say_size(limit)},
                ),
                _("the size of the envelope"),
            )
        if thickest is not None:
            yield from judge(
                None if thickness is None else thickness > thickest,
                lambda: broken(
                    _("The envelope is too thick"),
                    _("Envelopes may be up to %(inches)s inch thick here. Put less in it.")
                    % {"inches": say_number(thickest)},
                ),
                _("how thick the envelope is"),
            )

    def _forbidden(self, facts: _EnvelopeFacts, envelope: Envelope) -> Iterator[Outcome]:
        has = {word: _has(envelope, meaning) for word, meaning in facts.forbidden}
        there = and_list(say_words((word for word, found in has.items() if found), "envelope"))
        yield from judge(
            either(*has.values()),
            lambda: broken(
                _("This envelope is not taken"),
                _("Not taken here: %(things)s. Use a plain envelope.") % {"things": there},
            ),
            _("what the envelope is made of"),
        )


def _has(envelope: Envelope, thing: str) -> bool | None:
    """Whether the envelope has a thing of the rules, as `terms.same` writes it."""
    if envelope.features is not None and thing in envelope.features:
        return True
    if thing in ("padded", "bubble_wrap"):
        return envelope.padded
    if thing == "security_tint":
        return envelope.tinted
    return None if envelope.features is None else False


@register
class MaxWeight(RuleType):
    """Most ounces of the whole letter."""

    name = "max_weight_oz"
    label = gettext_lazy("Weight")
    group = "envelope"

    def read(self, value: Any) -> float:
        return shapes.number(value)

    def say(self, facts: float) -> str:
        return ngettext(
            "The whole letter may weigh up to %(ounces)s ounce.",
            "The whole letter may weigh up to %(ounces)s ounces.",
            1 if facts == 1 else 2,
        ) % {"ounces": say_number(facts)}

    def outcomes(self, facts: float, piece: Mailpiece, target: Target) -> Iterator[Outcome]:
        weight = piece.weight_oz
        yield from judge(
            None if weight is None else weight > facts,
            lambda: broken(
                _("The letter is too heavy"),
                _("It weighs %(weight)s ounces. %(rule)s Take something out, or send two letters.")
                % {"weight": say_number(weight or 0), "rule": self.say(facts)},
            ),
            _("what the letter weighs"),
        )


@register
class MaxItems(RuleType):
    """Most pieces in one envelope: sheets, photos, printed pages and enclosures, each one piece."""

    name = "max_items"
    label = gettext_lazy("Pieces in one envelope")
    group = "enclosures"

    def read(self, value: Any) -> int:
        return shapes.whole(value)

    def say(self, facts: int) -> str:
        return ngettext(
            "Up to %(count)d piece in one envelope. Each sheet, photo and enclosure counts.",
            "Up to %(count)d pieces in one envelope. Each sheet, photo and enclosure counts.",
            facts,
        ) % {"count": facts}

    def outcomes(self, facts: int, piece: Mailpiece, target: Target) -> Iterator[Outcome]:
        others = piece.photos.count + piece.printed_matter.pages + len(piece.enclosures)
        fewest, most = (sheets + others for sheets in piece.sheets)
        yield from judge(
            over(fewest, most, facts),
            lambda: broken(
                _("Too many pieces"),
                _("%(count)d pieces: at most %(limit)d here. Take some out, or send two letters.")
                % {"count": fewest, "limit": facts},
            ),
            _("whether the sheets are printed on both sides"),
        )
