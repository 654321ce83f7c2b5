"""Accounts: signing up, logging in, the mails they send, the return address."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from letters.models import ReturnAddress
from profiles.models import User
from tests.factories import make_user
from tests.support.guard import opened_before

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
SIGNUP = {
    "email": "ellen@example.org",
    "password1": PASSWORD,
    "password2": PASSWORD,
    "is_adult": "on",
    "opened": opened_before(60),
}
ADDRESS = reverse("letters:return-address")


def test_signup_keeps_the_attestation_and_waits_for_the_confirmed_address(client):
    response = client.post(reverse("account_signup"), SIGNUP)

    assert response.headers["Location"] == reverse("account_email_verification_sent")
    assert client.get(ADDRESS).status_code == 302
    assert User.objects.values_list("email", "is_adult").get() == ("ellen@example.org", True)


def test_signup_on_trial_says_where_its_mail_is(client, settings):
    page = reverse("account_email_verification_sent")
    elsewhere = client.get(page).content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    assert ["the terminal" in words for words in (elsewhere, client.get(page).content.decode())] == [
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"is_adult": ""}, "is_adult"),
        ({"email": ""}, "email"),
        ({"email": "ellen"}, "email"),
        ({"password1": "short", "password2": "short"}, "password1"),
        ({"password2": "something else"}, "password2"),
        ({"website": "https://spam.example"}, "website"),
        ({"opened": ""}, "opened"),
    ],
)
def test_signup_bad_input_makes_no_account(client, change, field):
    response = client.post(reverse("account_signup"), {**SIGNUP, **change})

    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert not User.objects.exists()
    assert mail.outbox == []


def test_signup_faster_than_anybody_types_sends_no_mail(client):
    response = client.post(reverse("account_signup"), {**SIGNUP, "opened": opened_before(0)})

    assert list(response.context["form"].errors) == ["opened"]
    assert (User.objects.count(), mail.outbox) == (0, [])


def test_signup_asks_for_e_mail_password_and_age_only(client):
    page = client.get(reverse("account_signup")).content.decode()

    names = re.findall(r'<input[^>]* name="([^"]+)"', page)
    guard = ["website", "opened"]  # against robots; nobody sees them
    assert names == ["csrfmiddlewaretoken", "email", "password1", "password2", "is_adult", *guard]


def _all_that_is_seen(fields, page):
    """What a stranger at the browser gets for a form and whatever follows: every answer, without what varies anyway."""
    client = Client()
    response = client.post(reverse(page), fields, follow=True)
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    body = re.sub(re.escape(fields["email"]), "", body, flags=re.IGNORECASE)
    cookies = {name: (morsel["httponly"], morsel["max-age"]) for name, morsel in client.cookies.items()}
    return response.redirect_chain, response.status_code, body, cookies, "_auth_user_id" in client.session


@pytest.mark.parametrize("page", ["account_signup", "account_login", "account_reset_password"])
def test_known_and_unknown_addresses_are_answered_to_the_letter_the_same(page, settings):
    settings.RATE_LIMITS = False
    settings.ACCOUNT_RATE_LIMITS = False
    make_user(email="ellen@example.org")
    forms = [
        {**SIGNUP, "email": email, "login": email, "password": "wrong guess"}
        for email in ("ellen@example.org", "ELLEN@example.org", "clara@example.org")
    ]

    seen = [_all_that_is_seen(form, page) for form in forms]

    assert seen[0] == seen[1] == seen[2]
    assert seen[0][1] == 200


def test_signup_with_a_known_address_writes_to_its_owner_alone(client):
    make_user(email="ellen@example.org")

    client.post(reverse("account_signup"), {**SIGNUP, "email": "ELLEN@example.org"})

    assert User.objects.count() == 1
    assert [message.to for message in mail.outbox] == [["ellen@example.org"]]


def test_new_address_that_somebody_else_has_is_not_told_either(client, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    make_user(email="ellen@example.org")
    answers = []
    for number, email in enumerate(("ellen@example.org", "clara@example.org")):
        asker = make_user(email=f"asker{number}@example.org")
        client.force_login(asker)
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        response = client.post(reverse("account_email"), {"action_add": "", "email": email}, follow=True)
        answers.append(re.sub(rf'{email}|{asker.email}|value="\w{{64}}"', "", response.content.decode()))

    assert answers[0] == answers[1]


def test_login_whatever_the_case_of_the_address(client):
    make_user(email="ellen@example.org")

    right = client.post(reverse("account_login"), {"login": "Ellen@Example.org", "password": PASSWORD})

    assert right.headers["Location"] == reverse("letters:mine")


def test_login_wrong_password_and_unknown_address_say_the_same(client):
    make_user(email="ellen@example.org")

    answers = [
        client.post(reverse("account_login"), {"login": login, "password": "wrong"})
        .context["form"]
        .errors.as_text()
        for login in ("ellen@example.org", "nobody@example.org")
    ]

    assert answers[0] == answers[1] != ""


def test_logout_asks_first(client):
    client.force_login(make_user())

    client.get(reverse("account_logout"))
    still_in = client.get(ADDRESS).status_code
    client.post(reverse("account_logout"))

    assert (still_in, client.get(ADDRESS).status_code) == (200, 302)


def test_mails_are_text_and_html_in_our_words(client, settings):
    client.post(reverse("account_signup"), SIGNUP)
    client.post(reverse("account_logout"))
    client.post(reverse("account_reset_password"), {"email": "ellen@example.org"})
    client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})

    assert [message.subject for message in mail.outbox] == [
        "Please confirm your e-mail address",
        "A new password for your account",
        "No account with this address",
    ]
    assert [message.body.startswith("Hello,") for message in mail.outbox] == [True] * 3
    assert [f"The people at {settings.SITE_NAME}" in message.body for message in mail.outbox] == [True] * 3
    assert [[kind for _words, kind in message.alternatives] for message in mail.outbox] == [["text/html"]] * 3
    [(html, _kind)] = mail.outbox[0].alternatives
    assert re.findall(r'<a href="http://testserver/accounts/confirm-email/[^"]+">', html) != []
    assert ("<img" in html, "http-equiv" in html) == (False, False)


def test_reset_link_sets_a_new_password(client):
    make_user(email="ellen@example.org")
    client.post(reverse("account_reset_password"), {"email": "ellen@example.org"})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]

    form = client.get(link, follow=True)
    again = {"password1": "a new good horse", "password2": "a new good horse"}
    client.post(form.redirect_chain[-1][0], again)

    assert client.login(username="ellen@example.org", password="a new good horse")


def test_confirm_link_confirms(client):
    client.post(reverse("account_signup"), SIGNUP)
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]

    client.post(link)

    assert User.objects.get().emailaddress_set.get().verified


@pytest.mark.parametrize(
    "name",
    ["account_email", "account_change_password", "account_reauthenticate", "mfa_index", "account_logout"],
)
def test_pages_of_an_account_stand_in_the_sites_frame(client, name):
    client.force_login(make_user())

    page = client.get(reverse(name)).content.decode()

    assert page.count("<h1>") == 1
    assert 'class="masthead"' in page
    assert "style=" not in page


def test_two_step_login_page_holds_its_code_as_a_picture(client):
    client.force_login(make_user())
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    page = client.get(reverse("mfa_activate_totp")).content.decode()

    assert "<svg" in page.split('class="qr"')[1]
    assert ("data:" in page, "<?xml" in page, "style=" in page) == (False, False, False)


def test_return_address_is_kept_and_deleted(client):
    writer = make_user()
    client.force_login(writer)

    client.post(ADDRESS, {"pen_name": "Ellen", "lines": "Ellen Marsh\r\n\r\n  Duluth,   MN "})
    kept = ReturnAddress.objects.get(writer=writer).lines
    client.post(ADDRESS, {"pen_name": "Ellen", "lines": ""})

    assert kept == "Ellen Marsh\nDuluth, MN"
    assert not ReturnAddress.objects.exists()


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"lines": "\n".join("abcdefg")}, "lines"),
        ({"lines": "x" * 61}, "lines"),
        ({"pen_name": "x" * 61}, "pen_name"),
        ({"pen_name": "Ellen \u202e"}, "pen_name"),
        ({"pen_name": "Ellen \ue000"}, "pen_name"),
        ({"pen_name": "Ellen 218-555-0133"}, "pen_name"),
        ({"pen_name": "ellen@example.org"}, "pen_name"),
        ({"pen_name": "Your Pen Pal"}, "pen_name"),
    ],
)
def test_return_address_bad_input(client, data, field):
    client.force_login(make_user())

    response = client.post(ADDRESS, {"pen_name": "Ellen", "lines": "Ellen", **data})

    assert list(response.context["form"].errors) == [field]
    assert not ReturnAddress.objects.exists()


def test_return_address_shows_only_ones_own(client):
    other = make_user()
    ReturnAddress.objects.create(writer=other, lines="Secret Street")
    client.force_login(make_user())

    assert "Secret Street" not in client.get(ADDRESS).content.decode()
