import pytest

from letters.printing import TEMPLATE_VERSION
from letters.printing.version import TEMPLATES, template_version


@pytest.fixture
def templates(tmp_path):
    for path in TEMPLATES.glob("*.typ"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def test_template_version_is_the_same_for_the_same_templates(templates):
    assert template_version(templates, ["typst"]) == template_version(TEMPLATES, ["typst"])


def test_template_version_changes_with_a_template(templates):
    before = template_version(templates, ["typst"])
    (templates / "letter.typ").write_text("// another letter")

    assert template_version(templates, ["typst"]) != before


def test_template_version_changes_with_the_packages(templates):
    assert template_version(templates, ["typst"]) != template_version(templates, ["typst", "fontpkg_amiri"])


def test_template_version_is_short_enough_to_store():
    assert (TEMPLATE_VERSION[:2], len(TEMPLATE_VERSION)) == ("1-", 10)
