"""What printing costs, beside other engines in the same run, and whether what comes out is right: `PART=print`.

The engine is measured inside this process, as a worker has it: processor time of a letter of one page and of five, in
rounds that take turns. An engine that is not installed is left out, and the report says so. N is the rounds.
"""

import logging
import random
import statistics
import time
from collections.abc import Callable
from contextlib import ExitStack

from penpal.bench import printed
from penpal.bench.engines import ENGINES, Engine, engine, sheet

ROUNDS = 15
#: Rounds of an engine that starts a program for each letter.
SLOW_ROUNDS = {"libreoffice": 3}
WORDS = {"1 page": 220, "5 pages": 1500}
#: The most that this engine may cost: milliseconds of processor time, and parts of what another engine takes.
MOST_MS = {"1 page": 30.0, "5 pages": 120.0}
MOST_KB = {"1 page": 30.0, "5 pages": 65.0}
MOST_OF = {
    ("1 page", "weasyprint"): 0.35,
    ("5 pages", "weasyprint"): 0.5,
    ("1 page", "chromium"): 0.2,
}
MOST_OF_LIBREOFFICE = 0.02
_SENTENCE = (
    "from my kitchen window I see a lake and the light on it is never the same two mornings in a row; yesterday, "
    "extraordinarily early, geese were talking about everything that happened while we slept."
)

Write = Callable[[str], object]


def run(*, number: int | None, write: Write) -> None:
    """Measure `number` (ROUNDS) rounds and tell the medians. Stores nothing and asks no database."""
    for chatty in ("weasyprint", "fontTools", "pikepdf"):
        logging.getLogger(chatty).setLevel(logging.ERROR)
    with ExitStack() as stack:
        opened = {name: stack.enter_context(engine(name)) for name in ENGINES}
        engines = {name: one for name, one in opened.items() if one is not None}
        of_one_page = 0.0
        for name in opened.keys() - engines.keys():
            write(f"{name} is not installed and left out")
        for label, words in WORDS.items():
            took = _compare(label, engines, words, number or ROUNDS, write)
            of_one_page = of_one_page or took.get("weasyprint", 0.0)
    _night(of_one_page, write)
    for tell in (_first, _query, _photo):
        tell(write)
    for name, outcome in printed.facts():
        write(f"{name}: {outcome}")


def _compare(
    label: str, engines: dict[str, Engine], words: int, rounds: int, write: Write
) -> dict[str, float]:
    """Returns the median milliseconds of processor time of each engine."""
    took, clock, sizes = _measured(engines, words, rounds)
    for name, milliseconds in took.items():
        write(
            f"{label:8} {name:12} {milliseconds:8.1f} ms processor, {clock[name]:8.1f} ms clock, {sizes[name]:6.1f} KB"
        )
    write(
        f"{label:8} {_verdict('ms', took['typst'], MOST_MS[label])}; {_verdict('KB', sizes['typst'], MOST_KB[label])}"
    )
    for (for_label, other), most in MOST_OF.items():
        if for_label == label and other in took:
            write(f"{label:8} of {other}: {_verdict('parts', took['typst'] / took[other], most)}")
    if "reportlab" in took:
        write(f"{label:8} of reportlab: {took['typst'] / took['reportlab']:.2f} (told, not a target)")
    if label == "1 page" and "libreoffice" in clock:
        share = clock["typst"] / clock["libreoffice"]
        write(f"{label:8} of libreoffice by the clock: {_verdict('parts', share, MOST_OF_LIBREOFFICE)}")
    return took


def _measured(
    engines: dict[str, Engine], words: int, rounds: int
) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """Medians of processor and clock milliseconds for each engine, and kilobytes of its file. Round 0 warms up.

    Each round has a text of its own: the layout engine remembers what it has set before.
    """
    took: dict[str, list[float]] = {name: [] for name in engines}
    clock: dict[str, list[float]] = {name: [] for name in engines}
    sizes: dict[str, float] = {}
    for turn in range(rounds + 1):
        text = text_of(words, seed=turn)
        for name, one in engines.items():
            if turn > SLOW_ROUNDS.get(name, rounds):
                continue
            begun, started = one.seconds(), time.perf_counter()
            made = one.make(text)
            if turn:
                clock[name].append((time.perf_counter() - started) * 1000)
                took[name].append((one.seconds() - begun) * 1000)
            sizes[name] = len(made) / 1000
    medians = [{name: statistics.median(times) for name, times in one.items()} for one in (took, clock)]
    return medians[0], medians[1], sizes


def _night(of_one_page: float, write: Write) -> None:
    """A thousand letters and envelopes as a letter night prints them. of_one_page: WeasyPrint's milliseconds, or 0."""
    # Between half a page and two, so that all kinds of ends of a page come up.
    sheets = [sheet(text_of(150 + number * 37 % 650, seed=number)) for number in range(printed.NIGHT)]
    found = printed.night(sheets)
    write(
        f"{printed.NIGHT} letters ({found.pages} pages) and envelopes: {_verdict('s', found.seconds, 25)}, "
        f"{found.clock:.0f} s by the clock; {_verdict('MB', found.megabytes, 10)}; "
        f"{_verdict('MB in a worker', found.worker_megabytes, 300)}; same bytes twice: {found.same}"
    )
    if of_one_page:
        share = found.seconds / printed.NIGHT * 1000 / of_one_page
        write(f"a letter with its envelope, of WeasyPrint's one page: {_verdict('parts', share, 0.35)}")


def _first(write: Write) -> None:
    seconds = printed.fresh_process_seconds()
    write(f"a fresh process, from its start to the first PDF: {_verdict('s', seconds, 0.5)} by the clock")


def _query(write: Write) -> None:
    milliseconds = printed.query_milliseconds(sheet(text_of(WORDS["5 pages"])))
    write(f"asking for the page count: {_verdict('ms', milliseconds, 2)}")


def _photo(write: Write) -> None:
    more = printed.photo_kilobytes(sheet(text_of(WORDS["1 page"])))
    write(f"a letter with a photo, over the photo itself: {_verdict('KB', more, 35)}")


def _verdict(unit: str, value: float, most: float) -> str:
    return f"{value:.2f} {unit}, at most {most:g}: {'kept' if value <= most else 'MISSED'}"


def text_of(words: int, seed: int = 0) -> str:
    """So many words in paragraphs; the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311 (not for secrets)
    known = _SENTENCE.split()
    all_words = [dice.choice(known) for _number in range(words)]
    return "\n\n".join(" ".join(all_words[start : start + 80]) for start in range(0, words, 80))
