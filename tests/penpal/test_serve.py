"""Starting and stopping: clear words when it cannot start, and nothing left behind when it stops."""

import http.server
import os
import signal
import socket
import sys
import threading
from types import SimpleNamespace

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError

from penpal.management.commands import serve
from tests.support.network import free_port

SLEEPER = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]
ENDER = [sys.executable, "-c", "raise SystemExit(3)"]


@pytest.fixture
def taken():
    """A port of 127.0.0.1 that somebody listens on without ever answering."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_refuse_taken_port_free_one_stays_free():
    free = free_port()

    serve.refuse_taken_port("127.0.0.1", free)

    with socket.create_server(("127.0.0.1", free)) as listening:
        assert listening.getsockname()[1] == free


def test_refuse_taken_port_says_what_to_do(taken):
    with pytest.raises(CommandError) as refused:
        serve.refuse_taken_port("127.0.0.1", taken)

    assert str(refused.value) == (
        f"Port {taken} is in use by another program. Is the site running already?"
        f" Stop it, or choose another port: make run PORT={taken + 1}"
    )


def test_refuse_taken_port_address_of_another_machine():
    with pytest.raises(CommandError, match=r"^Cannot listen on 192\.0\.2\.1:8000: "):
        serve.refuse_taken_port("192.0.2.1", 8000)


def test_port_from_environment_default(monkeypatch):
    monkeypatch.delenv("PORT", raising=False)

    assert serve.port_from_environment() == 8000


def test_port_from_environment_given(monkeypatch):
    monkeypatch.setenv("PORT", "8123")

    assert serve.port_from_environment() == 8123


@pytest.mark.parametrize("text", ["0", "65536", "-1", "eighty", "80.5", ""])
def test_port_from_environment_no_port(monkeypatch, text):
    monkeypatch.setenv("PORT", text)

    with pytest.raises(CommandError, match="^PORT: "):
        serve.port_from_environment()


def test_running_stops_every_child():
    with serve.running({"a": SLEEPER, "b": SLEEPER}) as children:
        alive = [child.poll() for child in children.values()]

    assert alive == [None, None]
    assert [child.returncode for child in children.values()] == [-signal.SIGTERM, -signal.SIGTERM]


def test_running_stops_every_child_when_interrupted():
    with pytest.raises(KeyboardInterrupt), serve.running({"a": SLEEPER}) as children:
        raise KeyboardInterrupt

    assert children["a"].returncode == -signal.SIGTERM


def test_running_second_command_missing_stops_the_first(monkeypatch):
    started = []
    monkeypatch.setattr(serve.processes, "start", _recording(serve.processes.start, started))

    with pytest.raises(FileNotFoundError), serve.running({"a": SLEEPER, "b": ["/nowhere/program"]}):
        pytest.fail("half of the children is not enough")

    assert [child.returncode for child in started] == [-signal.SIGTERM]


def test_running_gives_the_signals_back():
    before = [signal.getsignal(number) for number in serve.STOP_SIGNALS]

    with serve.running({"a": SLEEPER}):
        during = [signal.getsignal(number) for number in serve.STOP_SIGNALS]

    assert during == before
    assert [signal.getsignal(number) for number in serve.STOP_SIGNALS] == before


def test_refuse_dead_all_alive_passes():
    with serve.running({"a": SLEEPER, "b": SLEEPER}) as children:
        serve.refuse_dead(children)

        assert [child.poll() for child in children.values()] == [None, None]


def test_refuse_dead_names_the_one_that_ended():
    with serve.running({"web server": SLEEPER, "job worker": ENDER}) as children:
        children["job worker"].wait()

        with pytest.raises(CommandError) as refused:
            serve.refuse_dead(children)

    assert str(refused.value) == (
        "The job worker ended by itself (status 3), so the site stops. The lines above say why."
    )


def test_wait_until_answering_any_answer_will_do():
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as server:
        server.RequestHandlerClass.log_message = lambda *arguments: None
        thread = threading.Thread(target=server.handle_request)
        thread.start()

        serve.wait_until_answering({}, "127.0.0.1", server.server_port)

        thread.join()
        assert not thread.is_alive()


def test_wait_until_answering_child_that_died_ends_the_wait(taken):
    with serve.running({"web server": ENDER}) as children:
        children["web server"].wait()

        with pytest.raises(CommandError, match="^The web server ended by itself"):
            serve.wait_until_answering(children, "127.0.0.1", taken)


def test_wait_until_answering_silence_gives_up(monkeypatch, taken):
    monkeypatch.setattr(serve, "START_SECONDS", 0)

    with pytest.raises(CommandError, match="did not answer within 0 seconds"):
        serve.wait_until_answering({}, "127.0.0.1", taken)


def _recording(start, started):
    def start_and_note(*arguments, **options):
        child = start(*arguments, **options)
        started.append(child)
        return child

    return start_and_note


@pytest.fixture
def static_source(tmp_path, monkeypatch):
    """One style sheet, which is all there is to collect into a folder of the test."""
    source = tmp_path / "source" / "site.css"
    source.parent.mkdir()
    source.write_text("a{}")
    places = SimpleNamespace(VAR_DIR=tmp_path, STATIC_ROOT=tmp_path / "static")
    places.STATIC_ROOT.mkdir()
    monkeypatch.setattr(serve, "settings", places)
    storage = FileSystemStorage(location=source.parent)
    monkeypatch.setattr(
        serve, "get_finders", lambda: [SimpleNamespace(list=lambda _: [("site.css", storage)])]
    )
    monkeypatch.setattr(serve, "call_command", lambda *arguments, **options: None)
    return source


def test_static_is_current_before_collecting(static_source):
    assert not serve.static_is_current()


def test_static_is_current_after_collecting(static_source):
    serve.collect_static()

    assert serve.static_is_current()


def test_static_is_current_no_more_when_they_are_shortened_in_another_way(
    static_source, tmp_path, monkeypatch
):
    serve.collect_static()
    other = tmp_path / "static_files.py"
    other.write_text("# another way")

    monkeypatch.setattr(serve.static_files, "__file__", str(other))

    assert not serve.static_is_current()


@pytest.mark.parametrize(
    "change", [lambda source: source.write_text("a{} b{}"), lambda source: os.utime(source, (1, 1))]
)
def test_static_is_current_no_more_when_a_source_changed(static_source, change):
    serve.collect_static()

    change(static_source)

    assert not serve.static_is_current()


def test_static_is_current_no_more_when_the_collection_is_gone(static_source):
    serve.collect_static()

    serve.settings.STATIC_ROOT.rmdir()

    assert not serve.static_is_current()
