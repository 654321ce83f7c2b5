"""What a look at the project's own files can find before anybody runs them.

python -m tests.support.audit          secrets in tracked files, requirements without hashes, known vulnerabilities
python -m tests.support.audit --sbom   a bill of materials of what the site runs on (CycloneDX 1.6, JSON)
"""

import json
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from importlib import metadata

from tests.support.run import ROOT

#: What secrets look like. Long enough that prose and hashes of requirements do not match.
SECRETS = {
    "private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "age key": re.compile(r"AGE-SECRET-KEY-1[0-9A-Z]{50,}"),
    "AWS key": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "GitHub token": re.compile(r"\bgh[pousr]_[0-9A-Za-z]{36}\b"),
    "Slack token": re.compile(r"\bxox[abprs]-[0-9A-Za-z-]{20,}"),
    "Stripe key": re.compile(r"\b[rs]k_live_[0-9A-Za-z]{20,}"),
    "Fernet key": re.compile(r"(?<![\w/+=-])[\w-]{43}=(?![\w=])"),
}
OSV = "https://api.osv.dev/v1/querybatch"
OSV_SECONDS = 20
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+?)(?: ;.*)? \\$")


def secrets_in(text: str) -> list[str]:
    """Kinds of secrets that a text seems to hold."""
    return [kind for kind, pattern in SECRETS.items() if pattern.search(text)]


def tracked_files() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def found_secrets() -> list[str]:
    """Tracked files with what seems a secret in each."""
    found = []
    for name in tracked_files():
        text = (ROOT / name).read_bytes().decode(errors="ignore")
        found += [f"{name}: {kind}" for kind in secrets_in(text)]
    return found


def pins(text: str) -> Iterator[tuple[str, str, int]]:
    """Name, version and number of hashes of each requirement in a file of `make requirements`."""
    name = version = ""
    hashes = 0
    for line in text.splitlines():
        start = PINNED.match(line) or re.match(r"^([A-Za-z0-9._-]+)==(\S+)", line)
        if start:
            if name:
                yield name, version, hashes
            (name, version), hashes = start.groups(), 0
        hashes += line.strip().startswith("--hash=sha256:")
    if name:
        yield name, version, hashes


def wrong_pins() -> list[str]:
    """Requirements without a hash: somebody could put another file in their place."""
    files = sorted(ROOT.glob("requirements*.txt"))
    return [
        f"{file.name}: {name} has no hash"
        for file in files
        for name, _version, hashes in pins(file.read_text())
        if not hashes
    ]


def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:  # for another platform
        return ""


def bill_of_materials() -> dict[str, object]:
    """What the site runs on, with licences as the packages themselves name them."""
    components = []
    for name, version, _hashes in pins((ROOT / "requirements.txt").read_text()):
        component: dict[str, object] = {
            "type": "library",
            "name": name,
            "version": version,
            "purl": f"pkg:pypi/{name.lower()}@{version}",
        }
        licence = _licence(name)
        if licence:
            component["licenses"] = [{"license": {"name": licence}}]
        components.append(component)
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": components}


def _licence(name: str) -> str:
    if not _installed(name):
        return ""
    facts = metadata.metadata(name)
    classifiers = [one for one in facts.get_all("Classifier") or [] if one.startswith("License ::")]
    named = facts.get("License-Expression") or "; ".join(one.rpartition(" :: ")[2] for one in classifiers)
    return named or (facts.get("License") or "").split("\n")[0][:80]


def vulnerable(ask: str = OSV) -> list[str] | None:
    """Pinned packages with known vulnerabilities, as the OSV database has them; None where it cannot be reached.

    Answers come in the order of the questions: https://google.github.io/osv.dev/post-v1-querybatch/
    """
    files = sorted(ROOT.glob("requirements*.txt"))
    pinned = sorted({pin[:2] for file in files for pin in pins(file.read_text())})
    questions = [
        {"package": {"name": name, "ecosystem": "PyPI"}, "version": version} for name, version in pinned
    ]
    request = urllib.request.Request(
        ask, json.dumps({"queries": questions}).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=OSV_SECONDS) as answer:
            results = json.load(answer)["results"]
    except (OSError, ValueError, KeyError):
        return None
    return [
        f"{name} {version}: {', '.join(sorted(found['id'] for found in result['vulns']))}"
        for (name, version), result in zip(pinned, results, strict=True)
        if result.get("vulns")
    ]


def main(arguments: list[str]) -> int:
    if arguments == ["--sbom"]:
        sys.stdout.write(json.dumps(bill_of_materials(), indent=1) + "\n")
        return 0
    wrong = found_secrets() + wrong_pins()
    known = vulnerable()
    wrong += known or []
    words = "No secrets found; every requirement has its hashes.\n"
    if known is None:
        words += "Not asked about known vulnerabilities: the OSV database cannot be reached from here.\n"
    sys.stdout.write("".join(f"{line}\n" for line in wrong) or words)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
