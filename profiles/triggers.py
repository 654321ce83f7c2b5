"""Database triggers that keep the log of decisions as it was written, whoever connects.

Installed after each `migrate`, dropped by our `flush` command before it empties the database.
"""

from typing import Any

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "profiles_moderationevent"
WORDS = "The log of decisions is never changed."
#: What each trigger refuses. SQLite has no TRUNCATE.
REFUSED = {"sqlite": ("UPDATE", "DELETE"), "postgresql": ("UPDATE", "DELETE", "TRUNCATE")}

FUNCTION = f"""
CREATE OR REPLACE FUNCTION refuse_to_change_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{WORDS}'; END $$
"""


def install(using: str) -> None:
    """Make the triggers, where the table is there. Doing it again changes nothing."""
    connection = connections[using]
    if not router.allow_migrate(using, "profiles", model_name="moderationevent"):
        return
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for refused in REFUSED[connection.vendor]:
            cursor.execute(_create(connection, refused))


def drop(using: str) -> None:
    """Remove the triggers, so that the whole database can be emptied."""
    connection = connections[using]
    on_table = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return
        for refused in REFUSED[connection.vendor]:
            cursor.execute(f"DROP TRIGGER IF EXISTS {_name(refused)}{on_table}")


def after_migrate(*, using: str, **kwargs: Any) -> None:
    """Receiver of `post_migrate`."""
    install(using)


def _name(refused: str) -> str:
    return f"event_log_refuses_{refused.lower()}"


def _create(connection: BaseDatabaseWrapper, refused: str) -> str:
    if connection.vendor == "postgresql":
        each = "STATEMENT" if refused == "TRUNCATE" else "ROW"
        return (
            f"CREATE OR REPLACE TRIGGER {_name(refused)} BEFORE {refused} ON {TABLE} "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_to_change_events()"
        )
    return (
        f"CREATE TRIGGER IF NOT EXISTS {_name(refused)} BEFORE {refused} ON {TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
    )
