"""Telling our own caching proxies of changes."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.conf import LazySettings
from django.db import transaction

from profiles import actions, proxies
from profiles.models import Change, Listing, User
from tests.factories import make_listing


class Proxy(HTTPServer):
    """Notes what it is told and answers with `status`."""

    def __init__(self) -> None:
        self.told: list[int] = []
        self.status = 200
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_PURGE(self) -> None:
                server.told.append(int(self.headers[proxies.HEADER]))
                self.send_response(server.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *arguments: object) -> None:
                """Say nothing."""

        super().__init__(("127.0.0.1", 0), Handler)


@pytest.fixture
def proxy(settings: LazySettings) -> Iterator[Proxy]:
    server = Proxy()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    settings.PURGING_PROXY = [f"http://127.0.0.1:{server.server_address[1]}"]
    proxies.forget_outcome()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def _last_change() -> int:
    return Change.objects.order_by("seq").values_list("seq", flat=True).last() or 0


@pytest.mark.django_db(transaction=True)
def test_withdrawal_is_told_once_it_is_committed(proxy: Proxy, moderator: User) -> None:
    listing = make_listing()
    proxy.told.clear()

    with transaction.atomic():
        actions.withdraw(listing=listing, by=moderator)
        before = list(proxy.told)

    assert (before, proxy.told) == ([], [_last_change()])
    assert proxies.is_pending() is False


@pytest.mark.django_db(transaction=True)
def test_letter_that_is_counted_voids_no_page(proxy: Proxy) -> None:
    listing = make_listing()
    proxy.told.clear()

    actions.record_letter(listing_pk=listing.pk, sent=1, active=0, on=None)

    assert proxy.told == []


@pytest.mark.django_db(transaction=True)
def test_proxy_that_refuses_leaves_it_pending(proxy: Proxy, moderator: User) -> None:
    listing = make_listing()
    proxy.status = 403

    actions.withdraw(listing=listing, by=moderator)

    assert proxies.is_pending() is True


@pytest.mark.django_db(transaction=True)
def test_dead_proxy_holds_up_no_withdrawal(settings: LazySettings, moderator: User) -> None:
    """Nobody listens on the discard port here."""
    listing = make_listing()
    settings.PURGING_PROXY = ["http://127.0.0.1:9"]
    proxies.forget_outcome()

    actions.withdraw(listing=listing, by=moderator)

    assert list(Listing.objects.public()) == []
    assert proxies.is_pending() is True


@pytest.mark.django_db(transaction=True)
def test_site_without_a_proxy_tells_nobody(settings: LazySettings, moderator: User) -> None:
    listing = make_listing()
    proxies.forget_outcome()

    actions.withdraw(listing=listing, by=moderator)

    assert settings.PURGING_PROXY == []
    assert proxies.is_pending() is False
