"""Statements that run so often that reading and planning them would be most of their cost."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar, cast

import orjson
import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from django.db.models import Model

Row = TypeVar("Row", bound=Model)
Values = Sequence[Any] | dict[str, Any]


class _Prepared(psycopg.Cursor):
    """Binds values on the server, and has each statement planned once for a connection."""

    def execute(self, query: Any, params: Any = None, **_how: Any) -> _Prepared:
        return super().execute(query, params, prepare=True)


class _Logged(CursorDebugWrapper):
    """Writes down each statement as it stands: once it is planned, psycopg no longer knows its text."""

    def execute(self, sql: Any, params: Any = None) -> Any:
        with self.debug_sql(sql, params):
            return CursorWrapper.execute(self, sql, params)


def cursor() -> CursorWrapper:
    """Return a cursor of Django's connection for SQL whose text is always the same; to be used in a `with`.

    Values go in as they are, lists as arrays; each place says its type where PostgreSQL can't tell ("%s::bigint").
    """
    django = connections[DEFAULT_DB_ALIAS]  # asked for once: each look at the proxy costs as much as a small statement
    django.ensure_connection()
    raw: psycopg.Connection[Any] = django.connection
    if raw.prepare_threshold is None:  # as Django sets it; its own cursors bind values themselves and never prepare
        raw.prepare_threshold = 0
    opened: Any = _Prepared(raw)
    return _Logged(opened, django) if django.queries_logged else django.make_cursor(opened)


def rows(statement: str, values: Values) -> list[tuple]:
    """Return what a statement answers."""
    with cursor() as opened:
        opened.execute(statement, values)
        return cast("list[tuple]", opened.fetchall())


def records(names: Iterable[str], found: Iterable[Iterable[object]]) -> str:
    """Return many rows as one value, for json_to_recordset: much cheaper than an array for each column."""
    columns = list(names)
    each = [dict(zip(columns, row, strict=True)) for row in found]
    try:
        return orjson.dumps(each, default=_text).decode()
    except orjson.JSONEncodeError:  # a number of more than 64 bits, or something nested very deep
        return json.dumps(each, default=_text, ensure_ascii=False)


def _text(value: object) -> str:
    return f"\\x{bytes(value).hex()}" if isinstance(value, bytes | memoryview) else str(value)


def run(statement: str, values: Values) -> None:
    """Run a statement that answers nothing."""
    with cursor() as opened:
        opened.execute(statement, values)


class Objects:
    """Models that one statement reads side by side: its columns, by the letter of each table, and the objects."""

    def __init__(self, **models: type[Model]) -> None:
        self._parts: list[tuple[type[Model], int, list[Any]]] = []
        names: list[str] = []
        for letter, model in models.items():
            fields = list(model._meta.concrete_fields)
            self._parts.append((model, len(names), fields))
            names += [f'{letter}."{field.column}"' for field in fields]
        self.columns = ", ".join(names)

    def of(self, row: Sequence[object]) -> list[Any]:
        """Return the objects in a row that begins with these columns; None for one that an outer join didn't find."""
        return [self._made(model, row[begin : begin + len(fields)], fields) for model, begin, fields in self._parts]

    @staticmethod
    def _made(model: type[Row], values: Sequence[object], fields: Sequence[Any]) -> Row | None:
        read = [
            field.from_db_value(value, None, connection) if hasattr(field, "from_db_value") else value
            for field, value in zip(fields, values, strict=True)
        ]
        found = model.from_db(connection.alias, [field.attname for field in fields], read)
        return found if found.pk is not None else None
