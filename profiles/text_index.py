"""What Django's models cannot say: the text index of each database.

PostgreSQL has a GIN index over the tokens. SQLite has an FTS5 table that keeps its own content (a contentless one
cannot delete before SQLite 3.43), fed by triggers, so that no writer can forget it. Made after each `migrate`.
"""

from typing import Any

from django.db import connections, router

TABLE = "profiles_searchtext"
FTS = "profiles_searchtext_fts"
#: The indexed expression; queries must repeat it to the letter.
VECTOR = "array_to_tsvector(string_to_array(btrim(tokens), ' '))"

_POSTGRESQL = (f"CREATE INDEX IF NOT EXISTS searchtext_tokens ON {TABLE} USING gin ({VECTOR})",)
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


def after_migrate(*, using: str, **kwargs: Any) -> None:
    """Receiver of `post_migrate`."""
    install(using)
