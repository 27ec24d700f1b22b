"""Holding the doors of boards: so that two teams never have the same one at once.

The database's own constraint keeps it (canvass_household_held_once); the lock makes whoever comes second wait and
see what the first took, in place of failing on it. On a polling day nothing is held.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from canvass.models import Board
from canvass.queries import holds
from canvass.rules import holds as rules

_PROLONG = """
UPDATE canvass_householdhold SET during = tstzrange(lower(during), greatest(upper(during), %(until)s))
WHERE board_id = %(board)s AND during @> %(now)s
"""
# In the order of the doors' ids, so that two statements can't wait for each other.
_TAKE = """
INSERT INTO canvass_householdhold (unit_id, board_id, household_id, during)
SELECT d.unit_id, d.board_id, d.household_id, tstzrange(%(now)s, %(until)s)
FROM canvass_boarddoor d
WHERE d.board_id = %(board)s AND NOT EXISTS (
    SELECT FROM canvass_householdhold k
    WHERE k.household_id = d.household_id AND k.board_id = d.board_id AND k.during @> %(now)s)
ORDER BY d.household_id
ON CONFLICT DO NOTHING
"""
_ELSEWHERE = """
SELECT count(*) FROM canvass_boarddoor d
JOIN canvass_householdhold k ON k.household_id = d.household_id AND k.board_id <> d.board_id AND k.during @> %(now)s
WHERE d.board_id = %(board)s
"""
_RELEASE = """
UPDATE canvass_householdhold SET during = tstzrange(lower(during), greatest(lower(during), %(now)s))
WHERE board_id = %(board)s AND upper(during) > %(now)s
"""


def lock(unit_id: int) -> None:
    """Wait until nobody else is giving doors of this unit to boards, and keep others waiting until the end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('canvass.holds'), %s::int)", [unit_id])


@transaction.atomic
def take(*, board: Board, at_least: datetime.datetime | None = None) -> int:
    """Hold the doors of a board from now on, or for longer if it holds them already; `at_least`: until then.

    Returns how many of its doors another board holds, which this one doesn't get. Nothing is held on a polling day.
    """
    if not holds.locks_are_on(board.unit):
        return 0
    lock(board.unit_id)
    now = timezone.now()
    asked: dict[str, Any] = {"board": board.pk, "now": now, "until": rules.until(now, at_least)}
    with connection.cursor() as cursor:
        cursor.execute(_PROLONG, asked)
        cursor.execute(_TAKE, asked)
        cursor.execute(_ELSEWHERE, asked)
        return cursor.fetchone()[0]


def release(*, board: Board) -> None:
    """Give the doors of a board back, for any other board to take. Harmless when repeated."""
    with connection.cursor() as cursor:
        cursor.execute(_RELEASE, {"board": board.pk, "now": timezone.now()})
