"""A copy of the project, started as somebody starts it for the first time; this checkout stores nothing."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from penpal import processes
from tests.support.run import ROOT, SETTINGS

LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache", ".hypothesis")


@dataclass
class Started:
    """A site that answers requests, and the lines that it printed until then."""

    folder: Path
    port: int
    process: subprocess.Popen[str] | None  # None: it is another process's to stop
    lines: list[str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def moderator(self) -> list[str]:
        """E-mail address, password and the desk's address, as printed."""
        [line] = [line for line in self.lines if line.startswith("Demo moderator: ")]
        return line.split()[2:]


def copied(folder: Path) -> Path:
    """The project's files under `folder`, without what this checkout has stored."""
    return Path(shutil.copytree(ROOT, folder / "penpal", ignore=LEFT_OUT))


def serve(folder: Path, port: int) -> subprocess.Popen[str]:
    """`manage.py serve` with no setting but the port."""
    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    return processes.start(
        [sys.executable, "manage.py", "serve"],
        cwd=folder,
        env=environment | {"PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextmanager
def started(folder: Path, port: int) -> Iterator[Started]:
    """The site of a copy while the block lasts. Raises AssertionError where it does not start."""
    process = serve(folder, port)
    try:
        lines = []
        for line in process.stdout or ():
            lines.append(line.rstrip("\n"))
            if "Ctrl-C" in line:
                break
        assert process.poll() is None, "\n".join(lines)
        yield Started(folder, port, process, lines)
    finally:
        processes.stop(process)
        if process.stdout:
            process.stdout.close()
