"""The site's words and their translations: `python -m tests.support.messages` brings the catalogs up to date.

Two catalogs for each language: the words of code and templates, and the words of the data files (notes of rules, places
and programs), which no extractor finds. Both are kept as .po and compiled as .mo.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.core.management import call_command
from django.test.utils import setup_databases, teardown_databases
from django.utils.translation.template import templatize

from profiles.guide.sources import SOURCES
from profiles.templatetags.words import written_date

ROOT = Path(__file__).resolve().parents[2]
CODE_PO = ROOT / "penpal/locale/es/LC_MESSAGES/django.po"
DATA_PO = ROOT / "penpal/reference/locale/es/LC_MESSAGES/django.po"
CATALOGS = (CODE_PO, DATA_PO)

#: Columns of the data files that hold words rather than names, by their models.
SHOWN_DATA = {
    "letters.MailingRule": ("note", "seen"),
    "profiles.Facility": ("note",),
    "profiles.Program": ("needs", "restrictions", "seen"),
    "profiles.System": ("id_format",),
}

Key = tuple[str | None, str]  # context and the English words

_SINGULAR = ("_", "gettext", "gettext_lazy", "gettext_noop")
_PLURAL = ("ngettext", "ngettext_lazy")
_WITH_CONTEXT = ("pgettext", "pgettext_lazy")
_WITH_BOTH = ("npgettext", "npgettext_lazy")
_KEYWORDS = {
    **dict.fromkeys(_SINGULAR, None),
    **dict.fromkeys(_PLURAL, (1, 2)),
    **dict.fromkeys(_WITH_CONTEXT, ((1, "c"), 2)),
    **dict.fromkeys(_WITH_BOTH, ((1, "c"), 2, 3)),
}


def read_catalog(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="es")


def compiled(catalog: Catalog) -> bytes:
    """The .mo file of a catalog."""
    file = BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def words_of_code() -> set[Key]:
    """Everything that code and templates hand to gettext, found without the gettext programs."""
    return {key for path in sources() for key in _extracted(_readable(path))}


def words_of_data() -> set[str]:
    """The words of the data files that pages show. Needs a database into which they were loaded."""
    found: set[str] = set()
    for model, columns in SHOWN_DATA.items():
        for column in columns:
            found |= set(apps.get_model(model).objects.values_list(column, flat=True))
    found |= {source.dated for source in SOURCES.values()}
    return {words for words in found if any(letter.isalpha() for letter in words) and not written_date(words)}


def sources() -> Iterator[Path]:
    """The files that hold words: code, and templates of pages and e-mail."""
    for folder in ("letters", "penpal", "profiles", "templates"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix == ".py" or (path.suffix in (".html", ".txt") and "templates" in path.parts):
                yield path


def _readable(path: Path) -> bytes:
    """A file as the extractor for Python reads it."""
    if path.suffix == ".py":
        return path.read_bytes()
    code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return "\n".join(line.lstrip() for line in code.splitlines()).encode()


def _extracted(source: bytes) -> Iterator[Key]:
    for _line, message, _comments, context in extract(
        "python", BytesIO(source), _KEYWORDS, options={"encoding": "utf-8"}
    ):
        yield context, message[0] if isinstance(message, tuple) else message


def _renew_code() -> None:
    ignored = [f"--ignore={folder}" for folder in (".venv", "tests", "var", "docs")]
    options = ["--locale=es", "--no-obsolete", "--no-wrap", "--add-location=file", *ignored]
    subprocess.run([sys.executable, "manage.py", "makemessages", *options], cwd=ROOT, check=True)


def _renew_data() -> None:
    """Add new words without a translation; drop those that no data file has any more."""
    known = read_catalog(DATA_PO) if DATA_PO.exists() else Catalog(locale="es")
    renewed = Catalog(locale="es", project="Penpal", fuzzy=False)
    for words in sorted(words_of_data()):
        old = known.get(words)
        renewed.add(words, old.string if old else "")
    DATA_PO.parent.mkdir(parents=True, exist_ok=True)
    with DATA_PO.open("wb") as file:
        write_po(file, renewed, width=0, omit_header=False)


def _main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "penpal.settings")
    django.setup()
    _renew_code()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        call_command("load_reference", verbosity=0)
        _renew_data()
    finally:
        teardown_databases(databases, verbosity=0)
    for path in CATALOGS:
        catalog = read_catalog(path)
        path.with_suffix(".mo").write_bytes(compiled(catalog))
        empty = sum(not message.string for message in catalog if message.id)
        sys.stdout.write(
            f"{path.relative_to(ROOT)}: {len(catalog)} messages, {empty} without a translation\n"
        )


if __name__ == "__main__":
    _main()
