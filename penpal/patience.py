"""Connections to PostgreSQL that wait for an answer only so long.

A server that was switched off, frozen or cut off says nothing at all: without a limit on our own side, each request
would hang until the network gives up, minutes later. The limit counts for connecting and for each statement.
"""

import select
import time

import psycopg2
from psycopg2 import extensions

PRESENT_SECONDS = 1.0
REPLICA_SECONDS = 5.0


class Present(extensions.connection):
    """To the primary, for what every page asks it: the change number, and whoever is shown."""

    seconds = PRESENT_SECONDS


class Replica(extensions.connection):
    """To a replica, which also answers questions that take longer, such as reading the whole index."""

    seconds = REPLICA_SECONDS


def wait(connection: extensions.connection) -> None:
    """psycopg2's wait callback. Raises OperationalError, which also closes the connection, when the limit has passed.

    A connection without `seconds` waits for ever, as it would without this.
    """
    seconds = getattr(connection, "seconds", None)
    deadline = None if seconds is None else time.monotonic() + seconds
    while (state := connection.poll()) != extensions.POLL_OK:
        poller = select.poll()
        poller.register(
            connection.fileno(), select.POLLIN if state == extensions.POLL_READ else select.POLLOUT
        )
        left = None if deadline is None else max(0.0, deadline - time.monotonic()) * 1000
        if not poller.poll(left):
            raise psycopg2.OperationalError(f"no answer within {seconds:g} s")


def install() -> None:
    """Make the connections of this process wait by `wait`. It rules out COPY, which nothing here uses."""
    extensions.set_wait_callback(wait)
