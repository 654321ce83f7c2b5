"""The check on lines of text: JSON in, JSON out, errors on one line."""

import io
import json
from typing import Any

import pytest

from letters.mailing_rules import Target, check, parse_mailpiece
from letters.mailing_rules.cli import run_lines, run_one
from tests.letters.mailing import TARGETS, rule, target


def lines_of(*pieces: Any) -> tuple[list[dict[str, Any]], int]:
    """What `run_lines` writes for these lines, and its exit status. Values that are no text are made JSON."""
    out = io.StringIO()
    texts = [piece if isinstance(piece, str) else json.dumps(piece) for piece in pieces]
    status = run_lines([f"{text}\n" for text in texts], TARGETS, out)
    return [json.loads(line) for line in out.getvalue().splitlines()], status


def test_run_one_prints_the_result_on_one_line() -> None:
    piece = {"pages": 2, "photos": {"count": 9}}

    ran = run_one(json.dumps(piece, indent=1), "us-vt-doc", TARGETS)

    assert (ran.stderr, ran.exit) == ("", 0)
    assert ran.stdout.count("\n") == 1
    assert json.loads(ran.stdout) == check(parse_mailpiece(piece), TARGETS["us-vt-doc"]).as_json()


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "not JSON: Expecting value: line 1 column 1 (char 0)"),
        ('{"pages": 1', "not JSON: Expecting ',' delimiter: line 1 column 12 (char 11)"),
        ('{"pages": NaN}', "not JSON: NaN"),
        ('{"pages": 1, "weight_oz": Infinity}', "not JSON: Infinity"),
        ('{"pages": 1, "weight_oz": -Infinity}', "not JSON: -Infinity"),
        ('{"pages": 1, "weight_oz": 1e999}', "weight_oz: expected a number, 0 or more"),
        ('{"pages": 1, "ink": "\udcff"}', "not JSON: not UTF-8"),
        ("[" * 100_000, "not JSON that can be read: too deeply nested"),
        ("[1]", "expected an object"),
        ("{}", "pages: expected a whole number of written sides"),
        ('{"pages": -1}', "pages: expected a whole number, 0 or more"),
        ('{"pages": 1, "target": "us-vt-doc"}', "target: there is no such field"),
        ('{"pages": 1, "a\\nb\\u001b[31m": 1}', "a b [31m: there is no such field"),
        ('{"pages": 1, "kind": "parcel"}', "kind: expected one of: letter, postcard, greeting_card"),
    ],
)
def test_run_one_refuses_bad_input_in_one_line(text: str, error: str) -> None:
    assert run_one(text, "us-vt-doc", TARGETS) == ("", error + "\n", 2)


def test_run_one_refuses_a_number_too_long_to_read() -> None:
    ran = run_one('{"pages": ' + "9" * 5000 + "}", "us-vt-doc", TARGETS)

    assert (ran.stdout, ran.exit, ran.stderr.count("\n")) == ("", 2, 1)


def test_run_one_cuts_a_long_error() -> None:
    ran = run_one(json.dumps({"pages": 1, "x" * 10_000: 1}), "us-vt-doc", TARGETS)

    assert len(ran.stderr) == 301


def test_run_one_refuses_an_unknown_slug() -> None:
    assert run_one('{"pages": 1}', "us-zz-doc", TARGETS) == ("", "unknown slug: us-zz-doc\n", 2)


def test_run_one_goes_on_past_a_rule_that_cannot_be_read() -> None:
    broken: dict[str, Target] = {"us-xx-doc": target(rule("sides", "three"), rule("max_weight_oz", 1))}

    ran = run_one('{"pages": 1, "weight_oz": 2}', "us-xx-doc", broken)

    found = {one["rule"]: one["level"] for one in json.loads(ran.stdout)["findings"]}
    assert found == {"mail_route": "notice", "sides": "cannot_check", "max_weight_oz": "refused"}
    assert (ran.stderr, ran.exit) == ("", 0)


def test_run_lines_keeps_the_order_and_skips_empty_lines() -> None:
    slugs = ["us-vt-doc", "us-wi-doc", "us-vt-doc"]

    results, status = lines_of(*({"target": slug, "pages": 1} for slug in slugs), "", "  ")

    assert status == 0
    assert [result["target"] for result in results] == slugs
    assert results[0] == json.loads(run_one('{"pages": 1}', "us-vt-doc", TARGETS).stdout)


def test_run_lines_goes_on_after_a_bad_line() -> None:
    results, status = lines_of(
        {"target": "us-vt-doc", "pages": "1"},
        "{",
        {"pages": 1},
        {"target": 5, "pages": 1},
        {"target": "us-zz-doc", "pages": 1},
        [1],
        {"target": "us-vt-doc", "pages": 1},
    )

    assert status == 2
    assert results[:-1] == [
        {"target": "us-vt-doc", "error": "pages: expected a whole number, 0 or more"},
        {
            "target": None,
            "error": "not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
        },
        {"target": None, "error": "target: expected the slug of a system or a facility"},
        {"target": None, "error": "target: expected the slug of a system or a facility"},
        {"target": "us-zz-doc", "error": "unknown slug: us-zz-doc"},
        {"target": None, "error": "expected an object"},
    ]
    assert (results[-1]["target"], results[-1]["verdict"]) == ("us-vt-doc", "ok")
