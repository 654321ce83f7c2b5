"""Logs, error pages and error mail: what happened, and nothing about anybody."""

import json
import logging
from typing import Any, NoReturn

import pytest
from django.conf import LazySettings
from django.core import mail
from django.db import IntegrityError
from django.http import HttpRequest
from django.test import Client
from django.urls import path

from penpal import logs, urls
from profiles.models import User
from tests.factories import make_listing

CANARIES = ("Canarina", "canary@example.org", "198.51.100.99", "ZQ-77777", "Nightingale Road")


def _break(request: HttpRequest, **kwargs: Any) -> NoReturn:
    """As bad as it gets: what was typed stands in the message, in locals and in the cause."""
    canary = " ".join(CANARIES)
    try:
        raise IntegrityError(f"Key (email)=({canary}) already exists")
    except IntegrityError as error:
        logging.getLogger("profiles").warning("odd: %s of %s", canary, 7)
        logging.getLogger("somebody.else").warning(canary)
        logging.getLogger("somebody.else").warning("odd: %s", canary)
        raise RuntimeError(canary) from error


urlpatterns = [path("break/<str:word>/", _break, name="break"), *urls.urlpatterns]
handler500 = urls.handler500


class _Kept(logging.Handler):
    def __init__(self, as_json: bool) -> None:
        super().__init__()
        self.setFormatter(logs.Scrubbed(as_json=as_json))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture(params=[True, False], ids=["json", "words"])
def kept(request: pytest.FixtureRequest) -> Any:
    """Every line of every logger, as the site would write it."""
    handler = _Kept(request.param)
    loggers = [logging.getLogger(name) for name in ("", "django")]
    before = logs.access.level
    logs.access.setLevel(logging.INFO)
    for logger in loggers:
        logger.addHandler(handler)
    yield handler.lines
    for logger in loggers:
        logger.removeHandler(handler)
    logs.access.setLevel(before)


@pytest.mark.django_db
def test_canaries_reach_no_log_page_or_mail(kept: list[str], client: Client, settings: LazySettings) -> None:
    settings.ROOT_URLCONF, settings.ADMINS = __name__, [("", "errors@example.org")]
    client.raise_request_exception = False
    client.cookies["note"] = "Canarina"

    response = client.post(
        "/break/Canarina/?q=Canarina",
        {"name": "Canarina", "email": "canary@example.org"},
        REMOTE_ADDR="198.51.100.99",
        HTTP_USER_AGENT="Canarina",
        HTTP_REFERER="https://example.org/Nightingale Road",
    )

    [message] = mail.outbox
    everything = "\n".join([*kept, response.content.decode(), message.subject, message.body])
    assert response.status_code == 500
    assert [canary for canary in CANARIES if canary in everything] == []
    assert "test_logs.py" in message.body
    assert "RuntimeError" in message.subject


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/list/status/canarytoken123/",
        "/profiles/canary99/",
        "/profiles/?q=Canarina",
        "/accounts/password/reset/key/canary-canary/",
        "/no/such/Canarina/",
    ],
)
def test_paths_and_queries_reach_no_log(kept: list[str], client: Client, path: str) -> None:
    client.get(path)

    assert len(kept) >= 1
    assert "canar" not in "\n".join(kept).lower()


@pytest.mark.django_db
def test_failed_sign_in_reaches_no_log(kept: list[str], client: Client, writer: User) -> None:
    client.post("/accounts/login/", {"login": writer.email, "password": "canary password"})

    assert writer.email not in "\n".join(kept)
    assert "canary password" not in "\n".join(kept)


@pytest.mark.django_db
def test_wrong_host_reaches_no_log(kept: list[str], client: Client) -> None:
    response = client.get("/", HTTP_HOST="canarina.example.org")

    assert response.status_code == 400
    assert "canarina" not in "\n".join(kept) + response.content.decode()


@pytest.mark.django_db
def test_wrong_host_is_no_error_of_ours(client: Client, settings: LazySettings) -> None:
    settings.ADMINS = [("", "errors@example.org")]
    handler, logger = _Kept(True), logging.getLogger("django.security.DisallowedHost")
    logger.addHandler(handler)

    client.get("/", HTTP_HOST="canarina.example.org")

    logger.removeHandler(handler)
    assert [json.loads(line)["level"] for line in handler.lines] == ["INFO"]
    assert mail.outbox == []


@pytest.mark.django_db
def test_request_line_names_the_url_and_bears_the_id_of_the_answer(client: Client) -> None:
    handler = _Kept(True)
    logs.access.addHandler(handler)
    logs.access.setLevel(logging.INFO)

    response = client.get(make_listing().get_absolute_url())

    logs.access.removeHandler(handler)
    [line] = [json.loads(line) for line in handler.lines]
    facts = {name: line[name] for name in ("request", "url", "method", "status")}
    assert facts == {
        "request": response.headers["X-Request-Id"],
        "url": "profiles:detail",
        "method": "GET",
        "status": 200,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("proxies", "given", "kept"),
    [
        (["127.0.0.1"], "abc-12345678", True),
        ([], "abc-12345678", False),
        (["127.0.0.1"], "short", False),
        (["127.0.0.1"], "with\nnew line and more", False),
    ],
)
def test_id_of_a_trusted_proxy_is_kept(
    client: Client, settings: LazySettings, proxies: list[str], given: str, kept: bool
) -> None:
    settings.TRUSTED_PROXIES = proxies

    answered = client.get("/healthz", HTTP_X_REQUEST_ID=given).headers["X-Request-Id"]

    assert (answered == given) is kept


@pytest.mark.parametrize(
    ("logger", "words", "arguments", "message"),
    [
        ("profiles.x", "%s did %s for %d", ("daily", "a b", 3), "daily did [...] for 3"),
        ("profiles.x", "done", (), "done"),
        ("profilesque", "%s wrote", ("Canarina",), "[...] wrote"),
        (
            "django_tasks_db",
            "worker_id=%s queues=%s",
            ("x7Yz", "default,mail"),
            "worker_id=x7Yz queues=default,mail",
        ),
        ("django_tasks", "Task id=%(id)s of %(whom)s", ({"id": 7, "whom": "Ana B"},), "Task id=7 of [...]"),
        ("somebody.else", "odd: %s, %d times", ("Canarina", 3), "odd: [...], 3 times"),
        ("somebody.else", "%(who)s", ({"who": "Canarina"},), "[...]"),
        ("somebody.else", "%d of all", ("Canarina",), "%d of all"),
        ("somebody.else", "Canarina wrote", (), "[...] x:1"),
    ],
)
def test_messages_keep_arguments_that_can_be_about_nobody(
    logger: str, words: str, arguments: Any, message: str
) -> None:
    record = logging.LogRecord(logger, logging.INFO, "x.py", 1, words, arguments, None)

    assert logs.facts_of(record)["message"] == message


@pytest.mark.django_db
def test_one_error_is_mailed_once_an_hour(client: Client, settings: LazySettings) -> None:
    settings.ROOT_URLCONF, settings.ADMINS = __name__, [("", "errors@example.org")]
    client.raise_request_exception = False

    for _ in range(3):
        client.get("/break/x/")

    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_nobody_is_mailed_unless_somebody_is_named(client: Client, settings: LazySettings) -> None:
    settings.ROOT_URLCONF, settings.ADMINS = __name__, []
    client.raise_request_exception = False

    client.get("/break/x/")

    assert mail.outbox == []
