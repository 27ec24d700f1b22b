"""How fast a unit's people go from door to door, measured by what their phones sent from the last boards."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db import connection

from access.models import Unit
from canvass.rules import figures
from canvass.rules.boards import Pace

_A_YEAR, _FOUR_WEEKS = datetime.timedelta(days=365), datetime.timedelta(weeks=4)
# Measured on the newest boards alone: enough to know, and the same work however many there are.
_ENOUGH, _ALL = 60, 1000
# Each door once a day and phone; what came without a phone was not walked at that pace. Of several people with one
# phone each is named in what they said, so that a step took the time of all of them.
_PACE = """
WITH newest AS (
    SELECT b.id FROM canvass_board b
    WHERE b.unit_id = %(unit)s AND b.made_at >= %(made)s
      AND EXISTS (SELECT FROM canvass_contactevent v WHERE v.board_id = b.id)
    ORDER BY b.made_at DESC LIMIT %(most)s
), said AS (
    SELECT v.board_id, v.device_id, (v.est_occurred_at AT TIME ZONE %(zone)s)::date AS day, v.household_id AS door,
           v.est_occurred_at AS at, v.payload->>'canvasser' AS who
    FROM canvass_contactevent v
    WHERE v.board_id IN (SELECT id FROM newest) AND v.status = 'live' AND v.kind IN ('answer', 'outcome')
      AND v.household_id IS NOT NULL AND v.device_id IS NOT NULL AND v.est_occurred_at >= %(since)s
), company AS (
    SELECT board_id, device_id, day, greatest(count(DISTINCT who), 1) AS people FROM said GROUP BY 1, 2, 3
), knocked AS (
    SELECT board_id, device_id, day, door, min(at) AS at FROM said GROUP BY 1, 2, 3, 4
), walked AS (
    SELECT board_id, device_id, day,
           at - lag(at) OVER (PARTITION BY board_id, device_id, day ORDER BY at, door) AS apart
    FROM knocked
)
SELECT count(*), coalesce(sum(extract(epoch FROM w.apart) * c.people), 0)::bigint
FROM walked w JOIN company c USING (board_id, device_id, day)
WHERE w.apart <= %(break)s
"""


def pace(unit: Unit, now: datetime.datetime) -> Pace:
    """Return how fast the unit's people went on the newest boards of the last year. One query."""
    return _measured(unit, now, _A_YEAR, _ENOUGH)


def given(unit: Unit, now: datetime.datetime) -> datetime.timedelta:
    """Return the time that the unit's people spent between doors in the last four weeks, all added up. One query."""
    return datetime.timedelta(seconds=_measured(unit, now, _FOUR_WEEKS, _ALL).seconds)


def _measured(unit: Unit, now: datetime.datetime, lately: datetime.timedelta, most: int) -> Pace:
    asked: dict[str, Any] = {
        "unit": unit.pk,
        "made": now - _A_YEAR,
        "since": now - lately,
        "most": most,
        "zone": settings.TIME_ZONE,
        "break": figures.BREAK,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PACE, asked)
        return Pace(*cursor.fetchone())
