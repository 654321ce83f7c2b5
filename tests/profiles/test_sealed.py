"""Private files stand encrypted on the disk, and read back as they were."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from profiles import sealed
from profiles.fields import Undecryptable


def _stored(name: str) -> Path:
    return Path(storages["private"].path(name))


def _kept(data: Any) -> str:
    return storages["private"].save("scans/a/scan.pdf", ContentFile(data))


def _read(name: str) -> bytes:
    with storages["private"].open(name) as file:
        return file.read()


@pytest.mark.parametrize("length", [0, 1, 4095, 8192, 8193, 20_000])
def test_files_read_back_as_they_were(monkeypatch: pytest.MonkeyPatch, length: int) -> None:
    monkeypatch.setattr(sealed, "BLOCK", 4096)
    data = b"canary" * (length // 6) + b"x" * (length % 6)

    name = _kept(data)

    assert _read(name) == data
    assert b"canary" not in _stored(name).read_bytes()


def test_text_is_stored_as_bytes() -> None:
    assert _read(_kept("Lucía")) == "Lucía".encode()


def test_uploads_are_sealed_wherever_they_wait() -> None:
    large = TemporaryUploadedFile("scan.pdf", "application/pdf", 6, None)
    large.write(b"canary")
    large.flush()
    names = [
        storages["private"].save("scans/b/scan.pdf", upload)
        for upload in (SimpleUploadedFile("scan.pdf", b"canary"), large)
    ]
    large.close()

    assert [_read(name) for name in names] == [b"canary", b"canary"]
    assert [b"canary" in _stored(name).read_bytes() for name in names] == [False, False]


def test_file_is_for_its_owner_alone() -> None:
    assert _stored(_kept(b"x")).stat().st_mode & 0o777 == 0o600


def test_file_from_before_is_read_as_it_stands() -> None:
    name = _kept(b"")
    _stored(name).write_bytes(b"%PDF-1.4 plain")

    assert _read(name) == b"%PDF-1.4 plain"


def _cut(data: bytes) -> bytes:
    return data[:-4200]


def _swapped(data: bytes) -> bytes:
    size = len(sealed.SEAL)
    length = 4 + int.from_bytes(data[size : size + 4], "big")
    first, rest = data[size : size + length], data[size + length :]
    return sealed.SEAL + rest[:length] + first + rest[length:]


def _flipped(data: bytes) -> bytes:
    return data[:500] + bytes([data[500] ^ 1]) + data[501:]


@pytest.mark.parametrize(
    "damage", [_cut, _swapped, _flipped, lambda data: sealed.SEAL, lambda data: data[:-1]]
)
def test_damaged_file_is_refused(monkeypatch: pytest.MonkeyPatch, damage: Any) -> None:
    monkeypatch.setattr(sealed, "BLOCK", 4096)
    name = _kept(bytes(12_000))
    _stored(name).write_bytes(damage(_stored(name).read_bytes()))

    with pytest.raises(Undecryptable, match=r"scan\.pdf"):
        _read(name)


def test_another_key_opens_nothing(settings: LazySettings) -> None:
    name = _kept(b"canary")
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(Undecryptable):
        _read(name)


def test_cut_after_a_whole_block_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "BLOCK", 10)
    pieces = list(sealed.seal(BytesIO(b"x" * 30)))

    with pytest.raises(Undecryptable):
        sealed.unseal(BytesIO(b"".join(pieces[:-1])), "scan")


def test_sealing_again_uses_the_first_key_and_happens_once(settings: LazySettings) -> None:
    name, new = _kept(b"canary"), Fernet.generate_key().decode()
    settings.FIELD_KEYS = [new, *settings.FIELD_KEYS]

    done = [storages["private"].seal_again(name) for _ in range(2)]

    settings.FIELD_KEYS = [new]
    assert (done, _read(name)) == ([True, False], b"canary")
    assert [path.name for path in _stored(name).parent.iterdir()] == ["scan.pdf"]


def test_sealing_again_of_a_file_that_went_is_nothing() -> None:
    assert storages["private"].seal_again("scans/none.pdf") is False
