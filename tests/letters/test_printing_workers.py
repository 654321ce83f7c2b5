"""Worker processes under the worst they can meet. The jobs that hang, die and swell are the tests' own."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest

from letters.printing import PrintError, render_letter, workers
from letters.printing.workers import Pool
from tests.letters.printed import sheet

JOBS = """
import json, os, sys, time
from letters.printing.worker import serve

def once(request):  # a folder, since a worker can write no file
    try:
        os.mkdir(request["marker"])
        return True
    except FileExistsError:
        return False

def die_once(request):
    if once(request):
        os.kill(os.getpid(), 9)
    return {"pid": os.getpid()}, [b"done"]

def write(request):
    with open(request["path"], "w") as file:
        file.write("x")

def swell(request):
    return {"bytes": len(bytearray(600 * 1024 * 1024))}, []

def chatter(request):
    print("not an answer")
    os.system("echo neither is this")
    return {"environment": sorted(os.environ)}, []

serve({
    "echo": lambda request: ({"pid": os.getpid(), "said": request["said"]}, [b"", b"x" * 300_000]),
    "hang": lambda request: time.sleep(600),
    "die": lambda request: os.kill(os.getpid(), 9),
    "die_once": die_once,
    "write": write,
    "swell": swell,
    "chatter": chatter,
})
"""


@contextmanager
def a_pool(**options):
    pool = Pool((sys.executable, "-c", JOBS), **options)
    try:
        yield pool
    finally:
        pool.close()


def is_alive(pid: int) -> bool:
    """Whether a process still runs; one that has ended but was not waited for does not."""
    try:
        with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123
            return stat.read().rsplit(")", 1)[1].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def ended(pid: int) -> bool:
    """Wait up to half a minute for a process to end."""
    for _try in range(600):
        if not is_alive(pid):
            return True
        time.sleep(0.05)
    return False


def test_pool_starts_nothing_before_the_first_job():
    with a_pool() as pool:
        assert pool.pids() == []


def test_pool_uses_a_worker_again():
    with a_pool() as pool:
        first, second = (pool.run("echo", {"said": word}) for word in ("one", "two"))

    assert (first.facts["said"], second.facts["said"], second.files) == ("one", "two", [b"", b"x" * 300_000])
    assert first.facts["pid"] == second.facts["pid"]


def test_pool_serves_many_threads_with_few_workers():
    answers = []
    with a_pool(size=2) as pool:
        threads = [
            threading.Thread(target=lambda word=word: answers.append(pool.run("echo", {"said": word}).facts))
            for word in range(20)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sorted(answer["said"] for answer in answers) == list(range(20))
    assert len({answer["pid"] for answer in answers}) <= 2


def test_pool_tries_again_when_a_worker_is_killed_in_the_middle_of_a_job(tmp_path):
    with a_pool() as pool:
        answer = pool.run("die_once", {"marker": str(tmp_path / "died")})

    assert answer.files == [b"done"]


def test_pool_gives_up_after_a_second_death_and_then_goes_on():
    with a_pool() as pool:
        with pytest.raises(PrintError) as refused:
            pool.run("die", {})
        after = pool.run("echo", {"said": "still here"})

    assert (refused.value.code, after.facts["said"]) == ("worker_lost", "still here")


def test_pool_ends_a_job_that_takes_too_long_and_then_goes_on():
    with a_pool(seconds=0.3) as pool:
        before = pool.run("echo", {"said": "quick"}).facts["pid"]
        with pytest.raises(PrintError) as refused:
            pool.run("hang", {})
        after = pool.run("echo", {"said": "quick"}).facts["pid"]

    assert (refused.value.code, after != before, is_alive(before)) == ("timeout", True, False)


def test_pool_says_so_when_all_workers_are_busy(monkeypatch):
    monkeypatch.setattr(workers, "WAIT_SECONDS", 0.1)
    with a_pool(size=1) as pool:
        pool._places.acquire()
        with pytest.raises(PrintError) as refused:
            pool.run("echo", {"said": "one"})
        pool._places.release()

    assert refused.value.code == "busy"


def test_pool_replaces_a_worker_that_ended_while_idle():
    with a_pool() as pool:
        first = pool.run("echo", {"said": "one"}).facts["pid"]
        os.kill(first, signal.SIGKILL)
        second = pool.run("echo", {"said": "two"}).facts["pid"]

    assert (is_alive(first), first != second) == (False, True)


def test_pool_leaves_no_worker_when_it_is_closed():
    with a_pool() as pool:
        pid = pool.run("echo", {"said": "one"}).facts["pid"]

    assert (is_alive(pid), pool.pids()) == (False, [])


def test_pool_reports_a_worker_that_cannot_start():
    pool = Pool((sys.executable, "-c", "raise SystemExit(3)"))

    with pytest.raises(PrintError) as refused:
        pool.run("echo", {})

    assert refused.value.code == "worker_lost"


def test_worker_cannot_take_more_memory_than_it_may():
    with a_pool() as pool, pytest.raises(PrintError) as refused:
        pool.run("swell", {})

    assert refused.value.code == "worker_lost"


def test_worker_cannot_write_files(tmp_path):
    with a_pool() as pool, pytest.raises(PrintError):
        pool.run("write", {"path": str(tmp_path / "file")})

    assert (tmp_path / "file").read_text() == ""


def test_worker_keeps_its_answers_apart_from_what_is_printed_and_has_no_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "not for workers")
    with a_pool() as pool:
        facts = pool.run("chatter", {}).facts

    assert {"SECRET_KEY", "DATABASE_URL"} & set(facts["environment"]) == set()


PARENT = f"""
import sys
from letters.printing.workers import Pool
pool = Pool((sys.executable, "-c", {JOBS!r}))
print(pool.run("echo", {{"said": "one"}}).facts["pid"], flush=True)
"""


@pytest.mark.parametrize(
    ("then", "kill"),
    [("", False), ("import time; time.sleep(600)", True), ("pool.run('hang', {})", True)],
    ids=["parent exits", "parent is killed", "parent is killed in the middle of a job"],
)
def test_worker_ends_with_its_parent(then, kill):
    with subprocess.Popen(
        [sys.executable, "-c", PARENT + then],
        cwd=workers.PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        if kill:
            parent.kill()
        parent.wait()

    assert ended(pid)


def test_worker_ends_itself_when_it_has_been_idle():
    script = "from letters.printing import worker; worker.IDLE_SECONDS = 0.05; worker.serve({})"
    started = workers.Worker((sys.executable, "-c", script))

    try:
        assert ended(started.pid)
    finally:
        started.end()


def test_letter_is_printed_again_after_its_worker_was_killed():
    before = render_letter(sheet())
    for pid in workers.pool().pids():
        os.kill(pid, signal.SIGKILL)

    assert render_letter(sheet()).sha256 == before.sha256


def test_letter_is_the_same_whichever_worker_prints_it(monkeypatch):
    first = render_letter(sheet())
    other = Pool()
    monkeypatch.setattr("letters.printing.render.pool", lambda: other)
    try:
        second = render_letter(sheet())
    finally:
        other.close()

    assert second.pdf == first.pdf


def test_pages_are_not_set_in_the_web_process():
    script = "import sys; import letters.printing; print([name for name in sys.modules if name.startswith('typst')])"

    out = subprocess.run(
        [sys.executable, "-c", script], cwd=workers.PROJECT, capture_output=True, text=True, check=True
    )

    assert out.stdout == "[]\n"
