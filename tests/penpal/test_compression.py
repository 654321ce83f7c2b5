"""Pages that travel compressed, and answers that are compressed already."""

import gzip

import pytest
from django.test import Client

from tests.letters.places import make_reachable

pytestmark = pytest.mark.django_db
ASKED = {"Accept-Encoding": "gzip"}


def test_page_travels_compressed(client: Client) -> None:
    plain, zipped = client.get("/about/"), client.get("/about/", headers=ASKED)

    assert gzip.decompress(zipped.content) == plain.content
    assert zipped.headers["Content-Encoding"] == "gzip"


def test_length_of_a_page_with_a_token_varies(client: Client) -> None:
    """Else somebody who makes her open pages and sees their lengths could guess a token letter by letter."""
    pages = [client.get("/accounts/login/", headers=ASKED) for _ in range(12)]

    assert len({len(page.content) for page in pages}) > 1


def test_pdf_is_not_compressed_again(client: Client) -> None:
    listing = make_reachable()

    answer = client.get(f"/letters/blank/{listing.slug}/envelope.pdf", headers=ASKED)

    assert answer.headers["Content-Type"] == "application/pdf"
    assert "Content-Encoding" not in answer.headers
