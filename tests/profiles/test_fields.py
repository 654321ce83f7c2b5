"""Encrypted text and lists of code words."""

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError, ValidationError
from django.db import connection

from letters.models import Letter, ReturnAddress
from profiles.fields import Undecryptable
from profiles.models import Listing
from tests.factories import make_listing, make_user

pytestmark = pytest.mark.django_db


def _stored(pk: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT lines FROM letters_returnaddress WHERE writer_id = %s", [pk])
        return cursor.fetchone()[0]


def test_encrypted_text_reads_back_and_is_not_stored_plain() -> None:
    writer = make_user()
    ReturnAddress.objects.create(writer=writer, lines="48 Sample Street\nDuluth")

    assert ReturnAddress.objects.get(pk=writer.pk).lines == "48 Sample Street\nDuluth"
    assert "Sample" not in _stored(writer.pk)


def test_encrypted_text_reads_with_an_old_key_and_writes_with_the_new(settings) -> None:
    writer, old = make_user(), settings.FIELD_KEYS
    ReturnAddress.objects.create(writer=writer, lines="old")
    first = _stored(writer.pk)

    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *old]
    row = ReturnAddress.objects.get(pk=writer.pk)
    row.save()

    assert row.lines == "old"
    assert _stored(writer.pk) != first
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    assert ReturnAddress.objects.get(pk=writer.pk).lines == "old"


def test_encrypted_text_without_its_key_says_which_field(settings) -> None:
    writer = make_user()
    ReturnAddress.objects.create(writer=writer, lines="lost")
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(Undecryptable, match=r"letters\.ReturnAddress\.lines"):
        ReturnAddress.objects.get(pk=writer.pk)


def test_encrypted_text_cannot_be_searched() -> None:
    with pytest.raises(FieldError):
        Letter.objects.filter(body="Dear Ann").exists()


def test_codes_are_kept_sorted_and_once() -> None:
    listing = make_listing(interests=["music", "art", "music"])

    assert Listing.objects.get(pk=listing.pk).interests == ["art", "music"]


def test_codes_has_finds_whole_words_only() -> None:
    listing = make_listing(interests=["animals"])

    assert list(Listing.objects.filter(interests__has="animals")) == [listing]
    assert not Listing.objects.filter(interests__has="animal").exists()
    assert not Listing.objects.filter(interests__has="%").exists()
    assert not Listing.objects.filter(interests__has="animal_").exists()


def test_codes_outside_the_list_are_named() -> None:
    field = Listing._meta.get_field("interests")

    with pytest.raises(ValidationError, match="golf"):
        field.clean(["art", "golf"], None)
    assert field.clean(["art"], None) == ["art"]
