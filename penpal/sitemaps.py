"""What search engines may find: our own pages, places, and the pages of women who agreed to it."""

from typing import Any

from django.contrib.sitemaps import Sitemap, views
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from profiles.audience import Audience, audience
from profiles.guide import TOPICS, Topic
from profiles.models import Facility, Listing, Story, System

PAGES = (
    "home", "profiles:stories", "profiles:programs", "profiles:facts", "profiles:facilities",
    "letters:coverage", "profiles:guide", "profiles:submit", "about", "privacy", "terms", "contact", "accessibility",
)  # fmt: skip


class BothLanguages(Sitemap):
    """Each page in English and in Spanish, each naming the other."""

    i18n = True
    alternates = True
    x_default = True


class PageSitemap(BothLanguages):
    def items(self) -> tuple[str, ...]:
        return PAGES

    def location(self, item: str) -> str:
        return reverse(item)


class GuideSitemap(BothLanguages):
    def items(self) -> tuple[Topic, ...]:
        return TOPICS


class FacilitySitemap(BothLanguages):
    def items(self) -> QuerySet[Facility]:
        return Facility.objects.listed().order_by("pk")


class SystemSitemap(BothLanguages):
    def items(self) -> QuerySet[System]:
        return System.objects.order_by("pk")


class ListingSitemap(Sitemap):
    """Women who agreed to be found by search engines. No dates: when her page changed is nobody's business.

    Her words are in one language, and there may be many pages, so the Spanish frame around them is left out.
    """

    limit = 10_000  # pages a file

    def items(self) -> QuerySet[Listing]:
        return (
            Listing.objects.public()
            .filter(consent_search_engines_on__isnull=False)
            .only("slug")
            .order_by("pk")
        )


class StorySitemap(Sitemap):
    limit = 10_000

    def items(self) -> QuerySet[Story]:
        agreed = Story.objects.public().filter(listing__consent_search_engines_on__isnull=False)
        return agreed.only("slug").order_by("pk")


SITEMAPS: dict[str, Any] = {
    "pages": PageSitemap,
    "guide": GuideSitemap,
    "facilities": FacilitySitemap,
    "systems": SystemSitemap,
    "listings": ListingSitemap,
    "stories": StorySitemap,
}


@audience(Audience.PUBLIC)
def sitemap(request: HttpRequest) -> HttpResponse:
    """Everything in one file while it fits; an index of files once listings or stories fill more than one."""
    growing: tuple[type[Sitemap], ...] = (ListingSitemap, StorySitemap)
    if any(section().paginator.num_pages > 1 for section in growing):
        return views.index(request, SITEMAPS, sitemap_url_name="sitemap-section")
    return views.sitemap(request, SITEMAPS)


@audience(Audience.PUBLIC)
def section(request: HttpRequest, section: str) -> HttpResponse:
    """One part of the site map; `?p=2` is its second file. 404 for an unknown part."""
    return views.sitemap(request, SITEMAPS, section)
