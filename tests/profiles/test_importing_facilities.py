"""The federal list of facilities: reading its layout, finding the places we know, overwriting nothing."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from profiles.importing_facilities import BadFile, BadRow, SourceRow, apply, plan, read_rows
from profiles.importing_facilities.spelling import as_people_write, name_words, street_key
from profiles.models import Facility
from tests.factories import make_facility, make_system

#: The columns of the real file, in its order.
HEADER = (
    "FID", "FACILITYID", "NAME", "ADDRESS", "CITY", "STATE", "ZIP", "ZIP4", "TELEPHONE", "TYPE", "STATUS", "POPULATION",
    "COUNTY", "COUNTYFIPS", "COUNTRY", "NAICS_CODE", "NAICS_DESC", "SOURCE", "SOURCEDATE", "VAL_METHOD", "VAL_DATE",
    "WEBSITE", "SECURELVL", "CAPACITY", "SHAPE_Leng", "GlobalID", "CreationDate", "Creator", "EditDate", "Editor",
    "SHAPE_Length", "SHAPE_Area",
)  # fmt: skip


def _row(**fields: str) -> dict[str, str]:
    return {
        **dict.fromkeys(HEADER, "NOT AVAILABLE"),
        "FACILITYID": "10000001",
        "NAME": "SAMPLE COUNTY JAIL",
        "ADDRESS": "400 S MAIN ST",
        "CITY": "SAMPLETON",
        "STATE": "TX",
        "ZIP": "79701",
        "ZIP4": "-999",
        "TELEPHONE": "(000) 555-0100",
        "TYPE": "COUNTY",
        "STATUS": "OPEN",
        "POPULATION": "-999",
        "COUNTY": "SAMPLE",
        "COUNTRY": "USA",
        "SOURCE": "https://example.org/jail",
        "SOURCEDATE": "2018/04/30 00:00:00+00",
        **fields,
    }


def _text(*rows: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADER)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _read(*rows: dict[str, str]) -> list[SourceRow | BadRow]:
    return list(read_rows(io.StringIO(_text(*rows), newline="")))


def _import(*rows: dict[str, str]) -> Any:
    made = plan(_read(*rows))
    apply(made)
    return made


def _file(tmp_path: Path, *rows: dict[str, str]) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(_text(*rows), encoding="utf-8")
    return path


def test_read_rows_turns_their_words_into_ours() -> None:
    assert _read(_row(ZIP4="1234")) == [
        SourceRow(
            line=2,
            source_id="10000001",
            name="Sample County Jail",
            street="400 S Main St",
            city="Sampleton",
            state="TX",
            zip="79701-1234",
            phone="(000) 555-0100",
            kind="county_jail",
            status="open",
            source_url="https://example.org/jail",
            source_date=date(2018, 4, 30),
            county="SAMPLE",
            type="COUNTY",
            juvenile=False,
        )
    ]


@pytest.mark.parametrize(
    ("type_", "name", "kind"),
    [
        ("STATE", "X PRISON", "state_prison"),
        ("FEDERAL", "FCI X", "federal"),
        ("FEDERAL", "X ICE PROCESSING CENTER", "ice"),
        ("COUNTY", "X JAIL", "county_jail"),
        ("LOCAL", "X JAIL", "county_jail"),
        ("MULTI", "X REGIONAL JAIL", "county_jail"),
        ("NOT AVAILABLE", "X", "other"),
    ],
)
def test_read_rows_maps_types(type_, name, kind) -> None:
    (read,) = _read(_row(TYPE=type_, NAME=name))

    assert read.kind == kind


@pytest.mark.parametrize(
    ("status", "ours"), [("OPEN", "open"), ("CLOSED", "closed"), ("NOT AVAILABLE", "unknown")]
)
def test_read_rows_maps_status(status, ours) -> None:
    (read,) = _read(_row(STATUS=status))

    assert read.status == ours


def test_read_rows_knows_what_stands_for_unknown() -> None:
    (read,) = _read(
        _row(ADDRESS="NOT AVAILABLE", ZIP="-999", TELEPHONE="-999", SOURCE="by phone", SOURCEDATE="")
    )

    assert (read.street, read.zip, read.phone, read.source_url, read.source_date) == ("", "", "", "", None)


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("FACILITYID", "NA", "expected a number"),
        ("FACILITYID", "12a", "expected a number"),
        ("NAME", "", "expected a name"),
        ("NAME", "X" * 201, "at most 200"),
        ("STATE", "TEXAS", "expected one of: AK"),
        ("ZIP", "7970", "five digits"),
        ("TYPE", "PRIVATE", "expected one of: COUNTY"),
        ("STATUS", "BUSY", "expected one of: CLOSED"),
        ("SOURCEDATE", "30.4.2018", "expected a date such as"),
        ("SOURCEDATE", "2018/13/30", "expected a date such as"),
    ],
)
def test_read_rows_says_line_field_and_what_was_expected(field, value, expected) -> None:
    good, bad = _read(_row(FACILITYID="7"), _row(**{field: value}))

    assert isinstance(good, SourceRow)
    assert (bad.line, bad.field) == (3, field)
    assert expected in bad.message


def test_read_rows_refuses_a_number_that_came_before() -> None:
    _first, second = _read(_row(), _row(NAME="OTHER JAIL"))

    assert str(second) == "line 3, FACILITYID: 10000001 stands in line 2 already"


def test_read_rows_counts_lines_of_the_file_not_rows() -> None:
    _first, second = _read(_row(ADDRESS="1 MAIN\nST"), _row(FACILITYID="2", STATE="??"))

    assert second.line == 4


def test_read_rows_wants_every_field_of_a_row() -> None:
    lines = _text(_row()).splitlines()
    short = "\r\n".join([lines[0], lines[1].rsplit(",", 20)[0], lines[1] + ",more"])

    fields = [row.field for row in read_rows(io.StringIO(short, newline=""))]

    assert fields == ["row", "row"]


@pytest.mark.parametrize("text", ["", "NAME,CITY\nA,B\n", "\x00\n", "name;city\n"])
def test_read_rows_refuses_another_layout(text) -> None:
    with pytest.raises(BadFile):
        list(read_rows(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    ("capitals", "written"),
    [
        ("WOMEN'S PRISON OF THE VALLEY", "Women's Prison of the Valley"),
        ("FCI O'BRIEN - CAMP II", "FCI O'Brien - Camp II"),
        ("MCLEOD COUNTY JAIL", "McLeod County Jail"),
        ("ST MARY RE-ENTRY CENTER", "St Mary Re-Entry Center"),
        ("123 5TH AVE", "123 5th Ave"),
        ("P.O. BOX 4004", "P.O. Box 4004"),
        ("NMJC HOME", "NMJC Home"),
        ("Already written", "Already written"),
        ("", ""),
    ],
)
def test_as_people_write_gives_names_small_letters(capitals, written) -> None:
    assert as_people_write(capitals) == written


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("FCI DUBLIN", "Federal Correctional Institution Dublin"),
        ("Indiana Women's Prison", "INDIANA WOMENS PRISON"),
        ("Ft. Worth Det. Ctr.", "FORT WORTH DETENTION CENTER"),
        ("Re-Entry Center for Women", "WOMEN REENTRY CENTRE"),
    ],
)
def test_name_words_meet_past_spelling(one, other) -> None:
    assert name_words(one) == name_words(other)
    assert name_words(one) != name_words(f"{other} North")


def test_street_key_meets_past_abbreviations() -> None:
    assert street_key("1200 Texas Ave.") == street_key("1200 TEXAS AVENUE") != street_key("1201 Texas Avenue")


@pytest.mark.django_db
def test_import_makes_a_hidden_facility_in_its_system() -> None:
    system = make_system(slug="us-tx-tdcj", state="TX", kind="state")
    make_system(state="NY", kind="state")

    made = _import(_row(NAME="SAMPLE UNIT", TYPE="STATE"))

    facility = Facility.objects.get()
    assert (facility.slug, facility.holds, facility.system, facility.source_id) == (
        "sample-unit", "unknown", system, "10000001",
    )  # fmt: skip
    assert (len(made.new), Facility.objects.listed().count()) == (1, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "slug"),
    [
        ({"TYPE": "FEDERAL", "NAME": "FCI SAMPLE"}, "us-bop"),
        ({"TYPE": "FEDERAL", "NAME": "NAVAL BRIG"}, None),
        ({"TYPE": "FEDERAL", "NAME": "SAMPLE ICE CENTER"}, "us-ice"),
        ({"TYPE": "COUNTY", "COUNTY": "HARRIS"}, "us-tx-harris-county"),
        ({"TYPE": "COUNTY", "COUNTY": "DALLAS"}, None),
        ({"TYPE": "STATE", "SECURELVL": "JUVENILE"}, None),
        ({"TYPE": "LOCAL"}, None),
    ],
)
def test_import_gives_a_system_only_without_doubt(fields, slug) -> None:
    make_system(slug="us-bop", kind="federal", state="")
    make_system(slug="us-ice", kind="ice", state="")
    make_system(slug="us-tx-harris-county", name="Harris County Jail", kind="county", state="TX")
    make_system(slug="us-tx-tdcj", kind="state", state="TX")

    _import(_row(**fields))

    system = Facility.objects.get().system
    assert (system.slug if system else None) == slug


@pytest.mark.django_db
def test_import_gives_each_of_one_name_a_slug_of_its_own() -> None:
    make_facility(slug="washington-county-jail", name="Washington County Jail", state="UT")
    rows = [
        _row(FACILITYID=str(n), NAME="WASHINGTON COUNTY JAIL", CITY="SALEM", STATE="IN") for n in (5, 6, 7)
    ]

    _import(*rows)

    slugs = list(
        Facility.objects.exclude(source_id=None).order_by("source_id").values_list("slug", flat=True)
    )
    assert slugs == [
        "washington-county-jail-salem-in",
        "washington-county-jail-salem-in-6",
        "washington-county-jail-salem-in-7",
    ]


@pytest.mark.django_db
def test_import_again_changes_nothing() -> None:
    rows = [_row(), _row(FACILITYID="2", NAME="OTHER JAIL")]
    _import(*rows)
    before = list(Facility.objects.order_by("pk").values())

    made = _import(*rows)

    assert list(Facility.objects.order_by("pk").values()) == before
    assert (made.changes, made.unchanged, made.new) == (0, 2, [])


@pytest.mark.django_db
def test_import_follows_the_list_except_where_staff_changed() -> None:
    _import(_row())
    facility = Facility.objects.get()
    facility.street, facility.holds = "1 Right Road", Facility.Holds.WOMEN
    facility.save()

    made = _import(_row(ADDRESS="9 NEW ST", STATUS="CLOSED", NAME="SAMPLE JAIL"))

    facility.refresh_from_db()
    assert (facility.street, facility.status, facility.holds, facility.name) == (
        "1 Right Road", "closed", "women", "Sample Jail",
    )  # fmt: skip
    assert facility.slug == "sample-county-jail"
    assert [(one.field, one.ours, one.theirs) for one in made.kept] == [
        ("street", "1 Right Road", "9 New St")
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "known",
    [
        {"name": "Sample Co. Jail", "city": "Sampleton", "zip": "00000"},
        {"name": "Sample County Jail", "city": "Elsewhere", "zip": "79701"},
        {"name": "Jail of Sample County", "short_name": "", "city": "SAMPLETON", "zip": ""},
    ],
)
def test_import_finds_what_we_know_and_leaves_it_as_it_is(known) -> None:
    facility = make_facility(state="TX", kind="county_jail", street="1 Our Street", **known)
    before = Facility.objects.values().get()

    made = _import(_row(STATUS="CLOSED"))

    after = Facility.objects.values().get()
    assert after == {**before, "source_id": "10000001", "phone": "(000) 555-0100"}
    assert {one.field for one in made.differences} >= {"street", "status"}
    assert made.matched == 1
    assert _import(_row(STATUS="CLOSED")).changes == 0
    assert facility.pk == after["id"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "other",
    [
        {"state": "OK"},
        {"city": "Elsewhere", "zip": "00000"},
        {"name": "Other County Jail"},
        {"name": "County Women's Prison"},
    ],
)
def test_import_does_not_take_another_place_for_it(other) -> None:
    make_facility(
        **{"name": "Sample County Jail", "state": "TX", "city": "Sampleton", "zip": "79701", **other}
    )

    assert len(_import(_row()).new) == 1


@pytest.mark.django_db
def test_import_takes_the_likest_of_several_rows() -> None:
    facility = make_facility(name="FCI Sample", state="TX", city="Sampleton", zip="79701", kind="federal")
    camp = _row(FACILITYID="1", NAME="FCI SAMPLE CAMP", TYPE="FEDERAL")
    itself = _row(FACILITYID="2", NAME="FEDERAL CORRECTIONAL INSTITUTION SAMPLE", TYPE="FEDERAL")

    made = _import(camp, itself)

    facility.refresh_from_db()
    assert facility.source_id == "2"
    assert [one.source_id for one in made.new] == ["1"]


@pytest.mark.django_db
def test_import_knows_a_unit_by_its_short_name_but_not_a_jail_by_its_county() -> None:
    unit = make_facility(
        name="William P. Hobby Unit", short_name="Hobby", state="TX", city="Marlin", zip="76661"
    )
    make_facility(
        name="Hospital Galveston", short_name="Galveston", state="TX", city="Galveston", zip="77555"
    )
    rows = [
        _row(FACILITYID="1", NAME="HOBBY PRISON", TYPE="STATE", CITY="MARLIN", ZIP="76661"),
        _row(FACILITYID="2", NAME="GALVESTON COUNTY JAIL", CITY="GALVESTON", ZIP="77555"),
    ]

    made = _import(*rows)

    unit.refresh_from_db()
    assert unit.source_id == "1"
    assert [one.source_id for one in made.new] == ["2"]


@pytest.mark.django_db
def test_import_never_fills_in_a_street() -> None:
    make_facility(name="Sample County Jail", state="TX", city="Sampleton", street="", zip="79701")

    _import(_row())

    assert Facility.objects.get().street == ""


@pytest.mark.django_db
def test_import_names_what_left_the_list_and_keeps_it() -> None:
    _import(_row(), _row(FACILITYID="2", NAME="OTHER JAIL"))
    make_facility()

    made = _import(_row())

    assert [one.source_id for one in made.gone] == ["2"]
    assert Facility.objects.count() == 3


@pytest.mark.django_db
def test_command_dry_run_shows_and_stores_nothing(tmp_path) -> None:
    out = io.StringIO()

    call_command("import_facilities", _file(tmp_path, _row(), _row(ZIP="1")), "--dry-run", stdout=out)

    assert Facility.objects.count() == 0
    assert out.getvalue().splitlines() == [
        "left out:",
        "  line 3, ZIP: expected five digits",
        "new:",
        "  + sample-county-jail: Sample County Jail, Sampleton, TX",
        "0 known already, 0 unchanged, 1 left out, 1 new, 0 changed, 0 filled in, 0 kept as staff changed it, "
        "0 differs from what we know, 0 no longer in the list.",
        "Nothing was stored.",
    ]


@pytest.mark.django_db
def test_command_stores_the_good_rows_and_shows_a_change(tmp_path) -> None:
    call_command("import_facilities", _file(tmp_path, _row(), _row(ZIP="1")), stdout=io.StringIO())
    out = io.StringIO()

    call_command("import_facilities", _file(tmp_path, _row(STATUS="CLOSED")), stdout=out)

    assert Facility.objects.get().status == "closed"
    assert "  ~ sample-county-jail: status: open -> closed" in out.getvalue().splitlines()


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"NAME\nA\n", b"\xff\xfe\x00bad", None])
def test_command_says_what_is_wrong_with_the_file(tmp_path, content) -> None:
    path = tmp_path / "list.csv"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CommandError, match=r"list\.csv"):
        call_command("import_facilities", path)


@pytest.mark.django_db
def test_command_shows_twenty_of_each_kind_unless_asked_for_all(tmp_path) -> None:
    rows = [_row(FACILITYID=str(n), NAME=f"JAIL NUMBER {n}") for n in range(1, 24)]
    few, every = io.StringIO(), io.StringIO()

    call_command("import_facilities", _file(tmp_path, *rows), "--dry-run", stdout=few)
    call_command("import_facilities", _file(tmp_path, *rows), "--dry-run", verbosity=2, stdout=every)

    assert few.getvalue().splitlines()[21] == "  ... and 3 more"
    assert len(every.getvalue().splitlines()) == 26
