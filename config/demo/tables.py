"""Rows in bulk: ids given out by the table's own sequence, rows streamed by COPY."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from django.db import connection
from django.db.models import Field, Model
from psycopg import sql


def ids(model: type[Model], count: int) -> list[int]:
    """Return `count` new ids of this table, in order. The runtime role may draw from a sequence, not set it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def fill(model: type[Model], fields: str, rows: Iterable[Sequence[object]]) -> None:
    """Stream rows into the model's table. `fields` names the model's fields; JSON goes in as text.

    Columns that are left out get the database's default, not the model's.
    """
    table = model._meta.db_table
    columns = [sql.Identifier(str(cast("Field", model._meta.get_field(name)).column)) for name in fields.split()]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), sql.SQL(", ").join(columns))
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
