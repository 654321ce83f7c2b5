from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone
from PIL import Image

from profiles.models import Program
from profiles.views.site import program_kinds
from tests.factories import make_listing, make_photo, make_story, make_withdrawn
from tests.support.pages import parse, queries_of

pytestmark = pytest.mark.django_db


def test_home_shows_four_women_who_wait_for_a_first_letter(client: Client) -> None:
    names = {make_listing(display_name=f"Ada{number}").display_name for number in range(5)}

    shown = parse(client.get("/")).texts(".listing h3 a")

    assert len(shown) == 4
    assert set(shown) <= names


def test_home_shows_nobody_who_has_letters_takes_none_or_is_gone(client: Client) -> None:
    make_listing(display_name="Ada")
    make_listing(display_name="Bea", letters_sent=2)
    make_listing(display_name="Cleo", paused=True)
    make_withdrawn(display_name="Dora")

    assert parse(client.get("/")).texts(".listing h3 a") == ["Ada"]


def test_home_counts_public_listings(client: Client) -> None:
    make_listing()
    make_listing()
    make_withdrawn()

    assert parse(client.get("/")).texts("section[aria-labelledby=waiting] .head a") == ["See all 2 listings"]


def test_home_without_listings_is_whole(client: Client) -> None:
    page = parse(client.get("/"))

    assert page.one("h1").text == "At mail call, be the reason she hears her name."
    assert page.select(".listing") == []


def test_home_shows_one_story_of_each_woman(client: Client) -> None:
    author, other, gone = make_listing(), make_listing(), make_withdrawn()
    now = timezone.now()
    make_story(author, title="Older", approved_at=now - timedelta(days=3))
    make_story(author, title="Newer", approved_at=now - timedelta(days=1))
    make_story(other, title="Other", approved_at=now - timedelta(days=2))
    make_story(gone, title="Gone", approved_at=now)

    page = parse(client.get("/"))

    assert page.texts("section[aria-labelledby=stories] h3") == ["Newer", "Other"]


def test_home_credits_the_number(client: Client) -> None:
    assert parse(client.get("/")).one(".band cite").text == "Women’s Mass Incarceration: The Whole Pie 2019"


def test_home_asks_the_same_number_of_questions_for_one_and_for_three(client: Client) -> None:
    def add() -> None:
        listing = make_listing(consent_photo_on=timezone.localdate())
        make_photo(listing)
        make_story(listing)

    add()
    one = queries_of(client, "/")
    add()
    add()

    assert queries_of(client, "/") == one


def test_home_leaves_no_trace_on_visitors(client: Client) -> None:
    response = client.get("/")

    assert response.cookies == {}
    assert b"csrfmiddlewaretoken" not in response.content


def test_program_kinds_count_what_is_shown() -> None:
    common = {"kind": "books", "scope": "national"}
    Program.objects.create(slug="a", name="A", **common)
    Program.objects.create(slug="b", name="B", is_shown=False, **common)

    assert [(one["kind"], one["count"]) for one in program_kinds()] == [
        ("books", 1), ("visiting", 0), ("reentry", 0), ("education", 0),
    ]  # fmt: skip


def test_robots_keeps_out_what_is_private_and_names_the_sitemap(client: Client) -> None:
    response = client.get("/robots.txt")

    lines = response.content.decode().splitlines()
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert lines[0] == "User-agent: *"
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"
    assert {"Disallow: /admin/", "Disallow: /list/status/", "Disallow: /es/recent/"} <= set(lines)
    assert "Disallow: /profiles/" not in lines


@pytest.mark.parametrize(("path", "language", "start"), [("/", "en", "/"), ("/es/", "es", "/es/")])
def test_manifest_names_the_site_and_its_icons(client: Client, path: str, language: str, start: str) -> None:
    address = parse(client.get(path)).one("link[rel=manifest]")["href"]

    response = client.get(address)

    manifest = response.json()
    assert response.headers["Content-Type"] == "application/manifest+json"
    assert (manifest["name"], manifest["lang"], manifest["start_url"]) == ("Mail Call", language, start)
    assert [icon["sizes"] for icon in manifest["icons"]] == ["any", "192x192", "512x512"]
    assert [finders.find(_unhashed(icon["src"])) is not None for icon in manifest["icons"]] == [True] * 3


def test_favicon_is_found_without_reading_a_page(client: Client) -> None:
    assert "/img/icon-192" in client.get("/favicon.ico").headers["Location"]


def _unhashed(address: str) -> str:
    """Name of a static file by its address, which may bear the file's hash."""
    name, *_hash, ending = address.removeprefix("/static/").split(".")
    return f"{name}.{ending}"


def test_card_of_shared_links_is_one_picture_and_names_nobody(client: Client) -> None:
    listing = make_listing(display_name="Marisol", consent_search_engines_on=timezone.localdate())
    story = make_story(listing, title="Lemons", summary="Nine of them.")

    cards = [
        {meta["property"]: meta["content"] for meta in parse(client.get(path)).select("meta[property]")}
        for path in ("/", listing.get_absolute_url(), story.get_absolute_url())
    ]

    said = [{name: card[name] for name in ("og:title", "og:description", "og:image")} for card in cards]
    assert said[0] == said[1] == said[2]
    assert [card["og:url"] for card in cards] == [
        f"http://testserver{path}" for path in ("/", listing.get_absolute_url(), story.get_absolute_url())
    ]
    with Image.open(finders.find(_unhashed(urlsplit(cards[0]["og:image"]).path))) as picture:
        assert picture.size == (1200, 630)


def test_gone_page_has_no_card(client: Client) -> None:
    gone = make_withdrawn()

    assert parse(client.get(gone.get_absolute_url())).select("meta[property]") == []


@pytest.mark.parametrize("address", ["", "https://code.example/penpal"])
def test_footer_links_to_the_source_where_it_is_said(
    client: Client, settings: LazySettings, address: str
) -> None:
    settings.SOURCE_URL = address

    texts = {link.text: link["href"] for link in parse(client.get("/about/")).select("footer a")}

    assert texts.get("Source code", "") == address
    assert texts["How we check listings"] == "/guide/how-we-check/"
    assert texts["Write your first letter"] == "/guide/first-letter/"
    assert texts["Accessibility"] == "/accessibility/"


@pytest.mark.parametrize(
    ("contact", "uri"),
    [
        ("desk@example.org", "mailto:desk@example.org"),
        ("https://example.org/tell", "https://example.org/tell"),
    ],
)
def test_security_txt_has_what_the_standard_asks_for(
    client: Client, settings: LazySettings, contact: str, uri: str
) -> None:
    settings.ORG_CONTACT = contact

    lines = client.get("/.well-known/security.txt").content.decode().splitlines()

    fields = dict(line.split(": ", 1) for line in reversed(lines))
    expires = datetime.fromisoformat(fields["Expires"])
    assert fields["Contact"] == uri
    assert timedelta(days=90) < expires - timezone.now() < timedelta(days=365)
    assert fields["Canonical"] == "http://testserver/.well-known/security.txt"
