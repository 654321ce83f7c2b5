"""Tags that the base template needs for every page: addresses in the other language, and the current menu item."""

from functools import lru_cache
from typing import Any

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import Resolver404, resolve, reverse, translate_url
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override

from penpal import retention
from penpal.static_files import sheet_addresses
from profiles.audience import Audience

register = template.Library()

#: Which menu item is current on which page: view names without the namespace, by the item's own view name.
MENU = {
    "profiles:list": {
        "profiles:list",
        "profiles:detail",
        "profiles:report",
        "profiles:shortlist",
        "profiles:recent",
    },
    "profiles:stories": {"profiles:stories", "profiles:story"},
    "profiles:facilities": {
        "profiles:facilities",
        "profiles:facility",
        "profiles:system",
        "letters:check",
        "letters:coverage",
    },
    "profiles:programs": {"profiles:programs", "profiles:program-change"},
    "about": {"about", "profiles:guide", "profiles:guide-topic", "profiles:facts"},
    "letters:mine": {"letters:mine", "letters:letter", "letters:night", "letters:write", "letters:blank"},
}


@register.simple_tag
def sheets() -> SafeString:
    """Links to the style sheets of every public page."""
    return format_html_join(
        "\n  ", '<link rel="stylesheet" href="{}">', ((address,) for address in sheet_addresses())
    )


@register.simple_tag(takes_context=True)
def page_in(context: dict[str, Any], language: str) -> str:
    """Path and query of this page in a language ("en", "es"); of the start page where the address leads nowhere.

    Error pages set `nowhere`, so that each is the same page whatever was asked for.
    """
    request: HttpRequest | None = context.get("request")
    if request is not None and not context.get("nowhere") and _leads_somewhere(request):
        path, mark, query = request.get_full_path().partition("?")
        return _path_in(path, get_language(), language) + mark + query
    with override(language):
        return reverse("home")


def _leads_somewhere(request: HttpRequest) -> bool:
    if getattr(request, "resolver_match", None):
        return True
    try:
        resolve(request.path_info)
    except Resolver404:
        return False
    return True


@lru_cache(maxsize=2_048)
def _path_in(path: str, present: str | None, language: str) -> str:
    """A path of the present language in another one. Finding a view by its path and back is slow."""
    return translate_url(path, language)


@register.simple_tag(takes_context=True)
def canonical(context: dict[str, Any], language: str = "") -> str:
    """Full address of this page without its query; in another language where one is named."""
    request: HttpRequest = context["request"]
    path = _path_in(request.path, get_language(), language) if language else request.path
    return request.build_absolute_uri(path)


@register.simple_tag(takes_context=True)
def whole_address(context: dict[str, Any], name: str) -> str:
    """Full address of a static file, as machines of other sites need it."""
    request: HttpRequest = context["request"]
    return request.build_absolute_uri(static(name))


@register.simple_tag(takes_context=True)
def public_page(context: dict[str, Any]) -> str:
    """Path of this page where anybody may open it, for telling us about it; else nothing."""
    request: HttpRequest | None = context.get("request")
    match = getattr(request, "resolver_match", None)
    if request is None or match is None or context.get("nowhere"):
        return ""
    return request.path if getattr(match.func, "audience", None) == Audience.PUBLIC else ""


@register.simple_tag
def kept_for() -> list[tuple[str, int]]:
    """What is kept about people and for how many days, as the chores do it."""
    return [(str(what), days) for what, days in retention.terms()]


@register.simple_tag(takes_context=True)
def current(context: dict[str, Any], item: str) -> str:
    """`page` where this page is the menu item itself, `true` where it lies beneath it, else nothing."""
    match = getattr(context.get("request"), "resolver_match", None)
    if match is None or context.get("nowhere") or match.view_name not in MENU[item]:
        return ""
    return "page" if match.view_name == item else "true"


@register.filter
def page_numbers(number: int, pages: int) -> list[int | None]:
    """Page numbers to link to: the first, the last and those around the current one; None stands for a gap."""
    shown = sorted({1, 2, number - 1, number, number + 1, pages} & set(range(1, pages + 1)))
    numbers: list[int | None] = []
    for before, after in zip([0, *shown], shown, strict=False):
        if after - before > 1:
            numbers.append(None)
        numbers.append(after)
    return numbers
