import json
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from cryptography.fernet import Fernet

from penpal.backup import keys
from tests.support import audit


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("-----BEGIN RSA " + "PRIVATE KEY-----", ["private key"]),
        ("AKIA" + "ABCDEFGHIJKLMNOP", ["AWS key"]),
        ("ghp_" + "a1" * 18, ["GitHub token"]),
        ("key: " + "A" * 43 + "=", ["Fernet key"]),
        ("--hash=sha256:" + "ab" * 32, []),
        ("a plain sentence about keys", []),
    ],
)
def test_secrets_are_told_from_other_texts(text: str, kinds: list[str]) -> None:
    assert audit.secrets_in(text) == kinds


def test_keys_that_the_site_makes_are_found() -> None:
    assert audit.secrets_in(keys.new_identity()[0]) == ["age key"]
    assert audit.secrets_in(Fernet.generate_key().decode()) == ["Fernet key"]


def test_no_tracked_file_holds_a_secret() -> None:
    assert audit.found_secrets() == []


def test_pins_are_read_with_their_hashes() -> None:
    text = (
        "a==1.0 \\\n    --hash=sha256:0 \\\n    --hash=sha256:1\n    # via b\nb==2 ; sys_platform == 'x' \\\n"
    )

    assert list(audit.pins(text)) == [("a", "1.0", 2), ("b", "2", 0)]


def test_every_requirement_has_hashes() -> None:
    assert audit.wrong_pins() == []


def test_bill_of_materials_names_what_the_site_runs_on() -> None:
    bill = audit.bill_of_materials()

    named = {one["name"].lower(): one for one in bill["components"]}
    assert {"django", "pyrage", "cryptography", "pillow"} <= set(named)
    assert named["django"]["licenses"] == [{"license": {"name": "BSD-3-Clause"}}]


@pytest.fixture
def osv() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A database of vulnerabilities on this machine: its address, and what it was asked. Only Django is bad there."""
    asked: list[dict[str, Any]] = []

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
            asked.extend(queries)
            bad = {"vulns": [{"id": "PYSEC-2"}, {"id": "GHSA-1"}]}
            results = [bad if one["package"]["name"] == "django" else {} for one in queries]
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"results": results}).encode())

        def log_message(self, *args: Any) -> None:
            """Nothing to say."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", asked
        server.shutdown()
        thread.join()


def test_known_vulnerabilities_are_named_with_their_package(osv: tuple[str, list[dict[str, Any]]]) -> None:
    address, asked = osv

    found = audit.vulnerable(address)

    [version] = {one["version"] for one in asked if one["package"]["name"] == "django"}
    assert found == [f"django {version}: GHSA-1, PYSEC-2"]
    assert {one["package"]["ecosystem"] for one in asked} == {"PyPI"}


def test_database_of_vulnerabilities_out_of_reach_is_said() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))

        assert audit.vulnerable(f"http://127.0.0.1:{unused.getsockname()[1]}/") is None
