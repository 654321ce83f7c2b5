"""Telling us of a mistake on a page or of a change to a program: a queue, and nothing that changes by itself."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from profiles.forms.guard import signer
from profiles.models import Program, Suggestion, User
from profiles.views.suggestions import public_path
from tests.factories import make_listing, make_submission
from tests.support.pages import parse

pytestmark = pytest.mark.django_db
PROBLEM, CHANGE = "/contact/problem/", "/programs/change/"


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("profiles.forms.guard.LEAST_TIME", timedelta(0))


def _send(client: Client, url: str, **answers: object) -> HttpResponse:
    return client.post(url, {"text": "A link is dead.", "opened": signer.sign("form"), **answers})


def _program(**fields: object) -> Program:
    values = {"slug": "paper-birds", "name": "Paper Birds", "kind": "books", "scope": "TX"}
    return Program.objects.create(**values | fields)


def test_problem_goes_to_the_queue_with_its_page(client: Client) -> None:
    answer = _send(
        client, f"{PROBLEM}?page=/guide/law/", text=" A link is dead. ", contact="wren@example.org"
    )

    kept = Suggestion.objects.get()
    assert answer.url == "/guide/law/"
    assert (kept.about, kept.page, kept.program, kept.text, kept.contact) == (
        "page",
        "/guide/law/",
        None,
        "A link is dead.",
        "wren@example.org",
    )


def test_problem_without_a_page_leads_home(client: Client) -> None:
    answer = _send(client, PROBLEM)

    assert (answer.url, Suggestion.objects.get().page) == ("/", "")


def test_problem_shows_the_page_it_is_about(client: Client) -> None:
    page = parse(client.get(f"/es{PROBLEM}?page=/es/facts/"))

    assert page.one(".lede a")["href"] == "/es/facts/"


@pytest.mark.parametrize(
    "page",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/no/such/page/",
        "/admin/",
        "/letters/",
        "",
        "x" * 300,
    ],
)
def test_problem_leads_nowhere_else(client: Client, page: str) -> None:
    answer = client.get(PROBLEM, {"page": page})

    assert parse(answer).select(".lede a") == []
    assert _send(client, f"{PROBLEM}?page={page}").url == "/"


def test_private_links_are_not_kept() -> None:
    submission = make_submission()

    assert public_path(reverse("profiles:status", args=[submission.status_token])) == ""
    assert public_path(make_listing().get_absolute_url()) != ""


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": "  "}, "A sentence is enough."),
        ({"text": "x" * 2001}, "Your text has 2001 characters; the most we take is 2000."),
        ({"website": "https://spam.example"}, "This field has to stay empty."),
        ({"opened": "forged"}, "This page had grown too old."),
    ],
)
def test_problem_with_a_mistake_keeps_what_was_typed(
    client: Client, fields: dict[str, str], words: str
) -> None:
    answer = _send(client, PROBLEM, contact="wren@example.org", **fields)

    page = parse(answer)
    assert words in page.one("#problems").text
    assert page.one("[name=contact]")["value"] == "wren@example.org"
    assert not Suggestion.objects.exists()


def test_program_change_goes_to_the_queue_and_changes_nothing(client: Client) -> None:
    program = _program()

    answer = _send(client, CHANGE, program=program.pk, text="It closed in May.")

    kept = Suggestion.objects.get()
    assert answer.url == "/programs/"
    assert (kept.about, kept.program, kept.text) == ("program", program, "It closed in May.")
    assert Program.objects.get() == program


def test_program_change_for_one_that_is_missing(client: Client) -> None:
    _send(client, CHANGE, program="", text="There is a reading group in Ohio.")

    assert Suggestion.objects.get().program is None


def test_program_change_begins_with_the_program_that_was_clicked(client: Client) -> None:
    shown, hidden = _program(), _program(slug="old", name="Old", is_shown=False)
    listed = parse(client.get("/programs/")).one(".program-foot a[rel=nofollow]")

    page, other = parse(client.get(listed["href"])), parse(client.get(CHANGE, {"program": "x²"}))

    assert listed["href"] == f"{CHANGE}?program={shown.pk}"
    assert page.one("option[selected]")["value"] == str(shown.pk)
    assert [option["value"] for option in other.select("option")] == ["", str(shown.pk)]
    assert _send(client, CHANGE, program=hidden.pk).status_code == 200


@pytest.mark.parametrize("url", [PROBLEM, CHANGE])
def test_suggestions_have_a_limit(client: Client, url: str) -> None:
    codes = [_send(client, url).status_code for _ in range(11)]

    assert codes == [302] * 10 + [429]


@pytest.mark.parametrize("url", [PROBLEM, CHANGE])
def test_form_is_kept_from_search_engines(client: Client, url: str) -> None:
    assert parse(client.get(url)).one("meta[name=robots]")["content"] == "noindex"


def test_every_page_leads_to_the_form(client: Client) -> None:
    links = [
        parse(client.get(path)).select("footer a[rel=nofollow]")[-1]["href"]
        for path in ("/guide/law/", "/es/facts/", "/nowhere/", "/accounts/login/")
    ]

    assert links == [
        f"{PROBLEM}?page=/guide/law/",
        f"/es{PROBLEM}?page=/es/facts/",
        PROBLEM,
        PROBLEM,
    ]


def test_staff_settle_a_suggestion_once(client: Client, moderator: User) -> None:
    _send(client, f"{PROBLEM}?page=/facts/", text="The chart is wrong.")
    suggestion = Suggestion.objects.get()
    client.force_login(moderator)
    url = reverse("admin:profiles_suggestion_change", args=[suggestion.pk])

    first = client.post(url, {"outcome": "Corrected the number."})
    second = client.post(url, {"outcome": "Again."})

    suggestion.refresh_from_db()
    assert (first.status_code, second.status_code) == (302, 403)
    assert (suggestion.outcome, suggestion.handled_by) == ("Corrected the number.", moderator)


def test_queue_counts_what_waits(client: Client, moderator: User) -> None:
    for _ in range(2):
        _send(client, PROBLEM)
    client.force_login(moderator)

    queues = {queue.title: queue.count for queue in client.get("/admin/").context["queues"]}

    assert queues["Suggestions"] == 2
