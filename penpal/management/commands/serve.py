"""Start the site in the foreground: prepare what it needs, then run the web server and the job worker."""

import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser, BooleanOptionalAction
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from penpal import processes
from penpal.environment import whole_number
from penpal.management.commands import demo_moderator
from profiles.models import Listing

SAMPLE_LISTINGS = 300
#: Requests handled at a time. Most of a request is waiting: for the database, or for a letter being laid out.
THREADS = 8
START_SECONDS = 60
#: What a running request or job gets to finish when the site stops.
STOP_SECONDS = 15
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


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
        parser.add_argument("--jobs", action=BooleanOptionalAction, default=True, help="run the job worker too")

    def handle(self, **options: Any) -> None:
        os.umask(0o077)  # whatever is stored may be about people: for this user alone
        host, port = options["host"], options["port"] or _port()
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            refuse_taken_port(host, port)
            if options["prepare"]:
                self._prepare()
            self._run(host, port, jobs=options["jobs"])
        except KeyboardInterrupt:
            self._say("Stopped.")

    def _prepare(self) -> None:
        self._say("Preparing the database")
        call_command("migrate", interactive=False, verbosity=0)
        self._say("Loading systems, facilities and mailing rules")
        call_command("load_reference", verbosity=0)
        if settings.PRODUCTION:
            demo_moderator.retire()
        elif not Listing.objects.exists():
            self._say(f"Making {SAMPLE_LISTINGS} sample listings of invented women")
            call_command("make_sample", listings=SAMPLE_LISTINGS, verbosity=0)
        self._say("Collecting static files")
        call_command("collectstatic", interactive=False, verbosity=0)

    def _run(self, host: str, port: int, *, jobs: bool) -> None:
        commands = {"web server": web_command(host, port)} | ({"job worker": job_command()} if jobs else {})
        moderator = None if settings.PRODUCTION else demo_moderator.ensure(port)
        connections.close_all()
        with running(commands) as children:
            wait_until_answering(children, host, port)
            if moderator:
                self._say(moderator)
            self._say(f"{settings.SITE_NAME} is at http://{host}:{port}/ (Ctrl-C stops it)")
            name = first_to_end(children)
        raise CommandError(f"The {name} ended by itself, so the site stopped. Its last lines above say why.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
