"""The tables as all migrations leave them, in one file: a new database takes two seconds instead of half a minute.

Migrations remain the truth, and bring every database up to date that exists already. The file is written from them
(`python3 run.py schema`), and counts only while the migrations say what they said then.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations import Migration, RunPython
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

# In front of each migration's name and digest, on lines of their own at the top of the file.
MARK = "-- after "


def marks() -> list[str]:
    """Return a line for each migration that there is: its app, its name, and a digest of what it says."""
    migrations = MigrationLoader(None).disk_migrations
    return [f"{MARK}{app}.{name} {_digest(one)}" for (app, name), one in sorted(migrations.items())]


def _digest(migration: Migration) -> str:
    source = Path(sys.modules[type(migration).__module__].__file__ or "")
    return hashlib.sha256(source.read_bytes()).hexdigest()[:16]


def lay() -> bool:
    """Make the tables of an empty database, as its owner, and note the migrations as done. Returns whether it did.

    It does not where there is any table, nor where the file and the migrations differ: then each has to be applied.
    """
    if connection.introspection.table_names():
        return False
    text = Path(settings.SCHEMA_SNAPSHOT).read_text(encoding="utf-8")
    if [line for line in text.splitlines() if line.startswith(MARK)] != marks():
        return False
    migrations = MigrationLoader(None).disk_migrations
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(text)
        _fill(migrations)
        for app, name in sorted(migrations):
            MigrationRecorder(connection).record_applied(app, name)
    connection.close()  # the file changes settings of the session
    return True


def _fill(migrations: dict[tuple[str, str], Migration]) -> None:
    """Put in the rows that migrations put into tables: those with the hint "fills". Others change what isn't there yet.

    The tables are today's, and so are the models.
    """
    for _key, migration in sorted(migrations.items()):
        for operation in migration.operations:
            if isinstance(operation, RunPython) and operation.hints.get("fills"):
                operation.code(apps, None)  # type: ignore[arg-type] # real models, and no schema to change
