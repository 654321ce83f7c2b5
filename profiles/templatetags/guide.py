"""Citations and explained words in the guide's pages."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from profiles.guide import Topic
from profiles.guide.explaining import explain

register = template.Library()


@register.simple_tag(takes_context=True)
def cite(context: dict[str, Any], *keys: str) -> SafeString:
    """Links to the sources of a statement, as numbers: `{% cite "swop" "cpp" %}`.

    Raises ValueError where the page's topic does not list a source, so that no page can cite what it does not show.
    """
    topic: Topic = context["topic"]
    numbers = sorted(topic.number(key) for key in keys)
    links = format_html_join(
        ", ",
        '<a href="#source-{}" aria-label="{}">{}</a>',
        ((number, _("Source %(number)d") % {"number": number}, number) for number in numbers),
    )
    return format_html('<sup class="cite">{}</sup>', links)


@register.simple_block_tag
def explained(content: str) -> SafeString:
    """A part of a page in which the first of each prison word leads to the glossary."""
    return mark_safe(explain(content, get_language() or "en"))  # noqa: S308 (the page's own markup, with links)
