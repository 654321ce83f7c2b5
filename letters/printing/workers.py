"""The web process's side: a few worker processes that set pages, started when first needed, replaced when they fail.

A page cannot be stopped while it is being set, and a hostile text may take long or much memory, so none is set in the
web process. Safe to use from many threads. Workers do not get the environment, which holds the server's secrets.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from letters.printing import messages
from letters.printing.errors import all_busy, out_of_time, worker_lost

logger = logging.getLogger(__name__)

PROJECT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "letters.printing.worker")
WORKERS = min(2, os.cpu_count() or 1)
JOB_SECONDS = 10.0
START_SECONDS = 30.0
WAIT_SECONDS = 30.0

# What Python needs to find its packages. Few memory arenas and threads keep a worker small.
_KEPT = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TMPDIR")
_ADDED = {"MALLOC_ARENA_MAX": "2", "RAYON_NUM_THREADS": "2"}


class WorkerLost(Exception):
    """A worker process ended before it answered."""


class Reply(NamedTuple):
    """What a job gave: facts about it, and its files."""

    facts: dict[str, Any]
    files: list[bytes]


class Worker:
    """One worker process, used by one thread at a time. Raises WorkerLost or TimeoutError when it does not start."""

    def __init__(self, command: Sequence[str]) -> None:
        # A session of its own: Ctrl-C in a terminal reaches the parent alone, and the worker ends with its pipe.
        self._process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env={name: os.environ[name] for name in _KEPT if name in os.environ} | _ADDED,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self._requests = cast(BinaryIO, self._process.stdin)
        self._answers = cast(BinaryIO, self._process.stdout)
        try:
            self._exchange([], START_SECONDS)
        except BaseException:
            self.end()
            raise

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: bytes, seconds: float) -> list[bytes]:
        """The answer to one request. Raises TimeoutError after so many seconds, WorkerLost when the process died."""
        return self._exchange([request], seconds)

    def end(self) -> None:
        """Kill the process and let go of it."""
        self._process.kill()
        for stream in (self._requests, self._answers):
            # What was left to send has no reader any more.
            with suppress(OSError):
                stream.close()
        self._process.wait()

    def _exchange(self, request: list[bytes], seconds: float) -> list[bytes]:
        """Wait for a message, after sending one unless `request` is empty."""
        late = threading.Event()
        alarm = threading.Timer(seconds, self._kill_late, [late])
        alarm.daemon = True
        alarm.start()
        try:
            if request:
                messages.send(self._requests, request)
            return messages.receive(self._answers)
        except (OSError, EOFError) as error:
            raise (TimeoutError if late.is_set() else WorkerLost) from error
        finally:
            alarm.cancel()

    def _kill_late(self, late: threading.Event) -> None:
        late.set()
        self._process.kill()


class Pool:
    """Up to `size` workers. An idle one costs no time and, after five minutes, ends itself."""

    def __init__(
        self, command: Sequence[str] = COMMAND, *, size: int = WORKERS, seconds: float = JOB_SECONDS
    ) -> None:
        self._command = command
        self._seconds = seconds
        self._places = threading.BoundedSemaphore(size)
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._closed = False

    def run(self, job: str, request: dict[str, Any], *, seconds: float | None = None) -> Reply:
        """Have a worker do a job. Raises PrintError: "timeout", "worker_lost" after a second try, or "busy".

        seconds: for a job that may take longer than one letter does.
        """
        body = json.dumps({"job": job, **request}).encode()
        if not self._places.acquire(timeout=WAIT_SECONDS):
            raise all_busy()
        try:
            facts, *files = self._answer(body, seconds or self._seconds)
        finally:
            self._places.release()
        return Reply(json.loads(facts), files)

    def pids(self) -> list[int]:
        """Process numbers of the workers that wait for work."""
        with self._lock:
            return [worker.pid for worker in self._idle]

    def close(self) -> None:
        """End all workers; one in the middle of a job ends after it."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.end()

    def _answer(self, body: bytes, seconds: float) -> list[bytes]:
        for _try in range(2):
            try:
                return self._ask(body, seconds)
            except WorkerLost:
                logger.warning("A worker that sets pages ended in the middle of its work.")
            except TimeoutError:
                logger.warning("A page was not set within %s seconds; the worker was ended.", seconds)
                raise out_of_time() from None
        raise worker_lost()

    def _ask(self, body: bytes, seconds: float) -> list[bytes]:
        worker = self._take()
        try:
            answer = worker.ask(body, seconds)
        except BaseException:
            worker.end()
            raise
        self._give_back(worker)
        return answer

    def _take(self) -> Worker:
        """A waiting worker, or a new one. One that ended while it was idle is no reason to try again."""
        while True:
            with self._lock:
                worker = self._idle.pop() if self._idle else None
            if worker is None:
                return Worker(self._command)
            if worker.is_running:
                return worker
            worker.end()

    def _give_back(self, worker: Worker) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(worker)
                return
        worker.end()


@cache
def pool() -> Pool:
    """The process's own pool. It starts nothing before the first job."""
    made = Pool()
    atexit.register(made.close)
    return made


# A forked copy of the process must not talk to its parent's workers.
os.register_at_fork(after_in_child=pool.cache_clear)
