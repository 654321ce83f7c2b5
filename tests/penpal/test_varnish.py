"""The example of the caching proxy, run for real where Varnish is there: what it keeps, and what it gives up."""

import http.client
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from profiles import proxies
from tests.support import varnish

BINARY = varnish.find_binary()


class Site:
    """A web host of few words: it answers with the number of the answer and, as told, marks it for the proxy."""

    def __init__(self) -> None:
        self.made, self.change, self.marked = 0, 1, True
        self.hold, self.reached = threading.Event(), threading.Event()
        self.hold.set()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                change = site.change
                if self.path != "/healthz":
                    site.reached.set()
                    site.hold.wait(10)
                    site.made += 1
                body = f"{self.path} {site.made}".encode()
                self.send_response(200)
                if site.marked:
                    self.send_header("Surrogate-Control", "max-age=30")
                    self.send_header(proxies.HEADER, str(change))
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()


@pytest.fixture(scope="module")
def proxied() -> Iterator[tuple[Site, int]]:
    site = Site()
    with varnish.throwaway_proxy(str(BINARY), [("127.0.0.1", site.port)] * 2) as port:
        yield site, port
    site.server.shutdown()
    site.server.server_close()


def _get(port: int, path: str, **headers: str) -> tuple[str, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return body, {name.lower(): value for name, value in response.getheaders()}


if BINARY:

    def test_page_comes_from_memory_and_bears_no_marks(proxied: tuple[Site, int]) -> None:
        _site, port = proxied

        first, headers = _get(port, "/kept")

        assert _get(port, "/kept")[0] == first
        assert headers.keys() & {"surrogate-control", "surrogate-change", "via", "x-varnish", "age"} == set()

    @pytest.mark.parametrize("cookie", ["sessionid=x", "a=b; messages=y"])
    def test_page_of_somebody_is_made_for_them(proxied: tuple[Site, int], cookie: str) -> None:
        _site, port = proxied
        kept = _get(port, "/own")[0]

        assert _get(port, "/own", Cookie=cookie)[0] != kept
        assert _get(port, "/own", Cookie="csrftoken=z")[0] == kept

    def test_page_without_a_mark_is_not_kept(proxied: tuple[Site, int]) -> None:
        site, port = proxied
        site.marked = False

        first = _get(port, "/form")[0]

        assert _get(port, "/form")[0] != first
        site.marked = True

    def test_purge_voids_what_is_kept(proxied: tuple[Site, int], settings: object) -> None:
        site, port = proxied
        settings.PURGING_PROXY = [f"http://127.0.0.1:{port}"]
        old = _get(port, "/purged")[0]
        site.change += 1

        proxies.forget_outcome()
        proxies.tell(site.change)

        assert proxies.is_pending() is False
        new = _get(port, "/purged")[0]
        assert new != old
        assert _get(port, "/purged")[0] == new

    def test_page_under_way_while_it_is_purged_is_not_kept(
        proxied: tuple[Site, int], settings: object
    ) -> None:
        """It was made before the change and arrives after the purge."""
        site, port = proxied
        settings.PURGING_PROXY = [f"http://127.0.0.1:{port}"]
        site.hold.clear()
        site.reached.clear()
        late: list[str] = []
        asking = threading.Thread(target=lambda: late.append(_get(port, "/slow")[0]))
        asking.start()
        assert site.reached.wait(10)
        site.change += 1
        proxies.tell(site.change)
        site.hold.set()
        asking.join(10)

        assert _get(port, "/slow")[0] != late[0]

    def test_purge_without_a_number_is_refused(proxied: tuple[Site, int]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", proxied[1], timeout=10)
        connection.request("PURGE", "/")

        assert connection.getresponse().status == 403
        connection.close()


def test_example_keeps_pages_as_long_as_the_site_says() -> None:
    text = varnish.EXAMPLE.read_text()

    assert {"Surrogate-Control", proxies.HEADER} <= set(
        text.replace("resp.http.", " ").replace(";", " ").split()
    )
    assert varnish.pointed_at([("192.0.2.1", 81), ("192.0.2.2", 82)]).count("192.0.2.") == 2
