"""A tag for parts of a page that are the same for everybody: drawn once by each process, then kept."""

from collections.abc import Hashable
from typing import Any
from weakref import WeakSet

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

MOST = 128  # versions of one part that are kept
_nodes: "WeakSet[KeepNode]" = WeakSet()


class KeepNode(template.Node):
    """Its content, by language, name of the site and the values named in the tag."""

    def __init__(self, nodelist: NodeList, values: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.values = values
        self.kept: dict[Hashable, SafeString] = {}
        _nodes.add(self)

    def render(self, context: Context) -> SafeString:
        key = (get_language(), context.get("SITE_NAME"), *[value.resolve(context) for value in self.values])
        kept = self.kept.get(key)
        if kept is None:
            if len(self.kept) >= MOST:
                self.kept.clear()
            kept = self.kept[key] = self.nodelist.render(context)
        return kept


def forget() -> None:
    """Draw every part anew from now on; needed where words themselves change."""
    for node in list(_nodes):
        node.kept.clear()


@register.tag
def keep(parser: Parser, token: Token) -> KeepNode:
    """{% keep VALUE ... %}...{% endkeep %}: whatever the content depends on besides the language must be named.

    Never around anything that belongs to one visitor.
    """
    values: list[Any] = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeepNode(nodelist, values)
