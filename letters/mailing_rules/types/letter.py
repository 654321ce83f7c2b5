"""The letter itself: pages, sides, size of the page, paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy, ngettext

from letters.mailing_rules import shapes
from letters.mailing_rules.base import Outcome, RuleType, Tone, ask_first, broken, judge, kept
from letters.mailing_rules.logic import Known, both, either, opposite, over
from letters.mailing_rules.mailpiece import Mailpiece
from letters.mailing_rules.model import Target
from letters.mailing_rules.phrases import gettext as _
from letters.mailing_rules.registry import register
from letters.mailing_rules.say import and_list, or_list, say_size, say_words
from letters.mailing_rules.terms import WEIGHTS, Size

#: What a limit on pages may count. Sheets and pages are the letter's own; the others have counts of their own.
_COUNTABLE = ("pages", "sheets", "photos", "printed_matter")


def _count(piece: Mailpiece, what: tuple[str, ...]) -> tuple[int, int]:
    """Fewest and most of these things in the envelope; they differ where the sides of the sheets are not known."""
    counts = {
        "pages": (piece.pages, piece.pages),
        "sheets": piece.sheets,
        "photos": (piece.photos.count, piece.photos.count),
        "printed_matter": (piece.printed_matter.pages, piece.printed_matter.pages),
    }
    return sum(counts[name][0] for name in what), sum(counts[name][1] for name in what)


@dataclass(frozen=True, slots=True)
class _PageFacts:
    """`may_count` may be counted too: over the limit only with them is worth asking about, not refused."""

    most: int
    counts: tuple[str, ...]
    may_count: tuple[str, ...]
    envelope_copy: int
    official: bool


@register
class MaxPages(RuleType):
    """{max: n, counts: [pages, sheets, photos, printed_matter], may_count: [], envelope_copy: n, official: false}.

    `envelope_copy` is how many pages of the limit the mailroom's copy of the envelope takes.
    """

    name = "max_pages"
    label = gettext_lazy("Pages")
    group = "letter"

    def read(self, value: Any) -> _PageFacts:
        fields = shapes.Fields(value)
        most = fields.take("max", shapes.whole)
        counts = fields.take("counts", shapes.words, _COUNTABLE)
        facts = _PageFacts(
            most=most,
            counts=counts,
            may_count=fields.take("may_count", shapes.words, _COUNTABLE, default=()),
            envelope_copy=fields.take("envelope_copy", shapes.whole, default=0),
            official=fields.take("official", shapes.flag, default=True),
        )
        fields.done()
        if most is None or counts is None:
            raise shapes.expected("max" if most is None else "counts", _("both max and counts"))
        return facts

    def say(self, facts: _PageFacts) -> str:
        said = [
            ngettext(
                "Up to %(limit)d page in one envelope, counting %(things)s.",
                "Up to %(limit)d pages in one envelope, counting %(things)s.",
                facts.most,
            )
            % {"limit": facts.most, "things": and_list(self._things(facts))}
        ]
        if facts.may_count:
            may = and_list(map(_say_countable, facts.may_count))
            said.append(_("Perhaps %(things)s count too.") % {"things": may})
        if not facts.official:
            said.append(_("This is not an official figure."))
        return " ".join(said)

    def _things(self, facts: _PageFacts) -> list[str]:
        things = [_say_countable(name) for name in facts.counts]
        return [*things, _("the mailroom’s copy of the envelope")] if facts.envelope_copy else things

    def outcomes(self, facts: _PageFacts, piece: Mailpiece, target: Target) -> Iterator[Outcome]:
        fewest, most = _count(piece, facts.counts)
        limit = facts.most - facts.envelope_copy
        verdict = broken if facts.official else ask_first
        yield from judge(
            over(fewest, most, limit),
            lambda: verdict(_("Too many pages"), self._too_many(fewest, limit, facts)),
            _("whether the sheets are printed on both sides"),
        )
        if facts.may_count:
            fewest_with, most_with = _count(piece, facts.counts + facts.may_count)
            yield from judge(
                over(fewest_with, most_with, limit),
                lambda: ask_first(_("Perhaps too many pages"), self._too_many(fewest_with, limit, facts)),
                _("whether the sheets are printed on both sides"),
            )
        if fewest == most <= limit:
            yield kept(_("%(count)d of at most %(limit)d.") % {"count": most, "limit": limit})

    def _too_many(self, count: int, limit: int, facts: _PageFacts) -> str:
        counted = ngettext(
            "%(count)d page: at most %(limit)d here.", "%(count)d pages: at most %(limit)d here.", count
        )
        advice = _("Make the type smaller, take something out, or send two letters.")
        return f"{counted % {'count': count, 'limit': limit}} {self.say(facts)} {advice}"


def _say_countable(name: str) -> str:
    return {
        "pages": _("the written sides of your letter"),
        "sheets": _("the sheets of your letter"),
        "photos": _("photos"),
        "printed_matter": _("printed or copied pages"),
    }[name]


@register
class Sides(RuleType):
    """single, or double_allowed."""

    name = "sides"
    label = gettext_lazy("Sides of the sheet")
    group = "letter"

    def read(self, value: Any) -> str:
        return shapes.one_of(value, ("single", "double_allowed"))

    def say(self, facts: str) -> str:
        if facts == "single":
            return _("Write or print on one side of each sheet only.")
        return _("You may write or print on both sides.")

    def outcomes(self, facts: str, piece: Mailpiece, target: Target) -> Iterator[Outcome]:
        if facts == "double_allowed":
            return
        breaks = False if piece.double_sided is None and piece.pages < 2 else piece.double_sided
        yield from judge(
            breaks,
            lambda: broken(_("One side only"), self.say(facts)),
            _("whether the sheets are printed on both sides"),
        )


@dataclass(frozen=True, slots=True)
class _PageSizeFacts:
    largest: Size | None
    required: Size | None


@register
class PageSize(RuleType):
    """{max: "8.5x11"} or {required: "8.5x11"}."""

    name = "page_size_in"
    label = gettext_lazy("Size of the page")
    group = "letter"

    def read(self, value: Any) -> _PageSizeFacts:
        fields = shapes.Fields(value)
        facts = _PageSizeFacts(fields.take("max", shapes.size), fields.take("required", shapes.size))
        fields.done()
        return facts

    def say(self, facts: _PageSizeFacts) -> str:
        said = []
        if facts.required:
            said.append(_("Pages must be %(size)s.") % {"size": say_size(facts.required)})
        if facts.largest:
            said.append(_("Pages may be up to %(size)s.") % {"size": say_size(facts.largest)})
        return " ".join(said)

    def outcomes(self, facts: _PageSizeFacts, piece: Mailpiece, target: Target) -> Iterator[Outcome]:
        # A page that is described is there, even where nobody says what the piece is as a whole.
        if piece.kind in ("postcard", "greeting_card"):
            yield kept(_("This rule is about the pages of a letter."))
            return
        yield from judge(
            either(_over(piece.page_size, facts.largest), _differs(piece.page_size, facts.required)),
            lambda: broken(_("The size of the page"), _("Your page has another size. %s") % self.say(facts)),
            _("the size of your page"),
        )
        if piece.printed_matter.pages:
            yield from judge(
                _over(piece.printed_matter.size, facts.largest),
                lambda: broken(_("The printed pages are too large"), self.say(facts)),
                _("the size of the printed pages"),
            )


def _over(size: Size | None, limit: Size | None) -> Known:
    if limit is None:
        return False
    return None if size is None else size.over(limit)


def _differs(size: Size | None, wanted: Size | None) -> Known:
    if wanted is None:
        return False
    return None if size is None else size.differs(wanted)


@dataclass(frozen=True, slots=True)
class _PaperFacts:
    allowed: tuple[str, ...]
    forbidden: tuple[str, ...]


@register
class PaperRule(RuleType):
    """{allowed: [], forbidden: []}.

    Allowed: a colour, a colour and `_lined`, white_20lb_or_lighter, white_with_light_blue_lines; one must fit.
    Forbidden: coloured, or weights of paper.
    """

    name = "paper"
    label = gettext_lazy("Paper")
    group = "letter"

    def read(self, value: Any) -> _PaperFacts:
        fields = shapes.Fields(value)
        facts = _PaperFacts(
            allowed=fields.take("allowed", shapes.words, default=()),
            forbidden=fields.take("forbidden", shapes.words, ("coloured", *WEIGHTS), default=()),
        )
        fields.done()
        return facts

    def say(self, facts: _PaperFacts) -> str:
        said = []
        if facts.allowed:
            papers = or_list(say_words(facts.allowed, "paper"))
            said.append(_("The paper must be %(papers)s.") % {"papers": papers})
        if facts.forbidden:
            papers = and_list(say_words(facts.forbidden, "paper"))
            said.append(_("Not taken: %(papers)s.") % {"papers": papers})
        return " ".join(said)

    def tone_of(self, facts: _PaperFacts) -> Tone:
        return "do" if facts.allowed else "dont"

    def outcomes(self, facts: _PaperFacts, piece: Mailpiece, target: Target) -> Iterator[Outcome]:
        if piece.kind == "greeting_card":
            yield kept(_("This rule is about the paper of a letter."))
            return
        colour_only = piece.kind == "postcard"
        fits = [_fits(piece, word, colour_only) for word in facts.allowed]
        forbidden = [_is_forbidden(piece, word, colour_only) for word in facts.forbidden]
        yield from judge(
            either(opposite(either(*fits)) if fits else False, *forbidden),
            lambda: broken(_("The paper"), _("This paper is not taken here. %s") % self.say(facts)),
            _("your paper"),
        )


def _has_colour(piece: Mailpiece, colour: str) -> Known:
    return None if piece.paper.color is None else piece.paper.color == colour


def _weighs(piece: Mailpiece, *weights: str) -> Known:
    return None if piece.paper.weight is None else piece.paper.weight in weights


def _fits(piece: Mailpiece, word: str, colour_only: bool) -> Known:
    """Whether the paper is what a word of `allowed` means. Of a postcard, only the colour is asked."""
    if word == "white_20lb_or_lighter":
        more, colour = opposite(_weighs(piece, "card", "heavy_art")), "white"
    elif word == "white_with_light_blue_lines":
        more, colour = piece.paper.lined, "white"
    elif word.endswith("_lined"):
        more, colour = piece.paper.lined, word.removesuffix("_lined")
    else:
        more, colour = True, word
    return both(_has_colour(piece, colour), True if colour_only else more)


def _is_forbidden(piece: Mailpiece, word: str, colour_only: bool) -> Known:
    if word == "coloured":
        return opposite(_has_colour(piece, "white"))
    return False if colour_only else _weighs(piece, word)
