"""Child processes that do not outlive this one."""

import ctypes
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def start(command: Sequence[str], **options: Any) -> subprocess.Popen[bytes]:
    """Start a child in a process group of its own.

    A Ctrl-C at the terminal then reaches this process alone, which stops its children in order. On Linux the
    kernel ends the child as well if this process is killed outright; elsewhere it would stay.
    """
    return subprocess.Popen(
        command,
        process_group=0,
        preexec_fn=_end_with_parent,  # noqa: PLW1509 - one call into libc; it takes no lock a thread could hold
        **options,
    )


def stop(child: subprocess.Popen[bytes], how: int = signal.SIGTERM, seconds: float = 15) -> None:
    """Ask a child to end, wait at most `seconds`, then end it. Does nothing when it has ended already."""
    if child.poll() is not None:
        return
    child.send_signal(how)
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _end_with_parent() -> None:
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
