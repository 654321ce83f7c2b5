"""The engines that are compared: ours, and others where they are installed.

ReportLab sets the printer's own Times and embeds no font, so it is a yardstick for speed and not for the page.
LibreOffice and Chromium are programs of the machine; their processor time is that of all their processes.
"""

import base64
import contextlib
import io
import os
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from importlib import import_module
from pathlib import Path

from letters.printing import LetterSheet, compiling, fitting, letter_data, sheets

ADDRESS = [
    "Maria Elena Delgado #00000417",
    "Sample Correctional Facility",
    "247 Sample Road",
    "Sampleton, NY 10001",
]


@dataclass(frozen=True)
class Engine:
    """`make` gives a PDF of a text; `seconds` its processor time so far, of this process or of the program's own."""

    make: Callable[[str], bytes]
    seconds: Callable[[], float] = time.process_time


def sheet(text: str) -> LetterSheet:
    """A letter with this text."""
    return LetterSheet(
        committed_name="Maria Elena Delgado",
        id_number="00000417",
        id_label="DIN",
        address_lines=ADDRESS,
        sender_lines=["Ellen Marsh", "48 Sample Street", "Duluth, MN 00000"],
        date_text="November 22, 2026",
        salutation="Dear Maria,",
        body=text,
        closing="With good wishes,",
        signature="Ellen",
        revised_at=datetime(2026, 11, 22, tzinfo=UTC),
    )


def typst() -> Iterator[Engine]:
    def made(text: str) -> bytes:
        data = letter_data.typed_data(sheet(text))
        return fitting.fit(data, list(sheets.SIZES), None, 0).pdf

    compiling.pdf(fitting.TEMPLATE, letter_data.typed_data(sheet("Hello")) | {"size": 11.5, "keep": False}, 0)
    yield Engine(made)


def weasyprint() -> Iterator[Engine]:
    try:
        engine = import_module("weasyprint")
    except (ImportError, OSError):
        return
    style = _style(_font_file().as_uri())

    def made(text: str) -> bytes:
        return bytes(engine.HTML(string=_html(style, text)).write_pdf())

    yield Engine(made)


def reportlab() -> Iterator[Engine]:
    try:
        sizes = import_module("reportlab.lib.pagesizes")
        styles = import_module("reportlab.lib.styles")
        platypus = import_module("reportlab.platypus")
    except ImportError:
        return
    style = styles.ParagraphStyle(
        "letter", fontName="Times-Roman", fontSize=11.5, leading=16.5, alignment=4, spaceAfter=11
    )

    def head(canvas: object, document: object) -> None:
        canvas.drawString(79, 740, "Maria Elena Delgado #00000417")  # type: ignore[attr-defined]

    def made(text: str) -> bytes:
        out = io.BytesIO()
        document = platypus.SimpleDocTemplate(
            out, pagesize=sizes.letter, leftMargin=79, rightMargin=79, topMargin=83, bottomMargin=68
        )
        parts = [*ADDRESS, "Dear Maria,", *text.split("\n\n"), "With good wishes,"]
        document.build(
            [platypus.Paragraph(escape(part), style) for part in parts], onFirstPage=head, onLaterPages=head
        )
        return out.getvalue()

    yield Engine(made)


def chromium() -> Iterator[Engine]:
    """A browser that stays open, told to print over its own protocol."""
    program = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser"))), None)
    try:
        playwright = import_module("playwright.sync_api")
    except ImportError:
        return
    if program is None:
        return
    style = _style(_font_file().as_uri())
    with playwright.sync_playwright() as drivers, tempfile.TemporaryDirectory() as folder:
        browser = drivers.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        protocol = page.context.new_cdp_session(page)
        options = {"preferCSSPageSize": True, "printBackground": False, "generateTaggedPDF": True}
        # A browser opens no font for a page that has no address.
        file = Path(folder) / "letter.html"

        def made(text: str) -> bytes:
            file.write_text(_html(style, text), encoding="utf-8")
            page.goto(file.as_uri())
            return base64.b64decode(protocol.send("Page.printToPDF", options)["data"])

        yield Engine(made, lambda: _tree_seconds("chrom"))
        browser.close()


def libreoffice() -> Iterator[Engine]:
    """Started anew for each letter: it is the price of asking it for one."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return
    with tempfile.TemporaryDirectory() as folder:

        def made(text: str) -> bytes:
            source = Path(folder) / "letter.html"
            source.write_text(_html("", text), encoding="utf-8")
            command = [
                program,
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--convert-to",
            ]
            subprocess.run(
                [*command, "pdf:writer_web_pdf_Export", "--outdir", folder, str(source)],
                check=True,
                capture_output=True,
            )
            return source.with_suffix(".pdf").read_bytes()

        yield Engine(made, _children_seconds)


def _style(font: str) -> str:
    return f"""
        @font-face {{ font-family: Letter; src: url({font}); }}
        @page {{ size: letter; margin: 1.15in 1.1in .95in; @top-left {{ content: "Maria Elena Delgado #00000417" }}
                 @top-right {{ content: counter(page) " of " counter(pages) }} }}
        body {{ font: 11.5pt/1.45 Letter; text-align: justify; hyphens: auto; }}
    """


def _html(style: str, text: str) -> str:
    parts = ["Dear Maria,", *text.split("\n\n"), "With good wishes,"]
    body = "<br>".join(ADDRESS) + "".join(f"<p>{escape(part)}</p>" for part in parts)
    return f'<html lang="en"><meta charset="utf-8"><style>{style}</style><body>{body}</body></html>'


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _tree_seconds(name: str) -> float:
    """Processor time of all processes below this one whose program's name begins so (Linux)."""
    below, total, ticks = {os.getpid()}, 0.0, os.sysconf("SC_CLK_TCK")
    facts = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            program, rest = (folder / "stat").read_text().split("(", 1)[1].rsplit(")", 1)
            values = rest.split()
            facts[int(folder.name)] = (int(values[1]), program, int(values[11]) + int(values[12]))
    for number, (parent, program, spent) in sorted(facts.items()):
        if parent in below:
            below.add(number)
            total += spent / ticks if program.startswith(name) else 0
    return total


def _font_file() -> Path:
    """The letters' own face, where its package keeps it."""
    package = import_module("fontpkg_source_serif_4")
    return next(Path(str(package.__file__)).parent.rglob("SourceSerif4[[]opsz,wght[]].ttf"))


ENGINES: dict[str, Callable[[], Iterator[Engine]]] = {
    "typst": typst,
    "weasyprint": weasyprint,
    "reportlab": reportlab,
    "chromium": chromium,
    "libreoffice": libreoffice,
}


@contextlib.contextmanager
def engine(name: str) -> Iterator[Engine | None]:
    """One engine while the block lasts, or None where it is not installed."""
    opened = ENGINES[name]()
    try:
        yield next(opened, None)
    finally:
        for _closed in opened:
            pass
