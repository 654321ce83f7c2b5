import time

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory

from profiles import visitors
from profiles.models import User
from profiles.visitors import TooOften, address_of, limit


def _request(forwarded: str = "", remote: str = "203.0.113.9") -> WSGIRequest:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)


@pytest.mark.parametrize(
    ("trusted", "forwarded", "remote", "address"),
    [
        ([], "", "203.0.113.9", "203.0.113.9"),
        ([], "198.51.100.7", "203.0.113.9", "203.0.113.9"),
        (["10.0.0.1"], "198.51.100.7", "10.0.0.1", "198.51.100.7"),
        (["10.0.0.1"], "192.0.2.66, 198.51.100.7", "10.0.0.1", "198.51.100.7"),
        (["10.0.0.1", "10.0.0.2"], "198.51.100.7, 10.0.0.2", "10.0.0.1", "198.51.100.7"),
        (["10.0.0.1"], "198.51.100.7", "203.0.113.9", "203.0.113.9"),
        (["10.0.0.1"], "", "10.0.0.1", "10.0.0.1"),
        (["10.0.0.0/24"], "198.51.100.7, 10.0.0.77", "10.0.0.1", "198.51.100.7"),
        (["10.0.0.0/24"], "198.51.100.7", "10.0.1.1", "10.0.1.1"),
        (["10.0.0.0/24"], "198.51.100.7", "::ffff:10.0.0.9", "198.51.100.7"),
        (["10.0.0.1"], "unknown", "10.0.0.1", "0.0.0.0"),
        ([], "198.51.100.7", "", "0.0.0.0"),
    ],
)
def test_address_of_believes_trusted_proxies_only(
    settings: LazySettings, trusted: list[str], forwarded: str, remote: str, address: str
) -> None:
    settings.TRUSTED_PROXIES = trusted

    assert address_of(_request(forwarded, remote)) == address


def test_limit_counts_each_visitor_alone() -> None:
    for _ in range(2):
        limit(_request(), "knock", most=2, minutes=5)

    limit(_request(remote="198.51.100.7"), "knock", most=2, minutes=5)
    limit(_request(), "ring", most=2, minutes=5)
    with pytest.raises(TooOften) as raised:
        limit(_request(), "knock", most=2, minutes=5)
    assert raised.value.minutes == 5


def test_limit_counts_the_addresses_of_one_household_together() -> None:
    for number in range(2):
        limit(_request(remote=f"2001:db8:1:2::{number}"), "knock", most=2, minutes=5)

    limit(_request(remote="2001:db8:1:3::1"), "knock", most=2, minutes=5)
    with pytest.raises(TooOften):
        limit(_request(remote="2001:db8:1:2:ffff::9"), "knock", most=2, minutes=5)


def test_limit_says_how_long_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    limit(_request(), "knock", most=1, minutes=5)
    later = time.time() + 200
    monkeypatch.setattr(visitors.time, "time", lambda: later)

    with pytest.raises(TooOften) as raised:
        limit(_request(), "knock", most=1, minutes=5)

    assert raised.value.minutes == 2


@pytest.mark.django_db
def test_limit_follows_an_account_from_address_to_address(writer: User, stranger: User) -> None:
    first, second, other = _request(), _request(remote="198.51.100.7"), _request(remote="192.0.2.66")
    first.user = second.user = writer
    other.user = stranger
    limit(first, "knock", most=1, minutes=5)

    limit(other, "knock", most=1, minutes=5)
    with pytest.raises(TooOften):
        limit(second, "knock", most=1, minutes=5)


def test_limit_begins_anew_when_its_count_is_gone() -> None:
    limit(_request(), "knock", most=1, minutes=5)
    cache.clear()

    limit(_request(), "knock", most=1, minutes=5)
    with pytest.raises(TooOften):
        limit(_request(), "knock", most=1, minutes=5)


def test_limit_keeps_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    keys: list[str] = []
    real = cache.add
    monkeypatch.setattr(cache, "add", lambda key, *rest, **more: keys.append(key) or real(key, *rest, **more))

    limit(_request(), "knock", most=1, minutes=5)

    assert [key.rpartition(":")[0] for key in keys] == ["limit:knock"]
    assert "203.0.113.9" not in keys[0]
