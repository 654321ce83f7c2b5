"""The code of the release before goes on working in a database that the next one has migrated."""

from collections.abc import Iterator

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.models import NOT_PROVIDED

#: What belongs to the first release, before which there was no other code to go on working.
FIRST_RELEASE = {"profiles": 10, "letters": 7}
#: Operations that take away or rename what the older code still asks for.
TAKING = (
    migrations.RemoveField,
    migrations.RenameField,
    migrations.DeleteModel,
    migrations.RenameModel,
    migrations.AlterModelTable,
)


def breaks_older_code(operation: Operation) -> bool:
    """Whether code that does not know of the operation fails after it: on reading, or on adding a row."""
    if isinstance(operation, TAKING):
        return True
    if not isinstance(operation, migrations.AddField):
        return False
    field = operation.field
    return not (field.many_to_many or field.null or field.db_default is not NOT_PROVIDED)


def _later_operations() -> Iterator[tuple[str, Operation]]:
    for (app, name), migration in sorted(MigrationLoader(None).disk_migrations.items()):
        if app in FIRST_RELEASE and int(name[:4]) > FIRST_RELEASE[app]:
            for operation in migration.operations:
                yield f"{app} {name}: {operation.describe()}", operation


def test_no_migration_since_the_first_release_breaks_the_code_before() -> None:
    assert [told for told, operation in _later_operations() if breaks_older_code(operation)] == []


@pytest.mark.parametrize(
    ("operation", "breaks"),
    [
        (migrations.AddField("a", "b", models.CharField(max_length=3, default="x")), True),
        (migrations.AddField("a", "b", models.CharField(max_length=3, db_default="x")), False),
        (migrations.AddField("a", "b", models.DateField(null=True)), False),
        (migrations.AddField("a", "b", models.ManyToManyField("a.c")), False),
        (migrations.CreateModel("c", []), False),
        (migrations.RemoveField("a", "b"), True),
        (migrations.RenameField("a", "b", "c"), True),
        (migrations.DeleteModel("a"), True),
    ],
)
def test_what_older_code_cannot_live_with_is_known(operation: Operation, breaks: bool) -> None:
    assert breaks_older_code(operation) is breaks
