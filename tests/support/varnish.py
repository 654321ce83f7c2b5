"""The caching proxy of the example file, on this machine, in front of web servers of the test's own."""

import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from penpal import processes
from tests.support.network import free_port
from tests.support.run import ROOT

EXAMPLE = ROOT / "docs" / "operations" / "varnish.vcl"
START_SECONDS = 30


def find_binary() -> str | None:
    """The proxy's program; None without, or without its module `var`."""
    binary = shutil.which("varnishd") or shutil.which("/usr/sbin/varnishd")
    modules = [
        file
        for folder in ("*/varnish", "varnish")
        for file in Path("/usr/lib").glob(f"{folder}/vmods/libvmod_var.so")
    ]
    return binary if modules else None


def pointed_at(addresses: Sequence[tuple[str, int]], host: str = "localhost") -> str:
    """The example with its web hosts at these addresses (as many as it has), asked by this host name."""
    text = EXAMPLE.read_text().replace("letters.example.org", host)
    for number, (address, port) in enumerate(addresses, start=1):
        text = re.sub(
            rf'(backend web{number} {{ \.host = )"[^"]*"(; \.port = )"\d+"',
            rf'\g<1>"{address}"\g<2>"{port}"',
            text,
        )
    return text


@contextmanager
def throwaway_proxy(binary: str, addresses: Sequence[tuple[str, int]]) -> Iterator[int]:
    """A running proxy's port on 127.0.0.1; all it kept is gone afterwards."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="varnish-") as folder:
        file = Path(folder) / "site.vcl"
        file.write_text(pointed_at(addresses))
        Path(folder).chmod(0o755)
        command = [binary, "-F", "-a", f"127.0.0.1:{port}", "-f", str(file), "-n", f"{folder}/work"]
        proxy = processes.start(
            [*command, "-s", "malloc,32m", "-j", "none"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            _wait_until_listening(proxy, port)
            yield port
        finally:
            processes.stop(proxy)


def _wait_until_listening(proxy: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while proxy.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("Varnish did not start.")
