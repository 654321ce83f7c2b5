"""What else is in the envelope: photos, enclosures, books."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy, ngettext

from letters.mailing_rules import shapes
from letters.mailing_rules.base import Outcome, RuleType, Tone, ask_first, broken, judge, kept, notice
from letters.mailing_rules.mailpiece import Mailpiece
from letters.mailing_rules.model import Target
from letters.mailing_rules.phrases import gettext as _
from letters.mailing_rules.registry import register
from letters.mailing_rules.say import and_list, say_size, say_words
from letters.mailing_rules.terms import CARD_WORDS, Size, allowed_as, forbidden_as, photo_types, same


@dataclass(frozen=True, slots=True)
class _PhotoFacts:
    status: str | None
    most: int | None
    max_size: Size | None
    types_forbidden: tuple[str, ...]
    name_on_back: bool


@register
class PhotosRule(RuleType):
    """{status: allowed | forbidden | vendor_only}, {max: n}, {max_size_in: "WxH"}, {types_forbidden: []}; with any of
    them name_on_back: true, which is said but not checked.
    """

    name = "photos"
    label = gettext_lazy("Photos")
    group = "photos"

    def read(self, value: Any) -> _PhotoFacts:
        fields = shapes.Fields(value)
        facts = _PhotoFacts(
            status=fields.take("status", shapes.one_of, ("allowed", "forbidden", "vendor_only")),
            most=fields.take("max", shapes.whole),
            max_size=fields.take("max_size_in", shapes.size),
            types_forbidden=fields.take("types_forbidden", shapes.words, default=()),
            name_on_back=fields.take("name_on_back", shapes.flag, default=False),
        )
        fields.done()
        return facts

    def say(self, facts: _PhotoFacts) -> str:
        said = [
            {
                None: "",
                "allowed": _("Photos are taken."),
                "forbidden": _("Photos are not taken."),
                "vendor_only": _("Photos come through a photo service only, not in a letter."),
            }[facts.status]
        ]
        if facts.most is not None:
            said.append(self._say_most(facts.most))
        if facts.max_size:
            said.append(_("Photos may be up to %(size)s.") % {"size": say_size(facts.max_size)})
        if facts.types_forbidden:
            said.append(
                _("Not taken: %(photos)s.")
                % {"photos": and_list(say_words(_one_instant(facts.types_forbidden), "photo"))}
            )
        if facts.name_on_back:
            said.append(_("Write her name and number on the back of each."))
        return " ".join(filter(None, said))

    def _say_most(self, limit: int) -> str:
        return ngettext("Up to %(count)d photo.", "Up to %(count)d photos.", limit) % {"count": limit}

    def tone_of(self, facts: _PhotoFacts) -> Tone:
        return "dont" if facts.types_forbidden or facts.status in ("forbidden", "vendor_only") else "do"

    def outcomes(self, facts: _PhotoFacts, piece: Mailpiece, target: Target) -> Iterator[Outcome]:
        photos = piece.photos
        if not photos.count:
            yield kept(_("No photos in this envelope."))
            return
        if facts.status in ("forbidden", "vendor_only"):
            yield broken(
                _("No photos here"), _("%(rule)s Send your letter without them.") % {"rule": self.say(facts)}
            )
        if facts.most is not None:
            yield self._count(photos.count, facts.most)
        limit = facts.max_size
        if limit:
            yield from judge(
                None if photos.size is None else photos.size.over(limit),
                lambda: broken(
                    _("The photos are too large"),
                    _("Photos may be up to %(size)s here. Send smaller prints.") % {"size": say_size(limit)},
                ),
                _("the size of the photos"),
            )
        if facts.types_forbidden:
            yield from self._types(facts, photos.types)

    def _count(self, count: int, limit: int) -> Outcome:
        if count <= limit:
            return kept(_("%(count)d of at most %(limit)d.") % {"count": count, "limit": limit})
        said = ngettext(
            "%(count)d photo: at most %(limit)d here.", "%(count)d photos: at most %(limit)d here.", count
        )
        numbers = {"count": count, "limit": limit}
        return broken(_("Too many photos"), f"{said % numbers} {_('Keep some for your next letter.')}")

    def _types(self, facts: _PhotoFacts, types: frozenset[str] | None) -> Iterator[Outcome]:
        listed = [word for word in _one_instant(facts.types_forbidden) if types and same(word) in types]
        yield from judge(
            None if types is None else bool(listed),
            lambda: broken(
                _("These photos are not taken"),
                _("Not taken here: %(photos)s. Send plain prints.")
                % {"photos": and_list(say_words(listed, "photo"))},
            ),
            _("what kind of photos they are"),
        )


def _one_instant(types: Iterable[str]) -> list[str]:
    """Words for types of photo, all those for instant photos as one."""
    return list(dict.fromkeys("polaroid" if photo_types([word]) == {"polaroid"} else word for word in types))


@dataclass(frozen=True, slots=True)
class _EnclosureFacts:
    """Words of the data by the form under which words meet; `allowed` None where the rule has no such list."""

    allowed: dict[str, str] | None
    forbidden: dict[str, str]


def _read_words(value: Any, field: str) -> dict[str, str]:
    return {same(word): word for word in shapes.words(value, field=field)}


@register
class Enclosures(RuleType):
    """{allowed: []} or {forbidden: []}: what may be in the envelope besides the letter."""

    name = "enclosures"
    label = gettext_lazy("Enclosures")
    group = "enclosures"

    def read(self, value: Any) -> _EnclosureFacts:
        fields = shapes.Fields(value)
        facts = _EnclosureFacts(
            allowed=fields.take("allowed", _read_words),
            forbidden=fields.take("forbidden", _read_words, default={}),
        )
        fields.done()
        return facts

    def say(self, facts: _EnclosureFacts) -> str:
        said = []
        if facts.allowed:
            things = and_list(say_words(facts.allowed.values(), "enclosure"))
            said.append(_("You may enclose %(things)s.") % {"things": things})
        if facts.forbidden:
            things = and_list(say_words(facts.forbidden.values(), "enclosure"))
            said.append(_("Do not enclose: %(things)s.") % {"things": things})
        return " ".join(said)

    def tone_of(self, facts: _EnclosureFacts) -> Tone:
        return "do" if facts.allowed else "dont"

    def outcomes(self, facts: _EnclosureFacts, piece: Mailpiece, target: Target) -> Iterator[Outcome]:
        listed = self._listed(facts, piece)
        if listed:
            yield broken(
                _("Leave something out"),
                _("Not taken here: %(things)s. Send your letter without that.")
                % {"things": and_list(say_words(listed, "enclosure"))},
            )
        allowed = facts.allowed
        if allowed is None:
            return
        others = [thing for thing in piece.enclosures if not allowed_as(thing) & allowed.keys()]
        if others:
            yield ask_first(
                _("Ask about what you enclose"),
                _(
                    "The list of this place does not name: %(things)s. Ask the mailroom first, or leave it out."
                )
                % {"things": and_list(say_words(others, "enclosure"))},
            )

    def _listed(self, facts: _EnclosureFacts, piece: Mailpiece) -> list[str]:
        """What is in the envelope and on the list of things forbidden, in the writer's words."""
        listed = [thing for thing in piece.enclosures if forbidden_as(thing) & facts.forbidden.keys()]
        listed += [thing for thing in piece.materials if same(thing) in facts.forbidden]
        card = CARD_WORDS.get(piece.card.form or "")
        return [*listed, card] if card and same(card) in facts.forbidden else listed


_BOOKS = (
    "publisher_or_store_only",
    "publisher_or_approved_vendor_only",
    "approved_vendor_only",
    "recipient_purchase_only",
    "publisher_or_store_for_hardcover",
    "security_processing_center",
)


@register
class BooksSource(RuleType):
    """Who may send books and magazines: one word; those that end in `_only` name the only sender."""

    name = "books_source"
    label = gettext_lazy("Books and magazines")
    group = "enclosures"

    def read(self, value: Any) -> str:
        return shapes.one_of(value, _BOOKS)

    def say(self, facts: str) -> str:
        return {
            "publisher_or_store_only": _(
                "Books and magazines come straight from a publisher or bookstore only."
            ),
            "publisher_or_approved_vendor_only": _(
                "Books and magazines come from a publisher or an approved seller only."
            ),
            "approved_vendor_only": _("Books and magazines come from an approved seller only."),
            "recipient_purchase_only": _(
                "Only she can buy books and magazines. Nobody outside may send them."
            ),
            "publisher_or_store_for_hardcover": _(
                "Hardcover books come from a publisher or bookstore only. Ask about others."
            ),
            "security_processing_center": _("Books go to a security processing center, not with letters."),
        }[facts]

    def tone_of(self, facts: str) -> Tone:
        return "know"

    def outcomes(self, facts: str, piece: Mailpiece, target: Target) -> Iterator[Outcome]:
        if not piece.has_enclosure("book", "magazine"):
            yield notice(self.say(facts))
        elif facts == "recipient_purchase_only":
            yield broken(
                _("No books by mail"), _("%(rule)s Send your letter without it.") % {"rule": self.say(facts)}
            )
        elif facts.endswith("_only") and piece.sender not in (None, "organization"):
            yield broken(
                _("No books in a letter"),
                _("%(rule)s Send your letter without it.") % {"rule": self.say(facts)},
            )
        else:
            yield ask_first(
                _("Ask about books first"), _("%(rule)s Ask the mailroom first.") % {"rule": self.say(facts)}
            )
