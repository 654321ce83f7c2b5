from datetime import date, timedelta

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from profiles.forms.guard import signer
from profiles.models import Facility, Listing, Photo, Report
from profiles.photos import rendition_path
from profiles.views.listing import REPORTS_AN_HOUR, coming_home, facts_of, offense_words
from tests.factories import make_expired, make_facility, make_listing, make_photo, make_story, make_withdrawn
from tests.support.guard import opened_before
from tests.support.pages import parse, queries_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def facility() -> Facility:
    return make_facility(name="Cedar Bend Correctional Center", short_name="Cedar Bend", state="TX")


def _facts(listing: Listing) -> dict[str, str]:
    return {fact.label: fact.text for fact in facts_of(listing, TODAY)}


# --- Her page -------------------------------------------------------------------------------------------------


def test_detail_shows_her_words_and_where_she_is(client: Client, facility: Facility) -> None:
    listing = make_listing(facility=facility, display_name="Ada", bio="First.\n\nSecond.", headline="A line.")

    page = parse(client.get(listing.get_absolute_url()))

    assert page.one("h1").text == "Ada"
    assert page.texts(".prose p") == ["First.", "Second."]
    assert page.one(".words-line").text == "“A line.”"
    assert page.texts(".crumbs li") == ["Find a pen pal", "Texas", "Cedar Bend", "Ada"]


def test_detail_escapes_what_was_typed(client: Client) -> None:
    listing = make_listing(bio="<script>alert(1)</script> & <b>bold</b>", headline="<i>x</i>")

    page = parse(client.get(listing.get_absolute_url()))

    assert page.texts(".prose p") == ["<script>alert(1)</script> & <b>bold</b>"]
    assert page.select(".prose b") == []


@pytest.mark.parametrize(("language", "marked"), [("es", "es"), ("en", None)])
def test_detail_marks_words_in_another_language(client: Client, language: str, marked: str | None) -> None:
    listing = make_listing(language=language)

    assert parse(client.get(listing.get_absolute_url())).one(".prose").get("lang") == marked


def test_detail_without_photo_shows_her_initial(client: Client) -> None:
    listing = make_listing(display_name="Ada")
    make_photo(listing)

    page = parse(client.get(listing.get_absolute_url()))

    assert page.select(".gallery img") == []
    assert page.one(".gallery text").text == "A"


def test_detail_shows_photos_in_two_sizes_and_formats(client: Client) -> None:
    listing = make_listing(consent_photo_on=TODAY)
    photo = make_photo(listing, alt_text="Ada laughing.")

    page = parse(client.get(listing.get_absolute_url()))

    image, source = page.one(".gallery img"), page.one(".gallery source")
    assert image["alt"] == "Ada laughing."
    assert image["src"] == photo.url(listing.slug, 320, "jpg")
    assert source["srcset"] == (
        f"{photo.url(listing.slug, 320, 'webp')} 320w, {photo.url(listing.slug, 960, 'webp')} 960w"
    )


@pytest.mark.parametrize(("day", "content"), [(TODAY, None), (None, "noindex")])
def test_detail_is_kept_from_search_engines_without_consent(
    client: Client, day: date | None, content: str | None
) -> None:
    listing = make_listing(consent_search_engines_on=day)

    response = client.get(listing.get_absolute_url())

    assert response.headers.get("X-Robots-Tag") == content
    assert [meta["content"] for meta in parse(response).select("meta[name=robots]")] == [content] * bool(
        content
    )


def test_detail_says_when_she_was_checked(client: Client) -> None:
    listing = make_listing(verified_on=TODAY)

    postmark = parse(client.get(listing.get_absolute_url())).one("svg[class=postmark]")

    assert postmark["aria-label"] == f"Verified {TODAY:%b} {TODAY.day}, {TODAY.year}"


def test_detail_keeps_name_and_number_to_the_address_without_consent(client: Client) -> None:
    listing = make_listing(committed_name="Adelaide Quill", id_number="Q77421")

    page = parse(client.get(listing.get_absolute_url()))

    outside = page.text.replace(page.one("#write").text, "")
    assert "Quill" not in outside
    assert "Q77421" not in outside


def test_detail_shows_name_and_number_with_consent(client: Client) -> None:
    listing = make_listing(committed_name="Adelaide Quill", id_number="Q77421", consent_name_and_id_on=TODAY)

    assert _facts(listing)["Name in custody"] == "Adelaide Quill, Q77421"
    assert "Adelaide Quill, Q77421" in parse(client.get(listing.get_absolute_url())).one(".facts").text


@pytest.mark.parametrize(("day", "shown"), [(TODAY, "March 14"), (None, None)])
def test_facts_show_a_birthday_with_consent_only(day: date | None, shown: str | None) -> None:
    listing = make_listing(birth_date=date(1985, 3, 14), consent_birthday_on=day)

    assert _facts(listing).get("Birthday") == shown


@pytest.mark.parametrize(("day", "shown"), [(TODAY, "Friendship, Open to romance"), (None, "Friendship")])
def test_facts_show_romance_with_consent_only(day: date | None, shown: str) -> None:
    listing = make_listing(seeking=["friendship", "romance"], no_romance=False, consent_romance_on=day)

    assert _facts(listing)["Hopes for"] == shown


@pytest.mark.parametrize(
    ("women_only", "no_romance", "words"),
    [
        (True, True, "Women writers only, please. No romance, please"),
        (False, True, "No romance, please"),
        (True, False, "Women writers only, please"),
        (False, False, None),
    ],
)
def test_facts_say_from_whom_she_wants_letters(women_only: bool, no_romance: bool, words: str | None) -> None:
    listing = make_listing(women_only=women_only, no_romance=no_romance)

    assert _facts(listing).get("Writers") == words


@pytest.mark.parametrize(
    ("kind", "day", "words"),
    [
        ("date", date(2039, 3, 17), "March 2039 at the earliest"),
        ("life", None, "Serving a life sentence"),
        ("unknown", None, ""),
    ],
)
def test_coming_home_says_month_and_year_only(kind: str, day: date | None, words: str) -> None:
    assert coming_home(make_listing(release_kind=kind, release_date=day)) == words


@pytest.mark.parametrize("policy", ["hidden", "own_words", "official_link"])
@pytest.mark.parametrize("day", [TODAY, None])
def test_offense_words_need_policy_and_consent(settings: LazySettings, policy: str, day: date | None) -> None:
    settings.OFFENSE_POLICY = policy
    facility = make_facility(locator_url="https://locator.example/")
    listing = make_listing(facility=facility, offense_words="I was young.", consent_offense_on=day)

    said = offense_words(listing)

    expected = {
        "own_words": ("I was young.", ""),
        "official_link": ("Official record", "https://locator.example/"),
    }
    assert (said and (said.text, said.link)) == (expected.get(policy) if day else None)


def test_detail_lists_her_stories_and_nobody_elses(client: Client) -> None:
    listing = make_listing()
    make_story(listing, title="The Cart")
    make_story(listing, title="Taken Down", is_shown=False)
    make_story(make_listing(), title="Hers")

    page = parse(client.get(listing.get_absolute_url()))

    assert page.texts(".ruled h3") == ["The Cart"]


def test_detail_asks_the_same_number_of_questions_for_one_and_for_three(client: Client) -> None:
    listing = make_listing(consent_photo_on=TODAY)
    make_photo(listing)
    make_story(listing)
    one = queries_of(client, listing.get_absolute_url())
    for _ in range(2):
        make_photo(listing)
        make_story(listing)

    assert queries_of(client, listing.get_absolute_url()) == one


def test_detail_leaves_no_trace_on_visitors(client: Client) -> None:
    response = client.get(make_listing().get_absolute_url())

    assert response.cookies == {}
    assert b"csrfmiddlewaretoken" not in response.content


def test_detail_that_never_was_is_not_found(client: Client) -> None:
    assert client.get("/profiles/zzzzzzzz/").status_code == 404


def test_detail_that_was_is_gone_with_one_same_page(client: Client) -> None:
    withdrawn, expired = make_withdrawn(display_name="Bea"), make_expired(display_name="Cleo")

    first, second = (client.get(listing.get_absolute_url()) for listing in (withdrawn, expired))

    assert (first.status_code, second.status_code) == (410, 410)
    assert first.content == second.content
    assert "Bea" not in first.content.decode()


# --- Photos ---------------------------------------------------------------------------------------------------


def _photo(**fields: object) -> Photo:
    photo = make_photo(make_listing(**fields), file_key="abcdef0123456789")
    default_storage.save(rendition_path(photo.file_key, 320, "webp"), ContentFile(b"small picture"))
    return photo


def _address(photo: Photo, width: int = 320, suffix: str = "webp") -> str:
    return photo.url(photo.listing.slug, width, suffix)


def test_photo_is_sent_to_be_asked_for_each_time(client: Client) -> None:
    photo = _photo(consent_photo_on=TODAY)

    response = client.get(_address(photo))

    assert b"".join(response.streaming_content) == b"small picture"
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["Cache-Control"] == "private, no-cache"


def test_photo_that_the_browser_has_is_not_sent_again(client: Client) -> None:
    photo = _photo(consent_photo_on=TODAY)
    first = client.get(_address(photo))

    second = client.get(_address(photo), headers={"If-None-Match": first.headers["ETag"]})
    first.close()

    assert (second.status_code, second.content) == (304, b"")


def test_photo_without_consent_is_not_found(client: Client) -> None:
    assert client.get(_address(_photo())).status_code == 404


def test_photo_of_a_hidden_listing_is_gone_like_her_page(client: Client) -> None:
    photo = _photo(consent_photo_on=TODAY)
    Listing.objects.filter(pk=photo.listing_id).update(state="hidden")

    response = client.get(_address(photo))

    assert response.status_code == 410
    assert response.content == client.get(photo.listing.get_absolute_url()).content


def test_photo_under_another_womans_address_is_not_found(client: Client) -> None:
    photo, other = _photo(consent_photo_on=TODAY), make_listing()

    assert client.get(photo.url(other.slug, 320, "webp")).status_code == 404


def test_photo_whose_file_is_missing_is_not_found(client: Client) -> None:
    assert client.get(_address(_photo(consent_photo_on=TODAY), 960, "jpg")).status_code == 404


# --- Report ---------------------------------------------------------------------------------------------------


def _report(client: Client, listing: Listing, **answers: str) -> object:
    answers = {"reason": "moved", "text": "She moved.", "contact": "", "opened": opened_before(10), **answers}
    return client.post(reverse("profiles:report", args=[listing.slug]), answers)


def test_report_is_kept_and_thanked_for(client: Client) -> None:
    listing = make_listing()

    response = _report(client, listing, contact="me@example.org")

    report = Report.objects.get()
    assert response.url == reverse("profiles:list")
    assert (report.listing, report.reason, report.text, report.contact) == (
        listing, "moved", "She moved.", "me@example.org",
    )  # fmt: skip


def test_report_of_danger_hides_her_at_once(client: Client) -> None:
    listing = make_listing()

    _report(client, listing, reason="danger")

    assert client.get(listing.get_absolute_url()).status_code == 410


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"reason": ""}, "Choose what fits best."),
        ({"text": "x" * 4001}, "Your text has 4001 characters; the most we take is 4000. Please shorten it."),
        (
            {"website": "https://spam.example"},
            "This field has to stay empty. Empty it and send the form again.",
        ),
        (
            {"opened": signer.sign("form")[:-1]},
            "This page had grown too old. Please send the form once more.",
        ),
    ],
)
def test_report_with_a_mistake_says_so_and_keeps_what_was_typed(
    client: Client, answers: dict[str, str], said: str
) -> None:
    response = _report(client, make_listing(), **({"contact": "me@example.org"} | answers))

    page = parse(response)
    assert Report.objects.count() == 0
    assert [text.rpartition(": ")[2] for text in page.texts("#problems li")] == [said.rpartition(": ")[2]]
    assert page.one("#id_contact")["value"] == "me@example.org"


def test_report_sent_within_a_breath_is_asked_for_again(client: Client) -> None:
    """The page is dated ahead, so that a slow machine does not make the answer an old one."""
    response = _report(client, make_listing(), opened=opened_before(-600))

    assert Report.objects.count() == 0
    assert parse(response).texts("#problems li") == [
        "That was very quick. Please look your answers over, then send the form once more."
    ]


def test_report_too_often_has_to_wait(client: Client) -> None:
    listing = make_listing()
    for _ in range(REPORTS_AN_HOUR):
        _report(client, listing)

    response = _report(client, listing)

    assert (response.status_code, response.headers["Retry-After"]) == (429, "3600")
    assert Report.objects.count() == REPORTS_AN_HOUR


@pytest.mark.parametrize(("state", "status"), [("published", 200), ("hidden", 410)])
def test_report_form_is_there_while_she_is(client: Client, state: str, status: int) -> None:
    listing = make_listing(state=state)

    assert client.get(reverse("profiles:report", args=[listing.slug])).status_code == status


def test_words_dated_are_shown_by_month(client: Client) -> None:
    listing = make_listing(words_dated=date(2026, 6, 9), verified_on=TODAY - timedelta(days=1))

    assert "Her words, June 2026." in parse(client.get(listing.get_absolute_url())).texts("p")


def test_detail_names_women_who_like_the_same_things(client: Client) -> None:
    her = make_listing(interests=["art"])
    make_listing(display_name="Similar", interests=["art"])
    make_listing(display_name="Different", interests=["music"])

    page = parse(client.get(her.get_absolute_url()))

    assert page.texts(".listing h3 a") == ["Similar"]
