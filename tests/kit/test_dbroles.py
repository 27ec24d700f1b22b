"""Two roles: what serves people owns nothing and can't change what is append-only."""

from __future__ import annotations

import pytest
from django.core.checks import run_checks
from django.db import DatabaseError, connection, transaction

from access.actions import audit
from access.models import AuditEvent
from kit import dbroles

TABLES = ("access_auditevent", "access_suppression", "canvass_contactevent", "gotv_votemark", "gotv_markvoid")


def _one(sql: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def test_the_runtime_role_is_weak_and_owns_nothing(db: None) -> None:
    assert _one("SELECT current_user") == dbroles.runtime_role() != dbroles.owner_role()
    assert _one("SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = current_user") is False
    assert _one("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user") == 0


@pytest.mark.parametrize(
    "statement",
    ["CREATE TABLE sneaky (id int)", "ALTER TABLE access_user ADD COLUMN sneaky int", "DROP TABLE access_grant"],
)
def test_the_runtime_role_cannot_change_the_schema(db: None, statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("table", TABLES)
def test_append_only_tables_have_their_trigger(db: None, table: str) -> None:
    triggers = _one(
        f"SELECT count(*) FROM pg_trigger WHERE tgrelid = '{table}'::regclass AND tgname LIKE '%append_only'"
    )
    assert triggers == 1


@pytest.mark.parametrize("change", ["UPDATE access_auditevent SET verb = 'nothing'", "DELETE FROM access_auditevent"])
def test_the_record_cannot_be_rewritten(db: None, change: str) -> None:
    audit.record("test.done", by=None)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
    assert AuditEvent.objects.filter(verb="test.done").count() == 1


def test_the_checks_accept_this_role(db: None) -> None:
    assert run_checks(databases=["default"], tags=["database"]) == []


def test_the_checks_refuse_the_owner_as_runtime_role(transactional_db: None) -> None:
    with dbroles.as_owner():
        found = run_checks(databases=["default"], tags=["database"])
    assert [problem.id for problem in found] == ["access.E002"]
