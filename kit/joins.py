"""Joins of tables that were filled a moment ago."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.utils import CursorWrapper


@contextmanager
def large() -> Iterator[CursorWrapper]:
    """Open a cursor for statements that join whole tables, and have their rows compared all at once, not one by one.

    What the planner knows of rows that came in a moment ago is that there are none, and for none it would choose a
    nested loop, which takes hours over a whole register. To be used in a transaction: it holds for all statements of
    the connection until the end of the block, and after an error until what failed is rolled back. A block within
    another leaves it as the other wants it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('enable_nestloop'), set_config('enable_nestloop', 'off', true)")
        before = cursor.fetchone()[0]
        yield cursor
        cursor.execute("SELECT set_config('enable_nestloop', %s, true)", [before])
