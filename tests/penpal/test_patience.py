"""Connections that wait for an answer only so long."""

import socket
from collections.abc import Iterator

import psycopg2
import pytest
from django.db import connection
from psycopg2 import extensions

from penpal import patience


class Hasty(patience.Present):
    seconds = 0.05


@pytest.fixture
def patient() -> Iterator[None]:
    extensions.set_wait_callback(patience.wait)
    yield
    extensions.set_wait_callback(None)


def test_server_that_says_nothing_is_given_up(patient: None) -> None:
    """It takes the connection and never answers, as a frozen server does."""
    refused = pytest.raises(psycopg2.OperationalError, match=r"^no answer within 0\.05 s$")

    with socket.create_server(("127.0.0.1", 0)) as silent, refused:
        psycopg2.connect(host="127.0.0.1", port=silent.getsockname()[1], user="x", connection_factory=Hasty)


def test_limits_are_one_second_for_the_primary_and_more_for_replicas() -> None:
    assert (patience.Present.seconds, patience.Replica.seconds) == (1.0, 5.0)


@pytest.mark.django_db
def test_slow_statement_closes_a_hasty_connection_only(patient: None) -> None:
    if connection.vendor != "postgresql":
        assert not hasattr(connection.connection, "seconds")
        return
    parameters = connection.get_connection_params()
    known = {name: parameters[name] for name in ("host", "port", "user", "dbname") if name in parameters}
    hasty = psycopg2.connect(**known, connection_factory=Hasty)
    patient_one = psycopg2.connect(**known)

    with pytest.raises(psycopg2.OperationalError, match="no answer"):
        hasty.cursor().execute("SELECT pg_sleep(5)")
    patient_one.cursor().execute("SELECT pg_sleep(0.2)")

    assert (hasty.closed != 0, patient_one.closed) == (True, 0)
    patient_one.close()
