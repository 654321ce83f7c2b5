"""CSV files of listings: read from any spreadsheet, judged row by row, in the queue once, and written out again."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from profiles import actions
from profiles.importing import (
    HEADERS,
    BadFile,
    Judged,
    Outcome,
    Table,
    guess_columns,
    judge,
    open_run,
    read_table,
    remember_columns,
    remembered_columns,
    safe_cell,
    store,
    unsafe_cell,
    write_csv,
)
from profiles.importing.cells import BadCell, read_day, read_switch, read_words
from profiles.models import Facility, ImportedRow, ImportRun, Listing, ModerationEvent, Scan, Submission
from profiles.vocabulary import Interest
from tests.factories import make_facility, make_listing, make_moderator, make_submission, make_withdrawn
from tests.support import victim

pytestmark = pytest.mark.django_db


@pytest.fixture
def facility() -> Facility:
    return make_facility()


def row(facility: Facility, **cells: str) -> dict[str, str]:
    values = {
        "system": facility.system.slug,
        "facility": facility.slug,
        "committed_name": "Committed Example",
        "display_name": "Ana",
        "id_number": "T-77",
        "birth_date": "1985-03-14",
        "bio": "I bake bread.",
        "release_kind": "unknown",
        "consent_listing_on": "2026-05-01",
        "consent_listing_how": "signed_form",
    }
    return values | cells


def as_csv(*rows: dict[str, str], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def judged(*rows: dict[str, str], **options: Any) -> list[Judged]:
    table = read_table(as_csv(*rows))
    return judge(table, guess_columns(table), **options)


def imported(*rows: dict[str, str]) -> int:
    table = read_table(as_csv(*rows))
    found = judge(table, guess_columns(table))
    return store(open_run(table, name="list.csv", by=None), found, by=None)


# --- Files ---


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_read_table_in_any_encoding_with_any_delimiter(
    encoding: str, delimiter: str, facility: Facility
) -> None:
    data = as_csv(
        row(facility, display_name="Zoë", bio="One\nTwo, and; more"), encoding=encoding, delimiter=delimiter
    )

    table = read_table(data)

    cells = dict(zip(table.headers, table.rows[0][1], strict=True))
    assert (cells["display_name"], cells["bio"]) == ("Zoë", "One\nTwo, and; more")
    assert [line for line, _cells in table.rows] == [2]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "This file is empty."),
        (b"a,b\x00,c\n", "This file is not text. Save the sheet as “CSV UTF-8” and try again."),
        (b"name,name\nx,y\n", "Columns stand there twice: name"),
        (b'a,b\n"x"y,z\n', "Line 2 is not CSV"),
    ],
)
def test_read_table_refuses_what_is_no_table(data: bytes, words: str) -> None:
    with pytest.raises(BadFile) as refused:
        read_table(data)

    assert str(refused.value).startswith(words)


def test_read_table_says_the_line_on_which_a_row_begins() -> None:
    table = read_table(b'a,b\n"one\ntwo",x\n\nlast,y\n')

    assert [line for line, _cells in table.rows] == [2, 5]


def test_guess_columns_by_header_and_by_other_names() -> None:
    table = Table(["Inmate Number", "DOB", "Committed Name", "Full name", "Shoe size"], [], "utf-8", "")

    assert list(guess_columns(table).values()) == ["id_number", "birth_date", "committed_name", "", ""]


def test_remembered_columns_are_those_chosen_last_for_the_same_headers() -> None:
    table = Table(["Who", "Shoe size"], [], "utf-8", "")
    other = Table(["Who"], [], "utf-8", "")

    remember_columns(table, {"Who": "display_name", "Shoe size": "no_such_field"})

    assert remembered_columns(table) == {"Who": "display_name", "Shoe size": ""}
    assert remembered_columns(other) == {"Who": ""}


# --- Cells ---


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@A1", "\tx", "\rx", "'=1", "＝1", "plain", "'quoted'", ""]
)
def test_safe_cell_is_no_formula_and_reads_back(text: str) -> None:
    cell = safe_cell(text)

    assert not cell or cell[0] not in "=+-@\t\r＝"
    assert unsafe_cell(cell) == text


@pytest.mark.parametrize(
    ("text", "day_first", "day"),
    [
        ("1985-12-31", False, date(1985, 12, 31)),
        ("12/31/1985", False, date(1985, 12, 31)),
        ("3/4/1985", False, date(1985, 3, 4)),
        ("3/4/1985", True, date(1985, 4, 3)),
        ("31.12.1985", True, date(1985, 12, 31)),
        ("March 14, 1985", False, date(1985, 3, 14)),
        ("14 Mar 1985", False, date(1985, 3, 14)),
        ("1985-12-31 00:00:00", False, date(1985, 12, 31)),
        ("", False, None),
    ],
)
def test_read_day_as_people_write_it(text: str, day_first: bool, day: date | None) -> None:
    assert read_day(text, day_first=day_first) == day


@pytest.mark.parametrize("text", ["31/12/1985", "12/31/85", "31120", "soon", "1885-01-01"])
def test_read_day_refuses_what_it_would_have_to_guess(text: str) -> None:
    with pytest.raises(BadCell):
        read_day(text, day_first=False)


def test_read_words_by_code_or_label_in_both_languages() -> None:
    assert read_words("Books; art | Música", Interest.choices) == ["art", "books", "music"]
    with pytest.raises(BadCell):
        read_words("books, flying", Interest.choices)


def test_read_switch_of_an_empty_cell_is_as_the_column_has_it() -> None:
    assert [read_switch(text, empty=True) for text in ("", "no", "X", "Sí")] == [True, False, True, True]
    with pytest.raises(BadCell):
        read_switch("perhaps", empty=False)


# --- Judging ---


def test_judge_new_row_is_a_submission_that_is_not_stored(facility: Facility) -> None:
    one = judged(row(facility, interests="Books", no_romance=""))[0]

    assert (one.outcome, one.problems) == (Outcome.NEW, [])
    assert one.submission is not None
    assert (one.submission.source, one.submission.interests, one.submission.no_romance) == (
        "csv",
        ["books"],
        True,
    )
    assert Submission.objects.count() == 0


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"birth_date": "2020-01-01"}, "birth_date: She is under 18. Only adults can be listed."),
        ({"bio": ""}, "bio: This is missing."),
        ({"system": "us-nowhere"}, "system: We know no system “us-nowhere”. Write its key or its full name."),
        ({"max_writers": "0"}, "max_writers: Ensure this value is greater than or equal to 1."),
        ({"consent_listing_on": "2999-01-01"}, "consent_listing_on: This day is in the future."),
        ({"consent_listing_how": ""}, "consent_listing_on: Say how it reached us."),
        ({"release_kind": "date"}, "release_date: A date goes with “date”, and with nothing else."),
        (
            {"consent_listing_scan": "7"},
            "consent_listing_scan: We have no scan of hers with this number. Leave it empty.",
        ),
    ],
)
def test_judge_names_each_mistake(cells: dict[str, str], problem: str, facility: Facility) -> None:
    one = judged(row(facility, **cells))[0]

    assert (one.outcome, one.problems, one.submission) == (Outcome.BAD, [problem], None)


def test_judge_facility_of_another_system_is_a_mistake(facility: Facility) -> None:
    other = make_facility()

    one = judged(row(facility) | {"facility": other.name})[0]

    assert one.problems == [f"facility: “{other.name}” is not in this system."]


def test_judge_number_twice_in_a_file_counts_once(facility: Facility) -> None:
    first, second = judged(row(facility), row(facility, id_number="t-77"))

    assert first.outcome == Outcome.NEW
    assert second.problems == ["The same system and ID number as line 2."]


def test_judge_number_that_waits_already_makes_nothing(facility: Facility) -> None:
    waiting = make_submission(facility=facility, id_number="T-77")

    one = judged(row(facility))[0]

    assert (one.outcome, one.hints, one.submission) == (Outcome.WAITING, [waiting.code], None)


def test_judge_number_that_is_listed_is_a_change_of_what_the_file_has(facility: Facility) -> None:
    listing = make_listing(facility=facility, id_number="t-77", headline="As it was", faith="jewish")

    one = judged(row(facility, id_number="T-77"))[0]

    assert one.outcome == Outcome.CHANGE
    assert one.submission is not None
    assert (one.submission.listing, one.submission.kind) == (listing, "change")
    assert (one.submission.bio, one.submission.headline, one.submission.faith) == (
        "I bake bread.", "As it was", "jewish",
    )  # fmt: skip


def test_judge_number_of_a_withdrawn_listing_is_a_new_one(facility: Facility) -> None:
    make_withdrawn(facility=facility, id_number="T-77")

    assert judged(row(facility))[0].outcome == Outcome.NEW


def test_judge_asks_the_same_number_of_queries_for_more_rows(
    facility: Facility, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(4):
        judged(row(facility))
    with django_assert_num_queries(4):
        judged(*(row(facility, id_number=f"T-{n}") for n in range(30)))


# --- Storing ---


def test_store_puts_rows_in_the_queue_once(facility: Facility) -> None:
    rows = [row(facility), row(facility, id_number="T-78")]

    assert [imported(*rows), imported(*rows)] == [2, 0]
    assert list(Submission.objects.waiting().values_list("id_number", "source")) == [
        ("T-77", "csv"),
        ("T-78", "csv"),
    ]
    assert Listing.objects.count() == 0
    assert ModerationEvent.objects.filter(kind="submitted").count() == 2


def test_store_goes_on_where_it_stopped_even_after_a_decision(facility: Facility) -> None:
    table = read_table(as_csv(row(facility), row(facility, id_number="T-78")))
    run = open_run(table, name="list.csv", by=None)
    store(run, judge(table, guess_columns(table))[:1], by=None)
    by = make_moderator()
    actions.decline(submission=Submission.objects.get(), by=by, version=1, reason="consent")

    done = list(ImportedRow.objects.filter(run=run).values_list("line", flat=True))
    rest = judge(table, guess_columns(table), done=done)

    assert [one.outcome for one in rest] == [Outcome.DONE, Outcome.NEW]
    assert store(open_run(table, name="list.csv", by=None), rest, by=None) == 1
    assert Submission.objects.count() == 2


def test_store_keeps_a_row_whole_or_not_at_all(facility: Facility, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**_options: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("profiles.actions.submissions.record_event", fails)

    with pytest.raises(RuntimeError):
        imported(row(facility))

    assert (Submission.objects.count(), ImportedRow.objects.count()) == (0, 0)


# --- Exporting ---


def test_export_reads_back_without_a_difference() -> None:
    scan = Scan.objects.create(media_type="application/pdf")
    today = timezone.localdate()
    listing = make_listing(
        headline='=HYPERLINK("x")',
        bio="-- first line\n\nsecond, “quoted”",
        interests=["art", "books"],
        release_kind="date",
        release_date=today + timedelta(days=400),
        consent_listing_scan=scan,
        consent_photo_on=today,
        consent_photo_how="signed_letter",
        max_writers=3,
        words_dated=today,
        no_romance=False,
    )
    out = io.StringIO(newline="")

    assert write_csv([listing], out) == 1
    table = read_table(out.getvalue().encode("utf-8-sig"))

    assert tuple(table.headers) == HEADERS
    assert [one.outcome for one in judge(table, guess_columns(table))] == [Outcome.SAME]


# --- Commands ---


def test_import_command_says_what_it_would_do_and_does_it(
    facility: Facility, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(as_csv(row(facility)))

    call_command("import_listings", str(file), dry_run=True)
    dry = capsys.readouterr().out
    assert Submission.objects.count() == 0
    call_command("import_listings", str(file))

    assert dry.splitlines()[1:] == [
        "     2 new: Ana",
        "1 new, 0 change to a listing, 0 as published, 0 waits already, 0 imported before, 0 mistake",
        "Nothing was stored.",
    ]
    assert capsys.readouterr().out.splitlines()[-1] == "1 rows wait for review now."
    assert Submission.objects.get().display_name == "Ana"


def test_import_command_refuses_a_file_with_a_mistake_unless_told(facility: Facility, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(as_csv(row(facility), row(facility, id_number="T-78", birth_date="soon")))

    with pytest.raises(CommandError, match="1 rows have mistakes"):
        call_command("import_listings", str(file))
    assert Submission.objects.count() == 0
    call_command("import_listings", str(file), skip_bad=True)

    assert Submission.objects.get().id_number == "T-77"


def test_import_command_takes_and_remembers_names_of_columns(facility: Facility, tmp_path: Path) -> None:
    file, later = tmp_path / "list.csv", tmp_path / "later.csv"
    strange = {
        "Calls herself" if name == "display_name" else name: cell for name, cell in row(facility).items()
    }
    file.write_bytes(as_csv(strange))
    later.write_bytes(as_csv(strange | {"id_number": "T-79"}))

    with pytest.raises(CommandError, match="These columns are missing: display_name"):
        call_command("import_listings", str(file))
    call_command("import_listings", str(file), map=["Calls herself=display_name"])
    call_command("import_listings", str(later))

    assert [one.display_name for one in Submission.objects.all()] == ["Ana", "Ana"]


def test_export_command_writes_everybody_but_the_withdrawn(tmp_path: Path) -> None:
    listing, gone = make_listing(), make_withdrawn()
    file = tmp_path / "out.csv"

    call_command("export_listings", str(file))

    text = file.read_text(encoding="utf-8-sig")
    assert (listing.id_number in text, gone.id_number in text) == (True, False)
    assert file.stat().st_mode & 0o777 == 0o600


# --- Killed without warning ---


def import_file(path: str) -> None:
    """For the process that dies."""
    call_command("import_listings", path, stdout=io.StringIO(), stderr=io.StringIO())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("kill_at", "stored"),
    [
        ("profiles.importing.storing:submit#3", 2),  # the third row's note is written, its submission is not
        ("profiles.importing.storing:submit#3+", 2),  # both are, and nothing is committed
        ("profiles.importing.storing:_store_row#3+", 3),
    ],
)
def test_import_killed_in_the_middle_goes_on_where_it_stopped(
    kill_at: str, stored: int, facility: Facility, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(as_csv(*(row(facility, id_number=f"T-{number}") for number in range(5))))

    status = victim.run("tests.profiles.test_importing:import_file", kill_at, path=str(path))
    assert (status, Submission.objects.count(), ImportedRow.objects.count()) == (-9, stored, stored)
    import_file(str(path))

    numbers = list(Submission.objects.order_by("id_number").values_list("id_number", flat=True))
    assert numbers == [f"T-{number}" for number in range(5)]
    assert ImportRun.objects.get().summary == {"done": stored, "new": 5 - stored}
