"""The load: its browser, its report, and how it reads memory."""

import os
import subprocess
import sys

from penpal.bench import crowd, load


def test_hidden_fields_are_read_from_a_page() -> None:
    page = """<input type="hidden" name="version" value="3"><input name="bio" value="x">
        <input type="hidden" name="note" value="a &amp; b"><input type="hidden" name="empty">"""

    assert crowd.hidden(page) == {"version": "3", "note": "a & b", "empty": ""}


def test_report_tells_times_and_errors_of_each_kind() -> None:
    people = crowd.Crowd(1, {}, ("", ""))
    people.took["browse"] = [0.01] * 98 + [0.5, 2.0]
    people.took["print"] = [0.1]
    people.errors["print"] = ["503"]

    assert list(people.lines(50)) == [
        "browse       100 (2.0 a second), p50 10 ms, p99 500 ms, errors 0",
        "print          1 (0.0 a second), p50 100 ms, p99 100 ms, errors 1 503",
    ]


def test_memory_that_grows_is_told() -> None:
    memory = load.Memory(
        warm={"granian": 100 << 20, "serve": 50 << 20}, end={"granian": 120 << 20, "serve": 51 << 20}
    )

    assert list(memory.lines()) == [
        "memory, granian     100 MB warm, 120 MB at the end: GROWS",
        "memory, serve       50 MB warm, 51 MB at the end: flat",
    ]


def test_memory_counts_children_by_what_they_run() -> None:
    """A child that says it is the job worker, and this process."""
    code = "print(flush=True); input()"
    command = [sys.executable, "-c", code, "db_worker"]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    child.stdout.readline()  # it runs
    try:
        found = load.memory_of(os.getpid())
    finally:
        child.communicate(b"\n")

    assert found["db_worker"] > 0


def test_crowd_knows_when_a_page_is_not_what_it_asked_for() -> None:
    people = crowd.Crowd(1, {}, ("", ""))

    people._timed("browse", 200, lambda: (410, "gone", ""))
    people._timed("browse", 200, lambda: (200, "page", ""))

    assert (len(people.took["browse"]), people.errors["browse"]) == (2, ["410"])
