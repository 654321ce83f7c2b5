"""Network namespaces that serve as hosts: each with an address of its own, on one virtual switch.

Without the right to make them (root on Linux) every host is this machine, told apart by ports, and a host that
dies only loses its processes.
"""

import ctypes
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

NETWORK = "10.77.0"
_CLONE_NEWNET = 0x40000000  # <linux/sched.h>
_FOLDER = Path("/run/netns")


class Hosts:
    """Hosts by name. `are_real` says whether they are namespaces."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = list(names)
        self.are_real = False
        self._prefix = f"pp{os.getpid() % 100_000}"

    def address(self, name: str) -> str:
        """Its IP address."""
        return f"{NETWORK}.{self.names.index(name) + 10}" if self.are_real else "127.0.0.1"

    def make(self) -> None:
        """Make the namespaces and join them; nothing where that is not allowed."""
        hub = f"{self._prefix}-hub"
        try:
            _ip("netns", "add", hub)
            self.are_real = True
            _ip("-n", hub, "link", "add", "br0", "type", "bridge")
            _ip("-n", hub, "link", "set", "br0", "up")
            for number, name in enumerate(self.names):
                self._join(name, hub, f"port{number}")
        except (OSError, subprocess.CalledProcessError):
            self.remove()
            self.are_real = False

    def _join(self, name: str, hub: str, port: str) -> None:
        space = self._space(name)
        _ip("netns", "add", space)
        _ip("-n", hub, "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", space)
        _ip("-n", hub, "link", "set", port, "master", "br0", "up")
        _ip("-n", space, "addr", "add", f"{self.address(name)}/24", "dev", "eth0")
        for device in ("lo", "eth0"):
            _ip("-n", space, "link", "set", device, "up")

    def remove(self) -> None:
        """Take down all that was made."""
        for name in ["hub", *self.names] if self.are_real else []:
            subprocess.run(["ip", "netns", "del", self._space(name)], check=False, capture_output=True)

    def cut_off(self, name: str) -> None:
        """Nothing from or to this host arrives any more, as when its power fails: not even a refusal."""
        if self.are_real:
            _ip("-n", self._space(name), "link", "set", "eth0", "down")

    @contextmanager
    def inside(self, name: str) -> Iterator[None]:
        """This thread, and the children that it starts, are on that host while this lasts."""
        if not self.are_real:
            yield
            return
        here = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        try:
            self.enter(name)
            yield
        finally:
            _set_namespace(here)
            os.close(here)

    def enter(self, name: str) -> None:
        """Move this thread, and those that it starts from now on, to a host."""
        if self.are_real:
            there = os.open(_FOLDER / self._space(name), os.O_RDONLY)
            try:
                _set_namespace(there)
            finally:
                os.close(there)

    def _space(self, name: str) -> str:
        return f"{self._prefix}-{name}"


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


def _set_namespace(descriptor: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(descriptor, _CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "setns")
