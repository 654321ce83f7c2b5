"""Files in S3-protocol storage: stored, sent, withdrawn, and what happens while the store is away."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.test import Client
from django.utils.module_loading import import_string
from PIL import Image

from penpal.environment import s3_storage
from penpal.media import S3Media
from profiles import actions
from profiles.actions.files import delete_unused
from profiles.errors import FilesUnavailable
from profiles.models import Listing, SubmissionPhoto, User
from profiles.photos import check_photo, new_key, rendition_path, write_renditions
from tests.factories import make_listing, make_photo, make_submission
from tests.support import s3_server

FOLDERS = {"default": "public", "private": "private"}


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    with s3_server.throwaway_server() as url:
        yield url


def _storage(monkeypatch: pytest.MonkeyPatch, url: str, folder: str) -> S3Media:
    monkeypatch.setenv("MEDIA_URL_S3", url)
    entry = s3_storage("MEDIA_URL_S3", folder)
    return import_string(entry["BACKEND"])(**entry["OPTIONS"])


def _use(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Make these the storages of the site, also where a model's field holds one."""
    for alias, folder in FOLDERS.items():
        monkeypatch.setitem(storages._storages, alias, _storage(monkeypatch, url, folder))
    monkeypatch.setattr(default_storage, "_wrapped", storages["default"])
    monkeypatch.setattr(SubmissionPhoto._meta.get_field("original"), "storage", storages["private"])


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch, store: str) -> None:
    _use(monkeypatch, store)


@pytest.fixture
def no_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens on the discard port here."""
    _use(monkeypatch, "s3+http://key:secret@127.0.0.1:9/files")


def _picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1000, 800), "teal").save(out, "JPEG")
    return out.getvalue()


def test_file_comes_back_as_it_was_stored(files: None) -> None:
    storage = storages["private"]

    name = storage.save("scans/ab/paper.pdf", ContentFile(b"a scan"))

    with storage.open(name) as file:
        assert file.read() == b"a scan"
    assert storage.listdir("scans/ab") == ([], ["paper.pdf"])
    assert (storage.exists(name), storages["default"].exists(name)) == (True, False)


def test_private_file_is_encrypted_there_and_its_key_can_change(files: None, settings: LazySettings) -> None:
    storage = storages["private"]
    name = storage.save("scans/cd/paper.pdf", ContentFile(b"a scan"))
    raw = S3Media._open(storage, name).read()
    first = storage.seal_again(name)

    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_KEYS]

    assert (b"a scan" in raw, first) == (False, False)
    assert (storage.seal_again(name), storage.seal_again(name)) == (True, False)
    assert storage.open(name).read() == b"a scan"


def test_file_that_is_not_there(files: None) -> None:
    storage = storages["private"]
    storage.delete("scans/none.pdf")

    with pytest.raises(FileNotFoundError):
        storage.open("scans/none.pdf")
    assert storage.listdir("nothing") == ([], [])


@pytest.mark.parametrize("alias", FOLDERS)
def test_no_file_has_an_address(files: None, alias: str) -> None:
    """Presigned ones neither: whoever holds one would see the file without being asked."""
    with pytest.raises(ValueError, match="not accessible"):
        storages[alias].url("scans/ab/paper.pdf")


def _listing_with_photo() -> tuple[Listing, Any]:
    key = new_key()
    write_renditions(check_photo(ContentFile(_picture())).image, key)
    listing = make_listing(consent_photo_on="2026-01-01")
    return listing, make_photo(listing, file_key=key)


@pytest.mark.django_db(transaction=True)
def test_withdrawal_deletes_her_photos_there(files: None, client: Client, moderator: User) -> None:
    listing, photo = _listing_with_photo()
    name = rendition_path(photo.file_key, 960, "webp")
    address = f"/profiles/{listing.slug}/photos/{photo.token}-960.webp"
    with default_storage.open(name) as file:
        assert b"".join(client.get(address)) == file.read()

    actions.withdraw(listing=listing, by=moderator)

    assert default_storage.exists(name) is False
    assert client.get(address).status_code == 410


@pytest.mark.django_db
def test_approval_publishes_renditions_there(files: None, moderator: User) -> None:
    submission = _with_accepted_photo()

    listing = actions.approve(submission=submission, by=moderator, version=submission.version)

    [photo] = listing.photos.all()
    assert default_storage.exists(rendition_path(photo.file_key, 320, "jpg"))


def _with_accepted_photo() -> Any:
    submission = make_submission(consent_photo_on="2026-01-01")
    name = storages["private"].save("originals/ab/one.jpg", ContentFile(_picture()))
    accepted = {"decision": SubmissionPhoto.Decision.ACCEPTED, "alt_text": "A woman in a garden"}
    SubmissionPhoto.objects.create(submission=submission, original=name, width=1000, height=800, **accepted)
    return submission


@pytest.mark.django_db
def test_approval_without_the_store_changes_nothing(
    files: None, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = _with_accepted_photo()
    _use(monkeypatch, "s3+http://key:secret@127.0.0.1:9/files")

    with pytest.raises(FilesUnavailable):
        actions.approve(submission=submission, by=moderator, version=submission.version)

    submission.refresh_from_db()
    assert (submission.is_open, list(Listing.objects.all())) == (True, [])


@pytest.mark.django_db
def test_photo_without_the_store_is_503_and_her_page_still_opens(no_files: None, client: Client) -> None:
    listing = make_listing(consent_photo_on="2026-01-01")
    photo = make_photo(listing)

    answers = [
        client.get(address)
        for address in (
            listing.get_absolute_url(),
            f"/profiles/{listing.slug}/photos/{photo.token}-320.jpg",
        )
    ]

    assert [answer.status_code for answer in answers] == [200, 503]
    assert b"Nothing is lost." in answers[1].content


@pytest.mark.django_db(transaction=True)
def test_withdrawal_without_the_store_counts_and_its_files_go_later(
    files: None, store: str, client: Client, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing, photo = _listing_with_photo()
    _use(monkeypatch, "s3+http://key:secret@127.0.0.1:9/files")
    actions.withdraw(listing=listing, by=moderator)
    _use(monkeypatch, store)
    name = rendition_path(photo.file_key, 960, "webp")

    seen = client.get(f"/profiles/{listing.slug}/photos/{photo.token}-960.webp").status_code

    assert (seen, default_storage.exists(name)) == (410, True)
    delete_unused([photo.file_key])
    assert default_storage.exists(name) is False


@pytest.mark.parametrize("url", ["s3://host/bucket", "http://k:s@host/bucket", "s3://k:s@host/", "x"])
def test_address_that_makes_no_sense_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("MEDIA_URL_S3", url)

    with pytest.raises(ImproperlyConfigured, match="MEDIA_URL_S3: .*s3://KEY:SECRET@HOST/BUCKET"):
        s3_storage("MEDIA_URL_S3", "public")


def test_address_is_read_with_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDIA_URL_S3", "s3://k%2Fey:s%40cret@store.example.org:9000/bucket?region=eu-1")

    options = s3_storage("MEDIA_URL_S3", "private")["OPTIONS"]

    assert options == {
        "access_key": "k/ey",
        "secret_key": "s@cret",
        "bucket_name": "bucket",
        "endpoint_url": "https://store.example.org:9000",
        "region_name": "eu-1",
        "location": "private",
        "file_overwrite": False,
        "default_acl": None,
    }
