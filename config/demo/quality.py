"""Twelve months of figures on the data's quality, counted from what was recorded by the end of each month."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import connection

from access.models import Unit
from canvass.actions import quality
from canvass.queries.quality import FOUR_WEEKS
from canvass.rules.keeping import months_later
from canvass.rules.quality import LATE_AFTER
from kit import clock

_MONTHS = 12
# Who was spoken to by then, and how many answers there were. The doors are those of today; of contradictions there
# were as many to a hundred answers as there are now.
_EARLIER = """
WITH said AS (
    SELECT e.polling_district_id AS district, v.elector_id, v.kind = 'answer' AS is_answer,
           (v.est_occurred_at AT TIME ZONE 'Europe/London')::date AS day,
           v.received_at - v.est_occurred_at > %(late)s AS is_late
    FROM canvass_contactevent v JOIN canvass_elector e ON e.id = v.elector_id
    WHERE v.unit_id = %(unit)s AND v.status = 'live'
      AND (v.kind = 'answer' OR v.payload->>'outcome' = 'spoke')
      AND coalesce(v.payload->>'respondent', 'self') <> 'other'
), counted AS (
    SELECT d.day, s.district, count(DISTINCT s.elector_id) FILTER (WHERE s.day > d.year) AS spoken_12,
           count(DISTINCT s.elector_id) FILTER (WHERE s.day > d.two_years) AS spoken_24,
           count(*) FILTER (WHERE s.day > d.year AND s.is_answer) AS answers,
           count(*) FILTER (WHERE s.day > d.year AND s.is_answer AND s.is_late) AS late
    FROM (SELECT day, (day - interval '1 year')::date AS year, (day - interval '2 years')::date AS two_years
          FROM unnest(%(days)s::date[]) day) d
    JOIN said s ON s.day <= d.day
    GROUP BY d.day, s.district
)
INSERT INTO canvass_qualityfigure (unit_id, district_id, day, electors, spoken_12, spoken_24, contradictions, late,
                                   answers, unmatched, unlocated, doors)
SELECT q.unit_id, q.district_id, d.day, q.electors, coalesce(c.spoken_12, 0), coalesce(c.spoken_24, 0),
       coalesce(q.contradictions * c.answers / nullif(q.answers, 0), 0), coalesce(c.late, 0), coalesce(c.answers, 0),
       q.unmatched, q.unlocated, q.doors
FROM canvass_qualityfigure q CROSS JOIN unnest(%(days)s::date[]) d(day)
LEFT JOIN counted c ON c.district = q.district_id AND c.day = d.day
WHERE q.unit_id = %(unit)s AND q.day = %(today)s
"""


def make(unit: Unit) -> None:
    """Keep the figures of today, and those of the ends of the last twelve months and of four weeks ago."""
    today = clock.today()
    quality.measure(unit=unit.pk, day=today)
    ends = [months_later(today.replace(day=1), -month) - datetime.timedelta(days=1) for month in range(_MONTHS)]
    values: dict[str, Any] = {"unit": unit.pk, "today": today, "days": [*ends, today - FOUR_WEEKS], "late": LATE_AFTER}
    with connection.cursor() as cursor:
        cursor.execute(_EARLIER, values)
