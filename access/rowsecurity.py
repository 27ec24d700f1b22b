"""Row-level security in migrations (docs/adr/0013): each table about people says in one line whose rows it shows.

Enabled and not forced: it binds the role that serves people, and not the owner, who migrates and dumps. What a
session may see stands in two settings that access/scoping.py makes for one transaction: `app.units`, ids of units as
"{1,2}", and `app.user`, the id of an account. Neither set, or anything that is no array: no row is seen.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

# In a sub-select, so that PostgreSQL reads the setting once for a query and not for each row.
_UNITS = (
    "(SELECT CASE WHEN current_setting('app.units', true) LIKE '{%' "
    "THEN current_setting('app.units', true)::bigint[] END)::bigint[]"
)
# The account on whose behalf the transaction runs: for `own` below.
ME = "(SELECT NULLIF(current_setting('app.user', true), '')::bigint)"


def in_scope(column: str) -> str:
    """Return SQL that holds for rows of a unit in scope. Rows of no unit belong to the unit 0."""
    return f"{column} = ANY ({_UNITS})"


class Protect(Operation):
    """Let a table's rows be seen and changed only in a scope on their unit.

    `unit` is the column of the unit's id, None where the table has none; `or_none` says that it may be NULL, which
    counts as unit 0. `own` is SQL that holds for what else an account sees, wherever it is: its own rows. `own_adds`
    and `own_changes` are SQL for the rows that it may add and change there. `anybody_adds` lets a row be added for
    any unit. With `never_changes` rows are added and never changed.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(
        self,
        table: str,
        *,
        unit: str | None = "unit_id",
        or_none: bool = False,
        own: str = "",
        own_adds: str = "",
        own_changes: str = "",
        anybody_adds: bool = False,
        never_changes: bool = False,
    ) -> None:
        self.table, self.unit, self.or_none = table, unit, or_none
        self.own, self.own_adds, self.own_changes = own, own_adds, own_changes
        self.anybody_adds, self.never_changes = anybody_adds, never_changes

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        options = {name: value for name, value in vars(self).items() if name != "table"}
        return self.__class__.__name__, [self.table], options

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Models don't change: the database does."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for statement in self.statements():
            schema_editor.execute(statement, None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for name in ("unit", "unit_adds", "own", "own_adds", "own_changes", "anybody_adds"):
            schema_editor.execute(f"DROP POLICY IF EXISTS {name} ON {self.table}")
        schema_editor.execute(f"ALTER TABLE {self.table} DISABLE ROW LEVEL SECURITY")

    def describe(self) -> str:
        return f"Show rows of {self.table} only in a scope on their unit"

    def statements(self) -> list[str]:
        """Return the SQL that protects the table."""
        found = [f"ALTER TABLE {self.table} ENABLE ROW LEVEL SECURITY"]

        def policy(name: str, command: str, rows: str, clause: str = "USING") -> None:
            found.append(f"CREATE POLICY {name} ON {self.table} FOR {command} {clause} ({rows})")

        if self.unit is not None:
            whose = in_scope(self.unit)
            if self.or_none:
                whose = f"{whose} OR ({self.unit} IS NULL AND {in_scope('0')})"
            if self.never_changes:
                policy("unit", "SELECT", whose)
                policy("unit_adds", "INSERT", whose, "WITH CHECK")
            else:
                policy("unit", "ALL", whose)
        if self.own:
            policy("own", "SELECT", self.own)
        if self.own_adds:
            policy("own_adds", "INSERT", self.own_adds, "WITH CHECK")
        if self.own_changes:
            policy("own_changes", "UPDATE", self.own_changes)
        if self.anybody_adds:
            policy("anybody_adds", "INSERT", "true", "WITH CHECK")
        return found
