"""Tags of the directory's page."""

from django import template

from profiles.search import Results

register = template.Library()


@register.simple_tag
def page_query(results: Results, number: int) -> str:
    """Query string of a page by its number, in the visit under way."""
    return results.page_query(number)
