"""The site in Spanish: nothing untranslated, nothing broken by translating, and the language by the address alone."""

import gettext
import re
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Message
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.timezone import localdate

from letters.mailing_rules.say import and_list, or_list
from letters.models import Letter
from profiles.guide.topics import TOPICS
from profiles.models import Facility, Listing, Program, Story, Submission, System, User
from profiles.places import State
from profiles.templatetags.words import reference, source_date
from profiles.vocabulary import Language
from tests.factories import make_story, make_submission
from tests.letters.places import make_reachable
from tests.support.messages import (
    CATALOGS,
    CODE_PO,
    DATA_PO,
    compiled,
    read_catalog,
    sources,
    words_of_code,
    words_of_data,
)
from tests.support.pages import parse
from tests.support.pseudo import bare_words, marked_spanish

_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdf%]|\{\w*\}")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|&\w+;")
_RULES = {"photos": {"status": "allowed", "max": 5}, "max_pages": {"max": 6, "counts": ["pages"]}}

#: Names that the page bears in each language: the site's own, the made-up envelope of the start page.
_NAMES = {
    "Ellen Marsh",
    "Sample Street",
    "Duluth, MN",
    "DULUTH",
    "Maria Delgado",
    "Cedar Bend Women’s Unit",
    "Sample Road",
}
_NAMES |= {
    "Cedar Bend",
    "TX 00000",
    "OpenStreetMap",
    "example.org",
    "www.example.org",
    "GNU Affero General Public License",
    "Avery",
}


def _messages(path: Path) -> list[Message]:
    return [message for message in read_catalog(path) if message.id]


def _pairs(message: Message) -> list[tuple[str, str]]:
    """English and Spanish side by side: both numbers where a message counts."""
    english = message.id if isinstance(message.id, tuple) else (message.id,)
    spanish = message.string if isinstance(message.string, tuple) else (message.string,)
    return list(zip(english, spanish, strict=True))


@pytest.mark.parametrize("path", CATALOGS, ids=["code", "data"])
def test_each_message_is_translated(path: Path) -> None:
    messages = _messages(path)

    assert [m.id for m in messages if m.fuzzy or not all(spanish for _english, spanish in _pairs(m))] == []
    assert len(messages) > 500


@pytest.mark.parametrize("pattern", [_PLACEHOLDER, _TAG], ids=["placeholders", "tags"])
@pytest.mark.parametrize("path", CATALOGS, ids=["code", "data"])
def test_translations_keep_what_the_code_fills_in(path: Path, pattern: re.Pattern[str]) -> None:
    differing = [
        english
        for message in _messages(path)
        for english, spanish in _pairs(message)
        if sorted(pattern.findall(english)) != sorted(pattern.findall(spanish))
    ]

    assert differing == []


@pytest.mark.parametrize("path", CATALOGS, ids=["code", "data"])
def test_committed_mo_is_what_the_po_says(path: Path) -> None:
    expected = gettext.GNUTranslations(BytesIO(compiled(read_catalog(path))))
    with path.with_suffix(".mo").open("rb") as file:
        committed = gettext.GNUTranslations(file)

    words = {key: text for key, text in vars(committed)["_catalog"].items() if key}
    assert words == {key: text for key, text in vars(expected)["_catalog"].items() if key}


def test_catalog_holds_each_message_of_the_code() -> None:
    known = {(m.context, m.id[0] if isinstance(m.id, tuple) else m.id) for m in _messages(CODE_PO)}

    assert sorted(str(key) for key in words_of_code() - known) == []


def test_gettext_goes_by_no_name_that_extractors_do_not_know() -> None:
    renamed = re.compile(r"import \w*gettext\w* as (?!_$)\w+", re.MULTILINE)

    assert [
        path.name for path in sources() if path.suffix == ".py" and renamed.search(path.read_text("utf-8"))
    ] == []


@pytest.mark.django_db
def test_catalog_holds_the_words_of_the_data_files() -> None:
    call_command("load_reference", verbosity=0, stdout=StringIO())

    assert sorted(words_of_data() - {m.id for m in _messages(DATA_PO)}) == []


# --- A walk through /es/ with each translation marked ---------------------------------------------------------


@pytest.fixture
def maria(db: None) -> Listing:
    """Somebody with a story and everything else that a page can show of her."""
    listing = make_reachable(
        _RULES,
        faith="catholic",
        veteran=True,
        seeking=["friendship", "books"],
        languages=["en", "es"],
        women_only=True,
        release_kind="date",
        release_date=localdate().replace(year=localdate().year + 2),
        words_dated=localdate(),
    )
    make_story(listing, summary="A line.", written_on=localdate())
    Program.objects.create(
        name="Sample Books", slug="sample-books", kind="books", scope="TX", city="Sampleton", state="NY"
    )
    return listing


def _known() -> set[str]:
    """Names, addresses and words of code that are the same in each language."""
    names = _NAMES | {
        settings.SITE_NAME,
        settings.SITE_NAME.upper(),
        settings.ORG_CONTACT,
        "English",
        "Español",
    }
    names |= set(settings.ORG_RETURN_ADDRESS) | {language.label for language in Language}
    names |= {str(label) for label in State.labels} | set(State.values)
    for model, fields in {
        Listing: ("display_name", "committed_name", "id_number", "headline"),
        Submission: ("display_name", "committed_name", "id_number", "headline", "bio", "code"),
        Story: ("title", "summary"),
        Letter: ("code",),
        Facility: ("name", "short_name", "street", "city", "zip"),
        System: ("name", "id_label"),
        Program: ("name", "city"),
        User: ("email", "pen_name"),
    }.items():
        names |= {str(value) for row in model.objects.values_list(*fields) for value in row if value}
    return names


def _untranslated(client: Client, paths: list[str]) -> dict[str, list[str]]:
    """The words that nobody translated, by the pages that show them."""
    known, found = _known(), {}
    with marked_spanish():
        for path in paths:
            response = client.get(f"/es{path}")
            assert "text/html" in response.headers["Content-Type"], path
            assert response.status_code not in (301, 302, 500), path
            if words := bare_words(_without_dates(response.content.decode()), known):
                found[path] = words
    return found


def _without_dates(page: str) -> str:
    """The page without the bare "de" between the parts of a date; months are translated and so marked."""
    return re.sub(r"\b\d{1,2} de (⟦\w+⟧)( de \d{4})?|(⟦\w+⟧) de \d{4}", "", page)


def test_walk_finds_no_untranslated_word_for_visitors(client: Client, maria: Listing) -> None:
    slug, place = maria.slug, maria.facility
    story = Story.objects.get()
    draft = make_submission(state="draft", source="web", facility=place)
    sent = make_submission(source="web", facility=place)
    paths = [
        *("/", "/about/", "/privacy/", "/terms/", "/contact/", "/accessibility/", "/facts/", "/programs/"),
        *(
            "/profiles/",
            "/profiles/?q=zzzz&state=TX&age_min=90",
            "/profiles/?interest=books&sort=birthday&new=1",
        ),
        *(f"/profiles/{slug}/", f"/profiles/{slug}/report/", "/shortlist/", f"/shortlist/?s={slug}"),
        *("/stories/", f"/stories/{story.slug}/"),
        *(
            "/facilities/",
            "/facilities/?q=zz",
            f"/facilities/{place.slug}/",
            f"/systems/{place.system.slug}/",
        ),
        *("/coverage/", "/letters/check/", f"/letters/write/{slug}/", f"/letters/blank/{slug}/"),
        *("/list/", f"/list/status/{sent.status_token}/"),
        *(
            f"/list/?draft={draft.status_token}&step={step}"
            for step in ("words", "photos", "consents", "check")
        ),
        *("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"),
        *(f"/recent/?s={slug}", "/recent/", "/contact/problem/", "/programs/change/"),
        *(f"/letters/extras/{slug}/", "/letters/returned/", f"/letters/returned/?facility={place.slug}"),
        *(f"/facilities/{place.slug}/wrong/", f"/systems/{place.system.slug}/wrong/"),
        *("/guide/", *(f"/guide/{topic.slug}/" for topic in TOPICS)),
        *("/nothing/", "/profiles/xxxxxxxx/", f"/letters/blank/{slug}/letter.pdf?pages=99"),
    ]

    assert _untranslated(client, paths) == {}


def test_walk_finds_no_untranslated_word_for_writers(client: Client, maria: Listing, writer: User) -> None:
    client.force_login(writer)
    client.post(
        f"/letters/write/{maria.slug}/",
        {"greeting": "Dear Maria,", "body": "I see a lake.", "action": "save"},
    )
    paths = [
        *("/letters/", "/letters/night/", "/letters/address/", f"/letters/write/{maria.slug}/"),
        *("/accounts/email/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/reauthenticate/"),
        *(f"/letters/{letter.code}/" for letter in Letter.objects.all()),
    ]

    assert _untranslated(client, paths) == {}


def test_bare_words_finds_what_stands_outside_the_marks() -> None:
    page = '<html lang="es"><p>⟦Hola⟧ Hello Maria</p><p lang="en">Her words</p><img alt="Photo">⟦a <b>b</b>⟧</html>'

    assert bare_words(page, {"Maria"}) == ["Photo", "Hello Maria"]


# --- Dates, numbers, lists -------------------------------------------------------------------------------------


def test_lists_keep_their_last_word_before_other_sounds() -> None:
    with translation.override("es"):
        assert (and_list(["iron", "paper"]), or_list(["ore", "paper"])) == ("iron y paper", "ore o paper")


def test_spanish_writes_dates_and_numbers_as_readers_do() -> None:
    with translation.override("es"):
        assert number_format(1234.5, force_grouping=True) == "1,234.5"
        assert date_format(localdate().replace(2026, 3, 1), "DATE_FORMAT") == "1 de marzo de 2026"
        assert translation.ngettext("%(count)d pen pal", "%(count)d pen pals", 1) == "%(count)d corresponsal"
        assert (
            translation.ngettext("%(count)d pen pal", "%(count)d pen pals", 0) == "%(count)d corresponsales"
        )


@pytest.mark.parametrize(
    ("language", "both", "either"),
    [("en", "paper and iron", "paper or ore"), ("es", "paper e iron", "paper u ore")],
)
def test_lists_change_their_last_word_before_its_own_sound(language: str, both: str, either: str) -> None:
    with translation.override(language):
        assert and_list(["paper", "iron"]) == both
        assert or_list(["paper", "ore"]) == either


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "April 1, 2015", "April 1, 2015"),
        ("es", "April 1, 2015", "1 de abril de 2015"),
        ("es", "August 2000", "agosto de 2000"),
        ("es", "2014", "2014"),
        ("es", "undated", "sin fecha"),
        ("es", "", ""),
    ],
)
def test_source_date_in_the_language_of_the_page(language: str, text: str, said: str) -> None:
    with translation.override(language):
        assert source_date(text) == said


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "Photos.", "Photos."),
        ("es", "Photos.", "Fotos."),
        ("en", "<b>New</b> note.", "<b>New</b> note."),  # escaped where the page shows it
        ("es", "<b>New</b> note.", '<span lang="en">&lt;b&gt;New&lt;/b&gt; note.</span>'),
        ("es", "", ""),
    ],
)
def test_reference_marks_what_nobody_has_translated(language: str, text: str, said: str) -> None:
    with translation.override(language):
        assert reference(text) == said


# --- Which language a page has --------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "language"), [("/about/", "en-US"), ("/es/about/", "es")])
@pytest.mark.parametrize(
    "asked", [{}, {"HTTP_ACCEPT_LANGUAGE": "es"}, {"HTTP_ACCEPT_LANGUAGE": "en"}], ids=str
)
def test_language_goes_by_the_address_alone(
    client: Client, path: str, language: str, asked: dict[str, Any]
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "es" if language == "en-US" else "en"

    page = parse(client.get(path, **asked))

    assert page["lang"] == language


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/about/", "/es/about/"])
def test_each_page_names_itself_in_both_languages(client: Client, path: str) -> None:
    page = parse(client.get(path))

    links = {link["hreflang"]: link["href"] for link in page.select("link[rel=alternate][hreflang]")}
    english, spanish = "http://testserver/about/", "http://testserver/es/about/"
    assert links == {"en": english, "es": spanish, "x-default": english}
    assert page.one("link[rel=canonical]")["href"] == f"http://testserver{path}"


def test_account_mail_is_in_the_language_of_the_page(
    client: Client, writer: User, mailoutbox: list[Any]
) -> None:
    for prefix in ("", "/es"):
        client.post(f"{prefix}/accounts/password/reset/", {"email": writer.email})

    assert [mail.subject for mail in mailoutbox] == [
        "A new password for your account",
        "Una contraseña nueva para su cuenta",
    ]
    assert [("/es/accounts/" in mail.body) for mail in mailoutbox] == [False, True]
