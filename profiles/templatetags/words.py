"""Words that come from the reference data, which is English, on pages of every language."""

from datetime import datetime

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language, gettext

register = template.Library()

#: How sources date themselves, and how the page's language writes such a date.
_DATES = {"%B %d, %Y": "DATE_FORMAT", "%B %Y": "YEAR_MONTH_FORMAT", "%Y-%m-%d": "DATE_FORMAT"}


@register.filter
def reference(text: str) -> str:
    """Words of the data files in the page's language; where no one has translated them, as they are and marked."""
    said = gettext(text) if text else ""
    if not said or said != text or get_language() == "en":
        return said
    return format_html('<span lang="en">{}</span>', text)


@register.filter
def source_date(text: str) -> str:
    """The date that a source bears, in the page's language: a day, a month, a year or a few words."""
    return written_date(text) or (text if text.isdigit() else reference(text))


def written_date(text: str) -> str:
    """A day or month as the page's language writes it; empty where the text is neither."""
    for shape, name in _DATES.items():
        try:
            day = datetime.strptime(text, shape).date()  # noqa: DTZ007 (a day, not a moment)
        except ValueError:
            continue
        return date_format(day, name)
    return ""
