"""What Django's models cannot say: the text index of each database.

PostgreSQL has a GIN index over the tokens, and a table so narrow that half of all listings are few pages: a text is
filled up with spaces until PostgreSQL keeps it apart from its row, compressed. SQLite has an FTS5 table that keeps its
own content (a contentless one cannot delete before SQLite 3.43), fed by triggers, so that no writer can forget it.
Made after each `migrate`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, router
from django.db.backends.utils import CursorWrapper

TABLE = "profiles_searchtext"
FTS = "profiles_searchtext_fts"
#: The indexed expression; queries must repeat it to the letter.
VECTOR = "array_to_tsvector(string_to_array(btrim(tokens), ' '))"

FILLED = 2_100  # characters; PostgreSQL moves columns out of rows of more than 2,032 bytes
_POSTGRESQL = (
    f"CREATE INDEX IF NOT EXISTS searchtext_tokens ON {TABLE} USING gin ({VECTOR})",
    f"""CREATE OR REPLACE FUNCTION fill_searchtext() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN NEW.tokens := rpad(NEW.tokens, greatest(length(NEW.tokens), {FILLED})); RETURN NEW; END $$""",
    f"""CREATE OR REPLACE TRIGGER searchtext_fill BEFORE INSERT OR UPDATE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION fill_searchtext()""",
)
#: Once: rows are as narrow as can be from now on, and those that are there are written anew.
_NARROW = "toast_tuple_target=128"
_NARROWING = (f"ALTER TABLE {TABLE} SET ({_NARROW})", f"UPDATE {TABLE} SET tokens = tokens")  # noqa: S608
_SQLITE = (  # names of our own, nothing typed
    f"""CREATE VIRTUAL TABLE IF NOT EXISTS {FTS}
    USING fts5(tokens, detail=none, prefix='2 3', tokenize="unicode61 remove_diacritics 0 tokenchars '=+'")""",
    f"""CREATE TRIGGER IF NOT EXISTS searchtext_insert AFTER INSERT ON {TABLE}
    BEGIN INSERT INTO {FTS}(rowid, tokens) VALUES (new.listing_id, new.tokens); END""",  # noqa: S608
    f"""CREATE TRIGGER IF NOT EXISTS searchtext_delete AFTER DELETE ON {TABLE}
    BEGIN DELETE FROM {FTS} WHERE rowid = old.listing_id; END""",  # noqa: S608
    f"""CREATE TRIGGER IF NOT EXISTS searchtext_update AFTER UPDATE ON {TABLE}
    BEGIN UPDATE {FTS} SET rowid = new.listing_id, tokens = new.tokens WHERE rowid = old.listing_id; END""",  # noqa: S608
)


def install(using: str) -> None:
    """Make the text index, where its table is there. Doing it again changes nothing."""
    connection = connections[using]
    if not router.allow_migrate(using, "profiles", model_name="searchtext"):
        return
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return
        for statement in _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)
        if connection.vendor == "postgresql" and not _is_narrow(cursor):
            for statement in _NARROWING:
                cursor.execute(statement)


def _is_narrow(cursor: CursorWrapper) -> bool:
    cursor.execute("SELECT reloptions FROM pg_class WHERE oid = %s::regclass", [TABLE])
    return _NARROW in (cursor.fetchone()[0] or [])


@contextmanager
def left_out(using: str) -> Iterator[None]:
    """While very many texts are written: PostgreSQL makes its index once, afterwards, which is several times quicker.

    Nobody finds words meanwhile. SQLite keeps its own up to date as ever.
    """
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute("DROP INDEX IF EXISTS searchtext_tokens")
    try:
        yield
    finally:
        install(using)


def after_migrate(*, using: str, **kwargs: Any) -> None:
    """Receiver of `post_migrate`."""
    install(using)
