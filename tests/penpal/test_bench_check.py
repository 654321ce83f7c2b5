"""The bench of the mailroom check: that it checks what it says, not how fast."""

import json

import pytest
from django.core.management import call_command

from letters.mailing_rules import parse_mailpiece
from penpal.bench.check import pieces, verdict
from tests.letters.places import make_place

pytestmark = pytest.mark.django_db


def _told(capsys, *args) -> str:
    call_command("bench", "check", *args)
    return capsys.readouterr().out


def test_bench_checks_as_many_pieces_as_asked(capsys) -> None:
    make_place({"photos": {"max": 5}})

    told = _told(capsys, "50").splitlines()

    assert told[1].split()[:3] == ["mailpieces", "checked", "50,"]
    assert told[3].split()[:2] == ["target", "1,000"]


@pytest.mark.parametrize(
    ("by_clock", "by_processor", "said"),
    [(1000, 1000, "kept"), (999, 1000, "kept by processor time"), (999, 999, "missed")],
)
def test_bench_tells_a_busy_machine_from_a_slow_check(by_clock, by_processor, said) -> None:
    assert verdict(by_clock, by_processor).split(";")[0] == said


def test_bench_without_rules_says_so(capsys) -> None:
    assert _told(capsys) == "There are no rules in this database: run load_reference first.\n"


def test_pieces_are_mailpieces_and_the_same_each_time() -> None:
    made = pieces(["a", "b"], 200)

    read = [json.loads(line) for line in made]
    assert made == pieces(["a", "b"], 200)
    assert {piece.pop("target") for piece in read} == {"a", "b"}
    assert len([parse_mailpiece(piece) for piece in read]) == 200
