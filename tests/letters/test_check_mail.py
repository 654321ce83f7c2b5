"""The command: standard input and output, exit status, nothing else."""

import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from letters.models import MailingRule
from letters.reference import load_everything


@pytest.fixture
def reference(db: None) -> None:
    load_everything()


def run(monkeypatch: pytest.MonkeyPatch, given: bytes, *args: str) -> str:
    """What the command writes for these bytes."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    out = io.StringIO()
    call_command("check_mail", *args, stdout=out)
    return out.getvalue()


@pytest.mark.usefixtures("reference")
def test_check_mail_reads_the_rules_staff_keep(monkeypatch: pytest.MonkeyPatch) -> None:
    piece = b'{"pages": 2, "photos": {"count": 7}}'

    before = json.loads(run(monkeypatch, piece, "us-vt-doc", "--json"))
    MailingRule.objects.filter(system__slug="us-vt-doc", value={"max": 5}).update(value={"max": 9})
    after = json.loads(run(monkeypatch, piece, "us-vt-doc", "--json"))

    assert (before["target"], before["verdict"], after["verdict"]) == ("us-vt-doc", "refused", "ok")


@pytest.mark.usefixtures("reference")
def test_check_mail_takes_the_slug_of_a_facility(monkeypatch: pytest.MonkeyPatch) -> None:
    piece = {"pages": 1, "recipient": {"first_name": "Ann", "last_name": "Roe", "id": "555123"}}

    result = json.loads(
        run(monkeypatch, json.dumps(piece).encode(), "taycheedah-correctional-institution", "--json")
    )

    assert (result["target"], result["findings"][0]["from"]) == (
        "taycheedah-correctional-institution",
        "us-wi-doc",
    )
    assert result["address_lines"] == [
        "Ann Roe, DOC# 555123",
        "Taycheedah Correctional Institution",
        "P.O. Box 189",
        "Phoenix, MD 21131",
    ]


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize(
    "given", [b"", b"{", b"[]", b'{"pages": NaN}', b'{"pages": 1, "ink": "\xff"}', b'{"page": 1}']
)
def test_check_mail_refuses_bad_input(monkeypatch: pytest.MonkeyPatch, given: bytes) -> None:
    with pytest.raises(CommandError) as caught:
        run(monkeypatch, given, "us-vt-doc", "--json")

    assert caught.value.returncode == 2
    assert "\n" not in str(caught.value)


@pytest.mark.usefixtures("reference")
def test_check_mail_refuses_an_unknown_slug(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match=r"^unknown slug: us-zz-doc$") as caught:
        run(monkeypatch, b'{"pages": 1}', "us-zz-doc", "--json")

    assert caught.value.returncode == 2


@pytest.mark.usefixtures("reference")
def test_check_mail_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    windows, empty = b'{"target": "us-vt-doc", "pages": 1}\r\n', b"\n"
    line_separator_inside = b'{"target": "us-wi-doc", "pages": 1, "ink": "noir \xe2\x80\xa8"}\n'

    lines = run(monkeypatch, windows + empty + line_separator_inside, "--json-lines").splitlines()

    assert [json.loads(line)["target"] for line in lines] == ["us-vt-doc", "us-wi-doc"]


@pytest.mark.usefixtures("reference")
def test_check_mail_lines_ends_badly_after_a_bad_line(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BytesIO(b'\xff\n{"target": "us-vt-doc", "pages": 1}'))
    )

    with pytest.raises(CommandError) as caught:
        call_command("check_mail", "--json-lines", stdout=out)

    first, second = map(json.loads, out.getvalue().splitlines())
    assert caught.value.returncode == 2
    assert first == {"target": None, "error": "not JSON: not UTF-8"}
    assert second["verdict"] == "ok"


@pytest.mark.parametrize("args", [["--json"], ["us-vt-doc", "--json-lines"], ["us-vt-doc"], []])
def test_check_mail_wants_a_slug_for_one_piece_only(monkeypatch: pytest.MonkeyPatch, args: list[str]) -> None:
    with pytest.raises(CommandError):
        run(monkeypatch, b'{"pages": 1}', *args)


@pytest.mark.django_db
def test_check_mail_without_rules_knows_no_slug(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match=r"^unknown slug: us-vt-doc$"):
        run(monkeypatch, b'{"pages": 1}', "us-vt-doc", "--json")


@pytest.mark.usefixtures("reference")
def test_check_mail_knows_the_code_of_a_facility(monkeypatch: pytest.MonkeyPatch) -> None:
    piece = {"pages": 1, "recipient": {"first_name": "Ann", "last_name": "Roe", "id": "1234567"}}

    result = json.loads(
        run(monkeypatch, json.dumps(piece).encode(), "iowa-correctional-institution-for-women", "--json")
    )

    assert result["address_lines"] == [
        "Ann Roe - 1234567",
        "Iowa Correctional Institution for Women - 1109",
        "PO Box 96777",
        "Las Vegas, NV 89193",
    ]


def test_check_mail_says_what_to_run_where_there_are_no_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_tables() -> None:
        raise OperationalError("no such table: letters_mailingrule")

    monkeypatch.setattr("letters.management.commands.check_mail.DatabaseTargets", no_tables)

    with pytest.raises(CommandError) as caught:
        run(monkeypatch, b'{"pages": 1}', "us-vt-doc", "--json")

    assert str(caught.value) == (
        "The rules cannot be read (no such table: letters_mailingrule). Run migrate and load_reference first."
    )
