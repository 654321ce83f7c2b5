"""Style sheets as they are served."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from penpal.static_files import SHEETS, TOGETHER, StaticFilesStorage
from tests.support.pages import parse

SHEET = "/* Why it is so. */\na {\n  color: red;\n}\n\n.b > c {\n  margin: 0 1px;\n}\n"


def collect(folder: Path, sheet: str) -> str:
    """What pages link to once a sheet has been collected from where it was written."""
    source = FileSystemStorage(location=folder / "source")
    storage = StaticFilesStorage(location=folder, base_url="/static/")
    for place in (source, storage):
        place.delete("site.css")
        place.save("site.css", ContentFile(sheet))
    list(storage.post_process({"site.css": (source, "site.css")}))
    return (folder / storage.stored_name("site.css")).read_text()


def test_collected_sheet_holds_no_comments(tmp_path):
    assert collect(tmp_path, SHEET) == "a{color:red}.b > c{margin:0 1px}"


def test_collected_sheet_keeps_what_spaces_say(tmp_path):
    inner = '.a :is(b, c):hover > d::after { content: " : /  b "; inset: calc(1px + 2px) / 3; }'

    short = collect(tmp_path, "@layer x {\n  @media (width > 4rem) {\n    " + inner + "\n  }\n}\n")

    assert short == (
        '@layer x{@media (width > 4rem){.a :is(b,c):hover > d::after{content:" : /  b ";inset:calc(1px + 2px) / 3}}}'
    )


def test_sheet_collected_again_is_the_same(tmp_path):
    first = collect(tmp_path, SHEET)

    assert collect(tmp_path, (tmp_path / "site.css").read_text()) == first


def test_own_sheets_keep_every_rule_that_is_hard_to_shorten(tmp_path):
    text = "".join(
        sheet.read_text() for sheet in sorted((settings.BASE_DIR / "static" / "css").glob("*.css"))
    )

    short = collect(tmp_path, text)

    assert short.count("{") == text.count("{")
    assert short.count("calc(") == text.count("calc(")
    assert "/*" not in short


def test_sheets_of_every_page_are_put_together_in_their_order(tmp_path):
    (tmp_path / "css").mkdir()
    for name in SHEETS:
        (tmp_path / name).write_text(f"/* {name} */ a {{ --is: '{name}'; }}")
    storage = StaticFilesStorage(location=tmp_path, base_url="/static/")

    list(storage.post_process({name: (storage, name) for name in SHEETS}))

    together = (tmp_path / storage.stored_name(TOGETHER)).read_text()
    assert together == "".join(f"a{{--is:'{name}'}}" for name in SHEETS)


@pytest.mark.django_db
def test_page_links_to_each_sheet_once(client):
    links = parse(client.get("/about/")).select("link[rel=stylesheet]")

    assert [link["href"] for link in links][: len(SHEETS)] == [f"/static/{name}" for name in SHEETS]
    assert len({link["href"] for link in links}) == len(links)


def test_the_site_serves_them_so():
    assert settings.STORAGES["staticfiles"]["BACKEND"] == "penpal.static_files.StaticFilesStorage"
