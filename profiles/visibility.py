"""Database triggers that keep a listing's search row from saying more than the listing does, whoever writes.

`SearchRow.objects.public()` may answer for `Listing.objects.public()` because of them: the moment a listing is hidden,
withdrawn, or its consent, verification or release changes, its row goes or follows, in the same transaction. Rows
never appear here; that is `profiles.search.write_listing`. Made after each `migrate`.
"""

from typing import Any

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper

ROWS = "profiles_searchrow"
LISTINGS = "profiles_listing"
SYSTEMS = "profiles_system"
#: Columns of a listing that decide whether it is public; the days among them stand in the row as well.
DECIDING = (
    "state", "system_id", "override_by_id", "consent_listing_on", "consent_until", "verified_on", "birth_date",
    "release_date",
)  # fmt: skip
_CHANGED = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in DECIDING)
_HIDDEN = f"""NEW.state <> 'published' OR NEW.consent_listing_on IS NULL OR (NEW.override_by_id IS NULL
    AND EXISTS (SELECT 1 FROM {SYSTEMS} WHERE id = NEW.system_id AND restricts_listings))"""  # noqa: S608 - own names
_REMOVE = f"DELETE FROM {ROWS} WHERE listing_id = NEW.id"  # noqa: S608
_REMOVE_RESTRICTED = f"""DELETE FROM {ROWS} WHERE listing_id IN
    (SELECT id FROM {LISTINGS} WHERE system_id = NEW.id AND override_by_id IS NULL)"""  # noqa: S608


def _follow(day: str) -> str:
    """Write the days anew. day: how this database counts the days of a date since 1970."""
    days = {"consent_on": "consent_listing_on", "consent_until": "consent_until", "verified": "verified_on"}
    days["birth"] = "birth_date"
    changes = [f"{column} = {day.format('NEW.' + source)}" for column, source in days.items()]
    changes.append(f"release_day = COALESCE({day.format('NEW.release_date')}, release_day)")
    return f"UPDATE {ROWS} SET {', '.join(changes)} WHERE listing_id = NEW.id"  # noqa: S608


_POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION follow_listing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF {_HIDDEN} THEN {_REMOVE}; ELSE {_follow("({} - DATE '1970-01-01')")}; END IF; RETURN NULL; END $$""",
    f"""CREATE OR REPLACE TRIGGER search_row_follows AFTER UPDATE ON {LISTINGS} FOR EACH ROW
    WHEN ({_CHANGED}) EXECUTE FUNCTION follow_listing()""",
    f"""CREATE OR REPLACE FUNCTION follow_system() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    {_REMOVE_RESTRICTED}; RETURN NULL; END $$""",
    f"""CREATE OR REPLACE TRIGGER search_rows_follow AFTER UPDATE ON {SYSTEMS} FOR EACH ROW
    WHEN (NEW.restricts_listings AND NOT OLD.restricts_listings) EXECUTE FUNCTION follow_system()""",
)
_SQLITE = (
    f"""CREATE TRIGGER IF NOT EXISTS search_row_goes AFTER UPDATE ON {LISTINGS}
    WHEN ({_CHANGED.replace("IS DISTINCT FROM", "IS NOT")}) AND ({_HIDDEN}) BEGIN {_REMOVE}; END""",
    f"""CREATE TRIGGER IF NOT EXISTS search_row_follows AFTER UPDATE ON {LISTINGS}
    WHEN ({_CHANGED.replace("IS DISTINCT FROM", "IS NOT")}) AND NOT ({_HIDDEN})
    BEGIN {_follow("CAST(julianday({}) - 2440587.5 AS INTEGER)")}; END""",
    f"""CREATE TRIGGER IF NOT EXISTS search_rows_follow AFTER UPDATE ON {SYSTEMS}
    WHEN NEW.restricts_listings AND NOT OLD.restricts_listings BEGIN {_REMOVE_RESTRICTED}; END""",
)


def install(using: str) -> None:
    """Make the triggers, where the tables are there. Doing it again changes nothing."""
    connection = connections[using]
    if not router.allow_migrate(using, "profiles", model_name="searchrow"):
        return
    with connection.cursor() as cursor:
        if {ROWS, LISTINGS, SYSTEMS} <= set(connection.introspection.table_names(cursor)):
            for statement in _statements(connection):
                cursor.execute(statement)


def _statements(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    return _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE


def after_migrate(*, using: str, **kwargs: Any) -> None:
    """Receiver of `post_migrate`."""
    install(using)
