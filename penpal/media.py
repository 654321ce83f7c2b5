"""Files in S3-protocol storage (MEDIA_URL_S3), shared by all web hosts.

No file has an address of its own there: the site reads it and sends it on, after asking whether it may be seen. So
the bucket stays private, public renditions included, and a withdrawal counts at once. Each file appears whole or not
at all, which the protocol promises for a single put.
"""

import io
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from storages.backends.s3 import S3Storage

from profiles.errors import FilesUnavailable
from profiles.sealed import FileDamaged, Sealing, has_first_key, seal, unseal

CONNECT_SECONDS, READ_SECONDS, TRIES = 2, 10, 2
NOT_THERE = {"404", "NoSuchKey", "NotFound"}

P = ParamSpec("P")
R = TypeVar("R")


def client_config() -> Config:
    """Little patience, so that a dead store costs seconds and no thread hangs on it."""
    return Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"total_max_attempts": TRIES, "mode": "standard"},
        s3={"addressing_style": "path"},
        signature_version="s3v4",
        request_checksum_calculation="when_required",  # stores other than Amazon's may know no newer sums
        response_checksum_validation="when_required",
    )


def _spoken(function: Callable[P, R]) -> Callable[P, R]:
    """Raise FileNotFoundError or FilesUnavailable in place of the library's many kinds."""

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in NOT_THERE:
                raise FileNotFoundError from error
            raise FilesUnavailable("the file store refused") from error
        except BotoCoreError as error:
            raise FilesUnavailable("the file store does not answer") from error

    return wrapper


class S3Media(S3Storage):
    """Django's storage over one folder of the bucket. Raises FileNotFoundError, and FilesUnavailable for the rest."""

    def get_default_settings(self) -> dict[str, Any]:
        return super().get_default_settings() | {"client_config": client_config(), "querystring_auth": False}

    @_spoken
    def _open(self, name: str, mode: str = "rb") -> File:
        """The whole file, in one question. Files here are photos and scans of at most 15 MB."""
        if mode != "rb":
            raise ValueError("files here are read whole and stored whole")
        got = self.bucket.Object(self._normalize_name(name)).get()
        return File(io.BytesIO(got["Body"].read()), name)

    @_spoken
    def _save(self, name: str, content: File) -> str:
        return super()._save(name, content)

    @_spoken
    def delete(self, name: str) -> None:
        super().delete(name)

    @_spoken
    def exists(self, name: str) -> bool:
        return super().exists(name)

    @_spoken
    def size(self, name: str) -> int:
        return super().size(name)

    @_spoken
    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        return super().listdir(name)

    @_spoken
    def get_modified_time(self, name: str) -> datetime:
        return super().get_modified_time(name)

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        """Always raises ValueError: a file is sent by a view that asks who may see it."""
        raise ValueError("This file is not accessible via a URL.")


class SealedS3Media(Sealing, S3Media):
    """Private files there are encrypted before they leave this machine."""

    def seal_again(self, name: str) -> bool:
        """Seal a file with the first of FIELD_KEYS; returns whether it was not. The old one stays until then."""
        try:
            with S3Media._open(self, name) as stored:
                if has_first_key(stored):
                    return False
                stored.seek(0)
                clear = unseal(stored, name)
        except FileDamaged:
            raise
        except FileNotFoundError:  # deleted meanwhile
            return False
        S3Media._save(self, name, File(io.BytesIO(b"".join(seal(io.BytesIO(clear)))), name))
        return True
