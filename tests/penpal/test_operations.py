"""The operations page and its example files say what the code does."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

from tests.support.production import manage
from tests.support.run import ROOT

FOLDER = ROOT / "docs" / "operations"
PAGE = (ROOT / "docs" / "operations.md").read_text()
#: Readers of the environment in settings.py and penpal/environment.py, with the name in quotes as first argument.
READ = re.compile(
    r'(?:env\.\w+|flag|whole_number|one_of|lines|fernet_keys|web_address|parsed|networks|random_text)\(\s*"([A-Z0-9_]+)"',
    re.MULTILINE,
)


def _settings_read() -> set[str]:
    return set(READ.findall((ROOT / "penpal" / "settings.py").read_text()))


def test_table_of_settings_is_complete_and_true() -> None:
    told = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", PAGE, re.MULTILINE))

    assert told == _settings_read()


def test_example_environment_names_settings_that_exist() -> None:
    lines = (FOLDER / "environment.example").read_text().splitlines()
    named = {line.partition("=")[0] for line in lines if line and not line.startswith("#")}

    assert named <= _settings_read()


def test_example_environment_starts_once_its_keys_are_filled_in() -> None:
    lines = (FOLDER / "environment.example").read_text().splitlines()
    values = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    given = {name: value for name, value in values.items() if value and name != "DATABASE_URL"}

    done = manage("check", "--deploy", "--fail-level", "WARNING", **given)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("unit", sorted(path.name for path in FOLDER.glob("*.timer")))
def test_timers_start_commands_that_exist(unit: str) -> None:
    [service] = re.findall(r"^Unit=penpal@(\w+)\.service$", (FOLDER / unit).read_text(), re.MULTILINE)

    assert service in get_commands()


def test_page_names_commands_that_exist() -> None:
    named = set(re.findall(r"`(?:python )?(?:manage\.py )?(backup|restore|\w+_\w+|daily|serve)\b", PAGE))

    assert {"backup", "restore", "make_backup_key", "make_field_key", "rotate_field_keys"} <= named
    assert {name for name in named if name.islower() and not name.startswith("penpal_")} <= set(
        get_commands()
    ) | {"own_words", "official_link"}


def test_every_example_file_is_named_or_taken_up_by_a_pattern() -> None:
    shown = {path.name for path in FOLDER.iterdir()}

    assert {name for name in shown if name not in PAGE and not name.endswith(".timer")} == set()


def test_compose_file_builds_ours_and_keeps_the_database_to_itself() -> None:
    services = yaml.safe_load((FOLDER / "compose.yaml").read_text())["services"]

    build = services["web"]["build"]
    assert (FOLDER / build["context"] / build["dockerfile"]).resolve() == FOLDER / "Containerfile"
    assert {name: service.get("ports", []) for name, service in services.items()} == {
        "web": ["127.0.0.1:8000:8000"],
        "database": [],
        "cache": [],
    }


def test_container_file_copies_what_the_site_needs() -> None:
    copied = re.findall(r"^COPY (?:--\S+ )?(.+) \S+$", (FOLDER / "Containerfile").read_text(), re.MULTILINE)
    names = {name for line in copied for name in line.split()}

    assert {"penpal", "profiles", "letters", "templates", "static", "manage.py", "requirements.txt"} <= names
    assert [name for name in names if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("unit", ["penpal.service", "penpal-daily.timer"])
def test_systemd_takes_the_units(unit: str, tmp_path: Path) -> None:
    """As far as this machine can tell: the paths of a server are replaced by ones that are here."""
    text = (FOLDER / unit).read_text()
    sections = re.findall(r"^\[(\w+)\]$", text, re.MULTILINE)
    keys = re.findall(r"^([A-Z]\w+)=", text, re.MULTILINE)

    assert sections[0] == "Unit"
    assert sections[-1] == "Install"
    assert "Description" in keys
    if shutil.which("systemd-analyze"):
        here = tmp_path / unit
        here.write_text(re.sub(r"/srv/penpal/current/\S*python \S+", "/bin/true", text))
        for other in FOLDER.glob("penpal*"):
            if other.name != unit:
                (tmp_path / other.name).write_text(
                    re.sub(r"/srv/penpal/current/\S*python \S+", "/bin/true", other.read_text())
                )
        done = subprocess.run(
            ["systemd-analyze", "verify", here], capture_output=True, text=True, check=False
        )
        assert "Unknown" not in done.stderr, done.stderr
