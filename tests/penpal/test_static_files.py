"""Style sheets as they are served."""

from pathlib import Path

from django.conf import settings

from penpal.static_files import StaticFilesStorage

SHEET = "/* Why it is so. */\na {\n  color: red;\n}\n\n.b > c {\n  margin: 0 1px;\n}\n"


def collect(folder: Path, sheet: str) -> str:
    """What pages link to once a sheet has been collected."""
    (folder / "site.css").write_text(sheet)
    storage = StaticFilesStorage(location=folder, base_url="/static/")
    list(storage.post_process({"site.css": (storage, "site.css")}))
    return (folder / storage.stored_name("site.css")).read_text()


def test_collected_sheet_holds_no_comments(tmp_path):
    assert collect(tmp_path, SHEET) == "a{color:red}.b>c{margin:0 1px}"


def test_sheet_collected_again_is_the_same(tmp_path):
    first = collect(tmp_path, SHEET)

    assert collect(tmp_path, (tmp_path / "site.css").read_text()) == first


def test_own_sheets_keep_every_rule_that_is_hard_to_shorten(tmp_path):
    text = "".join(sheet.read_text() for sheet in sorted((settings.BASE_DIR / "static" / "css").glob("*.css")))

    short = collect(tmp_path, text)

    assert short.count("{") == text.count("{")
    assert short.count("calc(") == text.count("calc(")
    assert "/*" not in short


def test_the_site_serves_them_so():
    assert settings.STORAGES["staticfiles"]["BACKEND"] == "penpal.static_files.StaticFilesStorage"
