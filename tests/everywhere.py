"""How the suite looks at all units' rows, and how what it tests does not.

Row-level security binds the suite's connection like any other: it is the runtime role's. So that a test can see what
its deeds came to, a policy of the suite's own holds while `app.units` is "*", and that is what the connection says
outside any scope. Requests, commands and jobs run without it, as in production (`as_in_production`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from celery.app.task import Task
from celery.signals import task_postrun, task_prerun
from django.core.handlers.base import BaseHandler
from django.core.management.base import BaseCommand
from django.db import connection, models
from django.db.backends.signals import connection_created
from psycopg import sql
from psycopg.pq import TransactionStatus

from access import scoping
from access.scoping import ScopedManager

# What a page's scope adds to a count of queries here, where each test is one transaction: a savepoint, the unit told
# to PostgreSQL, and both undone. In production it is BEGIN, one query, and COMMIT.
SCOPE = 4
_STAR = "*"
_looking: ContextVar[bool] = ContextVar("looking", default=False)
_scoped = ScopedManager.get_queryset
_Restore = tuple[str, str]


@contextmanager
def everywhere() -> Iterator[None]:
    """Look at all units' rows for the length of the block, in a scope or outside one."""
    connection.ensure_connection()
    token = _looking.set(True)
    before = _say((_STAR, ""))
    try:
        yield
    finally:
        _say(before)
        _looking.reset(token)


@contextmanager
def as_in_production() -> Iterator[None]:
    """Run the block as a process of its own would: outside any scope, where no unit's rows are seen."""
    tokens = (_looking.set(False), scoping._scope.set(None), scoping._afterwards.set(None), scoping.OUTSIDE.set(""))
    before = _say(("", ""))
    try:
        yield
    finally:
        for variable, token in zip(
            (_looking, scoping._scope, scoping._afterwards, scoping.OUTSIDE), tokens, strict=True
        ):
            variable.reset(token)
        _say(before or (scoping.OUTSIDE.get(), ""))


def _say(setting: _Restore | None) -> _Restore | None:
    """Set units and user on the open connection, past Django's count of queries; return what they were.

    None where there is no connection, or where it can say nothing until its transaction is rolled back.
    """
    raw = connection.connection
    if setting is None or raw is None or raw.closed or raw.info.transaction_status == TransactionStatus.INERROR:
        return None
    with raw.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.units', true), current_setting('app.user', true)")
        before = cursor.fetchone()
        cursor.execute(
            "SELECT set_config('app.units', %s, %s), set_config('app.user', %s, %s)",
            [setting[0], connection.in_atomic_block, setting[1], connection.in_atomic_block],
        )
    return before[0] or "", before[1] or ""


def install() -> None:
    """Let this process look everywhere outside scopes, and run requests, commands and jobs as in production."""
    scoping.OUTSIDE.set(_STAR)
    connection_created.connect(_on_connection, weak=False)
    ScopedManager.get_queryset = _get_queryset
    BaseHandler.get_response = _in_production(BaseHandler.get_response)
    BaseCommand.execute = _in_production(BaseCommand.execute)
    Task.__call__ = _in_production(Task.__call__)
    task_prerun.connect(_before_job, weak=False)
    task_postrun.connect(_after_job, weak=False)


def _on_connection(connection: Any, **_signal: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.units', %s, false)", [scoping.OUTSIDE.get()])


def _get_queryset(manager: ScopedManager) -> models.QuerySet:
    return models.Manager.get_queryset(manager) if _looking.get() else _scoped(manager)


def _in_production(real: Callable) -> Callable:
    def run(*args: Any, **options: Any) -> Any:
        with as_in_production():
            return real(*args, **options)

    return run


_jobs: list[Any] = []


def _before_job(**_signal: object) -> None:
    block = as_in_production()
    block.__enter__()
    _jobs.append(block)


def _after_job(**_signal: object) -> None:
    _jobs.pop().__exit__(None, None, None)


def allow(runtime: str) -> None:
    """Make the suite's own policy on every table that has any. Called as the owner, after the migrations."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace")
        for (table,) in cursor.fetchall():
            cursor.execute(
                sql.SQL(
                    "CREATE POLICY suite ON {} TO {} USING ((SELECT current_setting('app.units', true) = '*'))"
                ).format(sql.Identifier(table), sql.Identifier(runtime))
            )
