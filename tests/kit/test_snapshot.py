"""A new database from the snapshot is the one that the migrations make."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.db import connection
from pytest_django.fixtures import Settings

from access.models import Tool
from kit import snapshot
from runner import binaries, schema
from runner.venv import Venv
from tests.everywhere import everywhere

AGAIN = "write it anew: python3 run.py schema"


def test_it_knows_every_migration() -> None:
    lines = Path(configured.SCHEMA_SNAPSHOT).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith(snapshot.MARK)] == snapshot.marks(), AGAIN


def test_it_says_what_the_migrations_say() -> None:
    environment = Venv(Path(sys.prefix), managed=False)
    if binaries.postgres(environment).major != binaries.NEWEST:
        pytest.skip(f"the file is written with pg_dump {binaries.NEWEST}; another one words things otherwise")
    # As a list of lines, so that what differs is shown, and not all of it.
    now = schema.written(environment).splitlines()
    assert Path(configured.SCHEMA_SNAPSHOT).read_text(encoding="utf-8").splitlines() == now, AGAIN


def test_the_suite_s_own_database_was_made_of_it(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(applied) - min(applied) < interval '3 s' FROM django_migrations")
        assert cursor.fetchone() == (True,)


def test_what_migrations_put_in_is_there(db: None) -> None:
    with everywhere():
        assert Tool.objects.count() == 8


def test_a_database_with_tables_is_left_to_the_migrations(db: None) -> None:
    assert snapshot.lay() is False


@pytest.mark.parametrize("change", [lambda marks: marks[:-1], lambda marks: [*marks[:-1], f"{marks[-1]}0"]])
def test_where_a_migration_is_missing_or_says_something_else_the_file_is_not_used(
    change: Callable[[list[str]], list[str]],
    db: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
) -> None:
    old = tmp_path / "schema.sql"
    old.write_text("\n".join([*change(snapshot.marks()), "CREATE TABLE wrong ();"]), encoding="utf-8")
    settings.SCHEMA_SNAPSHOT = old
    monkeypatch.setattr(connection.introspection, "table_names", list)
    assert snapshot.lay() is False
