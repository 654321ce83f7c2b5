from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from profiles.search import SearchParams, Sort, find, write_listing
from profiles.views.directory import MOST_ON_SHORTLIST, relaxations, sort_options
from tests.factories import make_expired, make_facility, make_listing, make_photo, make_withdrawn
from tests.support.pages import parse, parse_xml, queries_of

pytestmark = pytest.mark.django_db


def _names(client: Client, query: str = "") -> list[str]:
    """Names on the cards of the directory, in their order."""
    return _cards(client.get(f"/profiles/{query}"))


def _cards(response: object) -> list[str]:
    return parse(response).texts(".listing h3 a")


def test_directory_shows_public_listings_only(client: Client) -> None:
    shown = make_listing(display_name="Ada")
    make_withdrawn(display_name="Bea")
    make_expired(display_name="Cleo")

    assert _names(client) == [shown.display_name]


def test_directory_search_finds_a_word_of_hers(client: Client) -> None:
    make_listing(display_name="Ada", bio="I keep bees on the roof.")
    make_listing(display_name="Bea", bio="I repair old radios.")

    assert _names(client, "?q=radios") == ["Bea"]


def test_directory_says_what_it_ignored(client: Client) -> None:
    make_listing()

    page = parse(client.get("/profiles/?state=ZZ"))

    assert page.texts(".alert p") == ["A value for “state” was not understood and left out."]


def test_directory_takes_5000_interests(client: Client) -> None:
    make_listing(display_name="Ada", interests=["art"])
    make_listing(display_name="Bea", interests=["music"])

    response = client.get("/profiles/?" + "&".join(["interest=art"] * 5_000))

    assert (response.status_code, _cards(response)) == (200, ["Ada"])
    assert parse(response).texts(".alert p") == ["A filter in the address was not understood and left out."]


def test_directory_without_surprises_says_nothing(client: Client) -> None:
    make_listing()

    assert parse(client.get("/profiles/?state=NY")).select(".alert") == []


def test_directory_keeps_every_filter_in_its_form(client: Client) -> None:
    make_listing(interests=["books"], veteran=True)

    page = parse(client.get("/profiles/?interest=books&veteran=1&state=NY&age_min=30&q=quiet"))

    checked = {(box["name"], box["value"]) for box in page.select("#filters input[checked]") if box["value"]}
    assert checked == {("interest", "books"), ("veteran", "1"), ("state", "NY")}
    assert page.one("#age_min")["value"] == "30"
    assert page.one("#q")["value"] == "quiet"
    assert page.one("#q")["form"] == "filters"


def test_directory_chip_leads_to_the_search_without_it(client: Client) -> None:
    make_listing(interests=["books"], veteran=True)

    page = parse(client.get("/profiles/?interest=books&veteran=1"))

    assert [(chip.text, chip["href"]) for chip in page.select(".chip")] == [
        ("Books", "/profiles/?veteran=1"),
        ("Veteran", "/profiles/?interest=books"),
    ]


def test_directory_without_results_says_what_to_leave_out(client: Client) -> None:
    make_listing(display_name="Ada", veteran=True)

    page = parse(client.get("/profiles/?q=zebra&veteran=1"))

    links = page.select(".results .ruled a")
    assert [(link.text, link["href"]) for link in links] == [("Without “zebra”", "/profiles/?veteran=1")]
    assert page.texts(".listing h3 a") == ["Ada"]


def test_directory_without_listings_begins_to_explain(client: Client) -> None:
    page = parse(client.get("/profiles/"))

    assert page.one(".results h3").text == "There are no listings yet"


def test_relaxations_put_the_widest_first() -> None:
    make_listing(veteran=True)
    make_listing(faith="jewish")
    make_listing(faith="jewish")

    found = relaxations(find(SearchParams(veteran=True, faith="jewish")))

    assert [(one.chip.label, one.total) for one in found] == [("Veteran", 2), ("Jewish", 1)]


def test_directory_pages_hold_24(client: Client) -> None:
    facility = make_facility()
    for number in range(25):
        make_listing(facility=facility, display_name=f"N{number}")

    first = parse(client.get("/profiles/"))
    second = parse(client.get(f"/profiles/{first.one('a[rel=next]')['href']}"))
    back = parse(client.get(f"/profiles/{second.one('a[rel=prev]')['href']}"))

    assert (len(first.select(".listing")), len(second.select(".listing"))) == (24, 1)
    assert back.texts(".listing h3 a") == first.texts(".listing h3 a")
    assert second.one("nav[aria-label=Pages] p").text == "25 to 25 of 25"


def test_directory_numbered_pages_belong_to_one_visit(client: Client) -> None:
    facility = make_facility()
    for _ in range(25):
        make_listing(facility=facility)

    first = parse(client.get("/profiles/"))
    numbered = [link["href"] for link in first.select("nav[aria-label=Pages] li a") if link.text == "2"]
    names = first.texts(".listing h3 a") + _cards(client.get(f"/profiles/{numbered[0]}"))

    assert len(set(names)) == 25


def test_directory_of_one_page_has_no_page_links(client: Client) -> None:
    make_listing()

    assert parse(client.get("/profiles/")).select("nav[aria-label=Pages]") == []


def test_directory_leaves_no_trace_on_visitors(client: Client) -> None:
    make_listing()

    response = client.get("/profiles/?q=quiet")

    assert response.cookies == {}
    assert b"csrfmiddlewaretoken" not in response.content


def test_directory_card_shows_no_photo_without_consent(client: Client) -> None:
    listing = make_listing(display_name="Ada")
    make_photo(listing)

    page = parse(client.get("/profiles/"))

    assert page.select(".stamp img") == []
    assert page.one(".stamp text").text == "A"


def test_directory_card_shows_her_photo_with_consent(client: Client) -> None:
    listing = make_listing(consent_photo_on=timezone.localdate())
    photo = make_photo(listing)
    write_listing(listing.pk)

    page = parse(client.get("/profiles/"))

    assert page.one(".stamp img")["src"] == photo.url(listing.slug, 320, "jpg")
    assert page.one(".stamp")["class"] == "stamp"


def test_directory_card_and_page_keep_the_chosen_part_of_a_photo_in_sight(client: Client) -> None:
    listing = make_listing(consent_photo_on=timezone.localdate())
    make_photo(listing, focus="bottom-left")
    write_listing(listing.pk)

    stamps = [parse(client.get(path)).one(".stamp") for path in ("/profiles/", f"/profiles/{listing.slug}/")]

    assert [stamp["class"] for stamp in stamps] == [
        "stamp focus-bottom-left",
        "stamp stamp-lg focus-bottom-left",
    ]


def test_directory_asks_the_same_number_of_questions_for_one_and_for_three(client: Client) -> None:
    make_photo(make_listing(consent_photo_on=timezone.localdate()))
    one = queries_of(client, "/profiles/")
    for _ in range(2):
        make_photo(make_listing(consent_photo_on=timezone.localdate()))

    assert queries_of(client, "/profiles/") == one


@pytest.mark.parametrize(
    ("params", "first"),
    [
        (SearchParams(), ("", "Fewest letters", True)),
        (SearchParams(q="sea", sort=Sort.NEWEST), ("fair", "Fewest letters", False)),
    ],
)
def test_sort_options_name_the_usual_order_by_nothing(
    params: SearchParams, first: tuple[str, str, bool]
) -> None:
    assert sort_options(params)[0] == first


def test_sort_options_offer_best_match_for_words_only() -> None:
    with_words = [label for _value, label, _chosen in sort_options(SearchParams(q="sea"))]
    without = [label for _value, label, _chosen in sort_options(SearchParams())]

    assert set(with_words) - set(without) == {Sort.RELEVANCE.label}


# --- Shortlist ------------------------------------------------------------------------------------------------


def test_shortlist_keeps_the_order_of_the_address(client: Client) -> None:
    ada, bea = make_listing(display_name="Ada"), make_listing(display_name="Bea")

    response = client.get(f"/shortlist/?s={bea.slug}&s={ada.slug}&s={bea.slug}")

    assert _cards(response) == ["Bea", "Ada"]


def test_shortlist_says_that_one_is_gone_without_naming_her(client: Client) -> None:
    ada, gone = make_listing(display_name="Ada"), make_withdrawn(display_name="Bea")

    response = client.get(f"/shortlist/?s={ada.slug}&s={gone.slug}")

    assert _cards(response) == ["Ada"]
    assert parse(response).one(".alert").text == "One listing of this list is no longer available."
    assert "Bea" not in response.content.decode()


def test_shortlist_takes_one_off_by_a_link(client: Client) -> None:
    ada, bea = make_listing(), make_listing()

    page = parse(client.get(f"/shortlist/?s={ada.slug}&s={bea.slug}"))

    assert [link["href"] for link in page.select(".actions a")] == [
        f"/shortlist/?s={bea.slug}",
        f"/shortlist/?s={ada.slug}",
    ]


def test_shortlist_holds_twenty(client: Client) -> None:
    facility = make_facility()
    slugs = [make_listing(facility=facility, index=False).slug for _ in range(MOST_ON_SHORTLIST + 1)]

    response = client.get("/shortlist/?" + "&".join(f"s={slug}" for slug in slugs))

    assert len(_cards(response)) == MOST_ON_SHORTLIST
    assert parse(response).one(".alert").text == "A shortlist holds 20 listings; the first 20 are shown."


def test_shortlist_bears_the_address_of_each_page_for_paper(client: Client) -> None:
    listing = make_listing()

    page = parse(client.get(f"/shortlist/?s={listing.slug}"))

    assert page.one("[data-address]")["data-address"] == f"testserver/profiles/{listing.slug}/"


def test_shortlist_without_anybody_tells_how_to_begin(client: Client) -> None:
    page = parse(client.get("/shortlist/"))

    kept = page.one("[data-kept]")
    assert (kept["data-kept"], kept["data-slugs"]) == ("shortlist", "")
    assert page.one("main a[class=btn btn-primary]")["href"] == reverse("profiles:list")


def test_shortlist_asks_the_same_number_of_questions_for_one_and_for_three(client: Client) -> None:
    slugs = [make_listing().slug for _ in range(3)]

    one = queries_of(client, f"/shortlist/?s={slugs[0]}")

    assert queries_of(client, "/shortlist/?" + "&".join(f"s={slug}" for slug in slugs)) == one


@pytest.mark.parametrize("path", ["/profiles/", "/profiles/?state=TX", "/es/profiles/"])
def test_directory_is_kept_from_search_engines(client: Client, path: str) -> None:
    """Most of the women in it did not agree to be found there."""
    assert parse(client.get(path)).one("meta[name=robots]")["content"] == "noindex, follow"


# --- Looked at lately ------------------------------------------------------------------------------------------


def test_recent_shows_what_the_browser_names_in_its_order(client: Client) -> None:
    ada, bea = make_listing(display_name="Ada"), make_listing(display_name="Bea")

    response = client.get(f"/recent/?s={bea.slug}&s={ada.slug}")

    assert _cards(response) == ["Bea", "Ada"]
    assert parse(response).one("[data-kept]")["data-slugs"] == f"{bea.slug} {ada.slug}"
    assert not response.cookies


def test_recent_says_nothing_of_who_is_gone(client: Client) -> None:
    gone, ada = make_withdrawn(display_name="Gone"), make_listing(display_name="Ada")

    response = client.get(f"/recent/?s={gone.slug}&s={ada.slug}&s=nobody77")

    assert _cards(response) == ["Ada"]
    assert parse(response).one("[data-kept]")["data-slugs"] == ada.slug
    assert gone.slug not in parse(response).one("main").text


def test_recent_without_anybody_says_who_remembers(client: Client) -> None:
    page = parse(client.get("/recent/"))

    assert page.one("[data-kept]")["data-slugs"] == ""
    assert page.select("[data-forget]") == []
    assert page.one("meta[name=robots]")["content"] == "noindex"


# --- Feed -----------------------------------------------------------------------------------------------------


def test_feed_holds_only_those_who_agreed_to_search_engines(client: Client) -> None:
    agreed = make_listing(display_name="Ada", consent_search_engines_on=timezone.localdate())
    make_listing(display_name="Bea")
    make_withdrawn(display_name="Cleo", consent_search_engines_on=timezone.localdate())

    feed = parse_xml(client.get("/profiles/feed/"))

    assert [link["href"] for link in feed.select("entry link")] == [
        f"http://testserver{agreed.get_absolute_url()}"
    ]


def test_feed_begins_with_the_newest(client: Client) -> None:
    today, now = timezone.localdate(), timezone.now()
    make_listing(
        display_name="Ada", consent_search_engines_on=today, first_published_at=now - timedelta(days=9)
    )
    make_listing(
        display_name="Bea", consent_search_engines_on=today, first_published_at=now - timedelta(days=2)
    )

    response = client.get("/profiles/feed/")

    titles = [title.split(",")[0] for title in parse_xml(response).texts("entry title")]
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert titles == ["Bea", "Ada"]


def test_feed_names_its_author_and_marks_her_words_as_plain_text_in_her_language(client: Client) -> None:
    today = timezone.localdate()
    make_listing(language="es", headline="Sé <3 & más", consent_search_engines_on=today)

    feed = parse_xml(client.get("/profiles/feed/"))

    summary = feed.one("entry summary")
    assert feed["{http://www.w3.org/XML/1998/namespace}lang"] == "en"
    assert feed.texts("author name") == [settings.SITE_NAME]
    assert (summary["type"], summary["{http://www.w3.org/XML/1998/namespace}lang"]) == ("text", "es")
    assert summary.text == "Sé <3 & más"
