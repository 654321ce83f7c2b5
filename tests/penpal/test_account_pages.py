"""Accounts speak in the site's own voice: every page, note and message of theirs is a template of ours."""

from pathlib import Path

import allauth
import pytest
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import mail
from django.http import HttpResponse
from django.template.loader import get_template
from django.test import Client
from django.test.client import RequestFactory
from django.utils.translation import override

from profiles.models import User
from tests.support.pages import parse

THEIRS = Path(allauth.__file__).parent / "templates"
#: Of what is switched off here: codes by e-mail or phone, accounts without a password, trusted browsers.
OFF = (
    "code", "phone", "passkey", "trust", "email_change.", "signup_form", "signup_by", "base_", "/base.", "snippets/"
)  # fmt: skip
#: Words of no language: codes, one a line.
WORDLESS = {"mfa/recovery_codes/download.txt"}


def _used() -> list[str]:
    names = [
        str(path.relative_to(THEIRS))
        for folder in ("account", "mfa", "usersessions")
        for path in sorted((THEIRS / folder).rglob("*.*"))
    ]
    return [
        name
        for name in names
        if name not in WORDLESS and not any(word in name.replace("recovery_codes", "") for word in OFF)
    ]


@pytest.mark.parametrize("name", _used())
def test_template_is_our_own(name: str) -> None:
    assert Path(get_template(name).origin.name).is_relative_to(settings.BASE_DIR / "templates")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/accounts/login/", "Log in"),
        ("/accounts/signup/", "Make an account"),
        ("/accounts/password/reset/", "Choose a new password"),
        ("/accounts/confirm-email/", "Look in your mailbox"),
    ],
)
def test_page_for_strangers_opens(client: Client, path: str, heading: str) -> None:
    assert parse(client.get(path)).one("h1").text == heading


@pytest.fixture
def known(client: Client, writer: User) -> Client:
    """Somebody who signed in and has just typed the password once more."""
    password = {"password": "correct horse battery"}
    client.post("/accounts/login/", {"login": writer.email, **password})
    client.post("/accounts/reauthenticate/", password)
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/accounts/2fa/", "Two-step log-in"),
        ("/accounts/2fa/totp/activate/", "Set up two-step log-in"),
        ("/accounts/2fa/webauthn/", "Security keys and passkeys"),
        ("/accounts/2fa/webauthn/add/", "Add a key"),
        ("/accounts/email/", "Your e-mail address"),
        ("/accounts/password/change/", "Change your password"),
        ("/accounts/reauthenticate/", "Is it you?"),
        ("/accounts/sessions/", "Where you are signed in"),
        ("/accounts/logout/", "Log out"),
    ],
)
def test_page_of_an_account_opens(known: Client, path: str, heading: str) -> None:
    assert parse(known.get(path)).one("h1").text == heading


NOTES = [
    *(f"account/email/{name}" for name in ("email_changed", "email_confirm", "email_deleted")),
    *(f"account/email/{name}" for name in ("password_changed", "password_reset", "password_set")),
    *(f"mfa/email/{name}" for name in ("totp_activated", "totp_deactivated", "webauthn_added")),
    *(f"mfa/email/{name}" for name in ("webauthn_removed", "recovery_codes_generated")),
]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("prefix", NOTES)
def test_note_is_text_and_html_of_the_same_words(rf: RequestFactory, prefix: str, language: str) -> None:
    context = {"from_email": "a@example.org", "to_email": "b@example.org", "deleted_email": "a@example.org"}
    with override(language):
        message = get_adapter(rf.get("/")).render_mail(prefix, "wren@example.org", context)

    [(html, kind)] = message.alternatives
    page = parse(HttpResponse(html))
    assert kind == "text/html"
    assert page.node.get("lang") == language
    assert " ".join(page.texts("p")) == " ".join(message.body.split())
    assert "<" not in message.body


@pytest.mark.django_db
def test_changed_password_is_told_to_its_owner(known: Client, writer: User) -> None:
    mail.outbox.clear()
    fresh = "another fine battery"
    known.post(
        "/accounts/password/change/",
        {"oldpassword": "correct horse battery", "password1": fresh, "password2": fresh},
    )

    assert [(message.to, message.subject) for message in mail.outbox] == [
        ([writer.email], "Your password was changed")
    ]
