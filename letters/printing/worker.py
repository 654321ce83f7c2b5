"""A worker process: takes one page-setting job after another from standard input and answers on standard output.

Started by `letters.printing.workers` as `python -m letters.printing.worker`. It ends itself when its parent is gone,
even in the middle of a job, and after five idle minutes. A job's memory is limited; its time is limited by the parent.
"""

from __future__ import annotations

import json
import os
import queue
import resource
import sys
import threading
from collections.abc import Callable
from typing import Any, BinaryIO, NoReturn

from letters.printing import batching, compiling, fitting, messages

Job = Callable[[dict[str, Any]], tuple[dict[str, Any], list[bytes]]]

MEMORY_BYTES = 512 * 1024 * 1024
IDLE_SECONDS = 300


def letter(request: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    """A typed letter in the best of the sizes offered. Facts: pages, size (points), keep (see `fitting.Fit`)."""
    fit = fitting.fit(request["data"], request["sizes"], request["max_pages"], request["timestamp"])
    return {"pages": fit.pages, "size": fit.size, "keep": fit.keep}, [fit.pdf]


def preview(request: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    """The pages of the same letter as PNG images."""
    facts, _pdf = letter(request)
    return facts, compiling.images(
        fitting.TEMPLATE, request["data"] | {"size": facts["size"], "keep": facts["keep"]}
    )


def envelope(request: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    """The front of an envelope. Facts: pages (1), size of the address in points."""
    pdf = compiling.pdf("envelope.typ", request["data"], 0)
    return {"pages": 1, "size": compiling.marks("envelope.typ", "size")[0]}, [pdf]


def intake(request: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    """The paper form. Facts: pages."""
    pdf = compiling.pdf("intake.typ", request["data"], 0)
    return {"pages": compiling.marks("intake.typ", "pages")[0]}, [pdf]


def paper(request: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    """A letter of ours to a woman. Facts: pages."""
    pdf = compiling.pdf("paper.typ", request["data"], 0)
    return {"pages": compiling.marks("paper.typ", "pages")[0]}, [pdf]


def cover(request: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    """The list that goes with a pile of letters. Facts: pages."""
    pdf = compiling.pdf("cover.typ", request["data"], 0)
    return {"pages": compiling.marks("cover.typ", "pages")[0]}, [pdf]


def extras(request: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    """What goes with a letter. Facts: pages."""
    pdf = compiling.pdf("extras.typ", request["data"], 0)
    return {"pages": compiling.marks("extras.typ", "pages")[0]}, [pdf]


JOBS: dict[str, Job] = {
    "letter": letter,
    "preview": preview,
    "envelope": envelope,
    "letters": batching.letters,
    "envelopes": batching.envelopes,
    "intake": intake,
    "paper": paper,
    "cover": cover,
    "extras": extras,
}


def serve(jobs: dict[str, Job]) -> NoReturn:
    """Answer requests until standard input ends or nothing comes for five minutes."""
    limit_resources()
    answers = _take_stdout()
    requests: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_read_requests, args=(requests,), daemon=True).start()
    messages.send(answers, [b"ready"])
    while True:
        try:
            request = requests.get(timeout=IDLE_SECONDS)
        except queue.Empty:
            # Not by returning: the thread that reads standard input would stand in the way.
            os._exit(0)
        messages.send(answers, _answer(jobs, request))


def limit_resources() -> None:
    """At most 512 MB of data, no files written, no core dumps (they would hold letters)."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _take_stdout() -> BinaryIO:
    """Standard output for answers alone: whatever else is printed in this process goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return answers


def _read_requests(requests: queue.SimpleQueue[dict[str, Any]]) -> None:
    """Runs beside the job, so that the end of the parent is seen in the middle of one."""
    try:
        while True:
            requests.put(json.loads(messages.receive(sys.stdin.buffer)[0]))
    finally:
        os._exit(0)


def _answer(jobs: dict[str, Job], request: dict[str, Any]) -> list[bytes]:
    try:
        facts, blobs = jobs[request["job"]](request)
    except compiling.LayoutError as error:
        facts, blobs = {"error": error.reason, "detail": error.detail}, []
    return [json.dumps(facts).encode(), *blobs]


if __name__ == "__main__":
    serve(JOBS)
