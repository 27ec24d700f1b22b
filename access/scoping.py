"""The second wall: no query about people runs until somebody has said which unit it is for.

Every model that carries a unit uses `ScopedManager`. Outside a scope its queries raise; inside, they see that
scope's units and no others. Guards open the scope for a page; jobs and commands open their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models


class ScopeMissing(RuntimeError):
    """A query about people was made without saying for which unit. A fault in the program, never shown to people."""


class _Everything:
    """Marks a scope that sees all units; only for jobs that serve the whole installation."""


EVERYTHING = _Everything()
_scope: ContextVar[frozenset[int] | _Everything | None] = ContextVar("scope", default=None)


def current() -> frozenset[int] | _Everything | None:
    """Return the ids of the units in scope, EVERYTHING, or None outside any scope."""
    return _scope.get()


@contextmanager
def units(ids: Iterable[int]) -> Iterator[None]:
    """Open a scope on these units for the length of the block; an inner scope replaces the outer one."""
    token = _scope.set(frozenset(ids))
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def everything(why: str) -> Iterator[None]:
    """Open a scope on all units. `why` is for the reader of the code, and must be said."""
    if not why:
        raise ValueError("Say why this needs every unit.")
    token = _scope.set(EVERYTHING)
    try:
        yield
    finally:
        _scope.reset(token)


class ScopedManager(models.Manager):
    """Objects of the units in scope. Raises ScopeMissing where no scope is open."""

    def get_queryset(self) -> models.QuerySet:
        scope = _scope.get()
        if scope is None:
            raise ScopeMissing(
                f"{self.model.__name__} was queried outside a scope. Open one with access.scoping.units([...])."
            )
        rows = super().get_queryset()
        return rows if isinstance(scope, _Everything) else rows.filter(unit_id__in=scope)


def manager_from(queryset: type[models.QuerySet]) -> models.Manager:
    """Return a scoped manager with the methods of `queryset`."""
    return ScopedManager.from_queryset(queryset)()
