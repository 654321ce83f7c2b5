"""The bench of printing tells what it measured and what it left out; how fast a machine is, is no test."""

from penpal.bench import printing


def test_run_tells_each_size_and_what_is_not_installed(monkeypatch):
    monkeypatch.setattr(printing, "ENGINES", {"typst": printing.ENGINES["typst"], "quill": lambda: None})
    told = []

    printing.run(number=1, write=told.append)

    assert told[0] == "quill is not installed and left out"
    assert [line.split()[2] for line in told if " ms   " in line] == ["typst", "typst"]
    assert "same bytes twice: yes" in told


def test_verdict_keeps_or_misses():
    assert [printing._verdict("ms", value, 30).rpartition(" ")[2] for value in (30, 30.1)] == [
        "kept",
        "MISSED",
    ]
