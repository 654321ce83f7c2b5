"""Making a release: one version in the code, the changelog and the tag. docs/releasing.md tells the rest.

python -m tests.support.release 1.2.0
"""

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import penpal
from tests.support.run import ROOT

VERSION = re.compile(r"\d+\.\d+\.\d+")
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
UNRELEASED = "Unreleased"


class NotReady(Exception):
    """The release cannot be made; the message says what to do."""


def newest_heading(changelog: str) -> str:
    """`Unreleased`, or `1.2.0 - 2030-01-31`."""
    found = HEADING.search(changelog)
    if found is None:
        raise NotReady("CHANGELOG.md has no heading of a version.")
    return found[1]


def agrees(version: str, changelog: str) -> bool:
    """Whether the code's version is the changelog's newest: `.dev0` while that is not released."""
    heading = newest_heading(changelog)
    if heading == UNRELEASED:
        return bool(re.fullmatch(VERSION.pattern + r"\.dev0", version))
    return heading.partition(" ")[0] == version


def released(version: str, day: str, changelog: str, code: str) -> tuple[str, str]:
    """Changelog and `penpal/__init__.py` of a release. Raises NotReady where there is nothing to release."""
    if not VERSION.fullmatch(version):
        raise NotReady(f"{version!r} is no version such as 1.2.0.")
    if newest_heading(changelog) != UNRELEASED:
        raise NotReady("CHANGELOG.md does not begin with “Unreleased”: nothing is new.")
    dated = changelog.replace(f"## {UNRELEASED}", f"## {version} - {day}", 1)
    return dated, re.sub(r'(?m)^__version__ = ".*"$', f'__version__ = "{version}"', code)


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write("Name the version: make release VERSION=1.2.0\n")
        return 2
    [version] = arguments
    changelog, code = ROOT / "CHANGELOG.md", Path(penpal.__file__)
    try:
        if _git("status", "--porcelain", "--untracked-files=no"):
            raise NotReady("Commit what you changed first.")
        if _git("tag", "--list", f"v{version}"):
            raise NotReady(f"There is a v{version} already.")
        texts = released(version, f"{datetime.now(UTC):%Y-%m-%d}", changelog.read_text(), code.read_text())
    except NotReady as why:
        sys.stderr.write(f"No release was made. {why}\n")
        return 1
    for path, text in zip((changelog, code), texts, strict=True):
        path.write_text(text)
    _git("commit", "--quiet", "--message", f"Release {version}", "--", str(changelog), str(code))
    _git("tag", "--annotate", f"v{version}", "--message", f"Version {version}")
    sys.stdout.write(f"Made the commit and the tag v{version}. Look at them, then push both.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
