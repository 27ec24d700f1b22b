"""Rows by the ten thousand: ids given out by the table's own sequence, rows streamed into it by COPY."""

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
    """Add rows to the model's table. `fields` names the model's fields in the order of a row; JSON goes in as text.

    By way of a temporary table, since COPY fills none that row-level security protects. Fields that are left out get
    the database's default, not the model's.
    """
    named = (str(cast("Field", model._meta.get_field(name)).column) for name in fields.split())
    columns = sql.SQL(", ").join(sql.Identifier(name) for name in named)
    words = {"table": sql.Identifier(model._meta.db_table), "columns": columns}
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("CREATE TEMPORARY TABLE filling AS SELECT {columns} FROM {table} LIMIT 0").format(**words)
        )
        with cursor.copy(sql.SQL("COPY filling FROM STDIN")) as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(sql.SQL("INSERT INTO {table} ({columns}) SELECT {columns} FROM filling").format(**words))
        cursor.execute("DROP TABLE filling")
