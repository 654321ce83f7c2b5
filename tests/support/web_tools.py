"""Checkers from the npm registry: stylelint for style sheets, the Nu checker for HTML, Lighthouse for whole pages.

They are pinned with hashes in `tests/support/web/` and are installed under `var/web-tools/` when first needed.
`make test` does without them; `make check` and `make pages` say so where the machine has no npm or no Java.
"""

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from tests.support import chromium
from tests.support.run import ROOT

SOURCE, HOME = ROOT / "tests" / "support" / "web", ROOT / "var" / "web-tools"
#: What the Nu checker says and we leave as it is. Safari takes the role of a list away with its bullets, so that
#: `role="list"` is not as needless as the checker says; slashes of void elements come from crispy-forms.
KNOWN = ("role is unnecessary for element", "Trailing slash on void elements")
#: Audits that may fail: those pages are kept from search engines on purpose.
MAY_FAIL = {"is-crawlable"}
BROWSER = "--headless=new --no-sandbox " + " ".join(chromium.FLAGS)


class Missing(Exception):
    """The machine lacks a program; the text names it."""


def stylelint() -> list[str]:
    """What stylelint's standard rules find in the style sheets, a line each. Raises Missing."""
    sheets = sorted(str(path) for path in (ROOT / "static" / "css").glob("*.css"))
    settings = ["--config", str(SOURCE / ".stylelintrc.json"), "--config-basedir", str(_installed())]
    done = _run([_tool("stylelint"), *settings, "--formatter", "json", *sheets])
    return [
        f"{Path(sheet['source']).name}:{warning['line']}: {warning['text']}"
        for sheet in json.loads(done.stderr or done.stdout)
        for warning in sheet["warnings"]
    ]


def invalid_html(folder: Path) -> list[str]:
    """What the Nu HTML checker finds in the pages of a folder (`*.html`), a line each. Raises Missing."""
    if shutil.which("java") is None:
        raise Missing("java (the Nu HTML checker)")
    checker = _installed() / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    pages = sorted(str(page) for page in folder.glob("*.html"))
    done = _run(["java", "-jar", str(checker), "--stdout", "--exit-zero-always", "--format", "json", *pages])
    return [
        f"{Path(message['url']).stem}:{message.get('lastLine', '?')}: {message['message']}"
        for message in json.loads(done.stdout)["messages"]
        if not any(known in message["message"] for known in KNOWN)
    ]


def short_of_full_marks(name: str, url: str) -> list[str]:
    """Where Lighthouse (as on a phone) gives a page less than 100, a line each with what cost it. Raises Missing."""
    program = chromium.find_browser()
    if program is None:
        raise Missing("a Chromium (Lighthouse)")
    done = _run(
        [_tool("lighthouse"), url, "--quiet", "--output=json", f"--chrome-flags={BROWSER}"],
        CHROME_PATH=program,
    )
    if done.returncode != 0:
        return [f"{name}: Lighthouse did not finish: {done.stderr.strip()[-200:]}"]
    return _losses(name, json.loads(done.stdout))


def _losses(name: str, report: dict[str, Any]) -> list[str]:
    """Categories below 100 in which more than MAY_FAIL failed."""
    audits, found = report["audits"], []
    for category in report["categories"].values():
        if category["score"] == 1:
            continue
        lost = {
            part["id"]
            for part in category["auditRefs"]
            if part["weight"] and (audits[part["id"]]["score"] or 0) < 1
        }
        if lost - MAY_FAIL:
            found.append(f"{name}: {category['title']} {category['score']:.0%}: {', '.join(sorted(lost))}")
    return found


def _tool(name: str) -> str:
    return str(_installed() / "node_modules" / ".bin" / name)


@cache
def _installed() -> Path:
    """The folder in which the pinned tools are, installed where they are not or are others. Raises Missing."""
    if shutil.which("npm") is None:
        raise Missing("npm (stylelint, the Nu HTML checker, Lighthouse)")
    lock, note = (SOURCE / "package-lock.json").read_text(), HOME / "installed.json"
    if not note.exists() or note.read_text() != lock:
        HOME.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(SOURCE / name, HOME)
        sys.stdout.write("Installing the checkers of pages\n")
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-fund", "--no-audit"], cwd=HOME, check=True)
        note.write_text(lock)
    return HOME


def _run(command: list[str], **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=False, capture_output=True, text=True, env=os.environ | more)


def main() -> int:
    """Lint the style sheets; `make check` runs it. Returns the exit status."""
    try:
        found = stylelint()
    except Missing as missing:
        sys.stdout.write(f"Style sheets not linted: this machine has no {missing}.\n")
        return 0
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
