"""Whether what is printed is right, and what a night of letters takes: the facts of `PART=print`."""

import hashlib
import io
import json
import os
import statistics
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2
from PIL import Image

from letters.night_printing import CHUNK, Files, Pages
from letters.printing import (
    ENVELOPE_SIZES,
    LetterSheet,
    PrintError,
    compiling,
    fitting,
    render_envelope,
    render_letter,
)
from letters.printing.batch import Part, render_envelopes, render_letters
from letters.printing.envelopes import READ_BOTTOM, READ_SIDE, READ_TOP
from letters.printing.letter_data import typed_data
from letters.printing.photos import Photo
from letters.printing.sheets import Envelope
from letters.printing.workers import pool
from penpal.bench.engines import ADDRESS, sheet

NIGHT = 1000
SWEEP = 65
RETURN = ["Ellen Marsh", "48 Sample Street", "Duluth, MN 00000"]
#: A sentence in each language that must come back from the PDF as it was typed.
SENTENCES = {
    "es": "Querida amiga: ¿cómo estás? Mañana será otro día.",
    "vi": "Hôm nay trời đẹp quá, tôi ngồi bên cửa sổ và viết thư.",
    "ru": "Утром шёл снег, и я долго смотрела в окно.",
    "ar": "اليوم الطقس جميل وأنا أكتب إليك من المطبخ.",
    "he": "היום ירד שלג, ואני יושבת ליד החלון.",
    "hi": "आज सुबह ठंड थी और मैं यह पत्र लिख रही हूँ।",
    "th": "ยินดีที่ได้รู้จักคุณ",
    "ja": "今日は雪が降りました。窓のそばで書いています。",
    "ko": "오늘은 눈이 왔어요. 창가에서 편지를 씁니다.",
    "zh": "今天下雪了，我坐在窗边给你写信。",
    "en": "Soup 🥣 and a smile 😀 for you.",
}
_FIRST = (
    "import time; begun = time.perf_counter(); from letters.printing import compiling; "
    "import json, sys; compiling.pdf('letter.typ', json.load(sys.stdin), 0); print(time.perf_counter() - begun)"
)


@dataclass(frozen=True)
class Night:
    """seconds: of processor time, workers included. worker_megabytes: the most that one worker held."""

    pages: int
    seconds: float
    clock: float
    megabytes: float
    worker_megabytes: float
    same: str


def night(sheets: list[LetterSheet]) -> Night:
    """Print all these letters and their envelopes as the job worker does."""
    begun, started = _all_seconds(), time.perf_counter()
    letters, envelopes, pages = _pile(sheets)
    seconds, clock = _all_seconds() - begun, time.perf_counter() - started
    again, _envelopes, _pages = _pile(sheets[: 2 * CHUNK])
    once, _envelopes, _pages = _pile(sheets[: 2 * CHUNK])
    same = "yes" if hashlib.sha256(again).digest() == hashlib.sha256(once).digest() else "NO"
    return Night(pages, seconds, clock, (len(letters) + len(envelopes)) / 1e6, _worker_megabytes(), same)


def _pile(sheets: list[LetterSheet]) -> tuple[bytes, bytes, int]:
    files, pages = Files(), 0
    for start in range(0, len(sheets), CHUNK):
        some = sheets[start : start + CHUNK]
        letters = render_letters(some)
        fronts = render_envelopes([Envelope("10", one.address_lines, one.sender_lines) for one in some])
        made = [
            Pages(letter, front, {})
            for letter, front in zip(letters, fronts, strict=True)
            if isinstance(letter, Part) and isinstance(front, Part)
        ]
        files.add(made)
        pages += sum(one.letter.count for one in made)
    return files.finished("letter"), files.finished("envelope"), pages


def _all_seconds() -> float:
    """Processor time of this process and of the workers that wait for work (Linux)."""
    return time.process_time() + sum(map(_seconds_of, pool().pids()))


def _seconds_of(pid: int) -> float:
    values = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(values[11]) + int(values[12])) / os.sysconf("SC_CLK_TCK")


def _worker_megabytes() -> float:
    found = [Path(f"/proc/{pid}/status").read_text().split("VmHWM:")[1].split()[0] for pid in pool().pids()]
    return max(int(kilobytes) for kilobytes in found) / 1000


def fresh_process_seconds() -> float:
    """From the first import of the engine to the first PDF, in a process of its own; the middle of three."""
    data = json.dumps(typed_data(sheet("Hello.")) | {"size": 11.5, "keep": False})
    command = [sys.executable, "-c", _FIRST]
    times = [
        float(subprocess.run(command, input=data, capture_output=True, text=True, check=True).stdout)
        for _try in range(3)
    ]
    return statistics.median(times)


def query_milliseconds(letter: LetterSheet) -> float:
    """Time by the clock of reading back the page count of a letter that was just set; the middle of twenty."""
    fitting.attempt(typed_data(letter) | {"size": 11.5, "keep": False}, 0)
    times = []
    for _try in range(20):
        begun = time.perf_counter()
        compiling.marks(fitting.TEMPLATE, "pages")
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def photo_kilobytes(letter: LetterSheet) -> float:
    """How much larger the PDF of a letter with one photo is than the photo."""
    out = io.BytesIO()
    Image.effect_noise((1200, 800), 60).convert("RGB").save(out, "JPEG", quality=82)
    photo = Photo(out.getvalue(), 1200, 800, "A lake")
    return (len(render_letter(replace(letter, photos=(photo,))).pdf) - len(photo.jpeg)) / 1000


def facts() -> Iterator[tuple[str, str]]:
    """What must hold of every page, each with its outcome in words."""
    lost = [language for language, words in SENTENCES.items() if not _comes_back(words, language)]
    yield (
        f"sentences in {len(SENTENCES)} languages read back from the PDF",
        "all" if not lost else f"LOST {lost}",
    )
    cases = [(size, count) for size in ENVELOPE_SIZES if size != "C5" for count in range(3, 8)]
    yield (
        f"envelopes whose address leaves the read area, of {len(cases)}",
        str(sum(_leaves(*case) for case in cases)),
    )
    lonely = sum(_is_lonely(words) for words in range(150, 150 + 40 * SWEEP, 40))
    yield f"closings alone on a page, of {SWEEP} letters", str(lonely)
    yield "same bytes from another worker process", "yes" if _same_elsewhere() else "NO"
    yield (
        "characters without a glyph that were printed",
        str(sum(_is_printed(char) for char in "\ue000\U0001e900\u16a0")),
    )


def _comes_back(words: str, language: str) -> bool:
    made = render_letter(replace(sheet(words), language=language))
    return _plain(words) in _plain("".join(_texts(made.pdf)))


def _plain(text: str) -> str:
    """Without spaces: where a line ends is the page's business. Marks that only choose a glyph's look go too."""
    return "".join(unicodedata.normalize("NFC", text).replace("\ufe0f", "").split())


def _texts(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def _leaves(size: str, count: int) -> bool:
    lines = [
        ADDRESS[0],
        "Mail Processing Center",
        ADDRESS[1],
        "Attention: Mail Room",
        "P.O. Box 100",
        *ADDRESS[2:],
    ]
    made = render_envelope(Envelope(size, lines[:count], RETURN))
    width = ENVELOPE_SIZES[size].width_in
    with pypdfium2.PdfDocument(made.pdf) as document:
        text = document[0].get_textpage()
        boxes = [text.get_rect(index) for index in range(text.count_rects())][len(RETURN) :]
    return any(
        x0 < READ_SIDE * 72 or x1 > (width - READ_SIDE) * 72 or y0 < READ_BOTTOM * 72 or y1 > READ_TOP * 72
        for x0, y0, x1, y1 in boxes
    )


def _is_lonely(words: int) -> bool:
    """Whether nothing of the letter's own words stands on the page of its closing."""
    body = " ".join(f"word{number}" for number in range(words))
    body = "\n\n".join(" ".join(body.split()[start : start + 70]) for start in range(0, words, 70))
    last = _texts(render_letter(sheet(body)).pdf)[-1]
    return "word" not in last


def _same_elsewhere() -> bool:
    here = render_letter(sheet("Hello.")).sha256
    pool().close()
    pool.cache_clear()
    return render_letter(sheet("Hello.")).sha256 == here


def _is_printed(character: str) -> bool:
    try:
        render_letter(sheet(f"One {character} here."))
    except PrintError as error:
        return error.code != "unprintable"
    return True
