"""The second and the third wall: no query about people runs until somebody has said which unit it is for.

Every model that carries a unit uses `ScopedManager`: outside a scope its queries raise, inside they see that scope's
units and no others. A scope is also a transaction in which PostgreSQL is told the same, so that its row-level
security (docs/adr/0013) holds for whatever goes round the manager. Guards open the scope of a page; jobs and
commands open their own, one for each unit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.db import connection, models, transaction
from psycopg.pq import TransactionStatus

from kit import prepared

if TYPE_CHECKING:
    from access.models import Unit

# The unit, in a scope, of what belongs to no unit: mail of the whole installation and its lines in the record. They
# are read at the top of the tree.
WHOLE = 0
# What PostgreSQL holds for units outside any scope: none. The suite, which looks everywhere, puts a word of its own.
OUTSIDE: ContextVar[str] = ContextVar("outside", default="")


class ScopeMissing(RuntimeError):
    """A query about people was made without saying for which unit. A fault in the program, never shown to people."""


@dataclass(frozen=True)
class Scope:
    """Whose rows are seen: those of `units`; and where `is_own`, only what is this account's own (`user`)."""

    units: frozenset[int]
    user: int | None = None
    is_own: bool = False


_scope: ContextVar[Scope | None] = ContextVar("scope", default=None)
_afterwards: ContextVar[list[Callable[[], object]] | None] = ContextVar("afterwards", default=None)


def current() -> frozenset[int] | None:
    """Return the ids of the units in scope, or None outside any scope."""
    scope = _scope.get()
    return None if scope is None else scope.units


@contextmanager
def units(ids: Iterable[int], *, user: int | None = None) -> Iterator[None]:
    """Open a scope on these units for the length of the block; an inner scope replaces the outer one.

    The outermost scope is a transaction: it commits at the end of the block, and is rolled back by an exception.
    `user` is the account on whose behalf it is; an inner scope keeps the outer one's. PostgreSQL lets that account
    see its own grants and requests wherever they are.
    """
    outer = _scope.get()
    with _open(Scope(frozenset(ids), user or (outer.user if outer else None))):
        yield


def of(unit: Unit) -> list[int]:
    """Return the ids of a scope on this unit: at the top of the tree also of what belongs to the whole installation."""
    return [unit.pk, WHOLE] if unit.parent_id is None else [unit.pk]


@contextmanager
def person(user: int) -> Iterator[None]:
    """Open a scope on no unit, in which only this account's own rows are seen: for pages that are about oneself."""
    with _open(Scope(frozenset(), user, is_own=True)):
        yield


def afterwards(do: Callable[[], object]) -> None:
    """Do something once the outermost scope has ended, even if it was rolled back; outside any scope at once."""
    waiting = _afterwards.get()
    if waiting is None:
        do()
    else:
        waiting.append(do)


@contextmanager
def _open(scope: Scope) -> Iterator[None]:
    outer = _scope.get()
    waiting: list[Callable[[], object]] = []
    token = _scope.set(scope)
    afterwards_token = _afterwards.set(waiting) if outer is None else None
    try:
        with _outermost(scope) if outer is None else _inner(scope, outer):
            yield
    finally:
        _scope.reset(token)
        if afterwards_token is not None:
            _afterwards.reset(afterwards_token)
        for do in waiting:
            do()


@contextmanager
def _outermost(scope: Scope) -> Iterator[None]:
    with transaction.atomic():
        _tell(_text(scope.units), scope.user)
        yield
        if connection.savepoint_ids and not connection.needs_rollback:
            _tell(OUTSIDE.get(), None)  # a transaction of the caller's goes on


@contextmanager
def _inner(scope: Scope, outer: Scope) -> Iterator[None]:
    if (scope.units, scope.user) == (outer.units, outer.user):
        yield
        return
    _tell(_text(scope.units), scope.user)
    try:
        yield
    finally:
        # In a broken transaction nothing can be said, and rolling back brings the old setting with it.
        if not (connection.needs_rollback or _is_broken()):
            _tell(_text(outer.units), outer.user)


def _is_broken() -> bool:
    raw = connection.connection
    return raw is None or raw.closed or raw.info.transaction_status == TransactionStatus.INERROR


def _text(ids: frozenset[int]) -> str:
    """Return ids as PostgreSQL writes an array: "{1,2}". None at all is ""."""
    return f"{{{','.join(str(pk) for pk in sorted(ids))}}}" if ids else ""


def _tell(ids: str, user: int | None) -> None:
    """Tell PostgreSQL, until the transaction ends."""
    prepared.rows(
        "SELECT set_config('app.units', %s, true), set_config('app.user', %s, true)",
        [ids, "" if user is None else str(user)],
    )


class ScopedManager(models.Manager):
    """Objects of the units in scope. Raises ScopeMissing where no scope is open."""

    def get_queryset(self) -> models.QuerySet:
        scope = _scope.get()
        if scope is None:
            raise ScopeMissing(
                f"{self.model.__name__} was queried outside a scope. Open one with access.scoping.units([...])."
            )
        rows = super().get_queryset()
        if not scope.is_own:
            return rows.filter(unit_id__in=scope.units)
        own = cast(str, getattr(self.model, "own_through", ""))
        return rows.filter(**{own: scope.user}) if own else rows.none()
