"""The bench of printing tells what it measured and what it left out; how fast a machine is, is no test."""

from penpal.bench import engines, printed, printing


def test_run_tells_each_size_what_is_not_installed_and_what_is_right(monkeypatch):
    known = {"typst": engines.typst, "quill": lambda: iter(())}
    monkeypatch.setattr(engines, "ENGINES", known)
    monkeypatch.setattr(printing, "ENGINES", known)
    monkeypatch.setattr(printed, "NIGHT", 3)
    monkeypatch.setattr(printed, "SWEEP", 2)
    told = []

    printing.run(number=1, write=told.append)

    assert told[0] == "quill is not installed and left out"
    assert [line.split()[2] for line in told if " ms processor" in line] == ["typst", "typst"]
    assert [
        line for line in told if line.startswith("3 letters (3 pages)") and "same bytes twice: yes" in line
    ]
    assert told[-5:] == [
        "sentences in 11 languages read back from the PDF: all",
        "envelopes whose address leaves the read area, of 30: 0",
        "closings alone on a page, of 2 letters: 0",
        "same bytes from another worker process: yes",
        "characters without a glyph that were printed: 0",
    ]


def test_verdict_keeps_or_misses():
    assert [printing._verdict("ms", value, 30).rpartition(" ")[2] for value in (30, 30.1)] == [
        "kept",
        "MISSED",
    ]
