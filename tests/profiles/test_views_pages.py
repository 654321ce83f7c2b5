"""Pages about the site itself."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
NAMES = ("about", "privacy", "terms", "contact", "accessibility")


@pytest.mark.parametrize("name", NAMES)
def test_page_opens_and_sets_no_cookie(client, name):
    response = client.get(reverse(name))

    assert response.status_code == 200
    assert not response.cookies
    assert response.content.decode().count("<h1>") == 1


@pytest.mark.parametrize("name", NAMES)
def test_page_loads_nothing_from_elsewhere_and_has_no_inline_style(client, name):
    page = client.get(reverse(name)).content.decode()

    assert 'src="http' not in page
    assert " style=" not in page
    assert "<style" not in page


def test_contact_shows_where_to_write(client, settings):
    settings.ORG_CONTACT = "hello@example.org"
    settings.ORG_RETURN_ADDRESS = ["M. Call", "P.O. Box 12", "Albany, NY 12201"]

    page = client.get(reverse("contact")).content.decode()

    assert '<a href="mailto:hello@example.org">hello@example.org</a>' in page
    assert "<address>M. Call<br>P.O. Box 12<br>Albany, NY 12201</address>" in page


def test_about_and_terms_bear_the_site_name(client, settings):
    settings.SITE_NAME = "Letters Home"

    assert (
        "Letters Home exists so that more women hear theirs." in client.get(reverse("about")).content.decode()
    )
    assert "Plain rules for using Letters Home." in client.get(reverse("terms")).content.decode()


def test_about_says_the_present_setting(client, settings):
    settings.VERIFY_EVERY_MONTHS = 4

    assert "at least every 4 months" in client.get(reverse("about")).content.decode()
