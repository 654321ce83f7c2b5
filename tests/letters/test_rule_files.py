"""Files of rules: every mistake with its line, every difference before anything is stored."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from letters import facts
from letters.mailing_rules.files import RULES_DIR
from letters.models import FactChange, MailingRule, Route
from letters.reference import load_everything
from letters.rule_files import apply, compare, read_documents
from letters.targets import target_for
from profiles.models import System
from tests.factories import make_moderator

TEXT = """slug: us-xx-doc
name: Sample Department
kind: state
state: NY
id_label: DIN
id_format: 6 digits
id_pattern: '######'
route:
  lines:
  - '{name} {id}'
  - PO Box 1
  - Sampleton, NY 10001
  complete: true
  processing_centre: false
  source_url: https://example.org/mail
  confidence: high
rules:
- rule: max_pages
  value: {max: 5, counts: [pages]}
  note: null
  source_url: https://example.org/rules
  seen: 2026-01-02
  confidence: high
- rule: photos
  value: {max: 5}
  note: Five each letter.
  source_url: null
  seen: null
  confidence: low
"""


def _systems(text: str = TEXT) -> list:
    systems, errors = read_documents(text)
    assert errors == []
    return systems


def _take_over(text: str = TEXT) -> int:
    made = compare(_systems(text))
    return apply(made, take=made.usual(), by=make_moderator(), note="file.yaml")


def _kinds(text: str) -> dict[str, str]:
    return {change.key: change.kind for change in compare(_systems(text)).changes}


def test_read_documents_reads_one_system_to_a_document() -> None:
    one, two = _systems(TEXT + "---\n" + TEXT.replace("us-xx-doc", "us-yy-doc"))

    assert (one.slug, two.slug, one.id_pattern) == ("us-xx-doc", "us-yy-doc", "######")
    assert [(rule.type, rule.seen, rule.confidence) for rule in one.rules] == [
        ("max_pages", "2026-01-02", "high"),
        ("photos", None, "low"),
    ]


def test_read_documents_reads_every_file_of_ours() -> None:
    for path in RULES_DIR.glob("*.yaml"):
        systems, errors = read_documents(path.read_text(encoding="utf-8"))
        assert (len(systems), errors) == (1, []), path.name


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("max: 5, counts", "max: five, counts", "line 19, max_pages.max: expected a whole number, 0 or more"),
        ("rule: photos", "rule: fotos", "line 24, fotos: 'fotos' is not a type of rule"),
        ("confidence: low", "confidence: some", "line 29, confidence: expected one of: high, medium, low"),
        ("kind: state", "kind: realm", "line 3, kind: expected one of: federal, state, county, ice"),
        ("state: NY", "state: New York", "line 4, state: expected one of: AL"),
        ("'######'", "'abc'", "line 7, id_pattern: expected # for digits"),
        ("- PO Box 1", "- '{box}'", "line 10, route.lines: Line 2: there is no {box}."),
        ("complete: true", "complete: maybe", "line 13, complete: expected true or false"),
        ("https://example.org/mail", "ftp://example.org", "line 15, source_url: expected an address"),
        ("name: Sample", "colour: red\nname: Sample", "line 2, colour: expected only these fields"),
        ("name: Sample", "slug: again\nname: Sample", "line 2, slug: expected only these fields, each once"),
        ("id_label: DIN\n", "", "line 1, id_label: is missing"),
        ("rules:\n", "rules: none\nmore:\n", "line 17, rules: expected a list of rules"),
        ("slug: us-xx-doc\n", "slug: [\n", "file: not YAML"),
        ("name: Sample Department", "name: &a Sample\nx: *a", "file: not YAML: aliases are not read here"),
    ],
)
def test_read_documents_says_line_field_and_what_was_expected(old, new, error) -> None:
    systems, errors = read_documents(TEXT.replace(old, new, 1))

    assert systems == []
    assert any(error in str(one) for one in errors), [str(one) for one in errors]


@pytest.mark.parametrize("text", ["", "just words", "- a\n- b\n", "[" * 5000, "a: " + "x" * 1_000_001])
def test_read_documents_refuses_what_is_no_file_of_rules(text) -> None:
    systems, errors = read_documents(text)

    assert systems == []
    assert len(errors) >= 1


def test_read_documents_refuses_one_system_twice() -> None:
    _systems_read, errors = read_documents(f"{TEXT}---\n{TEXT}")

    assert [str(error) for error in errors] == ["line 31, slug: us-xx-doc stands in this file already"]


@pytest.mark.django_db
def test_compare_finds_nothing_in_our_own_files_once_loaded() -> None:
    load_everything()
    texts = [path.read_text(encoding="utf-8") for path in sorted(RULES_DIR.glob("*.yaml"))[:5]]

    assert [compare(_systems(text)).changes for text in texts] == [[]] * 5


@pytest.mark.django_db
def test_apply_brings_in_a_new_system_with_route_and_rules() -> None:
    assert _take_over() == 4

    system = System.objects.get(slug="us-xx-doc")
    assert MailingRule.objects.filter(system=system, is_active=True).count() == 2
    assert target_for("us-xx-doc").route.lines == ("{name} {id}", "PO Box 1", "Sampleton, NY 10001")
    assert compare(_systems()).changes == []
    assert set(FactChange.objects.values_list("kind", "note")) == {("added", "file.yaml")}


@pytest.mark.django_db
def test_apply_takes_a_changed_rule_and_leaves_what_was_not_chosen() -> None:
    _take_over()
    made = compare(_systems(TEXT.replace("max: 5, counts", "max: 9, counts").replace("{max: 5}", "{max: 9}")))

    apply(made, take={"us-xx-doc/max_pages/1"}, by=None)

    assert [change.fields for change in made.changes] == [
        [("value", {"max": 5, "counts": ["pages"]}, {"max": 9, "counts": ["pages"]})],
        [("value", {"max": 5}, {"max": 9})],
    ]
    assert MailingRule.objects.get(type="max_pages").value["max"] == 9
    assert MailingRule.objects.get(type="photos").value == {"max": 5}


@pytest.mark.django_db
def test_compare_tells_what_staff_wrote_from_what_the_last_file_said() -> None:
    _take_over()
    rule = MailingRule.objects.get(type="photos")
    rule.value = {"max": 2}
    facts.save(fact=rule, by=make_moderator())

    assert _kinds(TEXT.replace("max: 5, counts", "max: 9, counts")) == {
        "us-xx-doc/max_pages/1": "changed",
        "us-xx-doc/photos/1": "staff",
    }
    assert _take_over(TEXT) == 0
    assert MailingRule.objects.get(type="photos").value == {"max": 2}


@pytest.mark.django_db
def test_compare_proposes_to_end_a_rule_that_left_the_file_and_apply_keeps_the_row() -> None:
    _take_over()
    MailingRule.objects.create(system=System.objects.get(), type="labels", value="forbidden")
    shorter = TEXT[: TEXT.index("- rule: photos")]

    assert _kinds(shorter) == {"us-xx-doc/photos/1": "gone"}
    assert _take_over(shorter) == 0
    apply(compare(_systems(shorter)), take={"us-xx-doc/photos/1"}, by=None)

    assert not MailingRule.objects.get(type="photos").is_active
    assert MailingRule.objects.get(type="labels").is_active
    assert compare(_systems(shorter)).changes == []


@pytest.mark.django_db
def test_compare_says_rules_in_words_as_they_are_and_would_be() -> None:
    _take_over()
    one_less = TEXT.replace("{max: 5}", "{max: 4}").replace("PO Box 1", "PO Box 22")
    shorter = TEXT[: TEXT.index("- rule: photos")]
    longer = (
        TEXT
        + "- rule: labels\n  value: forbidden\n"
        + "".join(
            f"  {name}: {value}\n"
            for name, value in (
                ("note", "null"),
                ("source_url", "null"),
                ("seen", "null"),
                ("confidence", "low"),
            )
        )
    )

    said = [
        [(change.words_now, change.words_then) for change in compare(_systems(text)).changes]
        for text in (one_less, shorter, longer)
    ]

    assert said[:2] == [[("", ""), ("Up to 5 photos.", "Up to 4 photos.")], [("Up to 5 photos.", "")]]
    ((now, then),) = said[2]
    assert (now, bool(then)) == ("", True)


@pytest.mark.django_db
def test_page_of_the_difference_shows_the_words(client) -> None:
    _take_over()
    client.force_login(make_moderator())

    page = client.post(
        reverse("admin:letters_import_rules"), {"text": TEXT.replace("{max: 5}", "{max: 4}"), "compare": "1"}
    ).content.decode()

    assert ("<p>Up to 5 photos.</p>" in page, "<p>Up to 4 photos.</p>" in page) == (True, True)


@pytest.mark.django_db
def test_apply_ends_the_old_address_and_begins_the_new_one_today() -> None:
    _take_over()

    _take_over(TEXT.replace("PO Box 1", "PO Box 22"))

    old, new = Route.objects.order_by("pk")
    assert (old.lines[1], new.lines[1], new.valid_from) == ("PO Box 1", "PO Box 22", timezone.localdate())
    assert target_for("us-xx-doc").route.lines[1] == "PO Box 22"
    _take_over(TEXT.replace("PO Box 1", "PO Box 333"))
    assert Route.objects.count() == 2
    assert target_for("us-xx-doc").route.lines[1] == "PO Box 333"


@pytest.mark.django_db
def test_command_shows_the_difference_and_stores_only_without_dry_run(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_text(TEXT, encoding="utf-8")
    looked, stored = io.StringIO(), io.StringIO()

    call_command("import_rules", path, "--dry-run", stdout=looked)
    assert System.objects.count() == 0
    call_command("import_rules", path, stdout=stored)

    assert "* new      us-xx-doc/photos/1" in looked.getvalue().splitlines()
    assert looked.getvalue().splitlines()[-1] == "0 the same, 4 different, 0 stored."
    assert stored.getvalue().splitlines()[-1] == "0 the same, 4 different, 4 stored."


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"slug: [", b"\xff\xfe", None])
def test_command_says_what_is_wrong_with_the_file(tmp_path: Path, content) -> None:
    path = tmp_path / "file.yaml"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CommandError, match=r"file\.yaml"):
        call_command("import_rules", path)
