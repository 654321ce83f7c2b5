"""The database as text that SQLite and PostgreSQL both can take: rows as JSON, one table after the other.

Columns are copied as they stand, so encrypted ones stay encrypted and FIELD_KEYS is needed to read them again.
"""

import base64
import gzip
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

PREFIX = "database/"
#: Sign-ins end with a restore: one that was ended since the backup would come back to life.
LEFT_OUT = frozenset({"sessions.Session", "usersessions.UserSession"})
ROWS = 1_000  # fetched, and inserted, at a time
PART_BYTES = 4 * 1024 * 1024

_KINDS = {
    "BooleanField": "bool",
    "DateTimeField": "datetime",
    "DateField": "date",
    "BinaryField": "bytes",
    "JSONField": "json",
    "UUIDField": "uuid",
}


@dataclass(frozen=True)
class Table:
    """A table with its columns as (name, kind). The first column orders its rows."""

    name: str
    columns: tuple[tuple[str, str], ...]


def tables() -> list[Table]:
    """Every table of the site's models, many-to-many tables included, but for LEFT_OUT."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and model._meta.label not in LEFT_OUT:
            found[model._meta.db_table] = _table(model)
    return [found[name] for name in sorted(found)]


def _table(model: type[models.Model]) -> Table:
    fields = sorted(model._meta.concrete_fields, key=lambda field: not field.primary_key)
    return Table(model._meta.db_table, tuple((str(field.column), _kind(field)) for field in fields))


def _kind(field: Any) -> str:
    while field.remote_field:
        field = field.target_field
    return _KINDS.get(field.get_internal_type(), "plain")


@contextmanager
def snapshot() -> Iterator[BaseDatabaseWrapper]:
    """A connection of its own that sees the database as it is now, whatever is written meanwhile; it blocks nobody."""
    frozen = connection.copy()
    frozen.settings_dict["OPTIONS"].pop("transaction_mode", None)
    modes = {"postgresql": "ISOLATION LEVEL REPEATABLE READ READ ONLY", "sqlite": "DEFERRED"}
    try:
        with frozen.cursor() as cursor:
            cursor.execute(f"BEGIN {modes[frozen.vendor]}")
            yield frozen
            cursor.execute("ROLLBACK")
    finally:
        frozen.close()


def migrations(using: BaseDatabaseWrapper) -> list[list[str]]:
    """The migrations that a database has had, as [application, name], in order of name."""
    return sorted([app, name] for app, name in MigrationRecorder(using).applied_migrations())


def dump(using: BaseDatabaseWrapper, table: Table) -> Iterator[tuple[bytes, int]]:
    """The rows of a table in parts of about PART_BYTES before compression: (part, number of its rows)."""
    head = json.dumps({"table": table.name, "columns": table.columns}).encode()
    lines, size = [head], 0
    for row in _rows(using, table):
        lines.append(json.dumps(row, ensure_ascii=False).encode())
        size += len(lines[-1])
        if size > PART_BYTES:
            yield gzip.compress(b"\n".join(lines), 6, mtime=0), len(lines) - 1
            lines, size = [head], 0
    if len(lines) > 1:
        yield gzip.compress(b"\n".join(lines), 6, mtime=0), len(lines) - 1


def _rows(using: BaseDatabaseWrapper, table: Table) -> Iterator[list[Any]]:
    quote = using.ops.quote_name
    names = ", ".join(quote(name) for name, _kind in table.columns)
    order = quote(table.columns[0][0])
    readers = [_READ.get(kind) for _name, kind in table.columns]
    with using.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {quote(table.name)} ORDER BY {order}")  # noqa: S608
        while rows := cursor.fetchmany(ROWS):
            for row in rows:
                yield [
                    read(value) if read and value is not None else value
                    for read, value in zip(readers, row, strict=True)
                ]


def _read_datetime(value: Any) -> str:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


_READ: dict[str, Callable[[Any], Any]] = {
    "bool": bool,
    "datetime": _read_datetime,
    "date": str,
    "bytes": lambda value: base64.b64encode(bytes(value)).decode(),
    "json": lambda value: json.loads(value) if isinstance(value, str) else value,
    "uuid": lambda value: str(uuid.UUID(str(value))),
}


def empty(names: Iterable[str]) -> None:
    """Delete all rows of these tables."""
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")  # noqa: S608


def load(part: bytes) -> int:
    """Insert the rows of one part into its table. Returns how many. Call it inside a transaction."""
    head, *lines = gzip.decompress(part).split(b"\n")
    facts = json.loads(head)
    columns = [(name, kind) for name, kind in facts["columns"]]
    for start in range(0, len(lines), ROWS):
        rows = [json.loads(line) for line in lines[start : start + ROWS]]
        _insert(facts["table"], columns, rows)
    return len(lines)


def _insert(table: str, columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[Any]]) -> None:
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name, _kind in columns)
    places = ", ".join(["%s"] * len(columns))
    values = [
        [
            value if value is None else _written(kind, value)
            for (_name, kind), value in zip(columns, row, strict=True)
        ]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({places})", values)  # noqa: S608


def _written(kind: str, value: Any) -> Any:
    """A value of a part as this database's driver takes it."""
    if kind == "datetime":
        return connection.ops.adapt_datetimefield_value(datetime.fromisoformat(value))
    if kind == "date":
        return connection.ops.adapt_datefield_value(date.fromisoformat(value))
    if kind == "bytes":
        return base64.b64decode(value)
    if kind == "json":
        return models.JSONField().get_db_prep_value(value, connection)
    if kind == "uuid":
        return models.UUIDField().get_db_prep_value(uuid.UUID(value), connection)
    return value


def check_and_count_on() -> None:
    """Raise IntegrityError for a key that points nowhere, and let new rows be numbered after the loaded ones."""
    if connection.vendor == "sqlite":
        connection.check_constraints()
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    statements = connection.ops.sequence_reset_sql(
        no_style(), list(apps.get_models(include_auto_created=True))
    )
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
