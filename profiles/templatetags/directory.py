"""Tags of the directory's page. Cards and filter list are drawn by Jinja2, which is several times faster than Django's
templates for so many small pieces; everything typed by a person is escaped there as here. `_listing_card.html` and
`_facet.html` say the same in Django's words, and a test compares the two."""

from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from profiles.search import Facet, Option, Results
from profiles.search.cards import Card
from profiles.templatetags.listing import comes_home_soon, her_language, opening, other_languages, writers
from profiles.vocabulary import Focus, Interest

register = template.Library()

INTERESTS_SHOWN = 3
_environment = Environment(
    loader=FileSystemLoader(settings.BASE_DIR / "templates" / "jinja2"),
    autoescape=True,
    undefined=StrictUndefined,
    auto_reload=False,
    trim_blocks=True,
)
_BEFORE = (
    '<div class="form-check">'
    '<input class="form-check-input" type="{type}" name="{name}" value="{value}" id="{id}"'
)
_AFTER = '><label class="form-check-label" for="{id}">{label}'


@register.simple_tag
def page_query(results: Results, number: int) -> str:
    """Query string of a page by its number, in the visit under way."""
    return results.page_query(number)


@register.simple_tag
def cards(shown: Sequence[Card]) -> SafeString:
    """Cards as list items."""
    today, language = timezone.localdate(), get_language()
    return _draw("cards.html", cards=[_shown(card, today, language) for card in shown])


@register.simple_tag
def facet_list(facets: list[Facet], open_facets: Sequence[str]) -> SafeString:
    """The filter groups with their options."""
    return _draw(
        "facets.html",
        facets=facets,
        checks=_checks,
        open_facets=open_facets,
        any=_("Any"),
        all=_("All %(number)s").replace("%(number)s", "{number}"),
    )


def _checks(facet: Facet, options: Sequence[Option]) -> SafeString:
    """A box to tick for each option. The parts put together here are escaped already, or numbers."""
    drawn = []
    for option in options:
        before, after = _check(facet.name, option.value, option.label, many=facet.many)
        chosen = " checked" if option.selected else ""
        count = "" if option.count is None else f' <span class="soft num">{option.count}</span>'
        drawn.append(f"{before}{chosen}{after}{count}</label></div>")
    return mark_safe("".join(drawn))  # noqa: S308


@lru_cache(maxsize=4_096)
def _check(name: str, value: str, label: str, *, many: bool) -> tuple[str, str]:
    """What stands before and after the mark of being chosen. A few hundred options are on each page: they are kept."""
    before = format_html(
        _BEFORE,
        type="checkbox" if many else "radio",
        name=value if name == "flags" else name,
        value="1" if name == "flags" else value,
        id=f"id_{name}_{value}",
    )
    return str(before), str(format_html(_AFTER, id=f"id_{name}_{value}", label=label))


def _draw(name: str, **context: Any) -> SafeString:
    return mark_safe(_environment.get_template(name).render(context))  # noqa: S308 - escaped by Jinja2


def _shown(card: Any, today: date, language: str) -> dict[str, Any]:
    """What the template needs of a Card, which has the names of a listing."""
    detail, photo = _addresses(language)
    labels = _interest_labels(language)
    facts = [
        _("Veteran") if card.veteran else "",
        _("Home within a year") if comes_home_soon(card, today) else "",
    ]
    return {
        "photo": photo.replace("SLUG", card.slug).replace("TOKEN", card.photo) if card.photo else "",
        "focus": f" focus-{card.photo_focus}" if card.photo and card.photo_focus != Focus.CENTER else "",
        "initial": card.display_name[:1].upper(),
        "address": detail.replace("SLUG", card.slug),
        "name": card.display_name,
        "age": card.age_on(today),
        "place": card.place,
        "lang": her_language(card),
        "opening": opening(card),
        "interests": ", ".join([labels[word] for word in labels if word in card.interests][:INTERESTS_SHOWN]),
        "writers": writers(card),
        "facts": [fact for fact in facts if fact],
        "languages": other_languages(card),
    }


@cache
def _addresses(language: str) -> tuple[str, str]:
    """Address of a profile and beginning of those of a photo, in a language, with SLUG and TOKEN to be replaced."""
    photo = reverse("profiles:photo", args=["SLUG", "TOKEN", 320, "jpg"])
    return reverse("profiles:detail", args=["SLUG"]), photo.removesuffix("320.jpg")


@cache
def _interest_labels(language: str) -> dict[str, str]:
    """Words for interests in a language, in the order of the closed list."""
    return {code: str(label) for code, label in Interest.choices}
