"""Database triggers that keep logs as they were written, whoever connects.

Installed after each `migrate`, dropped by our `flush` command before it empties the database.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

WORDS = "What stands in a log is never changed."
#: Tables that take new rows and nothing else, each with the beginning of the names of its triggers.
GUARDED = {"profiles_moderationevent": "event_log"}
#: What each trigger refuses. SQLite has no TRUNCATE.
REFUSED = {"sqlite": ("UPDATE", "DELETE"), "postgresql": ("UPDATE", "DELETE", "TRUNCATE")}

FUNCTION = f"""
CREATE OR REPLACE FUNCTION refuse_to_change_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{WORDS}'; END $$
"""


def guard(table: str, prefix: str) -> None:
    """Have a log of another application guarded as well, from the next `install` on."""
    GUARDED[table] = prefix


def install(using: str) -> None:
    """Make the triggers, where the tables are there. Doing it again changes nothing."""
    connection = connections[using]
    with connection.cursor() as cursor:
        present = _present(connection, cursor)
        if present and connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for table in present:
            for refused in REFUSED[connection.vendor]:
                cursor.execute(_create(connection, table, refused))


def drop(using: str) -> None:
    """Remove the triggers, so that the whole database can be emptied."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for table in _present(connection, cursor):
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            for refused in REFUSED[connection.vendor]:
                cursor.execute(f"DROP TRIGGER IF EXISTS {_name(table, refused)}{on_table}")


def after_migrate(*, using: str, **kwargs: Any) -> None:
    """Receiver of `post_migrate`."""
    install(using)


def _present(connection: BaseDatabaseWrapper, cursor: Any) -> list[str]:
    """The guarded tables that this database has."""
    names = connection.introspection.table_names(cursor)
    return [table for table in GUARDED if table in names]


def _name(table: str, refused: str) -> str:
    return f"{GUARDED[table]}_refuses_{refused.lower()}"


def _create(connection: BaseDatabaseWrapper, table: str, refused: str) -> str:
    name = _name(table, refused)
    if connection.vendor == "postgresql":
        each = "STATEMENT" if refused == "TRUNCATE" else "ROW"
        return (
            f"CREATE OR REPLACE TRIGGER {name} BEFORE {refused} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_to_change_events()"
        )
    return (
        f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {refused} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
    )
