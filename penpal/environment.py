"""Typed readers of the environment, and the secrets a laptop makes for itself.

Every setting comes from the environment and from nowhere else. A value that is missing or wrong stops the start
with one sentence that says what to do.
"""

import ipaddress
import json
import os
import re
import secrets
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import parse_qsl, unquote, urlsplit

import environ
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from penpal import patience

env = environ.Env()

#: What a secret must at least have: different characters, and bytes once compressed.
DIFFERENT, COMPRESSED = 8, 30


def refuse(name: str, advice: str) -> NoReturn:
    """Stop the start, naming the setting and what to do about it."""
    raise ImproperlyConfigured(f"{name}: {advice}")


def flag(name: str, default: bool = False) -> bool:
    """A 0/1 setting. Anything else is refused, so that a typing slip is not read as 'off'."""
    value = env.str(name, default="1" if default else "0")
    if value not in ("0", "1"):
        refuse(name, f"is {value!r}; write 0 or 1.")
    return value == "1"


def whole_number(name: str, default: int, least: int, most: int) -> int:
    """A whole number from `least` to `most`."""
    text = env.str(name, default=str(default))
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        refuse(name, f"is {text!r}; write a whole number from {least} to {most}.")
    return int(text)


def one_of(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """One word of a closed list."""
    value = env.str(name, default=default)
    if value not in allowed:
        refuse(name, f"is {value!r}; write one of: {', '.join(allowed)}.")
    return value


def web_address(name: str) -> str:
    """An address of a page that browsers open, or an empty text where none is set."""
    value = env.str(name, default="")
    if value and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", value):
        refuse(name, f"is {value!r}; write a whole web address that begins with https://.")
    return value


def lines(name: str, default: list[str]) -> list[str]:
    """Lines of text, separated in the environment by newlines or by `|`."""
    text = env.str(name, default="\n".join(default))
    return [line.strip() for line in text.replace("|", "\n").splitlines() if line.strip()]


def parsed(name: str, default: str, read: Callable[..., Any], needed: str) -> dict[str, Any]:
    """An address such as DATABASE_URL as Django's settings, by one of django-environ's readers.

    `needed` is the key without which it was not understood.
    """
    try:
        found = dict(read(name, default=default))
    except Exception:  # noqa: BLE001 (the readers raise many kinds, none of them for people)
        found = {}
    if needed not in found:
        refuse(name, "is not an address that is understood here. docs/operations.md shows how it is written.")
    return found


def with_replicas(primary: dict[str, Any], urls: list[str]) -> dict[str, dict[str, Any]]:
    """Databases beside the primary: `present`, the primary by connections of little patience, and each replica."""
    if not primary["ENGINE"].endswith("postgresql"):
        refuse("REPLICA_URL", "needs PostgreSQL: set DATABASE_URL to the primary's address.")
    patience.install()
    mirror = {"TEST": {"MIRROR": "default"}}
    found = {"present": primary | mirror | {"OPTIONS": {"connection_factory": patience.Present}}}
    for number, url in enumerate(urls, start=1):
        read = parsed("REPLICA_URL", url, _database_at, "ENGINE")
        if not read["ENGINE"].endswith("postgresql"):
            refuse("REPLICA_URL", "names something that is not PostgreSQL.")
        shared = {name: primary[name] for name in ("CONN_MAX_AGE", "CONN_HEALTH_CHECKS")}
        found[f"replica{number}"] = (
            read | shared | mirror | {"OPTIONS": {"connection_factory": patience.Replica}}
        )
    return found


def s3_storage(name: str, folder: str) -> dict[str, Any]:
    """Django's STORAGES entry for one folder of the bucket at `s3://KEY:SECRET@HOST/BUCKET?region=...`.

    `s3+http://` speaks without TLS, for a store on the same machine.
    """
    address = urlsplit(env.str(name, default=""))
    bucket = address.path.strip("/")
    if address.scheme not in ("s3", "s3+http") or not all(
        (address.hostname, address.username, address.password, bucket)
    ):
        refuse(name, "is not an address that is understood here; write s3://KEY:SECRET@HOST/BUCKET.")
    scheme = "https" if address.scheme == "s3" else "http"
    host = address.netloc.rpartition("@")[2]
    options = {
        "access_key": unquote(address.username or ""),
        "secret_key": unquote(address.password or ""),
        "bucket_name": bucket,
        "endpoint_url": f"{scheme}://{host}",
        "region_name": dict(parse_qsl(address.query)).get("region", "us-east-1"),
        "location": folder,
        "file_overwrite": folder == "public",  # private names are new each time; none may replace another
        "default_acl": None,
    }
    backend = "S3Media" if folder == "public" else "SealedS3Media"
    return {"BACKEND": f"penpal.media.{backend}", "OPTIONS": options}


def _database_at(name: str, default: str) -> dict[str, Any]:
    return env.db_url_config(default)


def fernet_keys(name: str, default: list[str]) -> list[str]:
    """Fernet keys, newest first, separated by commas. The first one encrypts; all of them decrypt."""
    keys = env.list(name, default=default)
    for key in keys:
        try:
            Fernet(key)
        except ValueError:
            refuse(
                name,
                "holds something that is no key. Make one with: PRODUCTION=0 python manage.py make_field_key",
            )
    return keys


def networks(name: str) -> list[str]:
    """IP addresses and networks (`10.0.0.0/24`), separated by commas."""
    found = [text.strip() for text in env.list(name, default=[]) if text.strip()]
    for text in found:
        try:
            network = ipaddress.ip_network(text)
        except ValueError:
            refuse(name, f"{text!r} is no IP address and no network such as 10.0.0.0/24.")
        if not network.prefixlen:
            refuse(name, f"{text!r} is the whole internet; name the addresses of your own proxies.")
    return found


def looks_random(text: str) -> bool:
    """Whether nobody typed this by heart: many different characters, and nothing that repeats.

    A text that repeats itself gets shorter when it is compressed; DEFLATE keeps at least 30 bytes of 50 random
    characters, be they hexadecimal digits only.
    """
    return len(set(text)) >= DIFFERENT and len(zlib.compress(text.encode(), 9)) >= COMPRESSED


def random_text(name: str, least: int, use: str) -> str:
    """A secret of at least `least` characters that looks random. `use` says what it is for."""
    text = env.str(name, default="")
    if len(text) < least or not text.isascii() or not text.isprintable() or " " in text:
        refuse(name, f"set a random text of at least {least} characters; {use}.")
    if not looks_random(text) or text.startswith("django-insecure-"):
        refuse(name, "can be guessed. Make one: python -c 'import secrets; print(secrets.token_urlsafe(50))'")
    return text


def refuse_mail_that_goes_nowhere(settings: Mapping[str, Any]) -> None:
    """In production, mail has to leave the machine: nobody could confirm an address or set a new password."""
    if settings["EMAIL_BACKEND"].rpartition(".")[0].rpartition(".")[2] in ("console", "dummy", "locmem"):
        refuse("EMAIL_URL", "set your mail server, as smtp+tls://USER:PASSWORD@HOST:587; accounts need mail.")


def laptop_secrets(path: Path) -> dict:
    """The secret key and field key of a site that is not in production, made once and kept in `path` (mode 0600)."""
    try:
        return json.loads(path.read_text())
    except FileNotFoundError:
        made = {"secret_key": secrets.token_urlsafe(50), "field_keys": [Fernet.generate_key().decode()]}
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process of the same start was first
        return json.loads(path.read_text())
    with os.fdopen(descriptor, "w") as file:
        json.dump(made, file)
    return made
