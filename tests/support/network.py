"""The network of the tests: this machine and nothing else."""

import ipaddress
import socket
from collections.abc import Callable
from typing import Any

import pytest


class NetworkClosed(Exception):
    """A test tried to reach another machine. Not an OSError: no code that bears a network failure may swallow it."""


def close_network(patch: pytest.MonkeyPatch) -> None:
    """Refuse connections and name look-ups beyond the loopback addresses, for Python's own sockets."""
    for method in ("connect", "connect_ex", "sendto"):
        patch.setattr(socket.socket, method, _guarded(getattr(socket.socket, method)))
    patch.setattr(socket, "getaddrinfo", _guarded_lookup(socket.getaddrinfo))


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _guarded(method: Callable[..., Any]) -> Callable[..., Any]:
    def checked(self: socket.socket, *arguments: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _refuse_unless_here(arguments[-1][0])
        return method(self, *arguments)

    return checked


def _guarded_lookup(lookup: Callable[..., Any]) -> Callable[..., Any]:
    def checked(host: str | bytes | None, *arguments: Any, **options: Any) -> Any:
        _refuse_unless_here(host.decode() if isinstance(host, bytes) else host or "localhost")
        return lookup(host, *arguments, **options)

    return checked


def _refuse_unless_here(host: str) -> None:
    if host == "localhost":
        return
    try:
        here = ipaddress.ip_address(host).is_loopback or ipaddress.ip_address(host).is_unspecified
    except ValueError:
        here = False
    if not here:
        raise NetworkClosed(f"{host}: tests reach this machine only")
