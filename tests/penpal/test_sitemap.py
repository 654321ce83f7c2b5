"""The site map for search engines: what is in it, and who is not."""

import re
from datetime import date

import pytest

from penpal.sitemaps import PAGES, ListingSitemap
from profiles.guide import TOPICS
from tests.factories import make_expired, make_facility, make_listing, make_story, make_withdrawn

pytestmark = pytest.mark.django_db
AGREED = date(2026, 1, 5)


def _paths(client, url: str = "/sitemap.xml") -> list[str]:
    page = client.get(url).content.decode()
    return [address.removeprefix("http://testserver") for address in re.findall(r"<loc>([^<]+)</loc>", page)]


def test_sitemap_holds_pages_and_guide_in_both_languages(client):
    paths = _paths(client)

    assert len(paths) == 2 * (len(PAGES) + len(TOPICS))
    assert "/profiles/" not in paths
    assert {"/", "/es/", "/guide/first-letter/", "/es/guide/first-letter/", "/facts/"} <= set(paths)


def test_sitemap_holds_women_who_agreed_and_their_stories(client):
    listing = make_listing(consent_search_engines_on=AGREED)
    story = make_story(listing)

    paths = _paths(client)

    assert paths.count(listing.get_absolute_url()) == 1
    assert paths.count(story.get_absolute_url()) == 1


def test_sitemap_does_not_hold_others(client):
    hidden = [
        make_listing(),
        make_withdrawn(consent_search_engines_on=AGREED),
        make_expired(consent_search_engines_on=AGREED),
    ]
    stories = [make_story(listing) for listing in hidden]
    stories.append(make_story(make_listing(consent_search_engines_on=AGREED), is_shown=False))

    page = client.get("/sitemap.xml").content.decode()

    assert [row.slug for row in (*hidden, *stories) if row.slug in page] == []


def test_sitemap_holds_places_for_women_only(client):
    seen, unseen = make_facility(), make_facility(holds="unknown")

    paths = _paths(client)

    assert seen.get_absolute_url() in paths
    assert seen.system.get_absolute_url() in paths
    assert unseen.get_absolute_url() not in paths


def test_sitemap_names_the_other_language(client):
    page = client.get("/sitemap.xml").content.decode()

    assert '<xhtml:link rel="alternate" hreflang="es" href="http://testserver/es/about/"/>' in page
    assert '<xhtml:link rel="alternate" hreflang="x-default" href="http://testserver/about/"/>' in page


def test_sitemap_becomes_an_index_when_listings_fill_a_second_file(client, monkeypatch):
    monkeypatch.setattr(ListingSitemap, "limit", 1)
    first, second = (make_listing(consent_search_engines_on=AGREED) for _listing in range(2))

    paths = _paths(client)

    assert paths == [
        "/sitemap-pages.xml",
        "/sitemap-guide.xml",
        "/sitemap-facilities.xml",
        "/sitemap-systems.xml",
        "/sitemap-listings.xml",
        "/sitemap-listings.xml?p=2",
        "/sitemap-stories.xml",
    ]
    assert _paths(client, "/sitemap-listings.xml") == [first.get_absolute_url()]
    assert _paths(client, "/sitemap-listings.xml?p=2") == [second.get_absolute_url()]


def test_sitemap_section_unknown_is_not_found(client):
    assert client.get("/sitemap-secrets.xml").status_code == 404
