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


def test_example_environment_starts_once_its_keys_are_filled_in(tmp_path: Path) -> None:
    lines = (FOLDER / "environment.example").read_text().splitlines()
    values = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    given = {name: value for name, value in values.items() if value} | {"VAR_DIR": str(tmp_path)}

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


def test_compose_file_lets_each_visitor_count_alone() -> None:
    """The proxy on the host reaches the container by the network's gateway; untrusted, all would share one limit."""
    told = yaml.safe_load((FOLDER / "compose.yaml").read_text())
    web = told["services"]["web"]
    [network] = told["networks"]["default"]["ipam"]["config"]
    kept = {place.partition(":")[2] for place in web["volumes"]}

    assert web["environment"]["TRUSTED_PROXIES"] == network["subnet"]
    assert web["environment"]["VAR_DIR"] in kept
    assert str(Path(web["environment"]["WITHDRAWAL_LEDGER"]).parent) in kept - {web["environment"]["VAR_DIR"]}


def test_container_file_copies_what_the_site_needs() -> None:
    copied = re.findall(r"^COPY (?:--\S+ )?(.+) \S+$", (FOLDER / "Containerfile").read_text(), re.MULTILINE)
    names = {name for line in copied for name in line.split()}

    assert {"penpal", "profiles", "letters", "templates", "static", "manage.py", "requirements.txt"} <= names
    assert [name for name in names if not (ROOT / name).exists()] == []


def _example(name: str) -> dict[str, list[str]]:
    """The lines `Key=value` of a unit, by key."""
    pairs = re.findall(r"^([A-Z]\w+)=(.*)$", (FOLDER / name).read_text(), re.MULTILINE)
    return {key: [value for one, value in pairs if one == key] for key, _value in pairs}


def test_everything_that_is_kept_stands_outside_the_release(tmp_path: Path) -> None:
    """A release is left behind by the next one; files in it would be lost with it."""
    lines = (FOLDER / "environment.example").read_text().splitlines()
    [folder] = [line.removeprefix("VAR_DIR=") for line in lines if line.startswith("VAR_DIR=")]
    names = "MEDIA_ROOT", "PRIVATE_ROOT", "STATIC_ROOT", "WITHDRAWAL_LEDGER"
    paths = ", ".join([*(f"s.{name}" for name in names), "s.DATABASES['default']['NAME']"])
    code = f"from django.conf import settings as s; print({paths}, sep=chr(10))"
    done = manage("shell", "-v0", "-c", code, VAR_DIR=str(tmp_path))

    assert not Path(folder).is_relative_to("/srv/penpal")
    assert [Path(path).parent for path in done.stdout.split()] == [tmp_path] * 5
    assert all(
        Path(folder) == Path("/var/lib") / _example(unit)["StateDirectory"][0]
        for unit in ("penpal.service", "penpal@.service")
    )


def test_commands_may_write_where_the_page_tells_them_to() -> None:
    unit = _example("penpal@.service")
    open_to_them = ["/var/lib/penpal", *(path.lstrip("-") for path in unit["ReadWritePaths"])]
    targets = re.findall(r"`ARGUMENTS=(\S+?)[ `]", PAGE)

    assert unit["ProtectSystem"] == ["strict"]
    assert [any(Path(one).is_relative_to(path) for path in open_to_them) for one in targets] == [True, True]


def test_page_tells_how_to_upgrade_and_how_to_go_back() -> None:
    [steps] = re.findall(
        r"^## Upgrades without downtime, and rollback\n(.+?)^## ", PAGE, re.MULTILINE | re.DOTALL
    )
    [seconds] = re.findall(r"lb_try_duration (\d+)s", (FOLDER / "Caddyfile").read_text())

    assert re.findall(r"^(\d)\. ", steps, re.MULTILINE) == ["1", "2", "3", "4", "5"]
    assert f"at most {seconds}." in " ".join(steps.split())


@pytest.mark.parametrize("unit", sorted(path.name for path in FOLDER.glob("penpal*")))
def test_systemd_takes_the_units(unit: str, tmp_path: Path) -> None:
    """As far as this machine can tell: programs of a server are replaced by one that is here."""
    given = _example(unit)

    assert given["Description"][0].startswith("Penpal")
    assert [key for key in ("ExecStart", "OnCalendar") if key in given] == [
        "OnCalendar" if unit.endswith(".timer") else "ExecStart"
    ]
    if shutil.which("systemd-analyze"):
        for file in FOLDER.glob("penpal*"):
            text = re.sub(r"/srv/penpal/current/\S*python \S+", "/bin/true", file.read_text())
            (tmp_path / file.name).write_text(text)
        here = tmp_path / unit.replace("@.", "@daily.")
        if here.name != unit:
            here.symlink_to(tmp_path / unit)
        done = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", here], capture_output=True, text=True, check=False
        )
        said = [line for line in done.stderr.splitlines() if str(tmp_path) in line or "penpal" in line]
        assert (done.returncode, said) == (0, [])


@pytest.mark.parametrize("unit", sorted(path.name for path in FOLDER.glob("*.timer")))
def test_systemd_reads_the_times_of_the_timers(unit: str) -> None:
    [times] = _example(unit)["OnCalendar"]

    assert re.fullmatch(r"\*-\*-\* (\*|\d\d):(\*|\d\d):00", times)
    if shutil.which("systemd-analyze"):
        asked = ["systemd-analyze", "calendar", times]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_caddy_takes_its_file_and_shows_no_numbers() -> None:
    text = (FOLDER / "Caddyfile").read_text()

    assert text.count("{\n") == len(re.findall(r"^\t*\}$", text, re.MULTILINE))
    assert "\t@metrics path /metrics\n\trespond @metrics 404\n" in text
    if caddy := shutil.which("caddy"):
        asked = [caddy, "adapt", "--adapter", "caddyfile", "--config", FOLDER / "Caddyfile"]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
