"""Statements that are planned once for a connection."""

from __future__ import annotations

import datetime
import json
import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from access.models import Unit
from canvass.models import Ward
from kit import prepared


def _plans(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement = %s", [statement])
        return cursor.fetchone()[0]


def test_a_statement_is_planned_once_and_still_counted(scope: Unit) -> None:
    with CaptureQueriesContext(connection) as seen:
        assert [prepared.rows("SELECT %s::bigint + 1", [number]) for number in (1, 2, 3)] == [[(2,)], [(3,)], [(4,)]]
    assert [one["sql"] for one in seen.captured_queries] == ["SELECT %s::bigint + 1"] * 3
    assert _plans("SELECT $1::bigint + 1") == 1


def test_rows_go_in_as_one_value_whatever_they_hold(scope: Unit) -> None:
    """Signs, bytes, times and nothing at all come out as they went in."""
    at = datetime.datetime(2026, 5, 7, 11, 30, 0, 123456, tzinfo=datetime.UTC)
    row = (uuid.uuid4(), 'Ŵen \\N "quotes" \\x41', b"\x00\xff\\", at, {"typed": ["1/2", None]}, None)
    names = {"id": "uuid", "word": "text", "digest": "bytea", "at": "timestamptz", "said": "jsonb", "no": "int"}
    columns = ", ".join(f"{name} {kind}" for name, kind in names.items())
    statement = f"SELECT id, word, digest, at, said::text, no FROM json_to_recordset(%s::json) AS one ({columns})"
    [found] = prepared.rows(statement, [prepared.records(names, [row])])
    assert found == (*row[:4], '{"typed": ["1/2", null]}', None)


def test_what_is_too_large_for_the_quick_way_goes_in_too(scope: Unit) -> None:
    deep: list = []
    for _ in range(300):
        deep = [deep]
    for payload in ({"n": 10**30}, {"n": deep}):
        statement = "SELECT at, said FROM json_to_recordset(%s::json) AS one (at timestamptz, said jsonb)"
        at = datetime.datetime(2026, 5, 7, tzinfo=datetime.UTC)
        [found] = prepared.rows(statement, [prepared.records(["at", "said"], [(at, payload)])])
        assert (found[0], json.loads(found[1]) if isinstance(found[1], str) else found[1]) == (at, payload)


def test_objects_are_made_from_one_row_and_none_where_nothing_was_joined(scope: Unit) -> None:
    ward = Ward.objects.create(unit=scope, name="Broad Oak")
    both = prepared.Objects(u=Unit, w=Ward)
    statement = (
        f"SELECT {both.columns} FROM access_unit u LEFT JOIN canvass_ward w ON w.unit_id = u.id AND w.name = %s "
        "WHERE u.id = %s::bigint"
    )
    [found] = prepared.rows(statement, ["Broad Oak", scope.pk])
    assert both.of(found) == [scope, ward]
    [found] = prepared.rows(statement, ["Moss Vale", scope.pk])
    assert both.of(found) == [scope, None]


def test_what_goes_wrong_is_said_as_django_says_it(scope: Unit) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        prepared.run("INSERT INTO canvass_ward (unit_id) VALUES (%s::bigint)", [scope.pk])
