"""Start the site in the foreground: prepare what it needs, then run the web server and the job worker."""

import errno
import hashlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser, BooleanOptionalAction
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from penpal import jobs as site_jobs
from penpal import processes, static_files
from penpal.environment import whole_number
from penpal.management.commands import demo_moderator
from profiles.models import Listing

SAMPLE_LISTINGS = 300
#: Requests handled at a time. Most of a request is waiting: for the database, or for a letter being laid out.
THREADS = 8
START_SECONDS = 60
#: What a running request or job gets to finish in when the site stops.
STOP_SECONDS = 15
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Children = Mapping[str, "subprocess.Popen[bytes]"]


class Command(BaseCommand):
    help = "Start the site in the foreground: web server and job worker. Ctrl-C stops both."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        parser.add_argument("--port", type=int, help="port to listen on (default: PORT, else 8000)")
        parser.add_argument(
            "--prepare",
            action=BooleanOptionalAction,
            default=True,
            help="first migrate, load reference data and collect static files",
        )
        parser.add_argument(
            "--jobs", action=BooleanOptionalAction, default=True, help="run the job worker too"
        )

    def handle(self, **options: Any) -> None:
        os.umask(0o077)  # whatever gets stored may be about people: for this user alone
        for number in STOP_SIGNALS:
            signal.signal(number, signal.default_int_handler)
        host, port = options["host"], options["port"] or port_from_environment()
        try:
            refuse_taken_port(host, port)
            if options["prepare"]:
                self.prepare()
            self.run(host, port, jobs=options["jobs"])
        except KeyboardInterrupt:
            self.say("Stopped.")

    def prepare(self) -> None:
        self.say("Preparing the database")
        call_command("migrate", interactive=False, verbosity=0)
        self.say("Loading systems, facilities and mailing rules")
        call_command("load_reference", verbosity=0)
        if settings.PRODUCTION:
            demo_moderator.retire()
        elif not Listing.objects.exists():
            self.say(f"Making {SAMPLE_LISTINGS} sample listings of invented women")
            call_command("make_sample", listings=SAMPLE_LISTINGS, verbosity=0)
        if not static_is_current():
            self.say("Collecting static files")
            collect_static()

    def run(self, host: str, port: int, *, jobs: bool) -> None:
        commands = {"web server": web_command(host, port)} | ({"job worker": job_command()} if jobs else {})
        moderator = None if settings.PRODUCTION else demo_moderator.ensure(port)
        if jobs:
            site_jobs.revive_at_start()
        connections.close_all()
        self.say("Starting")
        with running(commands) as children:
            wait_until_answering(children, host, port)
            if moderator:
                self.say(moderator)
            self.say(f"{settings.SITE_NAME} is at http://{host}:{port}/ (Ctrl-C stops it)")
            while True:
                refuse_dead(children)
                if jobs:
                    site_jobs.beat()
                time.sleep(0.5)

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def port_from_environment() -> int:
    """PORT, or 8000."""
    try:
        return whole_number("PORT", 8000, 1, 65535)
    except ImproperlyConfigured as wrong:
        raise CommandError(str(wrong)) from wrong


def refuse_taken_port(host: str, port: int) -> None:
    """Say in clear words that the site cannot listen there, before anything is prepared or changed."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                advice = (
                    f"Is the site running already? Stop it, or choose another port: make run PORT={port + 1}"
                )
                raise CommandError(f"Port {port} is in use by another program. {advice}") from error
            raise CommandError(f"Cannot listen on {host}:{port}: {error.strerror}.") from error


def web_command(host: str, port: int) -> list[str]:
    """One web process with threads, which is what SQLite and an in-process cache allow."""
    options = {
        "--interface": "wsgi",
        "--host": host,
        "--port": port,
        "--workers": 1,
        "--blocking-threads": THREADS,
        "--workers-kill-timeout": STOP_SECONDS - 5,
        "--log-level": "error",
    }
    flat = [str(part) for option in options.items() for part in option]
    return [sys.executable, "-m", "granian", *flat, "--no-ws", "penpal.wsgi:application"]


def job_command() -> list[str]:
    """The worker that runs jobs from the queue in the database."""
    return [sys.executable, "manage.py", "db_worker"]


def static_is_current() -> bool:
    """Whether the static files were collected from just the sources that there are now. Collecting takes seconds."""
    note = _static_note()
    return settings.STATIC_ROOT.exists() and note.exists() and note.read_text() == _static_sources()


def collect_static() -> None:
    """Collect the static files and note from what."""
    sources = _static_sources()
    call_command("collectstatic", interactive=False, verbosity=0)
    _static_note().write_text(sources)


def _static_note() -> Path:
    return settings.VAR_DIR / "static-sources.sha256"


def _static_sources() -> str:
    """Hash over name, size and time of every static file where it comes from, and of the code that shortens them."""
    code = Path(static_files.__file__).stat()
    facts = [("", "", code.st_size, code.st_mtime_ns)]
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            facts.append((name, storage.location, stat.st_size, stat.st_mtime_ns))
    return hashlib.sha256(repr(sorted(facts)).encode()).hexdigest()


@contextmanager
def running(commands: Mapping[str, list[str]]) -> Iterator[Children]:
    """The commands as running children, all of them stopped at the end, whatever ends it.

    While they stop, another Ctrl-C changes nothing.
    """
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands.items():
            children[name] = processes.start(command, cwd=settings.BASE_DIR)
        yield children
    finally:
        handlers = {number: signal.signal(number, signal.SIG_IGN) for number in STOP_SIGNALS}
        for child in children.values():  # all at once, so that they finish side by side
            child.terminate()
        for child in children.values():
            processes.stop(child, seconds=STOP_SECONDS)
        for number, handler in handlers.items():
            signal.signal(number, handler)


def refuse_dead(children: Children) -> None:
    """Stop the whole site when a part of it has ended: half a site would look alive and lose letters."""
    for name, child in children.items():
        if child.poll() is not None:
            raise CommandError(
                f"The {name} ended by itself (status {child.returncode}), so the site stops. The lines above say why."
            )


def wait_until_answering(children: Children, host: str, port: int) -> None:
    """Return once the site answers requests, whatever the answer is."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        refuse_dead(children)
        connection = http.client.HTTPConnection(host, port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse()
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise CommandError(f"The web server did not answer within {START_SECONDS} seconds.")
