"""Printed web pages, copied articles and clippings."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy, ngettext

from letters.mailing_rules import shapes
from letters.mailing_rules.base import Outcome, RuleType, Tone, broken, judge, kept
from letters.mailing_rules.logic import Known, both
from letters.mailing_rules.mailpiece import Mailpiece
from letters.mailing_rules.model import Target
from letters.mailing_rules.phrases import gettext as _
from letters.mailing_rules.registry import register
from letters.mailing_rules.say import say_number, say_size
from letters.mailing_rules.terms import Size


@dataclass(frozen=True, slots=True)
class _PrintedFacts:
    """Limits on printed matter. `no_clippings` and `no_articles`: that kind is refused."""

    max_pages: int | None = None
    no_clippings: bool = False
    photocopies_only: bool = False
    max_clippings: int | None = None
    max_size: Size | None = None
    max_weight_oz: float | None = None
    no_articles: bool = False


def _read_clippings(value: Any, field: str) -> dict[str, Any]:
    """Either one word, or a part for each limit."""
    if isinstance(value, str):
        return {"no_clippings": shapes.one_of(value, ("allowed", "forbidden"), field) == "forbidden"}
    fields = shapes.Fields(value, field)
    fields.take("allowed", shapes.flag)
    fields.take("internet_prints", shapes.one_of, ("allowed",))
    articles = fields.take("copies_of_published_books_or_magazines", shapes.one_of, ("allowed", "forbidden"))
    parts = {
        "photocopies_only": fields.take("photocopies_only", shapes.flag, default=False),
        "max_clippings": fields.take("max", shapes.whole),
        "max_size": fields.take("max_size_in", shapes.size),
        "max_weight_oz": fields.take("max_weight_oz", shapes.number),
        "no_articles": articles == "forbidden",
    }
    fields.done()
    return parts


@register
class PrintedMatterRule(RuleType):
    """{max_pages: n} or {clippings: forbidden} or {clippings: {photocopies_only: true, max: n, max_size_in: "WxH",
    max_weight_oz: n, copies_of_published_books_or_magazines: forbidden, internet_prints: allowed, allowed: true}}.

    `max_weight_oz` is the whole letter's, where there is printed matter in it.
    """

    name = "printed_matter"
    label = gettext_lazy("Printed pages and clippings")
    group = "enclosures"

    def read(self, value: Any) -> _PrintedFacts:
        fields = shapes.Fields(value)
        max_pages = fields.take("max_pages", shapes.whole)
        clippings = fields.take("clippings", _read_clippings, default={})
        fields.done()
        return _PrintedFacts(max_pages=max_pages, **clippings)

    def say(self, facts: _PrintedFacts) -> str:
        said = []
        if facts.max_pages is not None:
            said.append(self._say_most(facts.max_pages))
        if facts.no_clippings:
            said.append(_("Clippings are not taken."))
        if facts.photocopies_only:
            said.append(_("Send photocopies of clippings, not the clippings themselves."))
        if facts.max_clippings is not None:
            said.append(self._say_clippings(facts.max_clippings))
        if facts.max_size:
            said.append(self._say_size(facts.max_size))
        if facts.max_weight_oz is not None:
            said.append(
                _("A letter with printed pages in it may weigh up to %(ounces)s oz in all.")
                % {"ounces": say_number(facts.max_weight_oz)}
            )
        if facts.no_articles:
            said.append(_("Printed web pages are taken. Copies from books or magazines are not."))
        return " ".join(said) or _("Clippings are taken.")

    def _say_most(self, limit: int) -> str:
        return ngettext(
            "Up to %(count)d printed or copied page. Your own letter does not count.",
            "Up to %(count)d printed or copied pages. Your own letter does not count.",
            limit,
        ) % {"count": limit}

    def _say_size(self, limit: Size) -> str:
        return _("Printed pages and clippings may be up to %(size)s.") % {"size": say_size(limit)}

    def _say_clippings(self, limit: int) -> str:
        return ngettext("Up to %(count)d clipping.", "Up to %(count)d clippings.", limit) % {"count": limit}

    def tone_of(self, facts: _PrintedFacts) -> Tone:
        return "dont" if facts.no_clippings or facts.no_articles else "do"

    def outcomes(self, facts: _PrintedFacts, piece: Mailpiece, target: Target) -> Iterator[Outcome]:
        if not piece.printed_matter.pages:
            yield kept(_("No printed pages in this envelope."))
            return
        yield from self._limits(facts, piece)
        yield from self._kinds(facts, piece)

    def _limits(self, facts: _PrintedFacts, piece: Mailpiece) -> Iterator[Outcome]:
        printed, weight = piece.printed_matter, piece.weight_oz
        if facts.max_pages is not None and printed.pages > facts.max_pages:
            yield broken(
                _("Too many printed pages"), self._count(printed.pages, self._say_most(facts.max_pages))
            )
        limit = facts.max_size
        if limit:
            yield from judge(
                None if printed.size is None else printed.size.over(limit),
                lambda: broken(_("The printed pages are too large"), self._say_size(limit)),
                _("the size of the printed pages"),
            )
        if facts.max_weight_oz is not None:
            yield from judge(
                None if weight is None else weight > facts.max_weight_oz,
                lambda: broken(_("The letter is too heavy"), self.say(facts)),
                _("what the letter weighs"),
            )

    def _kinds(self, facts: _PrintedFacts, piece: Mailpiece) -> Iterator[Outcome]:
        printed = piece.printed_matter
        clipping = _is(printed.kind, "clipping")
        missing = _("what the printed pages are")
        if facts.no_clippings or facts.photocopies_only:
            yield from judge(clipping, lambda: broken(_("No clippings here"), self.say(facts)), missing)
        most = facts.max_clippings
        if most is not None:
            yield from judge(
                both(clipping, printed.pages > most),
                lambda: broken(
                    _("Too many clippings"), self._count(printed.pages, self._say_clippings(most))
                ),
                missing,
            )
        if facts.no_articles:
            yield from judge(
                _is(printed.kind, "article"),
                lambda: broken(_("No copies from books or magazines"), self.say(facts)),
                missing,
            )

    def _count(self, pages: int, rule: str) -> str:
        said = ngettext("%(count)d printed page is too many.", "%(count)d printed pages are too many.", pages)
        return f"{said % {'count': pages}} {rule}"


def _is(given: str | None, word: str) -> Known:
    return None if given is None else given == word
