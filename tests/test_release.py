"""One version everywhere, and a release that is made from what is there or not at all."""

import pytest

import penpal
from tests.support import release
from tests.support.run import ROOT

CHANGELOG = "# Changes\n\n## Unreleased\n\n- New.\n\n## 1.0.0 - 2030-01-31\n"
CODE = '"""Words."""\n\n__version__ = "1.1.0.dev0"\n'


def test_version_of_the_code_is_that_of_the_changelog() -> None:
    assert release.agrees(penpal.__version__, (ROOT / "CHANGELOG.md").read_text())


@pytest.mark.parametrize(
    ("version", "heading", "agrees"),
    [
        ("1.1.0.dev0", "Unreleased", True),
        ("1.1.0", "Unreleased", False),
        ("1.1.0", "1.1.0 - 2030-02-01", True),
        ("1.1.0.dev0", "1.1.0 - 2030-02-01", False),
    ],
)
def test_versions_that_differ_are_told(version: str, heading: str, agrees: bool) -> None:
    assert release.agrees(version, f"# Changes\n\n## {heading}\n") is agrees


def test_release_dates_the_changelog_and_sets_the_version() -> None:
    changelog, code = release.released("1.1.0", "2030-02-01", CHANGELOG, CODE)

    assert changelog == CHANGELOG.replace("Unreleased", "1.1.0 - 2030-02-01")
    assert code == CODE.replace("1.1.0.dev0", "1.1.0")


@pytest.mark.parametrize(
    ("version", "changelog", "why"),
    [
        ("1.1", CHANGELOG, "no version"),
        ("1.1.0; rm -rf", CHANGELOG, "no version"),
        ("1.1.0", "# Changes\n\n## 1.0.0 - 2030-01-31\n", "nothing is new"),
        ("1.1.0", "# Changes\n", "no heading"),
    ],
)
def test_release_of_nothing_is_refused(version: str, changelog: str, why: str) -> None:
    with pytest.raises(release.NotReady, match=why):
        release.released(version, "2030-02-01", changelog, CODE)


def test_release_needs_its_version_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert release.main([]) == 2
    assert "VERSION=" in capsys.readouterr().err
