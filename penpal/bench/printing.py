"""What printing costs, beside WeasyPrint and ReportLab in the same run: `make bench PART=print`.

The engine is measured inside this process, as a worker has it: processor time of a letter of one page and of five, in
rounds that take turns. An engine that is not installed is left out, and the report says so. ReportLab sets the
printer's own Times and embeds no font, so it is a yardstick for speed and not for the page.
"""

import io
import logging
import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from importlib import import_module
from pathlib import Path

from letters.printing import (
    LetterSheet,
    compiling,
    fitting,
    letter_data,
    render_envelope,
    render_letter,
    sheets,
)
from letters.printing.sheets import Envelope

ROUNDS = 15
WORDS = {"1 page": 220, "5 pages": 1500}
#: The most that this engine may cost: milliseconds of processor time, and parts of what the other engine takes.
MOST_MS = {"1 page": 30.0, "5 pages": 120.0}
MOST_OF_WEASYPRINT = {"1 page": 0.35, "5 pages": 0.5}
MOST_KB = {"1 page": 30.0, "5 pages": 65.0}
ADDRESS = [
    "Maria Elena Delgado #00000417",
    "Sample Correctional Facility",
    "247 Sample Road",
    "Sampleton, NY 10001",
]
_SENTENCE = (
    "from my kitchen window I see a lake and the light on it is never the same two mornings in a row; yesterday, "
    "extraordinarily early, geese were talking about everything that happened while we slept."
)

Engine = Callable[[str], bytes]


def run(*, number: int | None, write: Callable[[str], object]) -> None:
    """Measure `number` (ROUNDS) rounds and tell the medians. Stores nothing and asks no database."""
    for chatty in ("weasyprint", "fontTools"):
        logging.getLogger(chatty).setLevel(logging.ERROR)
    engines = {name: engine for name, make in ENGINES.items() if (engine := make()) is not None}
    for name in ENGINES.keys() - engines.keys():
        write(f"{name} is not installed and left out")
    for label, words in WORDS.items():
        took, sizes = _measured(engines, words, number or ROUNDS)
        _tell(label, took, sizes, write)
    _tell_rest(write)


def _measured(
    engines: dict[str, Engine], words: int, rounds: int
) -> tuple[dict[str, float], dict[str, float]]:
    """Milliseconds of processor time for each engine, and kilobytes of its file. The first round warms up.

    Each round has a text of its own: the layout engine remembers what it has set before.
    """
    took: dict[str, list[float]] = {name: [] for name in engines}
    sizes: dict[str, float] = {}
    for turn in range(rounds + 1):
        text = _text(words, seed=turn)
        for name, engine in engines.items():
            begun = time.process_time()
            made = engine(text)
            if turn:
                took[name].append((time.process_time() - begun) * 1000)
            sizes[name] = len(made) / 1000
    return {name: statistics.median(times) for name, times in took.items()}, sizes


def _tell(
    label: str, took: dict[str, float], sizes: dict[str, float], write: Callable[[str], object]
) -> None:
    ours = took["typst"]
    for name, milliseconds in took.items():
        write(f"{label:8} {name:10} {milliseconds:8.1f} ms   {sizes[name]:6.1f} KB")
    write(
        f"{label:8} {_verdict('ms', ours, MOST_MS[label])}; {_verdict('KB', sizes['typst'], MOST_KB[label])}"
    )
    if "weasyprint" in took:
        share = ours / took["weasyprint"]
        write(f"{label:8} of WeasyPrint: {_verdict('parts', share, MOST_OF_WEASYPRINT[label])}")
    if "reportlab" in took:
        write(f"{label:8} of ReportLab: {ours / took['reportlab']:.2f} (told, not a target)")


def _tell_rest(write: Callable[[str], object]) -> None:
    """What a writer waits for, worker process included, and whether a reprint is the same."""
    sheet = _sheet(_text(WORDS["1 page"]))
    begun = time.perf_counter()
    first = render_letter(sheet)
    write(f"first letter through a fresh worker: {time.perf_counter() - begun:.2f} s by the clock")
    begun = time.perf_counter()
    second = render_letter(sheet)
    write(f"the next: {(time.perf_counter() - begun) * 1000:.0f} ms by the clock")
    write(f"same bytes twice: {'yes' if first.sha256 == second.sha256 else 'NO'}")
    begun = time.perf_counter()
    render_envelope(Envelope("10", ADDRESS, []))
    write(f"envelope: {(time.perf_counter() - begun) * 1000:.0f} ms by the clock")


def _verdict(unit: str, value: float, most: float) -> str:
    return f"{value:.2f} {unit}, at most {most:g}: {'kept' if value <= most else 'MISSED'}"


def _text(words: int, seed: int = 0) -> str:
    dice = random.Random(seed)  # noqa: S311 (not for secrets)
    known = _SENTENCE.split()
    all_words = [dice.choice(known) for _number in range(words)]
    return "\n\n".join(" ".join(all_words[start : start + 80]) for start in range(0, words, 80))


def _sheet(text: str) -> LetterSheet:
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


def _typst() -> Engine:
    def made(text: str) -> bytes:
        data = letter_data.typed_data(_sheet(text))
        return fitting.fit(data, list(sheets.SIZES), None, 0).pdf

    compiling.pdf(
        fitting.TEMPLATE, letter_data.typed_data(_sheet("Hello")) | {"size": 11.5, "keep": False}, 0
    )
    return made


def _weasyprint() -> Engine | None:
    try:
        weasyprint = import_module("weasyprint")  # only for comparing, and not among the site's requirements
    except (ImportError, OSError):
        return None
    font = _font_file()
    style = f"""
        @font-face {{ font-family: Letter; src: url({font.as_uri()}); }}
        @page {{ size: letter; margin: 1.15in 1.1in .95in; @top-left {{ content: "Maria Elena Delgado #00000417" }}
                 @top-right {{ content: counter(page) " of " counter(pages) }} }}
        body {{ font: 11.5pt/1.45 Letter; text-align: justify; hyphens: auto; }}
    """

    def made(text: str) -> bytes:
        body = "".join(
            f"<p>{escape(part)}</p>" for part in ["Dear Maria,", *text.split("\n\n"), "With good wishes,"]
        )
        html = f'<html lang="en"><style>{style}</style><body>{"<br>".join(ADDRESS)}{body}</body></html>'
        return bytes(weasyprint.HTML(string=html).write_pdf())

    return made


def _reportlab() -> Engine | None:
    try:
        sizes = import_module("reportlab.lib.pagesizes")
        styles = import_module("reportlab.lib.styles")
        platypus = import_module("reportlab.platypus")
    except ImportError:
        return None
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

    return made


def _font_file() -> Path:
    """The face that the letters are set in, where its package keeps it."""
    package = import_module("fontpkg_source_serif_4")
    return next(Path(str(package.__file__)).parent.rglob("SourceSerif4[[]opsz,wght[]].ttf"))


ENGINES: dict[str, Callable[[], Engine | None]] = {
    "typst": _typst,
    "weasyprint": _weasyprint,
    "reportlab": _reportlab,
}
