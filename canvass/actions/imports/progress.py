"""How far a running import is, told from a connection of its own while the import's own transaction is open."""

from __future__ import annotations

import time
from types import TracebackType
from uuid import UUID

import psycopg
import structlog
from django.db import DatabaseError, connection
from django.db.models import Model
from django.utils import timezone

from canvass.models import RegisterImport

log = structlog.get_logger(__name__)
_EVERY_SECONDS = 0.5


class Progress:
    """Silent: for a run that nobody watches. `Told` is the one that writes."""

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def stage(self, name: str, total: int) -> None:
        """A new part of the work begins: `total` rows, 0 when they can't be counted."""

    def step(self, done: int) -> None:
        """So many rows of this part are done."""


class Told(Progress):
    """Writes stage and count into the file's row, at most twice a second. A failure to write stops nothing.

    It also moves on `touched_at`, which tells the sweeper that this file is at work.
    """

    def __init__(self, file: UUID, unit: int, model: type[Model] = RegisterImport) -> None:
        self._id, self._unit = file, unit
        self._table = model._meta.db_table
        self._connection = connection.copy()
        self._name, self._total, self._told_at = "", 0, float("-inf")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def stage(self, name: str, total: int) -> None:
        self._name, self._total = name, total
        self._tell(0)

    def step(self, done: int) -> None:
        if time.monotonic() - self._told_at >= _EVERY_SECONDS:
            self._tell(done)

    def _tell(self, done: int) -> None:
        self._told_at = time.monotonic()
        try:
            self._connection.ensure_connection()
            with self._connection.connection.transaction(), self._connection.cursor() as cursor:
                # The row may be locked by somebody's click; telling is not worth waiting for.
                cursor.execute("SET LOCAL lock_timeout = '200ms'")
                cursor.execute("SELECT set_config('app.units', %s, true)", [f"{{{self._unit}}}"])
                cursor.execute(
                    f"UPDATE {self._table} SET stage = %s, done = LEAST(%s, NULLIF(%s, 0)), total = %s,"  # noqa: S608
                    " touched_at = %s WHERE id = %s",
                    [self._name, done, self._total, self._total, timezone.now(), self._id],
                )
        except (DatabaseError, psycopg.Error) as error:
            log.warning("progress_not_told", file=str(self._id), error=type(error).__name__)
            self._connection.close()
