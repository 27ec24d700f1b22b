"""The checks that refuse to serve people where the walls don't stand."""

from __future__ import annotations

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection

from access import checks
from kit import dbroles


def _found() -> list[str]:
    return [problem.id for problem in run_checks(databases=["default"], tags=["database"])]


def test_a_table_without_its_policy_is_found(transactional_db: None) -> None:
    with dbroles.as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE organise_member DISABLE ROW LEVEL SECURITY")
    try:
        assert _found() == ["access.E005"]
        assert "organise_member" in str(checks.tables_are_protected(databases=["default"])[0])
    finally:
        with dbroles.as_owner(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE organise_member ENABLE ROW LEVEL SECURITY")
    assert _found() == []


def test_one_role_for_everything_is_refused(transactional_db: None, settings: object) -> None:
    """Row-level security doesn't bind the owner of a table."""
    with dbroles.as_owner():
        settings.DATABASE_RUNTIME_ROLE = dbroles.owner_role()  # type: ignore[attr-defined]
        assert _found() == ["access.E002"]


def test_migrating_ends_with_an_error_where_the_walls_do_not_stand(transactional_db: None) -> None:
    call_command("migrate", verbosity=0)
    with dbroles.as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE organise_member DISABLE ROW LEVEL SECURITY")
    try:
        with pytest.raises(CommandError, match="Row-level security is off for organise_member"):
            call_command("migrate", verbosity=0)
    finally:
        with dbroles.as_owner(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE organise_member ENABLE ROW LEVEL SECURITY")
